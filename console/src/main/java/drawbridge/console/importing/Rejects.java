package drawbridge.console.importing;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The rows that were refused, as a CSV file that can be mended and imported: the same columns, and
/// two more that say from which line a row is and what is wrong with it.
final class Rejects implements SourceFile.Rejected {

    static final List<String> MORE = List.of("drawbridge line", "drawbridge problem");

    private final CsvGenerator csv;
    private final List<String> columns;

    private Rejects(Writer writer, CsvFile file) throws IOException {
        this.csv = new CsvFactory().createGenerator(writer);
        this.columns = file.columns();
        csv.setSchema(CsvSchema.emptySchema().withColumnSeparator(file.separator()));
        CsvGenerator _ = csv.configure(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING, true);
    }

    /// @param goesOn whether rows of the same file may stand in it already
    static Rejects open(Path path, CsvFile file, boolean goesOn) throws IOException {
        boolean append = goesOn && Files.exists(path) && Files.size(path) > 0;
        Rejects rejects =
                new Rejects(
                        Files.newBufferedWriter(
                                path,
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE,
                                append
                                        ? StandardOpenOption.APPEND
                                        : StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        file);
        if (!append) {
            rejects.row(file.columns(), MORE);
        }
        return rejects;
    }

    /// A row that is not whole goes in without its cells: filled up with empty ones it would pass
    /// for a good row that clears fields, should nobody mend it.
    @Override
    public void add(CsvRow refused, String problem) throws IOException {
        List<String> cells =
                refused instanceof CsvRow.Cells(long _, List<String> known) ? known : List.of();
        long line = refused.line();
        boolean whole = cells.size() == columns.size();
        row(whole ? cells : List.of(), List.of(Long.toString(line), problem));
    }

    /// Whoever imports such a file again gets these columns once.
    private void row(List<String> cells, List<String> more) throws IOException {
        List<String> whole = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!MORE.contains(columns.get(i))) {
                whole.add(i < cells.size() ? cells.get(i) : "");
            }
        }
        whole.addAll(more);
        csv.writeStartArray();
        for (String cell : whole) {
            csv.writeString(cell);
        }
        csv.writeEndArray();
        csv.flush();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
