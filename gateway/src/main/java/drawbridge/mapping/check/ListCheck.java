package drawbridge.mapping.check;

import drawbridge.mapping.ListSpec;
import drawbridge.mapping.ListSpec.Changes;
import drawbridge.mapping.Lookup;
import drawbridge.mapping.Operation;
import drawbridge.mapping.Pages;
import drawbridge.mapping.Stamp;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.ApiOperation;
import drawbridge.mapping.check.document.Facts;
import drawbridge.mapping.check.document.Shape;
import drawbridge.mapping.file.Nearest;
import drawbridge.mapping.file.Problems;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;
import drawbridge.mapping.file.Yaml.Place;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds the lists and lookups of a resource to the document of its API: operations, parameters,
/// and where answers hold rows and what leads on; and their words to each other.
final class ListCheck {

    private static final Set<String> NUMBERS = Set.of("integer", "number");

    private static final Pattern PLACE = Pattern.compile("\\{[^}]*}");

    private final Api api;
    private final Problems problems;
    private final Places places;

    ListCheck(Api api, Problems problems) {
        this.api = api;
        this.problems = problems;
        this.places = new Places(problems);
    }

    /// @param row gets the shape of a row, and what it is called
    void list(Section at, ListSpec list, BiConsumer<Shape, String> row) {
        contradictions(at, list);
        Operation get = list.call();
        known(at.at(at.has("call") ? "call" : "path"), get);
        Optional<ApiOperation> operation = api.operation(get);
        if (operation.isEmpty()) {
            return;
        }
        Map<String, Shape> known = operation.get().parameters("query");
        at.maybe("since", Section::of)
                .filter(since -> since.has("parameter"))
                .ifPresent(since -> since(since, list, known, get));
        at.maybe("delta", Section::of)
                .filter(delta -> delta.has("parameter"))
                .ifPresent(
                        delta -> {
                            var _ =
                                    parameter(
                                            delta.at("parameter"),
                                            delta.text("parameter"),
                                            known,
                                            get);
                        });
        at.maybe("scan", Section::of).ifPresent(scan -> scan(scan, list, known, get));
        Optional<Section> pages =
                at.maybe("pages", pager -> pager)
                        .filter(Yaml.Entries.class::isInstance)
                        .map(Section::of);
        pages.ifPresent(
                page ->
                        paging(list)
                                .forEach(
                                        (key, name) -> {
                                            var _ = parameter(page.at(key), name, known, get);
                                        }));
        query(at, known, get);
        Optional<Shape> page = operation.get().success();
        if (page.isEmpty()) {
            return;
        }
        String what = "the answer to " + Api.text(get);
        for (String key : List.of("next", "next-url", "more")) {
            pages.filter(next -> next.has(key))
                    .ifPresent(
                            next -> {
                                var _ = reached(next.need(key), page.get(), what);
                            });
        }
        at.maybe("delta", Section::of)
                .ifPresent(
                        delta -> {
                            String key = delta.has("link") ? "link" : "next";
                            var _ = reached(delta.need(key), page.get(), what);
                        });
        Optional<Shape> items = reached(at.need("items"), page.get(), what);
        items.ifPresent(
                shape -> places.type(at.at("items"), shape, Set.of("array"), "a list of records"));
        items.map(Shape::item).ifPresent(one -> row.accept(one, "a row of " + Api.text(get)));
    }

    /// The parameters that take what leads to a page, by the key that names each.
    private static Map<String, String> paging(ListSpec list) {
        return switch (list.pages().way()) {
            case Pages.Cursor cursor -> named("parameter", cursor.parameter());
            case Pages.Numbered numbered -> named("page", numbered.parameter());
            case Pages.Offset offset -> named("offset", offset.parameter());
            case Pages.Link _, Pages.NextUrl _, Pages.None _ -> Map.of();
        };
    }

    private static Map<String, String> named(String key, Optional<String> parameter) {
        return parameter.map(name -> Map.of(key, name)).orElse(Map.of());
    }

    private Optional<Shape> reached(Yaml at, Shape page, String what) {
        Optional<Shape> found = page.reach(Section.pointer(at));
        return found.isPresent() ? found : places.find(at, page, what);
    }

    private void since(Section at, ListSpec list, Map<String, Shape> known, Operation get) {
        if (list.changes() instanceof Changes.Since(var parameter, Stamp format, var _)
                && parameter.isPresent()) {
            parameter(at.at("parameter"), parameter.get(), known, get)
                    .filter(_ -> at.has("format"))
                    .ifPresent(shape -> time(at.need("format"), format, shape));
        }
    }

    private void scan(Section at, ListSpec list, Map<String, Shape> known, Operation get) {
        if (!(list.changes() instanceof Changes.Scan scan)) {
            return;
        }
        for (String key : List.of("from", "to")) {
            if (at.has(key)) {
                parameter(at.at(key), at.text(key), known, get)
                        .ifPresent(shape -> time(at.need("format"), scan.format(), shape));
            }
        }
    }

    // ---- Words that contradict each other

