package drawbridge.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON text (RFC 8259) to values and back, within limits: 64 levels deep, 100 digits a number,
/// exponents up to 1,000, 100,000 tokens, no member twice. Numbers keep their digits, and texts a
/// half of a pair of surrogates, written as an escape as JSON has it.
public final class JsonText {

    private static final int LARGEST_EXPONENT = 1_000;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(64)
                                    .maxNumberLength(100)
                                    .maxTokenCount(100_000)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private JsonText() {}

    /// @throws Malformed when the bytes are no JSON, exceed a limit or go on after the first value
    public static Value parse(byte[] bytes) throws Malformed {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new Malformed("the body is empty", 1, 1);
            }
            Value value = value(parser);
            if (parser.nextToken() != null) {
                throw new Malformed(
                        "text goes on after the end of the JSON value",
                        parser.currentLocation().getLineNr(),
                        parser.currentLocation().getColumnNr());
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new Malformed("beyond the limits: " + e.getOriginalMessage(), 1, 1);
        } catch (JsonProcessingException e) {
            throw new Malformed(
                    e.getOriginalMessage(),
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    e.getLocation() == null ? 1 : e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new Malformed("not UTF-8 JSON: " + e.getMessage(), 1, 1);
        }
    }

    /// The shortest text of `value`, members in their order.
    public static byte[] write(Value value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Value value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Value> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = named(parser.currentName());
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield new Value.Obj(members);
            }
            case START_ARRAY -> {
                List<Value> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield new Value.Arr(items);
            }
            case VALUE_STRING -> new Value.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new Value.Num(bounded(parser.getDecimalValue()));
            case VALUE_TRUE -> new Value.Bool(true);
            case VALUE_FALSE -> new Value.Bool(false);
            case VALUE_NULL -> Value.NULL;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new IOException("unexpected " + token);
        };
    }

    /// Written out, a number of one digit may be longer than any memory.
    private static BigDecimal bounded(BigDecimal number) throws StreamConstraintsException {
        if (Math.abs((long) number.scale()) > LARGEST_EXPONENT) {
            throw new StreamConstraintsException(
                    "a number has an exponent beyond " + LARGEST_EXPONENT);
        }
        return number;
    }

    private static String named(String name) throws StreamConstraintsException {
        if (!isWhole(name)) {
            throw new StreamConstraintsException("a member is named with half a character");
        }
        return name;
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (Character.isSurrogate(sign)) {
                boolean pair =
                        i + 1 < text.length()
                                && Character.isSurrogatePair(sign, text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /// As UTF-8 half a character cannot be written, as an escape it can.
    private static void writeText(JsonGenerator generator, String text) throws IOException {
        if (isWhole(text)) {
            generator.writeString(text);
            return;
        }
        StringBuilder escaped = new StringBuilder("\"");
        text.codePoints()
                .forEach(
                        sign -> {
                            if (sign >= Character.MIN_SURROGATE
                                    && sign <= Character.MAX_SURROGATE) {
                                escaped.append("\\u%04X".formatted(sign));
                            } else {
                                escaped.append(
                                        JsonStringEncoder.getInstance()
                                                .quoteAsString(Character.toString(sign)));
                            }
                        });
        generator.writeRawValue(escaped.append('"').toString());
    }

    private static void write(JsonGenerator generator, Value value) throws IOException {
        switch (value) {
            case Value.Obj object -> {
                generator.writeStartObject();
                for (Map.Entry<String, Value> member : object.members().entrySet()) {
                    generator.writeFieldName(member.getKey());
                    write(generator, member.getValue());
                }
                generator.writeEndObject();
            }
            case Value.Arr array -> {
                generator.writeStartArray();
                for (Value item : array.items()) {
                    write(generator, item);
                }
                generator.writeEndArray();
            }
            case Value.Text text -> writeText(generator, text.text());
            case Value.Num number -> generator.writeNumber(number.number());
            case Value.Bool bool -> generator.writeBoolean(bool.flag());
            case Value.Null _ -> generator.writeNull();
        }
    }

    /// The bytes are not JSON that we take.
    public static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String what, int line, int column) {
            super("line " + line + ", column " + column + ": " + what, null, false, false);
        }
    }
}
