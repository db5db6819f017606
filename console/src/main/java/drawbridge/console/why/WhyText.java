package drawbridge.console.why;

import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Standing;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TimelineEntry;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A record's timeline as lines for a terminal: how it stands first, then what happened, day by
/// day.
final class WhyText {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final Duration GAP = Duration.ofMinutes(10);

    /// Where the sentence of an event begins.
    private static final int SENTENCE = 29;

    private static final Pattern EVENT = Pattern.compile("  [! ] \\d\\d:\\d\\d:");

    private WhyText() {}

    /// @param width of the terminal, in columns; no line is longer that can be broken between words
    static List<String> of(Timeline timeline, ZoneId zone, int width) {
        return lines(timeline, zone).stream().flatMap(line -> broken(line, width)).toList();
    }

    /// A line and what goes on from it, in line with its first word, or with its sentence.
    private static Stream<String> broken(String line, int width) {
        int words = line.length() - line.stripLeading().length();
        int indent = EVENT.matcher(line).lookingAt() ? SENTENCE : words;
        List<String> lines = new ArrayList<>();
        String rest = line;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            if (space <= indent) {
                break;
            }
            lines.add(rest.substring(0, space));
            rest = " ".repeat(indent) + rest.substring(space + 1);
        }
        lines.add(rest);
        return lines.stream();
    }

    private static List<String> lines(Timeline timeline, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        lines.add(named(timeline.record()) + " of " + timeline.tenant());
        for (Standing standing : timeline.standings()) {
            lines.add("");
            lines.add(
                    "  %s: %s"
                            .formatted(
                                    standing.flow(),
                                    standing.status().word().toUpperCase(Locale.ROOT)));
            lines.add("    " + standing.why());
            lines.add("    Acme: %s   app: %s".formatted(id(standing.acme()), id(standing.app())));
        }
        lines.add("");
        if (timeline.cut()) {
            lines.add("  … older lines are left out");
        }
        LocalDate day = LocalDate.MIN;
        Instant before = Instant.MAX;
        for (TimelineEntry entry : timeline.entries()) {
            LocalDate on = LocalDate.ofInstant(entry.at(), zone);
            if (!on.equals(day)) {
                lines.add("  " + on + " (" + zone + ")");
                day = on;
            } else if (Duration.between(before, entry.at()).compareTo(GAP) > 0) {
                lines.add("       … nothing for " + words(Duration.between(before, entry.at())));
            }
            before = entry.at();
            lines.addAll(entry(entry, zone));
        }
        return lines;
    }

    private static List<String> entry(TimelineEntry entry, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "  %s %s  %-10s %s"
                        .formatted(
                                entry.trouble() ? "!" : " ",
                                CLOCK.format(entry.at().atZone(zone)),
                                entry.word(),
                                entry.sentence()));
        if (entry.detail() != null) {
            lines.add(" ".repeat(SENTENCE) + entry.detail());
        }
        return lines;
    }

    private static String words(Duration gap) {
        long minutes = gap.toMinutes();
        return minutes < 120 ? minutes + " minutes" : gap.toHours() + " hours";
    }

    private static String named(RecordId record) {
        return record.resource() + " " + record.id();
    }

    private static String id(@Nullable RecordId record) {
        return record == null ? "none" : record.id();
    }
}
