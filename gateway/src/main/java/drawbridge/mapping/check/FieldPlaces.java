package drawbridge.mapping.check;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Side;
import drawbridge.mapping.file.Section;
import drawbridge.mapping.file.Yaml;
import drawbridge.mapping.file.Yaml.Place;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The places that one side of a field names, each with what its lens reads and writes there.
record FieldPlaces(Section field, Side side) {

    private static final Set<String> TEXT = Set.of("string");
    private static final Set<String> NUMBER = Set.of("integer", "number");
    private static final Set<String> FLAG = Set.of("boolean");
    private static final Set<String> LIST = Set.of("array");
    private static final Set<String> OBJECT = Set.of("object");

    /// One place in a record.
    ///
    /// @param pointer from the record on, or from an item of `list`
    /// @param types of JSON Schema that the lens takes
    /// @param expected the types in words
    /// @param refused a format whose values the lens cannot read
    /// @param words the words of an enumeration, each with its place
    /// @param all where all of those words stand
    /// @param max the most characters that are written, if the file says so
    record Use(
            Place at,
            Pointer pointer,
            Optional<Pointer> list,
            Set<String> types,
            String expected,
            Optional<String> refused,
            Map<String, Place> words,
            Place all,
            Optional<Yaml> max) {

        Use within(Pointer items) {
            return new Use(
                    at, pointer, Optional.of(items), types, expected, refused, words, all, max);
        }
    }

    List<Use> uses() {
        Yaml yaml = field.need(side.word());
        String lens = field.text("lens");
        if (!(yaml instanceof Yaml.Entries entries)) {
            return List.of(member(yaml, lens, Optional.empty()));
        }
        Section options = new Section(entries);
        if (options.has("const") || options.has("computed")) {
            return List.of();
        }
        if (lens.equals("when")) {
            return when(options);
        }
        List<Use> uses = new ArrayList<>();
        for (String key : List.of("at", "first", "last")) {
            options.maybe(key, at -> at)
                    .ifPresent(
                            at -> uses.add(member(at, lens, options.maybe("as", Section::text))));
        }
        Optional<Yaml> max = options.maybe("max", at -> at);
        return uses.stream()
                .map(
                        use ->
                                new Use(
                                        use.at,
                                        use.pointer,
                                        use.list,
                                        use.types,
                                        use.expected,
                                        use.refused,
                                        use.words,
                                        use.all,
                                        max))
                .toList();
    }

    private Use member(Yaml at, String lens, Optional<String> as) {
        return switch (lens) {
            case "number" -> use(at, NUMBER, "a number");
            case "bool" -> use(at, FLAG, "true or false");
            case "set" -> use(at, LIST, "a list of texts");
            case "enum" -> words(at);
            case "date" -> formatted(at, "a date", "date-time");
            case "instant" ->
                    as.orElse("").startsWith("epoch")
                            ? use(at, NUMBER, "a number")
                            : formatted(at, "a time such as 2026-03-01T09:00:00Z", "date");
            case "ref" -> reference(at, as);
            default -> use(at, TEXT, "text");
        };
    }

    private Use reference(Yaml at, Optional<String> as) {
        return as.filter("number"::equals).isPresent()
                ? use(at, NUMBER, "a number ('as: number')")
                : use(at, TEXT, "text (for numbers write 'as: number')");
    }

    private Use words(Yaml at) {
        Map<String, Place> words = new LinkedHashMap<>();
        field.members("words")
                .forEach(
                        (_, partners) ->
                                Section.of(partners)
                                        .maybe(side.word(), word -> word)
                                        .ifPresent(
                                                word -> words.put(Section.text(word), word.at())));
        Use plain = use(at, TEXT, "text");
        return new Use(
                plain.at,
                plain.pointer,
                plain.list,
                plain.types,
                plain.expected,
                plain.refused,
                words,
                field.key("words"),
                Optional.empty());
    }

    private static Use formatted(Yaml at, String expected, String refused) {
        Use plain = use(at, TEXT, expected);
        return new Use(
                plain.at,
                plain.pointer,
                plain.list,
                plain.types,
                plain.expected,
                Optional.of(refused),
                plain.words,
                plain.all,
                Optional.empty());
    }

    private static Use use(Yaml at, Set<String> types, String expected) {
        return new Use(
                at.at(),
                Section.pointer(at),
                Optional.empty(),
                types,
                expected,
                Optional.empty(),
                Map.of(),
                at.at(),
                Optional.empty());
    }

    // ---- Times

    private static List<Use> when(Section options) {
        List<Use> uses = new ArrayList<>();
        if (options.has("timed")) {
            Section timed = options.section("timed");
            add(uses, timed, TEXT, "text", "start", "start-instant", "end-instant", "zone");
            add(uses, timed, NUMBER, "a number of minutes", "minutes");
        }
        if (options.has("all-day")) {
            Section days = options.section("all-day");
            add(uses, days, TEXT, "text", "day", "first", "end");
            add(uses, days, FLAG, "true or false", "flag");
        }
        if (options.has("series")) {
            series(uses, options.section("series"));
        }
        return uses;
    }

    private static void series(List<Use> uses, Section series) {
        add(uses, series, TEXT, "text", "rule");
        add(uses, series, LIST, "a list", "excluded");
        if (series.has("pattern")) {
            Section pattern = series.section("pattern");
            add(uses, pattern, OBJECT, "an object", "at");
            List<Use> inside = new ArrayList<>();
            add(
                    inside,
                    pattern,
                    NUMBER,
                    "a number",
                    "every",
                    "month-day",
                    "month",
                    "position",
                    "count");
            add(inside, pattern, TEXT, "text", "unit", "until");
            add(inside, pattern, LIST, "a list", "weekdays");
            Pointer at = Section.pointer(pattern.need("at"));
            inside.forEach(
                    use ->
                            uses.add(
                                    new Use(
                                            use.at,
                                            at.then(use.pointer),
                                            use.list,
                                            use.types,
                                            use.expected,
                                            use.refused,
                                            use.words,
                                            use.all,
                                            use.max)));
        }
        if (series.has("changed")) {
            Section changed = series.section("changed");
            add(uses, changed, LIST, "a list", "list");
            List<Use> inside = new ArrayList<>();
            add(inside, changed, TEXT, "text", "original", "start", "end", "title");
            add(inside, changed, NUMBER, "a number of minutes", "minutes");
            add(inside, changed, FLAG, "true or false", "cancelled");
            Pointer list = Section.pointer(changed.need("list"));
            inside.forEach(use -> uses.add(use.within(list)));
        }
    }

    private static void add(
            List<Use> uses, Section yaml, Set<String> types, String expected, String... keys) {
        for (String key : keys) {
            yaml.maybe(key, at -> at).ifPresent(at -> uses.add(use(at, types, expected)));
        }
    }
}
