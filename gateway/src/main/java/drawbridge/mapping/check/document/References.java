package drawbridge.mapping.check.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the references of a document lead. Those into other files are not followed.
final class References {

    private static final int LONGEST_CHAIN = 24;

    private References() {}

    /// The node itself, or what it refers to; a missing node when that is not there.
    static JsonNode resolved(JsonNode document, JsonNode node) {
        JsonNode here = node;
        for (int i = 0; i < LONGEST_CHAIN && here.path("$ref").isTextual(); i++) {
            here = follow(document, here.path("$ref").asText());
        }
        return here;
    }

    static JsonNode follow(JsonNode document, String reference) {
        if (!reference.startsWith("#")) {
            return MissingNode.getInstance();
        }
        JsonNode here = document;
        String path =
                URLDecoder.decode(
                        reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        for (String step : path.isEmpty() ? new String[0] : path.substring(1).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            here =
                    here.isArray() && name.matches("[0-9]{1,6}")
                            ? here.path(Integer.parseInt(name))
                            : here.path(name);
        }
        return here;
    }

    /// Those that lead nowhere in this document.
    static List<String> broken(JsonNode document) {
        Set<String> all = new LinkedHashSet<>();
        gather(document, all);
        return all.stream().filter(text -> follow(document, text).isMissingNode()).toList();
    }

    /// One that leads back to itself, without anything that it would say on the way.
    static Optional<String> circle(JsonNode document) {
        Set<String> all = new LinkedHashSet<>();
        gather(document, all);
        return all.stream()
                .filter(text -> resolved(document, follow(document, text)).path("$ref").isTextual())
                .findFirst();
    }

    private static void gather(JsonNode here, Set<String> all) {
        if (here.isObject() && here.path("$ref").isTextual()) {
            all.add(here.path("$ref").asText());
        }
        here.elements().forEachRemaining(below -> gather(below, all));
    }
}
