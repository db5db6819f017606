package drawbridge.mapping.check.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;
import com.networknt.schema.path.NodePath;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holds real answers to what a document says of them: status, kind of content, and the body's
/// schema, with the vocabulary of the document's own version of OpenAPI.
public final class Conformance {

    /// Where the schema of an answer is put beside the rest, so that its references hold.
    private static final String PLACE = "x-drawbridge-answer";

    private static final String ADDRESS = "https://document.invalid/api";
    private static final int MOST = 1_000;

    /// What documents in YAML say in text, because here every plain word is one.
    private static final Set<String> NUMBERS =
            Set.of(
                    "maxLength",
                    "minLength",
                    "maximum",
                    "minimum",
                    "maxItems",
                    "minItems",
                    "maxProperties",
                    "minProperties",
                    "multipleOf",
                    "exclusiveMaximum",
                    "exclusiveMinimum");

    private static final Set<String> FLAGS =
            Set.of(
                    "nullable",
                    "readOnly",
                    "writeOnly",
                    "uniqueItems",
                    "deprecated",
                    "additionalProperties",
                    "exclusiveMaximum",
                    "exclusiveMinimum");

    private final ApiDocument document;

    public Conformance(ApiDocument document) {
        this.document = document;
    }

    /// @param contentType of the answer, if it has one
    public List<Departure> of(
            ApiOperation operation, int status, Optional<String> contentType, byte[] body) {
        Optional<JsonNode> response = operation.response(status);
        if (response.isEmpty()) {
            return List.of(
                    told(
                            "the document names no answer %d; it names %s"
                                    .formatted(status, String.join(", ", operation.statuses()))));
        }
        JsonNode content = response.get().path("content");
        if (body.length == 0) {
            return content.isEmpty() || status < 200 || status >= 300
                    ? List.of()
                    : List.of(told("there is no body, and the document names one"));
        }
        if (content.isEmpty()) {
            return List.of(new Departure("", "there is a body, and the document names none", true));
        }
        Optional<JsonNode> schema = schema(content, contentType);
        if (schema.isEmpty()) {
            return List.of(
                    told(
                            "the body is %s, and the document names %s"
                                    .formatted(
                                            contentType.orElse("of no kind that it says"),
                                            String.join(", ", names(content)))));
        }
        return schema.get().isObject() ? body(schema.get(), body) : List.of();
    }

    private static Departure told(String sentence) {
        return new Departure("", sentence, false);
    }

    private static Optional<JsonNode> schema(JsonNode content, Optional<String> contentType) {
        String came = contentType.map(Conformance::plain).orElse("");
        for (String name : names(content)) {
            String known = plain(name);
            boolean fits =
                    known.equals(came)
                            || known.equals("*/*")
                            || (known.endsWith("/*")
                                    && came.startsWith(known.substring(0, known.length() - 1)));
            if (fits) {
                return Optional.of(content.path(name).path("schema"));
            }
        }
        return Optional.empty();
    }

    private static String plain(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    // ---- The body

    private List<Departure> body(JsonNode schema, byte[] body) {
        Value value;
        try {
            value = JsonText.parse(body);
        } catch (JsonText.Malformed noJson) {
            return List.of(told("the body is no JSON: " + noJson.getMessage()));
        }
        Map<Departure, Integer> found = new LinkedHashMap<>();
        try {
            for (Error error : errors(schema, body)) {
                found.merge(
                        departure(error, value, new Shape(document.root(), schema)),
                        1,
                        Integer::sum);
            }
        } catch (SchemaException unreadable) {
            found.put(
                    new Departure(
                            "",
                            "the body was not held to its schema, which cannot be read: "
                                    + unreadable.getMessage(),
                            true),
                    1);
        }
        Set<Departure> more = new LinkedHashSet<>();
        strange(value, new Shape(document.root(), schema), "", more);
        more.forEach(one -> found.put(one, 1));
        return List.copyOf(found.keySet());
    }

    private List<Error> errors(JsonNode schema, byte[] body) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        document.root()
                .properties()
                .forEach(part -> all.set(part.getKey(), plainly(part.getValue())));
        all.set(PLACE, plainly(schema));
        // A document names no dialect of its own here: the one of its version holds.
        all.remove(List.of("jsonSchemaDialect", "$schema", "$id"));
        boolean old = document.root().path("openapi").asText().startsWith("3.0");
        SchemaRegistry registry =
                SchemaRegistry.withDefaultDialect(
                        lenient(old ? Dialects.getOpenApi30() : Dialects.getOpenApi31()),
                        builder -> builder.schemas(Map.of(ADDRESS, all.toString())));
        Schema held = registry.getSchema(SchemaLocation.of(ADDRESS + "#/" + PLACE));
        List<Error> errors =
                held.validate(
                        new String(body, java.nio.charset.StandardCharsets.UTF_8),
                        InputFormat.JSON,
                        run -> run.executionConfig(how -> how.formatAssertionsEnabled(true)));
        return errors.size() > MOST ? errors.subList(0, MOST) : errors;
    }

