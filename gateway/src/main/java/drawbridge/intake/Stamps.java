package drawbridge.intake;

import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.Value;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times of senders, in headers too, where a number is text.
final class Stamps {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    private Stamps() {}

    /// Empty where the value says no time in that format.
    static Optional<Instant> read(TimeFormat format, Value value) {
        return format.read(
                value instanceof Value.Text(String text) && NUMBER.matcher(text).matches()
                        ? new Value.Num(new BigDecimal(text))
                        : value);
    }
}
