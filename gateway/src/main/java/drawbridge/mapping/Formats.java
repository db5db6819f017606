package drawbridge.mapping;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// In which formats a system is spoken to and answers, and how those that know text alone are read.
///
/// @param sends what bodies of requests are written in
/// @param answers what answers are read in
/// @param lists of XML: the elements of which there may be several, also where one stands there
/// @param numbers where a text is a number, by pointers in which a list has no step of its own
/// @param flags where a text is true or false, likewise
/// @param separator of CSV
public record Formats(
        Format sends,
        Format answers,
        Set<Pointer> lists,
        Set<Pointer> numbers,
        Set<Pointer> flags,
        char separator) {

    private static final int LONGEST_NUMBER = 100;
    private static final int LARGEST_EXPONENT = 1_000;

    public static final Formats JSON =
            new Formats(Format.JSON, Format.JSON, Set.of(), Set.of(), Set.of(), ',');

    /// A format of bodies.
    public enum Format {
        JSON("application/json"),
        /// Without a DOCTYPE: https://www.w3.org/TR/xml/
        XML("application/xml"),
        /// Rows below a line of names: RFC 4180. Of answers alone.
        CSV("text/csv"),
        /// A JSON value a line. Of answers alone.
        NDJSON("application/x-ndjson"),
        /// As browsers send forms.
        FORM("application/x-www-form-urlencoded");

        private final String type;

        Format(String type) {
            this.type = type;
        }

        /// The media type.
        public String type() {
            return type;
        }
    }

    public Formats {
        lists = Set.copyOf(lists);
        numbers = Set.copyOf(numbers);
        flags = Set.copyOf(flags);
    }

    /// The same, where one call is spoken otherwise.
    public Formats with(Format other, Format answer) {
        return new Formats(other, answer, lists, numbers, flags, separator);
    }

    private static Optional<Value> number(String text) {
        String plain = text.strip();
        if (plain.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(plain);
            return Math.abs((long) number.scale()) > LARGEST_EXPONENT
                    ? Optional.empty()
                    : Optional.of(new Value.Num(number));
        } catch (NumberFormatException no) {
            return Optional.empty();
        }
    }

    /// What a text at a place is; a text that is no number stays one, and its lens says so.
    ///
    /// @param path without the steps of lists
    public Value typed(List<String> path, String text) {
        Pointer at = new Pointer(path);
        if (numbers.contains(at)) {
            return number(text).orElseGet(() -> Value.of(text));
        }
        if (flags.contains(at)) {
            return switch (text.strip()) {
                case "true", "1" -> Value.of(true);
                case "false", "0" -> Value.of(false);
                default -> Value.of(text);
            };
        }
        return Value.of(text);
    }
}
