package drawbridge.check;

import drawbridge.mapping.Mappings.Problem;
import drawbridge.mapping.check.CheckReport;
import drawbridge.mapping.check.Finding;
import drawbridge.mapping.check.Finding.Severity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a check found, in lines for people. Each finding begins with its place,
/// `file:line:column:`.
///
/// @param colours whether what reads it shows them
/// @param width in columns, at which lines are broken between words
record CheckText(MappingsFolder folder, boolean colours, int width) {

    private static final String INDENT = "    ";

    List<String> lines(CheckReport report, Duration took) {
        List<String> lines = new ArrayList<>();
        report.findings().forEach(finding -> lines.addAll(lines(finding)));
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.addAll(sum(report, took));
        return lines;
    }

    /// One finding.
    List<String> lines(Finding finding) {
        Problem problem = finding.problem();
        String place =
                "%s:%d:%d:"
                        .formatted(folder.name(problem.file()), problem.line(), problem.column());
        boolean note = finding.severity() == Severity.NOTE;
        List<String> lines = broken(place + (note ? " note: " : " ") + problem.sentence());
        // The place is one word, so that it stands in the first line whatever the width is.
        String first = lines.getFirst();
        lines.set(
                0,
                paint("1", place)
                        + (note
                                ? first.substring(place.length())
                                        .replaceFirst(" note:", " " + paint("36", "note:"))
                                : paint("31", first.substring(place.length()))));
        if (!note) {
            for (int line = 1; line < lines.size(); line++) {
                lines.set(line, paint("31", lines.get(line)));
            }
        }
        return lines;
    }

    private List<String> sum(CheckReport report, Duration took) {
        long problems = report.count(Severity.PROBLEM);
        long notes = report.count(Severity.NOTE);
        String after = notes == 0 ? "" : ", " + several(notes, "note");
        if (problems > 0) {
            long files =
                    report.findings().stream()
                            .filter(finding -> finding.severity() == Severity.PROBLEM)
                            .map(finding -> finding.problem().file())
                            .distinct()
                            .count();
            return List.of(
                    paint("1;31", several(problems, "problem"))
                            + " in "
                            + several(files, "file")
                            + after
                            + ".");
        }
        CheckReport.Tally tally = report.tally();
        String text =
                "All is well: %s, %s, %s, %s%s; %s, %s of the laws; in %s%s."
                        .formatted(
                                several(tally.systems(), "system"),
                                several(tally.flows(), "flow"),
                                several(tally.counts(), "count"),
                                several(tally.tenants(), "tenant"),
                                tally.exampleTenants() == 0
                                        ? ""
                                        : " and %d to copy".formatted(tally.exampleTenants()),
                                several(tally.examples(), "worked example"),
                                tally.laws() == 1
                                        ? "1 try"
                                        : String.format(Locale.ROOT, "%,d tries", tally.laws()),
                                String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0),
                                after);
        List<String> lines = broken(text);
        lines.set(0, lines.getFirst().replaceFirst("All is well", paint("1;32", "All is well")));
        return lines;
    }

    private static String several(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private List<String> broken(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            boolean fits = line.length() + 1 + word.length() <= width;
            if (!line.isEmpty() && !fits) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(INDENT).append(word);
            } else {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
