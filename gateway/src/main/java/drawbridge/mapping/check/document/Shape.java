package drawbridge.mapping.check.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.mapping.Pointer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// The shape of a value, as a schema of a document says it. A member that no schema names is not
/// there, although JSON Schema would allow it: a mapping that asks for it is mistaken. Where a
/// schema says that members may have any name, or nothing at all, any member is there.
///
/// @param document where references lead
/// @param node the schema
public record Shape(JsonNode document, JsonNode node) {

    /// Deeper than any schema that people write; one that goes round in circles ends here.
    private static final int DEEPEST = 24;

    private static final int OFFERED_DEPTH = 3;
    private static final int MOST_OFFERED = 2_000;

    /// One of several shapes.
    static Optional<Shape> anyOf(JsonNode document, List<Shape> shapes) {
        if (shapes.size() < 2) {
            return shapes.stream().findFirst();
        }
        ObjectNode either = JsonNodeFactory.instance.objectNode();
        ArrayNode all = either.putArray("anyOf");
        shapes.forEach(shape -> all.add(shape.node));
        return Optional.of(new Shape(document, either));
    }

    /// The shape at a place below; empty when it is not there.
    public Optional<Shape> at(Pointer pointer) {
        Optional<Shape> here = Optional.of(this);
        for (String step : pointer.steps()) {
            here = here.flatMap(shape -> shape.member(step));
        }
        return here;
    }

    /// The same in an answer, where a number also leads into a list.
    public Optional<Shape> reach(Pointer pointer) {
        Optional<Shape> here = Optional.of(this);
        for (String step : pointer.steps()) {
            here =
                    here.flatMap(
                            shape ->
                                    shape.isList() && step.matches("[0-9]+")
                                            ? Optional.of(shape.item())
                                            : shape.member(step));
        }
        return here;
    }

    /// Whether it is a list and nothing else.
    public boolean isList() {
        return facts().types().equals(Set.of("array"));
    }

    /// The shape of one item of a list.
    public Shape item() {
        List<Shape> items = new ArrayList<>();
        flat(node, 0)
                .map(flat -> flat.path("items"))
                .filter(JsonNode::isObject)
                .forEach(of -> items.add(new Shape(document, of)));
        return anyOf(document, items).orElseGet(this::anything);
    }

    /// The places in it, for those who look for another.
    public List<Pointer> places() {
        List<Pointer> places = new ArrayList<>();
        places(new Pointer(List.of()), places);
        return places;
    }

    /// The members that it names; empty where any may be there.
    public Optional<Set<String>> names() {
        if (isOpen(node, 0)) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>();
        flat(node, 0)
                .forEach(flat -> flat.path("properties").fieldNames().forEachRemaining(names::add));
        return Optional.of(names);
    }

    public Facts facts() {
        return facts(node, 0);
    }

    /// Whether the schema forbids to write it (`readOnly`), or to read it (`writeOnly`).
    public boolean is(String keyword) {
        return flat(node, 0).anyMatch(flat -> flat.path(keyword).asBoolean());
    }

    /// The members that must be there; of a choice between shapes nothing is said.
    public Set<String> required() {
        Set<String> required = new LinkedHashSet<>();
        required(node, required, 0);
        return required;
    }

    private void required(JsonNode schema, Set<String> required, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        elements(schema.path("required")).forEach(name -> required.add(name.asText()));
        reference(schema).ifPresent(part -> required(part, required, depth + 1));
        elements(schema.path("allOf")).forEach(part -> required(part, required, depth + 1));
    }

    /// The greatest number that is taken.
    public Optional<Long> most() {
        return flat(node, 0)
                .map(flat -> flat.path("maximum"))
                .filter(most -> !most.isMissingNode())
                .map(JsonNode::asLong)
                .findFirst();
    }

    private Shape anything() {
        return new Shape(document, JsonNodeFactory.instance.objectNode());
    }

    private Optional<Shape> member(String name) {
        List<Shape> found = new ArrayList<>();
        for (JsonNode flat : flat(node, 0).toList()) {
            JsonNode property = flat.path("properties").path(name);
            if (!property.isMissingNode()) {
                found.add(new Shape(document, property));
            }
        }
        if (found.isEmpty()) {
            flat(node, 0)
                    .map(flat -> flat.path("additionalProperties"))
                    .filter(more -> more.isObject() && !more.isEmpty())
                    .forEach(more -> found.add(new Shape(document, more)));
        }
        if (found.isEmpty() && isOpen(node, 0)) {
            return Optional.of(anything());
        }
        return anyOf(document, found);
    }

    private void places(Pointer at, List<Pointer> places) {
        if (at.steps().size() >= OFFERED_DEPTH || places.size() >= MOST_OFFERED) {
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        flat(node, 0)
                .forEach(flat -> flat.path("properties").fieldNames().forEachRemaining(names::add));
        for (String name : names) {
            Pointer below = at.then(new Pointer(List.of(name)));
            places.add(below);
            member(name).ifPresent(shape -> shape.places(below, places));
        }
    }

    /// The schema itself and all that it is made of.
    private Stream<JsonNode> flat(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            return Stream.empty();
        }
        Stream<JsonNode> parts =
                Stream.of("allOf", "anyOf", "oneOf")
                        .flatMap(key -> elements(schema.path(key)))
                        .flatMap(part -> flat(part, depth + 1));
        Stream<JsonNode> referred =
                reference(schema).stream().flatMap(part -> flat(part, depth + 1));
        return Stream.of(Stream.of(schema), referred, parts).flatMap(all -> all);
    }

