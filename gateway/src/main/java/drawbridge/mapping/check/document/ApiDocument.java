package drawbridge.mapping.check.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/// An OpenAPI document, 3.0 or 3.1: which operations there are, and how their bodies look.
///
/// Paths are compared with all places in braces as one, whatever they are called.
public final class ApiDocument {

    private static final Pattern PLACE = Pattern.compile("\\{[^}]*}");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final JsonNode root;
    private final SequencedMap<String, JsonNode> paths = new LinkedHashMap<>();

    ApiDocument(JsonNode root) {
        this.root = root;
        root.path("paths")
                .properties()
                .forEach(path -> paths.put(path.getKey(), resolved(path.getValue())));
    }

    JsonNode root() {
        return root;
    }

    private JsonNode resolved(JsonNode node) {
        return References.resolved(root, node);
    }

    // ---- Where its paths begin

    /// The paths of the servers that it names, each without a slash at its end.
    public SequencedSet<String> bases() {
        SequencedSet<String> bases = new LinkedHashSet<>();
        root.path("servers").forEach(server -> bases.add(path(server.path("url").asText())));
        if (bases.isEmpty()) {
            bases.add("");
        }
        return bases;
    }

    private static String path(String url) {
        String plain = PLACE.matcher(url).replaceAll("x");
        String path;
        try {
            path = Optional.ofNullable(URI.create(plain).getPath()).orElse("");
        } catch (IllegalArgumentException noAddress) {
            path = "";
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    // ---- Operations

    /// The operation of a method and a path below the base.
    public Optional<ApiOperation> operation(String method, String path) {
        return item(path)
                .filter(item -> item.has(method.toLowerCase(Locale.ROOT)))
                .map(
                        item ->
                                new ApiOperation(
                                        root, item, item.path(method.toLowerCase(Locale.ROOT))));
    }

    private Optional<JsonNode> item(String path) {
        return template(path).map(paths::get);
    }

    /// The path as the document writes it; one that is written out comes before one with places.
    public Optional<String> template(String path) {
        if (paths.containsKey(path)) {
            return Optional.of(path);
        }
        String plain = plain(path);
        return paths.keySet().stream()
                .filter(known -> plain(known).equals(plain))
                .findFirst()
                .or(() -> paths.keySet().stream().filter(known -> fits(path, known)).findFirst());
    }

    private static String plain(String path) {
        return PLACE.matcher(path).replaceAll("{}");
    }

    /// Whether a path that is written out, such as `/calendars/primary`, is one of the template's.
    private static boolean fits(String path, String template) {
        String[] ours = path.split("/", -1);
        String[] theirs = template.split("/", -1);
        if (ours.length != theirs.length) {
            return false;
        }
        for (int i = 0; i < ours.length; i++) {
            boolean place = PLACE.matcher(theirs[i]).matches();
            if (!plain(ours[i]).equals(plain(theirs[i])) && !place) {
                return false;
            }
        }
        return true;
    }

    /// The methods that a path has, such as `GET, PATCH`.
    public List<String> methods(String path) {
        return item(path)
                .map(
                        item ->
                                METHODS.stream()
                                        .filter(method -> item.has(method.toLowerCase(Locale.ROOT)))
                                        .toList())
                .orElse(List.of());
    }

    /// All paths that have the method.
    public List<String> pathsOf(String method) {
        return paths.entrySet().stream()
                .filter(path -> path.getValue().has(method.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// All paths, in the order of the document.
    public List<String> paths() {
        return List.copyOf(paths.keySet());
    }

    /// What it calls itself.
    public String title() {
        return root.path("info").path("title").asText("");
    }

    // ---- Webhooks, credentials

    /// A way to show who calls.
    ///
    /// @param type `apiKey`, `http`, `oauth2` or another word
    /// @param in where a key stands
    /// @param name of the header or parameter of a key
    /// @param scheme of HTTP, such as `bearer`
    /// @param flows of OAuth2, for people
    /// @param clientToken where a client gets tokens
    public record Scheme(
            String type,
            String in,
            String name,
            String scheme,
            String flows,
            Optional<String> clientToken) {}

    public List<Scheme> schemes() {
        List<Scheme> schemes = new ArrayList<>();
        root.path("components")
                .path("securitySchemes")
                .forEach(
                        named -> {
                            JsonNode scheme = resolved(named);
                            List<String> flows = new ArrayList<>();
                            scheme.path("flows").fieldNames().forEachRemaining(flows::add);
                            schemes.add(
                                    new Scheme(
                                            scheme.path("type").asText(""),
                                            scheme.path("in").asText(""),
                                            scheme.path("name").asText(""),
                                            scheme.path("scheme").asText(""),
                                            String.join(", ", flows),
                                            Optional.ofNullable(
                                                            scheme.path("flows")
                                                                    .path("clientCredentials")
                                                                    .get("tokenUrl"))
                                                    .map(JsonNode::asText)));
                        });
        return schemes;
    }

    /// What one of its webhooks brings; empty where it describes none.
    public Optional<Shape> webhook() {
        JsonNode webhooks = root.has("webhooks") ? root.path("webhooks") : root.path("x-webhooks");
        List<Shape> bodies = new ArrayList<>();
        webhooks.forEach(
                item ->
                        new ApiOperation(root, resolved(item), resolved(item).path("post"))
                                .request()
                                .ifPresent(bodies::add));
        return Shape.anyOf(root, bodies);
    }

    /// The headers in which it takes a key; `Authorization` for the schemes of HTTP.
    public SequencedSet<String> keyHeaders() {
        SequencedSet<String> headers = new LinkedHashSet<>();
        root.path("components")
                .path("securitySchemes")
                .forEach(
                        named -> {
                            JsonNode scheme = resolved(named);
                            switch (scheme.path("type").asText()) {
                                case "apiKey" -> {
                                    if (scheme.path("in").asText().equals("header")) {
                                        headers.add(scheme.path("name").asText());
                                    }
                                }
                                case "http" -> headers.add("Authorization");
                                default -> {}
                            }
                        });
        return headers;
    }

    /// The paths at which it gives tokens.
    public SequencedSet<String> tokenPaths() {
        SequencedSet<String> tokens = new LinkedHashSet<>();
        root.path("components")
                .path("securitySchemes")
                .forEach(
                        scheme ->
                                resolved(scheme)
                                        .path("flows")
                                        .forEach(
                                                flow -> {
                                                    if (flow.has("tokenUrl")) {
                                                        tokens.add(flow.path("tokenUrl").asText());
                                                    }
                                                }));
        return tokens;
    }
}
