package drawbridge.mapping.cel;

import java.util.List;

/// One mistake in an expression.
///
/// @param line within the expression, from 0
/// @param column within that line, from 0
/// @param name the name that is not known, if that is the mistake; else empty
/// @param known what could have been meant by it
public record Fault(int line, int column, String sentence, String name, List<String> known) {

    public Fault {
        known = List.copyOf(known);
    }

    Fault(int line, int column, String sentence) {
        this(line, column, sentence, "", List.of());
    }
}
