package drawbridge.mapping.lens;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// How a system writes the time on a wall.
///
/// @param pattern by letters, such as `dd.MM.uuuu HH:mm`; without one it is `2026-03-01T10:00:00`
public record WallForm(Optional<String> pattern) {

    public static final WallForm ISO = new WallForm(Optional.empty());

    /// A day behind the twelfth, in a month of two digits, in the evening.
    private static final LocalDateTime TELLING = LocalDateTime.of(2026, 11, 23, 22, 5);

    /// @throws IllegalArgumentException when these are no such letters, or what is written by them
    ///   cannot be read again
    public WallForm {
        pattern.ifPresent(
                letters -> {
                    // Fails here and not at the first record.
                    DateTimeFormatter written = DateTimeFormatter.ofPattern(letters, Locale.ROOT);
                    try {
                        if (LocalDateTime.parse(written.format(TELLING), written).equals(TELLING)) {
                            return;
                        }
                    } catch (DateTimeException unreadable) {
                        // Such as DD for the day of the month, or hh without the half of the day.
                    }
                    throw new IllegalArgumentException(letters);
                });
    }

    String example() {
        return "a wall time such as " + write(LocalDateTime.of(2026, 3, 1, 10, 0));
    }

    /// @throws DateTimeException when it is none
    LocalDateTime read(String text) {
        return LocalDateTime.parse(text.strip(), formatter());
    }

    String write(LocalDateTime time) {
        return formatter().format(time);
    }

    private DateTimeFormatter formatter() {
        return pattern.map(letters -> DateTimeFormatter.ofPattern(letters, Locale.ROOT))
                .orElse(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }
}