    /// Documents hold words of their vendors' own (`x-…`), which say nothing of a value. The
    /// library writes a line of its log for each.
    private static Dialect lenient(Dialect dialect) {
        return Dialect.builder(dialect)
                .unknownKeywordFactory((word, _) -> new AnnotationKeyword(word))
                .build();
    }

    /// @param body the answer
    /// @param shape of it
    private static Departure departure(Error error, Value body, Shape shape) {
        String property = String.valueOf(error.getProperty());
        String place = place(error.getInstanceLocation());
        Pointer at = pointer(error.getInstanceLocation());
        Value came = at.reach(body).orElse(Value.NULL);
        return switch (error.getKeyword()) {
            case "required" ->
                    new Departure(
                            place + "/" + property,
                            "is missing, and the document says that it is always there",
                            false);
            case "additionalProperties", "unevaluatedProperties" ->
                    new Departure(
                            place + "/" + property,
                            "is not in the document, which is strict",
                            false);
            case "type" ->
                    new Departure(
                            place,
                            "is %s, and the document says %s"
                                    .formatted(
                                            word(came),
                                            shape.reach(at)
                                                    .map(there -> there.facts().named())
                                                    .filter(named -> !named.isEmpty())
                                                    .orElse("something else")),
                            false);
            case "enum", "const" ->
                    new Departure(
                            place,
                            "is '%s', which the document does not name"
                                    .formatted(Values.idText(came).orElse(word(came))),
                            false);
            default -> new Departure(place, String.valueOf(error.getMessage()), false);
        };
    }

    private static String word(Value value) {
        return switch (value) {
            case Value.Null _ -> "null";
            case Value.Text _ -> Facts.word("string");
            case Value.Num _ -> Facts.word("number");
            case Value.Bool _ -> Facts.word("boolean");
            case Value.Arr _ -> Facts.word("array");
            case Value.Obj _ -> Facts.word("object");
        };
    }

    private static Pointer pointer(NodePath path) {
        List<String> steps = new ArrayList<>();
        for (int step = 0; step < path.getNameCount(); step++) {
            steps.add(String.valueOf(path.getElement(step)));
        }
        return new Pointer(steps);
    }

    private static String place(NodePath path) {
        StringBuilder place = new StringBuilder();
        for (int step = 0; step < path.getNameCount(); step++) {
            Object element = path.getElement(step);
            place.append('/')
                    .append(
                            element instanceof Integer
                                    ? "*"
                                    : String.valueOf(element)
                                            .replace("~", "~0")
                                            .replace("/", "~1"));
        }
        return place.toString();
    }

    /// What is there and no schema names. A document that is silent allows it.
    private static void strange(Value value, Shape shape, String at, Set<Departure> found) {
        switch (value) {
            case Value.Obj(Map<String, Value> members) ->
                    members.forEach(
                            (name, member) -> {
                                Pointer step = new Pointer(List.of(name));
                                Optional<Shape> below = shape.at(step);
                                if (below.isPresent()) {
                                    strange(member, below.get(), at + step, found);
                                } else if (found.size() < MOST) {
                                    found.add(
                                            new Departure(
                                                    at + step, "is not in the document", true));
                                }
                            });
            case Value.Arr(List<Value> items) -> {
                Shape item = shape.item();
                items.forEach(one -> strange(one, item, at + "/*", found));
            }
            case Value.Text _, Value.Num _, Value.Bool _, Value.Null _ -> {}
        }
    }

    // ---- Documents in YAML

    private static JsonNode plainly(JsonNode node) {
        if (node.isArray()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            node.forEach(one -> all.add(plainly(one)));
            return all;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            all.set(member.getKey(), plainly(member.getKey(), member.getValue(), node));
        }
        return all;
    }

    private static JsonNode plainly(String name, JsonNode value, JsonNode holder) {
        if (value.isTextual()) {
            String text = value.asText();
            if (FLAGS.contains(name) && (text.equals("true") || text.equals("false"))) {
                return BooleanNode.valueOf(text.equals("true"));
            }
            return NUMBERS.contains(name) ? number(value) : value;
        }
        boolean numbers =
                name.equals("enum")
                        && value.isArray()
                        && Set.of("integer", "number").contains(holder.path("type").asText());
        if (numbers) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            value.forEach(one -> all.add(number(one)));
            return all;
        }
        return plainly(value);
    }

    private static JsonNode number(JsonNode text) {
        try {
            return text.isTextual() ? DecimalNode.valueOf(new BigDecimal(text.asText())) : text;
        } catch (NumberFormatException word) {
            return text;
        }
    }
}
