package drawbridge.console.importing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A file that was looked through once, and is read a second time record by record, never as a
/// whole.
interface SourceFile {

    /// Of its bytes.
    String digest();

    /// How many it has, for the progress alone.
    long lines();

    /// The names in its first row; none where each record names its own members.
    List<String> columns();

    Rows rows() throws IOException;

    /// Where refused records go, in a form that can be mended and imported.
    ///
    /// @param goesOn whether records of the same file may stand there already
    Rejected rejects(Path to, boolean goesOn) throws IOException;

    /// Its records, in memory for one.
    interface Rows extends Closeable {

        /// Empty at the end.
        Optional<CsvRow> next() throws IOException;
    }

    interface Rejected extends Closeable {

        void add(CsvRow refused, String problem) throws IOException;
    }

    /// By the ending of a file's name.
    static String format(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".xml")) {
            return "xml";
        }
        return name.endsWith(".json") || name.endsWith(".ndjson") || name.endsWith(".jsonl")
                ? "json"
                : "csv";
    }
}
