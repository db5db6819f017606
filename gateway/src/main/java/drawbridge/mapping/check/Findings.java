package drawbridge.mapping.check;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.file.Problems;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a check has found so far.
///
/// @param problems what must be mended
/// @param notes what should be known
record Findings(Problems problems, Problems notes) {

    Findings() {
        this(new Problems(), new Problems());
    }

    /// The files in which something must be mended. What rests on one of them is not looked at any
    /// deeper: it would only tell the same mistakes again in other words.
    Set<String> spoilt() {
        return problems.all().stream().map(Mappings.Problem::file).collect(Collectors.toSet());
    }

    List<Finding> all() {
        return Stream.concat(
                        of(Finding.Severity.PROBLEM, problems), of(Finding.Severity.NOTE, notes))
                .toList();
    }

    private static Stream<Finding> of(Finding.Severity severity, Problems some) {
        return some.all().stream().map(problem -> new Finding(severity, problem));
    }
}
