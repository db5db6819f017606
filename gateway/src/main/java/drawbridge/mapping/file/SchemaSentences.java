package drawbridge.mapping.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// What a schema found, in plain words and at the place in the file.
final class SchemaSentences {

    private final JsonNode schema;

    SchemaSentences(String text) {
        try {
            schema = new ObjectMapper().readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the build carries a broken schema", broken);
        }
    }

    void tell(Error error, Yaml root, Problems problems) {
        Yaml at = find(error.getInstanceLocation(), root);
        String property = String.valueOf(error.getProperty());
        switch (error.getKeyword()) {
            case "additionalProperties" ->
                    problems.add(
                            key(at, property),
                            "unknown key '" + property + "'" + near(property, error));
            case "required" -> problems.add(at.at(), "the key '" + property + "' is missing");
            case "dependentRequired" ->
                    problems.add(at.at(), "a key that belongs to '" + property + "' is missing");
            case "enum" ->
                    problems.add(
                            at.at(),
                            "'%s' is not known here%s".formatted(plain(at), choice(at, error)));
            case "propertyNames" ->
                    problems.add(
                            key(at, property),
                            "'" + property + "' is no name of small letters, digits and dashes");
            case "pattern" -> pattern(error, at, problems);
            case "type" -> type(error, at, problems);
            case "minProperties", "minItems", "minLength" ->
                    problems.add(at.at(), "this must not be empty or incomplete");
            case "maxProperties" -> problems.add(at.at(), "only one of these keys may stand here");
            default -> problems.add(at.at(), String.valueOf(error.getMessage()));
        }
    }

    private void pattern(Error error, Yaml at, Problems problems) {
        String what =
                Optional.ofNullable(rule(error).get("description"))
                        .map(JsonNode::asText)
                        .orElse("written as it must be");
        problems.add(at.at(), "'%s' is not %s".formatted(plain(at), what));
    }

    /// Of another kind than it must be: what is meant is told where the schema has an example, or
    /// where it is only not quoted.
    private void type(Error error, Yaml at, Problems problems) {
        JsonNode rule = rule(error);
        String described = rule.path("description").asText("");
        String expected = expected(error);
        if (expected.startsWith("text") && at instanceof Yaml.Scalar && !at.isNull()) {
            boolean isShaped = rule.has("pattern") && !described.isEmpty();
            expected =
                    isShaped
                            ? described
                            : "%s is expected here; write \"%s\" in quotation marks"
                                    .formatted(expected, plain(at));
            problems.add(
                    at.at(), isShaped ? "'%s' is not %s".formatted(plain(at), expected) : expected);
        } else if (expected.startsWith("text") && isBraces(at)) {
            problems.add(
                    at.at(),
                    expected
                            + " is expected here; braces begin a set of keys, so put the text in"
                            + " quotation marks");
        } else if (isSecret(rule)) {
            problems.add(
                    at.at(),
                    "a secret never stands in a file: write { env: NAME } for a variable, or { file:"
                            + " /run/secrets/name }");
        } else {
            problems.add(at.at(), expected + " is expected here");
        }
    }

    private static boolean isBraces(Yaml at) {
        return at instanceof Yaml.Entries entries
                && entries.entries().size() == 1
                && entries.entries().values().stream().allMatch(entry -> entry.value().isNull());
    }

    private static boolean isSecret(JsonNode rule) {
        return rule.path("properties").has("env") && rule.path("properties").has("file");
    }

    private static Yaml.Place key(Yaml at, String property) {
        Yaml.Entry entry = at instanceof Yaml.Entries all ? all.entries().get(property) : null;
        return entry == null ? at.at() : entry.key();
    }

    private static String plain(Yaml at) {
        return at instanceof Yaml.Scalar && !at.isNull() ? Section.text(at) : "this";
    }

    /// The keys that the schema knows where the unknown one stands.
    private String near(String property, Error error) {
        Set<String> known = new LinkedHashSet<>();
        rule(error).path("properties").fieldNames().forEachRemaining(known::add);
        return Nearest.hint(property, known);
    }

    private String choice(Yaml at, Error error) {
        Set<String> known = new LinkedHashSet<>();
        rule(error).path("enum").forEach(word -> known.add(word.asText()));
        return Nearest.hint(plain(at), known);
    }

    private String expected(Error error) {
        JsonNode type = rule(error).path("type");
        Set<String> words = new LinkedHashSet<>();
        if (type.isArray()) {
            type.forEach(one -> words.add(word(one)));
        } else {
            words.add(word(type));
        }
        return String.join(" or ", words);
    }

    private static String word(JsonNode type) {
        return switch (type.asText()) {
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "null" -> "nothing";
            default -> "a set of keys";
        };
    }

    /// The part of the schema that holds the keyword.
    private JsonNode rule(Error error) {
        NodePath path = error.getSchemaLocation().getFragment();
        JsonNode here = schema;
        for (int step = 0; step < path.getNameCount() - 1; step++) {
            Object element = path.getElement(step);
            here =
                    element instanceof Integer index
                            ? here.path(index)
                            : here.path(String.valueOf(element));
        }
        return here;
    }

    /// The part of the file that is meant, or the innermost one around it.
    private static Yaml find(NodePath path, Yaml root) {
        Yaml here = root;
        for (int step = 0; step < path.getNameCount(); step++) {
            Optional<Yaml> next = step(here, path.getElement(step));
            if (next.isEmpty()) {
                return here;
            }
            here = next.get();
        }
        return here;
    }

    private static Optional<Yaml> step(Yaml here, Object element) {
        return switch (here) {
            case Yaml.Entries entries -> entries.get(String.valueOf(element));
            case Yaml.Items list
                    when element instanceof Integer index && index < list.items().size() ->
                    Optional.of(list.items().get(index));
            case Yaml.Items _, Yaml.Scalar _ -> Optional.empty();
        };
    }
}
