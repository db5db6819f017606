package drawbridge.mapping.check;

import drawbridge.mapping.check.Finding.Severity;

import java.nio.file.Path;
import java.util.List;

/// What a check of a folder says, line by line.
final class Checked {

    private Checked() {}

    static List<String> problems(Path folder) {
        return lines(folder, Severity.PROBLEM);
    }

    static List<String> notes(Path folder) {
        return lines(folder, Severity.NOTE);
    }

    private static List<String> lines(Path folder, Severity severity) {
        return MappingCheck.of(folder).findings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(finding -> finding.problem().toString())
                .toList();
    }
}
