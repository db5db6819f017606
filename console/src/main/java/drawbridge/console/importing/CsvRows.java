package drawbridge.console.importing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The rows of a CSV text (RFC 4180), one after the other, in memory for one row. What is wrong
/// with a row is that row's alone: reading goes on with the next line. Empty lines are no rows.
final class CsvRows implements SourceFile.Rows {

    private static final CsvFactory FACTORY = new CsvFactory();

    private record Numbered(long number, CsvLines.Line line) {}

    private final Reader reader;
    private final CsvLines lines;
    private final CsvSchema schema;
    private final Deque<Numbered> again = new ArrayDeque<>();
    private long read;

    CsvRows(Reader reader, char separator) {
        this.reader = reader;
        this.lines = new CsvLines(reader);
        this.schema = CsvSchema.emptySchema().withColumnSeparator(separator);
    }

    /// Empty at the end.
    @Override
    public Optional<CsvRow> next() throws IOException {
        Optional<Numbered> line = line();
        while (line.isPresent() && line.get().line().text().isBlank()) {
            line = line();
        }
        return line.isEmpty() ? Optional.empty() : Optional.of(row(line.get()));
    }

    private Optional<Numbered> line() throws IOException {
        if (!again.isEmpty()) {
            return Optional.of(again.removeFirst());
        }
        return lines.next()
                .map(
                        line -> {
                            read++;
                            return new Numbered(read, line);
                        });
    }

    /// A row goes on over lines while a quotation mark is open.
    private CsvRow row(Numbered first) throws IOException {
        List<Numbered> more = new ArrayList<>();
        StringBuilder text = new StringBuilder(first.line().text());
        boolean whole = first.line().whole();
        boolean open = odd(first.line().text());
        while (whole && open && text.length() < CsvLines.LONGEST) {
            Optional<Numbered> next = line();
            if (next.isEmpty()) {
                break;
            }
            more.add(next.get());
            whole = next.get().line().whole();
            text.append('\n').append(next.get().line().text());
            open ^= odd(next.get().line().text());
        }
        if (!whole || open) {
            // What the open mark swallowed is read again, line by line.
            for (int i = more.size() - 1; i >= 0; i--) {
                again.addFirst(more.get(i));
            }
            return broken(
                    first,
                    first.line().whole()
                            ? "a quotation mark is opened and not closed"
                            : "the line is longer than " + CsvLines.LONGEST + " characters");
        }
        return parsed(first, text.toString());
    }

    private static boolean odd(String text) {
        return text.chars().filter(sign -> sign == '"').count() % 2 == 1;
    }

    private CsvRow parsed(Numbered first, String text) throws IOException {
        List<String> cells = new ArrayList<>();
        try (CsvParser parser = FACTORY.createParser(text)) {
            parser.setSchema(schema);
            JsonParser _ = parser.enable(CsvParser.Feature.WRAP_AS_ARRAY);
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    cells.add(parser.getText());
                }
            }
            return new CsvRow.Cells(first.number(), cells);
        } catch (JsonProcessingException wrong) {
            return broken(
                    first,
                    "after a closing quotation mark a separator or the end of the line is expected;"
                            + " a quotation mark within a value is written twice");
        }
    }

    private static CsvRow broken(Numbered line, String why) {
        return new CsvRow.Broken(line.number(), line.line().text(), why);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
