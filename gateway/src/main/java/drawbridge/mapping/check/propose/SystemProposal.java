package drawbridge.mapping.check.propose;

import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.ApiDocument.Scheme;
import drawbridge.mapping.check.document.Shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Proposes a system's file from the document of its API.
public final class SystemProposal {

    /// @param text the file
    /// @param resources how many it describes
    /// @param open what must be decided before it can be used
    public record Proposed(String name, String text, int resources, List<String> open) {

        public Proposed {
            open = List.copyOf(open);
        }
    }

    private static final String CREDENTIAL = "X-Api-Key";

    private final ApiDocument document;
    private final String name;
    private final String file;
    private final Draft draft = new Draft();
    private final List<String> open = new ArrayList<>();

    private SystemProposal(ApiDocument document, String name, String file) {
        this.document = document;
        this.name = name;
        this.file = file;
    }

    /// @param name of the system; empty: by the title of the document
    /// @param file of the document, from `systems/` on
    public static Proposed of(ApiDocument document, Optional<String> name, String file) {
        return new SystemProposal(document, name.orElseGet(() -> Words.key(document.title())), file)
                .propose();
    }

    /// The name that the title of a document gives.
    public static String named(ApiDocument document) {
        return Words.key(document.title());
    }

    private Proposed propose() {
        draft.line(0, "# yaml-language-server: $schema=../schema/system.schema.json");
        draft.line(0, "#");
        draft.note(0, document.title() + ".");
        draft.note(
                0,
                "Rests on "
                        + file
                        + ". Proposed by: drawbridge new system. Each line with 'guess' wants a look"
                        + " into the documentation; then take the remark away.");
        draft.line(0, "system: " + name);
        draft.line(0, "openapi: " + file);
        draft.line(0, "verified: no");
        String base = document.bases().getFirst();
        if (base.matches("(/[A-Za-z0-9._~-]+)+")) {
            draft.guess(
                    0,
                    "base-path: " + base,
                    document.bases().size() > 1 ? "the first server of the document" : "");
        }
        draft.blank();
        auth();
        draft.blank();
        draft.guess(
                0,
                "limits: { timeout: 10s, concurrent: 4, body: 1MiB }",
                "no document says what a system bears");
        errors();
        draft.blank();
        draft.line(0, "resources:");
        int resources = resources();
        return new Proposed(name, draft.text(), resources, open);
    }

    // ---- Who calls

    private void auth() {
        draft.line(0, "auth:");
        boolean key = false;
        boolean tokens = false;
        List<String> cannot = new ArrayList<>();
        for (Scheme scheme : document.schemes()) {
            switch (scheme.type()) {
                case "apiKey" -> {
                    if (!scheme.in().equals("header")) {
                        cannot.add("a key in the " + scheme.in() + " ('" + scheme.name() + "')");
                    } else if (!key) {
                        draft.line(1, "header: " + Draft.text(scheme.name()));
                        key = true;
                    }
                }
                case "http" -> {
                    boolean bearer = scheme.scheme().equalsIgnoreCase("bearer");
                    if (!key && (bearer || scheme.scheme().equalsIgnoreCase("basic"))) {
                        draft.line(1, "header: Authorization");
                        draft.guess(
                                1,
                                "prefix: \"" + (bearer ? "Bearer " : "Basic ") + "\"",
                                bearer ? "" : "the credential is then user:password in base 64");
                        key = true;
                    } else if (!key) {
                        cannot.add("the scheme " + scheme.scheme() + " of HTTP");
                    }
                }
                case "oauth2" -> {
                    if (scheme.clientToken().isPresent() && !tokens) {
                        draft.line(
                                1,
                                "oauth2: { token: "
                                        + Draft.text(scheme.clientToken().get())
                                        + " }");
                        tokens = true;
                    } else if (scheme.clientToken().isEmpty()) {
                        cannot.add("OAuth2 without client credentials (" + scheme.flows() + ")");
                    }
                }
                default -> cannot.add("the scheme " + scheme.type());
            }
        }
        cannot.forEach(
                what -> draft.note(1, "not proposed: " + what + ", which the document names too"));
        if (!key && !tokens) {
            draft.guess(
                    1,
                    "header: " + CREDENTIAL,
                    "the document names no way in that can be proposed");
            open.add("auth: in which header the credential goes");
        }
    }