    private void contradictions(Section at, ListSpec list) {
        if (list.changes() instanceof Changes.Tokens tokens) {
            tokens.expired().stream()
                    .filter(list.empty()::contains)
                    .findFirst()
                    .ifPresent(
                            status ->
                                    problems.add(
                                            at.at("delta"),
                                            "%d says under 'empty' that there are no rows; it cannot say as well that the token is too old"
                                                    .formatted(status)));
        }
        if (list.changes() instanceof Changes.Scan scan) {
            Section window = at.section("scan");
            if (scan.back().isZero() && scan.ahead().isZero()) {
                problems.add(
                        window.at(), "a window that reaches neither back nor ahead holds nothing");
            }
            if (scan.from().isPresent() && scan.from().equals(scan.to())) {
                problems.add(
                        window.at("to"),
                        "the begin of a step is sent as '%s' already".formatted(scan.from().get()));
            }
        }
        twice(at, list);
    }

    /// A parameter that the query holds and that is filled in besides.
    private void twice(Section at, ListSpec list) {
        if (!at.has("query")) {
            return;
        }
        Section query = at.section("query");
        Set<String> filled = new TreeSet<>(paging(list).values());
        switch (list.changes()) {
            case Changes.Since since -> since.parameter().ifPresent(filled::add);
            case Changes.Tokens tokens -> tokens.parameter().ifPresent(filled::add);
            case Changes.Scan scan -> {
                scan.from().ifPresent(filled::add);
                scan.to().ifPresent(filled::add);
            }
            case Changes.Everything _ -> {}
        }
        for (String name : filled) {
            if (query.has(name)) {
                problems.add(
                        query.key(name),
                        "'%s' is filled in by 'since', 'delta', 'scan' or 'pages' already; take it away from one of them"
                                .formatted(name));
            }
        }
    }

    void lookup(Section at, Lookup lookup) {
        Operation get = lookup.call();
        known(at.at(at.has("call") ? "call" : "path"), get);
        api.operation(get)
                .ifPresent(
                        operation -> {
                            query(at, operation.parameters("query"), get);
                            operation
                                    .success()
                                    .flatMap(
                                            page ->
                                                    reached(
                                                            at.need("items"),
                                                            page,
                                                            "the answer to " + Api.text(get)))
                                    .ifPresent(
                                            shape ->
                                                    places.type(
                                                            at.at("items"),
                                                            shape,
                                                            Set.of("array"),
                                                            "a list of records"));
                        });
    }

    private void query(Section at, Map<String, Shape> known, Operation get) {
        if (!at.has("query")) {
            return;
        }
        Section query = at.section("query");
        query.members()
                .forEach(
                        (name, value) ->
                                parameter(query.key(name), name, known, get)
                                        .ifPresent(shape -> places.constant(value, shape)));
    }

    private Optional<Shape> parameter(
            Place at, String name, Map<String, Shape> known, Operation get) {
        Shape shape = known.get(name);
        if (shape == null) {
            problems.add(
                    at,
                    "%s has no parameter '%s'%s"
                            .formatted(Api.text(get), name, Nearest.hint(name, known.keySet())));
        }
        return Optional.ofNullable(shape);
    }

    // ---- What everything needs

    void time(Yaml at, Stamp format, Shape shape) {
        Facts facts = shape.facts();
        Set<String> wanted = format.isNumber() ? NUMBERS : Set.of("string");
        if (!facts.mayBe(wanted)) {
            String said = at instanceof Yaml.Entries ? "a text" : Section.text(at);
            problems.add(
                    at.at(),
                    "'%s' is no time there: the document says %s".formatted(said, facts.named()));
        }
    }

    /// A path of the document with the places as they are called here.
    private static String called(String path, String here) {
        Iterator<String> places =
                PLACE.matcher(here).results().map(MatchResult::group).toList().iterator();
        return PLACE.matcher(path)
                .replaceAll(
                        place ->
                                Matcher.quoteReplacement(
                                        places.hasNext() ? places.next() : place.group()));
    }

    private static String unnamed(String path) {
        return PLACE.matcher(path).replaceAll("{}");
    }

    void known(Place at, Operation operation) {
        Optional<ApiDocument> document = api.document();
        if (document.isEmpty() || api.operation(operation).isPresent()) {
            return;
        }
        String path = api.places(document.get(), operation.path()).iterator().next();
        List<String> methods = document.get().methods(path);
        if (!methods.isEmpty()) {
            problems.add(
                    at,
                    "the document has no %s; the path has %s"
                            .formatted(Api.text(operation), String.join(", ", methods)));
            return;
        }
        // Places are called otherwise in the document than here.
        Map<String, String> paths = new LinkedHashMap<>();
        document.get()
                .pathsOf(operation.method())
                .forEach(known -> paths.putIfAbsent(unnamed(known), known));
        problems.add(
                at,
                "the document has no %s%s"
                        .formatted(
                                Api.text(operation),
                                Nearest.to(unnamed(operation.path()), paths.keySet())
                                        .map(paths::get)
                                        .map(
                                                near ->
                                                        "; did you mean "
                                                                + called(near, operation.path())
                                                                + "?")
                                        .orElse("")));
    }
}
