package drawbridge.console.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A file of JSON in UTF-8: an object a line, or one array of objects.
///
/// @param renamed what members are called instead
record JsonFile(Path path, String digest, long lines, boolean array, Map<String, String> renamed)
        implements SourceFile {

    static JsonFile open(Path path, Map<String, String> renamed) throws BadFile {
        FileLook look = FileLook.at(path);
        try (Reader reader = reader(path)) {
            int first = reader.read();
            while (first >= 0 && (Character.isWhitespace(first) || first == 0xFEFF)) {
                first = reader.read();
            }
            if (first != '[' && first != '{') {
                throw new BadFile(
                        path
                                + (first < 0 ? " is empty" : " is no JSON")
                                + ": an array of objects, or an object a line, is expected.");
            }
            return new JsonFile(path, look.digest(), look.lines(), first == '[', renamed);
        } catch (CharacterCodingException other) {
            throw new BadFile(path + " is not written in UTF-8, as JSON is.");
        } catch (IOException unreadable) {
            throw new BadFile(path + " cannot be read: " + unreadable.getMessage() + ".");
        }
    }

    private static Reader reader(Path path) throws IOException {
        return new BufferedReader(
                new InputStreamReader(
                        Files.newInputStream(path),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    /// Its members are named by each record.
    @Override
    public List<String> columns() {
        return List.of();
    }

    @Override
    public Rows rows() throws IOException {
        RecordText text = new RecordText(renamed);
        return array ? new Items(reader(path), text) : new Lines(reader(path), text);
    }

    @Override
    public Rejected rejects(Path to, boolean goesOn) throws IOException {
        return RecordRejects.open(to, goesOn);
    }

    /// An object a line; a broken line is that line's alone.
    private static final class Lines implements Rows {

        private final Reader reader;
        private final CsvLines lines;
        private final RecordText text;
        private long number;

        Lines(Reader reader, RecordText text) {
            this.reader = reader;
            this.lines = new CsvLines(reader);
            this.text = text;
        }

        @Override
        public Optional<CsvRow> next() throws IOException {
            Optional<CsvLines.Line> line = lines.next();
            number++;
            while (line.isPresent() && line.get().text().isBlank()) {
                line = lines.next();
                number++;
            }
            return line.map(this::row);
        }

        private CsvRow row(CsvLines.Line line) {
            return line.whole()
                    ? text.row(number, line.text())
                    : new CsvRow.Broken(number, line.text(), RecordText.TOO_LARGE);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    /// The objects of an array. Behind what is no JSON nothing can be read any more.
    private static final class Items implements Rows {

        private static final char BYTE_ORDER_MARK = '\uFEFF';

        private final JsonParser parser;
        private final RecordText text;
        private boolean begun;
        private boolean ended;

        Items(Reader reader, RecordText text) throws IOException {
            PushbackReader bare = new PushbackReader(reader);
            int first = bare.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                bare.unread(first);
            }
            this.parser = new JsonFactory().createParser(bare);
            this.text = text;
        }

        @Override
        public Optional<CsvRow> next() throws IOException {
            if (ended) {
                return Optional.empty();
            }
            try {
                if (!begun) {
                    begun = true;
                    JsonToken _ = parser.nextToken();
                }
                JsonToken token = parser.nextToken();
                if (token == JsonToken.END_ARRAY || token == null) {
                    ended = true;
                    return token == null ? Optional.of(torn()) : Optional.empty();
                }
                long line = parser.currentTokenLocation().getLineNr();
                if (token != JsonToken.START_OBJECT) {
                    JsonParser _ = parser.skipChildren();
                    return Optional.of(new CsvRow.Broken(line, "", "an object is expected here"));
                }
                return Optional.of(text.row(line, parser));
            } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
                ended = true;
                return Optional.of(
                        new CsvRow.Broken(
                                parser.currentLocation().getLineNr(),
                                "",
                                "this is no JSON, and nothing behind it was read: "
                                        + wrong.getOriginalMessage()));
            }
        }

        private CsvRow torn() {
            return new CsvRow.Broken(
                    parser.currentLocation().getLineNr(),
                    "",
                    "the array ends in the middle: the file is torn");
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
