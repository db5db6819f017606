package drawbridge.console.traffic;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time as people write it: how long ago (`30m`, `12h`, `7d`), or when (`2026-11-30`,
/// `2026-11-30T08:00`, with or without an offset; without one it is this machine's time).
final class Since {

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    private Since() {}

    /// Empty where the text is no such time.
    static Optional<Instant> of(String text, Clock clock, ZoneId zone) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long many = Long.parseLong(ago.group(1));
            return Optional.of(
                    clock.instant()
                            .minus(
                                    switch (ago.group(2)) {
                                        case "s" -> Duration.ofSeconds(many);
                                        case "m" -> Duration.ofMinutes(many);
                                        case "h" -> Duration.ofHours(many);
                                        default -> Duration.ofDays(many);
                                    }));
        }
        List<Function<String, Instant>> forms =
                List.of(
                        when -> OffsetDateTime.parse(when).toInstant(),
                        when -> LocalDateTime.parse(when).atZone(zone).toInstant(),
                        when -> LocalDate.parse(when).atStartOfDay(zone).toInstant());
        for (Function<String, Instant> form : forms) {
            try {
                return Optional.of(form.apply(text));
            } catch (DateTimeException another) {
                // It may be of the next form.
            }
        }
        return Optional.empty();
    }
}