    // ---- Errors

    private void errors() {
        Set<String> places = new LinkedHashSet<>();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (String path : document.paths()) {
            for (String method : document.methods(path)) {
                document.operation(method, path).stream()
                        .flatMap(operation -> operation.errors().stream())
                        .forEach(
                                shape ->
                                        shape.places()
                                                .forEach(
                                                        at -> {
                                                            places.add(at.toString());
                                                            shape.at(at)
                                                                    .ifPresent(
                                                                            found ->
                                                                                    shapes
                                                                                            .putIfAbsent(
                                                                                                    at
                                                                                                            .toString(),
                                                                                                    found));
                                                        }));
            }
        }
        Optional<String> message =
                one(
                        places,
                        shapes,
                        List.of("message", "errordescription", "detail", "errormessage", "title"));
        Optional<String> code = one(places, shapes, List.of("code", "errorcode", "error"));
        if (message.isEmpty() && code.isEmpty()) {
            return;
        }
        draft.blank();
        draft.line(0, "errors:");
        message.ifPresent(at -> draft.guess(1, "message: " + Draft.text(at), "by its name"));
        code.filter(at -> !at.equals(message.orElse("")))
                .ifPresent(at -> draft.guess(1, "code: " + Draft.text(at), "by its name"));
    }

    private static Optional<String> one(
            Set<String> places, Map<String, Shape> shapes, List<String> names) {
        for (String name : names) {
            Optional<String> found =
                    places.stream()
                            .filter(at -> Words.plain(last(at)).equals(name))
                            .filter(
                                    at ->
                                            Optional.ofNullable(shapes.get(at))
                                                    .filter(
                                                            shape ->
                                                                    shape.facts()
                                                                            .types()
                                                                            .equals(
                                                                                    Set.of(
                                                                                            "string")))
                                                    .isPresent())
                            .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    // ---- Resources

    private int resources() {
        List<String> left = new ArrayList<>();
        int described = 0;
        Set<String> names = new LinkedHashSet<>();
        for (String path : document.paths()) {
            if (path.matches(".*}\\)?") || isBelow(path)) {
                continue;
            }
            Optional<String> item = item(path);
            boolean reads = item.isPresent() && has("GET", item.get());
            Optional<ListGuess> list = ListGuess.of(document, path);
            if (!reads && list.isEmpty()) {
                left.add(path);
                continue;
            }
            if (path.contains("{")) {
                draft.note(
                        1,
                        "not described: %s, which needs values for its places; write one out, or describe what it belongs to"
                                .formatted(path));
                continue;
            }
            if (!new ResourceDraft(
                            document, draft, open, Words.singular(last(path)), path, item, list)
                    .isIdentified()) {
                draft.note(1, "not described: %s, whose records have no id".formatted(path));
                continue;
            }
            String resource = Words.key(Words.singular(last(path)));
            if (!names.add(resource)) {
                resource = Words.key(path.substring(1).replace('/', '-'));
                names.add(resource);
            }
            new ResourceDraft(document, draft, open, resource, path, item, list).write();
            described++;
        }
        if (described == 0) {
            open.add("resources: the document has no path that looks like a list with records");
            draft.note(
                    1,
                    "nothing was found that looks like a list of records; describe one by hand:"
                            + " docs/writing-a-mapping.md");
        }
        if (!left.isEmpty()) {
            draft.note(
                    1,
                    "not described, because neither a list nor a record is read there: "
                            + String.join(", ", left));
        }
        return described;
    }

    /// Whether a path goes on behind one record, such as `/things/{id}/close`.
    private boolean isBelow(String path) {
        int place = path.lastIndexOf('}');
        return place >= 0
                && document.paths().contains(path.substring(0, place + 1))
                && ListGuess.of(document, path).isEmpty();
    }

    /// `/things/{id}`, or in the manner of OData `/things({id})`.
    private Optional<String> item(String path) {
        Pattern one = Pattern.compile(Pattern.quote(path) + "(/\\{[^/]*}|\\(\\{[^/]*}\\))");
        return document.paths().stream().filter(known -> one.matcher(known).matches()).findFirst();
    }

    private boolean has(String method, String path) {
        return document.operation(method, path).isPresent();
    }
}
