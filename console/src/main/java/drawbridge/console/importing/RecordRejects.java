package drawbridge.console.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The records that were refused, an object a line, with two more members that say where each stood
/// and what is wrong with it. They can be mended there and imported: the two are left out.
final class RecordRejects implements SourceFile.Rejected {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final Writer writer;

    private RecordRejects(Writer writer) {
        this.writer = writer;
    }

    static RecordRejects open(Path path, boolean goesOn) throws IOException {
        return new RecordRejects(
                Files.newBufferedWriter(
                        path,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE));
    }

    /// What could not be read goes in without its members, so that it cannot pass for a good one.
    @Override
    public void add(CsvRow refused, String problem) throws IOException {
        var line = new java.io.StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            if (refused instanceof CsvRow.Record(long _, String known)) {
                members(json, known);
            }
            json.writeNumberField(Rejects.MORE.getFirst(), refused.line());
            json.writeStringField(Rejects.MORE.getLast(), problem);
            json.writeEndObject();
        }
        writer.append(line.getBuffer()).append('\n').flush();
    }

    private static void members(JsonGenerator json, String record) throws IOException {
        try (JsonParser parser = FACTORY.createParser(record)) {
            JsonToken _ = parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                json.writeFieldName(parser.currentName());
                JsonToken _ = parser.nextToken();
                json.copyCurrentStructureExact(parser);
            }
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
