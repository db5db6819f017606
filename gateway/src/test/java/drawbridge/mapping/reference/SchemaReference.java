package drawbridge.mapping.reference;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One schema as tables of keys: where each stands, what it is, what it holds, what is so if it is
/// not said. Parts that stand at several places have a table of their own.
final class SchemaReference {

    private static final List<Pattern> DEFAULTS =
            List.of(
                    Pattern.compile("Default: ([^.]*[^. ])"),
                    Pattern.compile("([^\\s:,;(]+) if it is not said"),
                    Pattern.compile("\\b([a-z-]+) \\(default\\)"));

    private final String kind;
    private final JsonNode schema;
    private final List<String> undescribed = new ArrayList<>();
    private final Set<String> words = new TreeSet<>();
    private final Set<String> named = new LinkedHashSet<>();

    /// @param kind what the schema describes, which begins the names of its parts
    SchemaReference(String kind, JsonNode schema) {
        this.kind = kind;
        this.schema = schema;
    }

    /// Keys of which nothing says what they are.
    List<String> undescribed() {
        return undescribed;
    }

    List<String> lines(String file) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("## " + schema.path("title").asText());
        lines.add("");
        lines.add("In " + file + ".");
        table(lines, schema);
        Set<String> told = new LinkedHashSet<>();
        for (Optional<String> next = untold(told); next.isPresent(); next = untold(told)) {
            told.add(next.get());
            JsonNode part = part(next.get());
            lines.add("");
            lines.add("### " + heading(next.get()));
            if (part.has("description")) {
                lines.add("");
                lines.add(sentence(part.path("description").asText()));
            }
            table(lines, part);
        }
        types(lines);
        return lines;
    }

    private Optional<String> untold(Set<String> told) {
        return named.stream().filter(name -> !told.contains(name)).findFirst();
    }

    private String heading(String part) {
        return Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + ": " + part;
    }

    private void table(List<String> lines, JsonNode object) {
        lines.add("");
        lines.add("| key | what it says | what it holds | if it is not said |");
        lines.add("| --- | --- | --- | --- |");
        rows(lines, "", object);
    }

    private void rows(List<String> lines, String at, JsonNode node) {
        members(node)
                .forEach(
                        (name, member) -> {
                            String key = at + name;
                            lines.add(row(key, member, isRequired(node, name)));
                            within(lines, key, member);
                        });
    }

    private void within(List<String> lines, String key, JsonNode member) {
        if (isPart(member)) {
            return;
        }
        if (!members(member).isEmpty()) {
            rows(lines, key + ".", member);
            return;
        }
        for (JsonNode each : branches(member).toList()) {
            JsonNode items = each.path("items");
            JsonNode values = each.path("additionalProperties");
            if (items.isObject()) {
                within(lines, key + "[]", items);
            }
            if (values.isObject()) {
                within(lines, key + ".*", values);
            }
        }
    }

    private String row(String key, JsonNode member, boolean required) {
        String what = description(member);
        if (what.isEmpty()) {
            undescribed.add(kind + ": " + key);
        }
        Optional<String> otherwise = otherwise(what);
        return "| `"
                + key
                + "` | "
                + cell(sentence(what))
                + " | "
                + cell(type(member))
                + " | "
                + (required ? "it must be said" : cell(otherwise.orElse("—")))
                + " |";
    }

    private static Optional<String> otherwise(String what) {
        for (Pattern form : DEFAULTS) {
            Matcher found = form.matcher(what);
            if (found.find()) {
                return Optional.of(found.group(1));
            }
        }
        return Optional.empty();
    }

    private String description(JsonNode node) {
        if (node.has("description")) {
            return node.path("description").asText();
        }
        JsonNode part = node.has("$ref") ? part(name(node)) : node;
        return part.path("description").asText();
    }

    // ---- What a key holds

    private String type(JsonNode node) {
        if (node.has("$ref")) {
            String name = name(node);
            if (isPart(node)) {
                named.add(name);
                return "[" + name + "](#" + anchor(heading(name)) + ")";
            }
            JsonNode part = part(name);
            if (part.has("enum")) {
                return type(part);
            }
            words.add(name);
            return name;
        }
        if (node.has("const")) {
            return "`" + node.path("const").asText() + "`";
        }
        if (node.has("enum")) {
            StringJoiner all = new StringJoiner(", ");
            node.path("enum").forEach(one -> all.add("`" + one.asText() + "`"));
            return all.toString();
        }
        Set<String> all = new LinkedHashSet<>();
        if (node.has("if")) {
            Stream.of("then", "else")
                    .filter(node::has)
                    .forEach(
                            branch ->
                                    all.add(
                                            type(
                                                    conditioned(
                                                            node.path(branch),
                                                            branch.equals("then")
                                                                    ? node.at("/if/type")
                                                                    : node.path("type")))));
            return String.join(", or ", all);
        }
        if (node.path("type").isArray()) {
            node.path("type").forEach(one -> all.add(plain(one.asText(), node)));
        } else {
            all.add(plain(node.path("type").asText("object"), node));
        }
        return String.join(", or ", all);
    }

    /// A branch that says nothing of its type has the one of its condition.
    private static JsonNode conditioned(JsonNode branch, JsonNode type) {
        if (branch.has("$ref") || branch.has("type") || branch.has("enum") || branch.has("const")) {
            return branch;
        }
        com.fasterxml.jackson.databind.node.ObjectNode copy = branch.deepCopy();
        boolean list = branch.has("items");
        boolean object = branch.has("properties");
        if (list || object || type.isTextual()) {
            copy.put("type", list ? "array" : object ? "object" : type.asText());
        } else {
            copy.set("type", type);
        }
        return copy;
    }

    private String plain(String type, JsonNode node) {
        return switch (type) {
            case "string" -> "text";
            case "integer" -> "a whole number" + range(node);
            case "number" -> "a number" + range(node);
            case "boolean" -> "true, false";
            case "null" -> "null";
            case "array" ->
                    node.path("items").isObject()
                            ? "a list: " + type(node.path("items"))
                            : "a list";
            default -> object(node);
        };
    }

    private String object(JsonNode node) {
        if (!members(node).isEmpty()) {
            return "keys";
        }
        JsonNode values = node.path("additionalProperties");
        return values.isObject() ? "names, each with: " + type(values) : "names with values";
    }

    private static String range(JsonNode node) {
        JsonNode least = node.path("minimum");
        JsonNode most = node.path("maximum");
        if (!least.isMissingNode() && !most.isMissingNode()) {
            return " from " + least.asText() + " to " + most.asText();
        }
        if (!least.isMissingNode()) {
            return " from " + least.asText() + " on";
        }
        return node.has("exclusiveMinimum")
                ? " above " + node.path("exclusiveMinimum").asText()
                : "";
    }

    private void types(List<String> lines) {
        if (words.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("| where it says | it holds |");
        lines.add("| --- | --- |");
        for (String word : words) {
            lines.add("| " + word + " | " + cell(part(word).path("description").asText()) + " |");
        }
    }

    // ---- The schema

    /// A part that has keys and may stand at several places.
    private boolean isPart(JsonNode node) {
        return node.has("$ref") && !members(part(name(node))).isEmpty();
    }

    private static String name(JsonNode reference) {
        String path = reference.path("$ref").asText();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private JsonNode part(String name) {
        JsonNode part = schema.path("$defs").path(name);
        if (part.isMissingNode()) {
            throw new IllegalStateException("the schema of " + kind + " has no part " + name);
        }
        return part;
    }

    private static Map<String, JsonNode> members(JsonNode node) {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        branches(node)
                .forEach(
                        each ->
                                each.path("properties")
                                        .properties()
                                        .forEach(
                                                one ->
                                                        members.putIfAbsent(
                                                                one.getKey(), one.getValue())));
        return members;
    }

    private static boolean isRequired(JsonNode node, String name) {
        return branches(node)
                .filter(each -> each.path("properties").has(name))
                .anyMatch(
                        each -> {
                            for (JsonNode one : each.path("required")) {
                                if (one.asText().equals(name)) {
                                    return true;
                                }
                            }
                            return false;
                        });
    }

    private static Stream<JsonNode> branches(JsonNode node) {
        return Stream.of(node, node.path("then"), node.path("else"));
    }

    // ---- Markdown

    private static String sentence(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace('\n', ' ');
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }
}
