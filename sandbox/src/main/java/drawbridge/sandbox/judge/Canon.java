package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Values in the one form that both systems can hold: minutes rounded up to five as Acme does,
/// seconds cut as the app does, text trimmed, phone and mail without ornament. Null and absent are
/// empty.
final class Canon {

    private Canon() {}

    static String timed(Instant start, long minutes, String zone) {
        return start.truncatedTo(ChronoUnit.MINUTES)
                + " for "
                + rounded(minutes)
                + " min in "
                + zone;
    }

    /// A series by its occurrences: what the rule looks like does not count.
    ///
    /// @param first how its first occurrence is told, cancelled or not
    static String series(String first, JsonNode occurrences) {
        var text = new StringBuilder("series from ").append(first);
        for (var one : occurrences) {
            text.append("; ")
                    .append(
                            one.hasNonNull("day")
                                    ? allDay(one.path("day").asText(), one.path("days").asLong())
                                    : one.path("startsAt").asText()
                                            + " for "
                                            + rounded(one.path("minutes").asLong()));
            var title = text(one.path("title"));
            text.append(title.isEmpty() ? "" : " " + title);
        }
        return text.append('.').toString();
    }

    private static long rounded(long minutes) {
        return Math.max(5, Math.ceilDiv(minutes, 5L) * 5);
    }

    static String allDay(String day, long days) {
        return day + (days == 1 ? ", all day" : ", " + days + " days");
    }

    static String text(JsonNode value) {
        return value.isTextual()
                ? Normalizer.normalize(value.asText().strip(), Normalizer.Form.NFC)
                : "";
    }

    static String phone(JsonNode value) {
        return text(value).replaceAll("(?!^\\+)\\D", "");
    }

    static String mail(JsonNode value) {
        return text(value).toLowerCase(Locale.ROOT);
    }
}
