package drawbridge.mapping.check.propose;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.check.document.ApiDocument;
import drawbridge.mapping.check.document.ApiOperation;
import drawbridge.mapping.check.document.Facts;
import drawbridge.mapping.check.document.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the names of a list's parameters and of its answer let us guess.
///
/// @param items where the rows are
/// @param parameters of the query
record ListGuess(
        ApiOperation operation,
        Shape page,
        String items,
        Shape row,
        Map<String, Shape> parameters) {

    private static final List<String> ROWS =
            List.of("data", "items", "results", "value", "records", "entries", "values", "list");

    private static final Set<String> CURSORS =
            Set.of(
                    "cursor",
                    "pagetoken",
                    "nextpagetoken",
                    "after",
                    "startingafter",
                    "continuationtoken",
                    "continuation",
                    "nextcursor",
                    "pagecursor");

    private static final List<String> NEXTS =
            List.of(
                    "nextcursor",
                    "nextpagetoken",
                    "nexttoken",
                    "continuationtoken",
                    "endcursor",
                    "nextpage",
                    "after",
                    "next",
                    "cursor");

    private static final Set<String> PAGES = Set.of("page", "pagenumber", "pageno", "pageindex");
    private static final Set<String> OFFSETS =
            Set.of("offset", "skip", "startindex", "startat", "start");

    private static final Set<String> SIZES =
            Set.of(
                    "limit",
                    "pagesize",
                    "perpage",
                    "size",
                    "count",
                    "maxresults",
                    "top",
                    "pagelimit",
                    "itemsperpage");

    /// A line of the proposal, and why it is a guess.
    record Line(String text, String why) {}

    static Optional<ListGuess> of(ApiDocument document, String path) {
        Optional<ApiOperation> get = document.operation("GET", path);
        Optional<Shape> page = get.flatMap(ApiOperation::success);
        if (get.isEmpty() || page.isEmpty()) {
            return Optional.empty();
        }
        return items(page.get(), path)
                .map(
                        items ->
                                new ListGuess(
                                        get.get(),
                                        page.get(),
                                        items,
                                        page.get()
                                                .reach(Pointer.parse(items))
                                                .orElse(page.get())
                                                .item(),
                                        get.get().parameters("query")));
    }

    private static Optional<String> items(Shape page, String path) {
        if (page.isList()) {
            return Optional.of("");
        }
        List<Pointer> lists =
                page.places().stream()
                        .filter(at -> at.steps().size() <= 2)
                        .filter(at -> page.at(at).filter(Shape::isList).isPresent())
                        // Rows are objects; a list of texts is a member like any other.
                        .filter(
                                at ->
                                        page.at(at)
                                                .map(Shape::item)
                                                .filter(row -> !row.places().isEmpty())
                                                .isPresent())
                        .toList();
        String own = Words.plain(path.substring(path.lastIndexOf('/') + 1));
        return lists.stream()
                .filter(at -> isNamed(at, own))
                .findFirst()
                .or(() -> lists.size() == 1 ? lists.stream().findFirst() : Optional.empty())
                .map(Pointer::toString);
    }

    private static boolean isNamed(Pointer at, String own) {
        String name = Words.plain(at.steps().getLast());
        return ROWS.contains(name) || name.equals(own);
    }

    boolean isCertain() {
        return items.isEmpty() || ROWS.contains(Words.plain(items.substring(1)));
    }

    // ---- What changed

    Optional<Line> since() {
        return parameters.keySet().stream()
                .filter(ListGuess::asksForChanges)
                .findFirst()
                .map(
                        name -> {
                            Format format = Format.of(parameters.get(name));
                            return new Line(
                                    "since: { parameter: %s, format: %s }"
                                            .formatted(Draft.text(name), format.word()),
                                    "by its name"
                                            + (format.why().isEmpty() ? "" : "; " + format.why()));
                        });
    }

    private static boolean asksForChanges(String name) {
        String plain = Words.plain(name);
        boolean change = plain.matches(".*(updated|modified|changed|lastmod|update).*");
        boolean from = plain.matches(".*(since|after|from|min|gte|start).*");
        return plain.equals("since") || (change && from && !plain.contains("created"));
    }

    /// How a time is written.
    record Format(String word, String why) {

        static Format of(@org.jspecify.annotations.Nullable Shape shape) {
            if (shape == null) {
                return new Format("iso-instant", "of its format nothing is said");
            }
            Facts facts = shape.facts();
            String about =
                    shape.node().path("description").asText("").toLowerCase(Locale.ROOT)
                            + " "
                            + shape.node().path("$ref").asText("").toLowerCase(Locale.ROOT);
            if (facts.types().contains("integer") || facts.types().contains("number")) {
                return about.contains("second") && !about.contains("milli")
                        ? new Format("epoch-seconds", "")
                        : new Format(
                                "epoch-millis",
                                about.contains("milli") ? "" : "or epoch-seconds: look at one");
            }
            return facts.format().filter("date"::equals).isPresent()
                    ? new Format("iso-date", "")
                    : new Format(
                            "iso-instant",
                            facts.format().filter("date-time"::equals).isPresent()
                                    ? ""
                                    : "of its format nothing is said");
        }
    }

    // ---- Pages

    Line pages() {
        Optional<String> cursor = parameter(CURSORS);
        if (cursor.isPresent()) {
            Optional<String> next = next(false);
            if (next.isPresent()) {
                return new Line(
                        "pages: { parameter: %s, next: %s }"
                                .formatted(Draft.text(cursor.get()), Draft.text(next.get())),
                        "by their names");
            }
        }
        Optional<String> address = next(true);
        if (address.isPresent()) {
            return new Line(
                    "pages: { next-url: %s }".formatted(Draft.text(address.get())), "by its name");
        }
        if (operation.successHeaders().stream().anyMatch("Link"::equalsIgnoreCase)) {
            return new Line("pages: { link: next }", "the answer has a header Link");
        }
        Optional<String> number = parameter(PAGES);
        if (number.isPresent()) {
            String first = first(number.get());
            return new Line(
                    "pages: { page: %s, %ssize: %d }"
                            .formatted(Draft.text(number.get()), first, size()),
                    "by its name" + (first.isEmpty() ? ", and counted from 1" : ""));
        }
        Optional<String> offset = parameter(OFFSETS);
        if (offset.isPresent()) {
            return new Line(
                    "pages: { offset: %s, size: %d }".formatted(Draft.text(offset.get()), size()),
                    "by its name");
        }
        return new Line("pages: none", "no parameter and no member leads to a next page");
    }

    private String first(String parameter) {
        Shape shape = parameters.get(parameter);
        boolean zero =
                shape != null
                        && (shape.node().path("minimum").asText("").equals("0")
                                || shape.node().path("default").asText("").equals("0"));
        return zero ? "first: 0, " : "";
    }

    private int size() {
        return sizeParameter()
                .map(parameters::get)
                .flatMap(Shape::most)
                .map(most -> Math.clamp(most, 2, 100))
                .orElse(100);
    }

    private Optional<String> sizeParameter() {
        return parameter(SIZES);
    }

    /// Rows that are asked for; few systems give many by themselves.
    Optional<Line> query() {
        return sizeParameter()
                .map(
                        name ->
                                new Line(
                                        "query: { %s: \"%d\" }".formatted(Draft.text(name), size()),
                                        "by its name"));
    }

    private Optional<String> parameter(Set<String> names) {
        return parameters.keySet().stream()
                .filter(name -> names.contains(Words.plain(name)))
                .findFirst();
    }

    /// @param address whether a whole address is looked for
    private Optional<String> next(boolean address) {
        List<Pointer> texts = new ArrayList<>();
        for (Pointer at : page.places()) {
            boolean inRows = !items.isEmpty() && at.toString().startsWith(items + "/");
            Set<String> types = page.at(at).map(shape -> shape.facts().types()).orElse(Set.of());
            if (!inRows && (types.contains("string") || types.contains("integer"))) {
                texts.add(at);
            }
        }
        if (address) {
            return texts.stream().filter(this::isAddress).findFirst().map(Pointer::toString);
        }
        for (String name : NEXTS) {
            Optional<Pointer> found =
                    texts.stream()
                            .filter(at -> Words.plain(at.steps().getLast()).equals(name))
                            .findFirst();
            if (found.isPresent()) {
                return found.map(Pointer::toString);
            }
        }
        return Optional.empty();
    }

    private boolean isAddress(Pointer at) {
        String last = Words.plain(at.steps().getLast());
        String all = Words.plain(at.toString());
        boolean uri =
                page.at(at)
                        .flatMap(shape -> shape.facts().format())
                        .filter(format -> format.startsWith("ur"))
                        .isPresent();
        return last.equals("odatanextlink")
                || last.equals("nextlink")
                || last.equals("nexturl")
                || all.matches("links?next(href)?")
                || (last.equals("next") && uri);
    }
}
