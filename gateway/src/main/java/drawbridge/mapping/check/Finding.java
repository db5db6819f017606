package drawbridge.mapping.check;

import drawbridge.mapping.Mappings.Problem;

/// What a check has to say about one place of a folder.
public record Finding(Severity severity, Problem problem) implements Comparable<Finding> {

    public enum Severity {
        /// It must be mended.
        PROBLEM,
        /// It should be known.
        NOTE
    }

    @Override
    public int compareTo(Finding other) {
        int byPlace = problem.compareTo(other.problem);
        return byPlace != 0 ? byPlace : severity.compareTo(other.severity);
    }
}
