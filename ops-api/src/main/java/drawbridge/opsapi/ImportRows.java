package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// Some rows of a file.
///
/// @param from how many rows come before these
/// @param last whether none comes after them
public record ImportRows(ImportSheet sheet, long from, boolean last, List<Row> rows) {

    /// Rows at most in one request.
    public static final int MOST = 500;

    public ImportRows {
        Objects.requireNonNull(sheet, "sheet");
        rows = List.copyOf(rows);
    }

    /// @param line of the file at which it begins, from 1
    /// @param cells one for each column
    /// @param record the whole record as JSON, of a file without columns; empty text: the file
    ///   holds something there that could not be read
    public record Row(long line, List<String> cells, @Nullable String record) {

        public Row {
            cells = List.copyOf(cells);
        }

        public Row(long line, List<String> cells) {
            this(line, cells, null);
        }
    }
}
