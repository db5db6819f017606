package drawbridge.mapping;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Optional;

/// A time by a pattern of letters, such as `yyyy-MM-dd HH:mm:ss`.
///
/// Where a text is the time on a wall, the hour that clocks turn back to comes twice. It is read as
/// the first one, and what is written in it is an hour less, so that the system's filter leaves out
/// nothing, whichever hour it takes it for.
///
/// @param zone where the clock on the wall hangs; the pattern's own offset goes before it
public record StampPattern(String pattern, ZoneId zone) implements Stamp {

    public StampPattern {
        // Fails here and not at the first call.
        DateTimeFormatter _ = formatter(pattern);
    }

    /// Whether texts of this pattern say their offset themselves.
    public static boolean saysItsOffset(String pattern) {
        String letters = pattern.replaceAll("'[^']*'", "");
        return letters.chars().anyMatch(letter -> "XxZOVz".indexOf(letter) >= 0);
    }

    @Override
    public Optional<Instant> read(Value value) {
        if (!(value instanceof Value.Text(String text))) {
            return Optional.empty();
        }
        try {
            TemporalAccessor found =
                    formatter(pattern)
                            .parseBest(
                                    text,
                                    OffsetDateTime::from,
                                    LocalDateTime::from,
                                    LocalDate::from);
            return Optional.of(
                    switch (found) {
                        case OffsetDateTime exact -> exact.toInstant();
                        // Of two offsets the earlier instant.
                        case LocalDateTime wall -> wall.atZone(zone).toInstant();
                        default -> LocalDate.from(found).atStartOfDay(zone).toInstant();
                    });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String write(Instant time) {
        Instant safe = saysItsOffset(pattern) ? time : beforeAnyOverlap(time);
        return formatter(pattern).format(safe.atZone(zone));
    }

    private Instant beforeAnyOverlap(Instant time) {
        LocalDateTime wall = time.atZone(zone).toLocalDateTime();
        ZoneOffsetTransition turned = zone.getRules().getTransition(wall);
        if (turned == null || !turned.isOverlap()) {
            return time;
        }
        Duration twice = turned.getDuration().abs();
        return turned.getInstant().minus(twice).minusSeconds(1);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }
}
