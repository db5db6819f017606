package drawbridge.mapping.check;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
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
    private static final Set<String> ANY =
            Set.of("string", "integer", "number", "boolean", "array", "object");

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
        if (lens.equals("interval")) {
            List<Use> ends = new ArrayList<>();
            for (String key : List.of("from", "until", "through")) {
                options.maybe(key, at -> at).ifPresent(at -> ends.add(day(options, at)));
            }
            return ends;
        }
        if (options.has("list")) {
            return item(options, lens);
        }
        List<Use> uses = new ArrayList<>();
        for (String key : List.of("at", "first", "last")) {
            options.maybe(key, at -> at).ifPresent(at -> uses.add(member(options, at, lens)));
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

    /// A member of an item: the list is written as a whole, and the key is read in each item.
    private List<Use> item(Section options, String lens) {
        List<Use> uses = new ArrayList<>();
        uses.add(use(options.need("list"), LIST, "a list"));
        Pointer list = Section.pointer(options.need("list"));
        uses.add(member(options, options.need("at"), lens).within(list));
        options.section("key")
                .yaml()
                .entries()
                .forEach(
                        (name, entry) -> {
                            Yaml at = new Yaml.Scalar(entry.key(), Value.of(name), 0);
                            uses.add(use(at, ANY, "a value").within(list));
                        });
        return uses;
    }

    private static Use day(Section options, Yaml at) {
        String as = options.maybe("as", Section::text).orElse("");
        return switch (as) {
            case "epoch-millis" -> use(at, NUMBER, "a number");
            case "midnight-utc" -> formatted(at, "a day as midnight in UTC", "date");
            default -> formatted(at, "a date", "date-time");
        };
    }

    private Use member(Section options, Yaml at, String lens) {
        Optional<String> as = options.maybe("as", Section::text);
        boolean isWall = lens.equals("instant") && (options.has("zone") || options.has("pattern"));
        if (isWall) {
            return formatted(at, "the time on a wall", "date-time");
        }
        if (lens.equals("date")) {
            return day(options, at);
        }
        boolean isPart = lens.equals("set") && options.has("separator");
        return isPart || as.filter("prefix"::equals).isPresent()
                ? use(at, TEXT, "text")
                : member(at, lens, as);
    }

    private Use member(Yaml at, String lens, Optional<String> as) {
        return switch (lens) {
            case "number", "unit" -> use(at, NUMBER, "a number");
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
                                        .several(side.word())
                                        .forEach(word -> words.put(Section.text(word), word.at())));
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
            add(
                    uses,
                    timed,
                    TEXT,
                    "text",
                    "start",
                    "end",
                    "start-instant",
                    "end-instant",
                    "zone",
                    "end-zone");
            add(uses, timed, NUMBER, "a number of minutes", "minutes");
        }
        if (options.has("all-day")) {
            Section days = options.section("all-day");
            boolean isNumber =
                    days.maybe("as", Section::text).filter("epoch-millis"::equals).isPresent();
            add(
                    uses,
                    days,
                    isNumber ? NUMBER : TEXT,
                    isNumber ? "a number" : "text",
                    "day",
                    "first",
                    "end",
                    "last");
            add(uses, days, FLAG, "true or false", "flag");
        }
        options.maybe("zone-if-none", zone -> zone)
                .filter(Yaml.Entries.class::isInstance)
                .map(Section::of)
                .filter(zone -> !zone.has("in"))
                .ifPresent(zone -> add(uses, zone, TEXT, "text", "at"));
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
