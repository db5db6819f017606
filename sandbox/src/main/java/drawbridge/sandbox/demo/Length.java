package drawbridge.sandbox.demo;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;
import java.util.Locale;

/// Reads `30s`, `2m` or `1h`.
final class Length implements ITypeConverter<Duration> {

    private static final Duration SHORTEST = Duration.ofSeconds(10);

    @Override
    public Duration convert(String text) {
        if (!text.matches("\\d{1,6}[smh]")) {
            throw new TypeConversionException("'" + text + "' is not a length such as 30s or 2m");
        }
        var length = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        if (length.compareTo(SHORTEST) < 0) {
            throw new TypeConversionException("the story takes 10s at least");
        }
        return length;
    }
}
