package drawbridge.mapping.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import drawbridge.mapping.Value;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Holds a file to the JSON Schema of its kind, and says in plain words at which line it falls
/// short. The schemas are those of `mappings/schema/`, which the build carries along.
final class Schemas {

    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /// The schemas that the build carries; they never change, so they are read once.
    static Schemas carried() {
        return Carried.SCHEMAS;
    }

    private static final class Carried {
        private static final Schemas SCHEMAS = new Schemas();
    }

    private Schemas() {
        SchemaRegistry registry =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (String kind : List.of("system", "flow", "count", "tenant", "examples")) {
            String text = read(kind);
            schemas.put(kind, registry.getSchema(text, InputFormat.JSON));
            texts.put(kind, text);
        }
    }

    private static String read(String kind) {
        String name = "schema/" + kind + ".schema.json";
        try (InputStream schema = Schemas.class.getResourceAsStream(name)) {
            if (schema == null) {
                throw new IllegalStateException("the build lacks " + name);
            }
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Adds to `problems` where `yaml` is not of the kind.
    void check(String kind, Yaml yaml, Problems problems) {
        Schema schema = schemas.get(kind);
        String text = texts.get(kind);
        if (schema == null || text == null) {
            throw new IllegalArgumentException("no schema for " + kind);
        }
        List<Error> errors = schema.validate(json(yaml.value()), InputFormat.JSON);
        SchemaSentences sentences = new SchemaSentences(text);
        errors.forEach(error -> sentences.tell(error, yaml, problems));
    }

    static String json(Value value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            write(value, json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(Value value, JsonGenerator json) throws IOException {
        switch (value) {
            case Value.Null _ -> json.writeNull();
            case Value.Text(String text) -> json.writeString(text);
            case Value.Num(BigDecimal number) -> json.writeNumber(number);
            case Value.Bool(boolean flag) -> json.writeBoolean(flag);
            case Value.Arr(List<Value> items) -> {
                json.writeStartArray();
                for (Value item : items) {
                    write(item, json);
                }
                json.writeEndArray();
            }
            case Value.Obj(Map<String, Value> members) -> {
                json.writeStartObject();
                for (Map.Entry<String, Value> member : members.entrySet()) {
                    json.writeFieldName(member.getKey());
                    write(member.getValue(), json);
                }
                json.writeEndObject();
            }
        }
    }
}
