package drawbridge.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Parts of a JSON text as the bytes that came, with every blank and every way to write a number.
/// The text has been read by [JsonText] before.
public final class JsonBytes {

    private static final JsonFactory FACTORY = new JsonFactory();

    /// The first byte of one in UTF-8: what stands where cannot be told behind it.
    private static final byte BYTE_ORDER_MARK = (byte) 0xEF;

    private final byte[] json;

    private JsonBytes(byte[] json) {
        this.json = json;
    }

    /// The elements of the array at `at`, or the one value that is there; none where nothing is, or
    /// where the text is not in UTF-8.
    public static List<byte[]> elements(byte[] json, Pointer at) {
        if (json.length > 0 && json[0] == BYTE_ORDER_MARK) {
            return List.of();
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return new JsonBytes(json).elements(parser, at.steps());
        } catch (IOException | IndexOutOfBoundsException e) {
            return List.of();
        }
    }

    private List<byte[]> elements(JsonParser parser, List<String> steps) throws IOException {
        for (String step : steps) {
            if (!enter(parser, step)) {
                return List.of();
            }
        }
        List<byte[]> found = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            found.add(value(parser));
            return found;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            found.add(value(parser));
        }
        return found;
    }

    /// Goes to the member of that name.
    private static boolean enter(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean here = name.equals(parser.currentName());
            parser.nextToken();
            if (here) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private byte[] value(JsonParser parser) throws IOException {
        long from = parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isScalarValue()) {
            // A number ends where the next token is looked for.
            parser.getText();
        }
        parser.skipChildren();
        long to = parser.currentLocation().getByteOffset();
        if (from < 0 || to < from) {
            throw new IOException("not in UTF-8");
        }
        int end = Math.toIntExact(to);
        // Behind a number that ends the text, the blanks have been read.
        while (end > from && json[end - 1] <= ' ' && json[end - 1] >= 0) {
            end--;
        }
        return Arrays.copyOfRange(json, Math.toIntExact(from), end);
    }
}
