package drawbridge.mapping.check;

import java.util.List;

/// What a check found, in the order of files and lines, and how much it looked at.
public record CheckReport(List<Finding> findings, Tally tally) {

    public CheckReport {
        findings = findings.stream().sorted().toList();
    }

    /// How much was looked at.
    ///
    /// @param tenants those that run
    /// @param exampleTenants those that are only there to be copied
    /// @param examples worked examples that were run
    /// @param laws how often a law was tried
    public record Tally(
            int systems,
            int flows,
            int counts,
            int tenants,
            int exampleTenants,
            int examples,
            long laws) {}

    public long count(Finding.Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }

    public boolean good() {
        return count(Finding.Severity.PROBLEM) == 0;
    }
}