    private Optional<JsonNode> reference(JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isTextual()
                ? Optional.of(References.follow(document, reference.asText()))
                        .filter(JsonNode::isObject)
                : Optional.empty();
    }

    /// Whether members that are not named may be there.
    private boolean isOpen(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            return true;
        }
        JsonNode more = schema.path("additionalProperties");
        if (more.asBoolean() || more.isObject() || schema.has("patternProperties")) {
            return true;
        }
        List<Boolean> parts = new ArrayList<>();
        reference(schema).ifPresent(part -> parts.add(isOpen(part, depth + 1)));
        elements(schema.path("allOf")).forEach(part -> parts.add(isOpen(part, depth + 1)));
        for (String key : List.of("anyOf", "oneOf")) {
            if (schema.has(key)) {
                parts.add(
                        elements(schema.path(key))
                                .filter(part -> !saysOnlyNull(part))
                                .anyMatch(part -> isOpen(part, depth + 1)));
            }
        }
        if (parts.isEmpty() && !schema.has("properties") && more.isMissingNode()) {
            Set<String> types = types(schema);
            return !isNothing(schema) && (types.isEmpty() || types.contains("object"));
        }
        return !schema.has("properties") && !parts.isEmpty() && !parts.contains(false);
    }

    /// A value of a certain kind that has no members.
    private static boolean isNothing(JsonNode schema) {
        return schema.has("const") || schema.has("enum") || schema.has("items");
    }

    private static boolean saysOnlyNull(JsonNode schema) {
        return schema.path("type").asText().equals("null");
    }

    // ---- Facts

    private Facts facts(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            return Facts.ANY;
        }
        Facts facts = own(schema);
        Optional<JsonNode> reference = reference(schema);
        if (reference.isPresent()) {
            facts = facts.and(facts(reference.get(), depth + 1));
        }
        for (JsonNode part : elements(schema.path("allOf")).toList()) {
            facts = facts.and(facts(part, depth + 1));
        }
        for (String key : List.of("anyOf", "oneOf")) {
            Optional<Facts> either =
                    elements(schema.path(key))
                            .filter(part -> !saysOnlyNull(part))
                            .map(part -> facts(part, depth + 1))
                            .reduce(Facts::or);
            if (either.isPresent()) {
                facts = facts.and(either.get());
            }
        }
        return facts;
    }

    private static Facts own(JsonNode schema) {
        List<String> words = new ArrayList<>();
        elements(schema.path("enum"))
                .filter(word -> !word.isNull())
                .forEach(word -> words.add(word.asText()));
        if (schema.path("const").isTextual()) {
            words.add(schema.path("const").asText());
        }
        // Documents in YAML have their numbers as text.
        int longest = schema.path("maxLength").asInt(-1);
        return new Facts(
                types(schema),
                words,
                longest < 0 ? OptionalInt.empty() : OptionalInt.of(longest),
                Optional.ofNullable(schema.get("format")).map(JsonNode::asText));
    }

    private static Set<String> types(JsonNode schema) {
        Set<String> types = new LinkedHashSet<>();
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            type.forEach(one -> types.add(one.asText()));
        } else if (!type.isMissingNode()) {
            types.add(type.asText());
        }
        types.remove("null");
        return types;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        Iterator<JsonNode> each =
                array.isArray() ? array.elements() : List.<JsonNode>of().iterator();
        each.forEachRemaining(elements::add);
        return elements.stream();
    }

    /// Makes the shape of a record whose fields somebody wrote down: those, and no others.
    public static final class Builder {

        private final ObjectNode root = object();

        /// @param type `text`, `number`, `bool`, `list` or `object`
        public void field(
                Pointer at,
                String type,
                Optional<String> format,
                List<String> words,
                Optional<Integer> max) {
            ObjectNode holder = root;
            for (String step : at.steps()) {
                holder.put("type", "object");
                ObjectNode properties = holder.withObjectProperty("properties");
                holder = properties.withObjectProperty(step);
            }
            holder.put("type", type(type));
            if (format.isPresent()) {
                holder.put("format", format.get());
            }
            if (max.isPresent()) {
                holder.put("maxLength", max.get());
            }
            if (!words.isEmpty()) {
                ArrayNode all = holder.putArray("enum");
                words.forEach(all::add);
            }
        }

        public Shape shape() {
            return new Shape(root, root);
        }

        private static ObjectNode object() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.put("type", "object").putObject("properties");
            return object;
        }

        private static String type(String word) {
            return switch (word) {
                case "text" -> "string";
                case "bool" -> "boolean";
                case "list" -> "array";
                default -> word;
            };
        }
    }
}
