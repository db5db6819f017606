package drawbridge.console.importing;

import java.util.List;

/// One row of a file.
sealed interface CsvRow {

    /// Where it begins, from 1.
    long line();

    record Cells(long line, List<String> cells) implements CsvRow {

        public Cells {
            cells = List.copyOf(cells);
        }
    }

    /// A whole record.
    ///
    /// @param json as it is handed on
    record Record(long line, String json) implements CsvRow {}

    /// Not read as a row, and why.
    ///
    /// @param text as it stands in the file, perhaps cut
    record Broken(long line, String text, String why) implements CsvRow {}
}
