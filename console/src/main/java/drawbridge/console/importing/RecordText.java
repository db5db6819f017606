package drawbridge.console.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;

/// Makes the text of one record that is handed on: its members in their order, some of them called
/// otherwise, and those left out that a file of refused records adds.
final class RecordText {

    static final String TOO_LARGE = "the record is longer than " + CsvLines.LONGEST + " characters";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, String> renamed;
    private final Set<String> left = Set.copyOf(Rejects.MORE);

    RecordText(Map<String, String> renamed) {
        this.renamed = Map.copyOf(renamed);
    }

    /// One that stands on a line of its own.
    CsvRow row(long line, String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new CsvRow.Broken(line, json, "an object is expected here");
            }
            CsvRow row = row(line, parser);
            return parser.nextToken() == null
                    ? row
                    : new CsvRow.Broken(line, json, "more than one object stands on this line");
        } catch (JsonProcessingException wrong) {
            return new CsvRow.Broken(
                    line, json, "this is no JSON object: " + wrong.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException("text in memory cannot be read", impossible);
        }
    }

    /// One whose first token was just read.
    CsvRow row(long line, JsonParser parser) throws IOException {
        Bounded text = new Bounded();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            for (JsonToken token = parser.nextToken();
                    token == JsonToken.FIELD_NAME;
                    token = parser.nextToken()) {
                String name = parser.currentName();
                JsonToken _ = parser.nextToken();
                if (left.contains(name)) {
                    JsonParser _ = parser.skipChildren();
                } else {
                    json.writeFieldName(renamed.getOrDefault(name, name));
                    json.copyCurrentStructureExact(parser);
                }
            }
            json.writeEndObject();
        }
        return text.full
                ? new CsvRow.Broken(line, "", TOO_LARGE)
                : new CsvRow.Record(line, text.toString());
    }

    /// No more than there is room for: the rest is dropped.
    private static final class Bounded extends StringWriter {

        private boolean full;

        @Override
        public void write(char[] signs, int from, int length) {
            full |= getBuffer().length() + length > CsvLines.LONGEST;
            if (!full) {
                super.write(signs, from, length);
            }
        }

        @Override
        public void write(String text, int from, int length) {
            full |= getBuffer().length() + length > CsvLines.LONGEST;
            if (!full) {
                super.write(text, from, length);
            }
        }

        @Override
        public void write(int sign) {
            full |= getBuffer().length() >= CsvLines.LONGEST;
            if (!full) {
                super.write(sign);
            }
        }
    }
}
