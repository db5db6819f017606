package drawbridge.console.traffic;

import drawbridge.opsapi.TrafficField;
import drawbridge.opsapi.TrafficFlow;
import drawbridge.opsapi.TrafficSample;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What recorded changes would become, as lines for a terminal: each flow with its numbers, then
/// what would be written otherwise, field by field, with the newest samples.
///
/// @param colours whether the terminal shows them
/// @param width of the terminal, in columns, at which values are cut
record TrafficText(ZoneId zone, boolean colours, int width) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String BOLD = "1";
    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";

    List<String> of(List<TrafficFlow> flows) {
        List<String> lines = new ArrayList<>();
        for (TrafficFlow flow : flows) {
            lines.add("");
            lines.add(paint(BOLD, flow.flow()));
            number(lines, flow.same(), "the same", GREEN);
            number(lines, flow.different(), "otherwise", YELLOW);
            number(lines, flow.refusedNow(), "of these would be refused, and are not today", RED);
            number(lines, flow.mended(), "of these are refused today, and would not be", GREEN);
            number(lines, flow.untold(), "untold: nothing says what the record held", YELLOW);
            number(lines, flow.agreed(), "judged by what both sides agreed on last", "");
            number(lines, flow.earlier(), "came in under other mappings than today's", "");
            flow.fields().forEach(field -> field(lines, field));
        }
        return lines;
    }

    private void number(List<String> lines, long many, String words, String code) {
        if (many > 0) {
            lines.add(paint(code, String.format(Locale.ROOT, "%,10d  %s", many, words)));
        }
    }

    private void field(List<String> lines, TrafficField field) {
        lines.add("");
        lines.add(
                "  "
                        + paint(BOLD, field.field())
                        + String.format(
                                Locale.ROOT,
                                ": %,d %s",
                                field.changes(),
                                field.changes() == 1 ? "change" : "changes"));
        for (TrafficSample sample : field.samples()) {
            lines.add(cut("    " + sample.record() + ", " + time(sample.at())));
            lines.add(paint(RED, cut("      - " + sample.then())));
            lines.add(paint(GREEN, cut("      + " + sample.now())));
        }
    }

    String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    private String cut(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= width ? plain : plain.substring(0, width - 1) + "…";
    }

    private String paint(String code, String text) {
        return colours && !code.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
