package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.RecordRef;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Neutral values in words, for people.
final class Show {

    private static final DateTimeFormatter WALL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Show() {}

    static String of(Neutral value) {
        return switch (value) {
            case Neutral.Unknown _ -> "unknown";
            case Neutral.Empty _ -> "nothing";
            case Neutral.Words(String text) -> text;
            case Neutral.Number(BigDecimal number) -> number.toPlainString();
            case Neutral.Many(List<String> items) -> String.join(", ", items);
            case Neutral.Flag(boolean flag) -> flag ? "yes" : "no";
            case Neutral.Linked(UUID link) -> "linked record " + link;
            case Neutral.Unlinked(RecordRef parent) -> parent + " (not linked)";
            case Neutral.Timed(LocalDateTime start, ZoneId zone, Duration length) ->
                    WALL.format(start) + " " + zone.getId() + ", " + length(length);
            case Neutral.AllDay(LocalDate first, int days) ->
                    days == 1
                            ? first + ", all day"
                            : first + " to " + first.plusDays(days - 1L) + ", all day";
            case Neutral.Series series -> SeriesWords.of(series);
        };
    }

    private static String length(Duration length) {
        Duration rest = length.minusMinutes(length.toMinutes());
        return length.toMinutes() + " min" + (rest.isZero() ? "" : " " + rest.toSeconds() + " s");
    }
}
