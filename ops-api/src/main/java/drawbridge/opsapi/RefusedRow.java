package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// A row of a file that was not taken.
///
/// @param line of the file, from 1
public record RefusedRow(long line, List<Cell> cells) {

    public RefusedRow {
        cells = List.copyOf(cells);
    }

    /// What is wrong with a cell.
    ///
    /// @param column as the file calls it
    public record Cell(String column, String words) {

        public Cell {
            Objects.requireNonNull(column, "column");
            Objects.requireNonNull(words, "words");
        }
    }
}
