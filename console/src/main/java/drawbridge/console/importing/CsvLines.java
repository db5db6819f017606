package drawbridge.console.importing;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.Optional;

/// The lines of a text, none of them longer than there is room for.
final class CsvLines {

    /// Of one line, and of one row that spans lines.
    static final int LONGEST = 1024 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final PushbackReader reader;
    private boolean begun;

    CsvLines(Reader reader) {
        this.reader = new PushbackReader(reader);
    }

    /// @param whole whether it is all of the line; the rest of a longer one is skipped
    record Line(String text, boolean whole) {}

    /// Empty at the end.
    Optional<Line> next() throws IOException {
        int sign = reader.read();
        if (!begun) {
            begun = true;
            if (sign == BYTE_ORDER_MARK) {
                sign = reader.read();
            }
        }
        if (sign < 0) {
            return Optional.empty();
        }
        StringBuilder line = new StringBuilder();
        boolean whole = true;
        while (sign >= 0 && sign != '\n' && sign != '\r') {
            if (line.length() < LONGEST) {
                line.append((char) sign);
            } else {
                whole = false;
            }
            sign = reader.read();
        }
        if (sign == '\r') {
            int after = reader.read();
            if (after >= 0 && after != '\n') {
                reader.unread(after);
            }
        }
        return Optional.of(new Line(line.toString(), whole));
    }
}
