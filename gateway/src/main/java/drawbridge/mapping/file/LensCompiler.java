package drawbridge.mapping.file;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.Yaml.Place;
import drawbridge.mapping.lens.Field;
import drawbridge.mapping.lens.Form;
import drawbridge.mapping.lens.Lens;
import drawbridge.mapping.lens.Scale;
import drawbridge.mapping.lens.WallForm;
import drawbridge.mapping.lens.WhenLens;
import drawbridge.mapping.lens.ZonePlace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Makes the lenses of one field, and says what is wrong with them.
///
/// @param enrichments the names that a side may read `in`, each with the side that it belongs to
/// @param flows the resources that each flow pairs, for references
/// @param zone of the tenant
/// @param expressions of each side that is known
record LensCompiler(
        Map<String, Side> enrichments,
        Map<String, Map<Side, ResourceName>> flows,
        ZoneId zone,
        Map<Side, Expressions> expressions,
        Problems problems) {

    Field field(String name, Section yaml) {
        String operation = yaml.text("lens");
        Map<Side, Lens> lenses = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            lenses.put(side, side(operation, yaml, side));
        }
        return new Field(
                new FieldName(name),
                new SamenessCompiler(operation, yaml, List.copyOf(lenses.values()), problems)
                        .sameness(),
                lenses);
    }

    private Lens side(String operation, Section field, Side side) {
        Yaml yaml = field.need(side.word());
        if (!(yaml instanceof Yaml.Entries entries)) {
            return new Lens.At(
                    Section.pointer(yaml), false, form(operation, field, side, none(yaml)));
        }
        Section options = new Section(entries);
        if (options.has("computed")) {
            return computed(operation, field, side, options);
        }
        if (options.has("const")) {
            return new Lens.Const(literal(operation, options.need("const"), field));
        }
        Lens lens = shape(operation, field, side, options);
        if (options.has("default")) {
            lens = new Lens.Default(lens, literal(operation, options.need("default"), field));
        }
        return options.has("in") ? enriched(options.need("in"), side, lens) : lens;
    }

    private Lens computed(String operation, Section field, Side side, Section options) {
        Yaml text = options.need("computed");
        for (String key : options.members().keySet()) {
            if (!Set.of("computed", "absent").contains(key)) {
                problems.add(
                        options.key(key), "what is computed has no '" + key + "'; take it away");
            }
        }
        if (Set.of("when", "ref").contains(operation)) {
            throw new Problems.Malformed(
                    text.at(), "a field of the lens '" + operation + "' cannot be computed");
        }
        Expressions of = expressions.get(side);
        if (of == null) {
            throw Problems.Malformed.told(text.at());
        }
        Form form =
                operation.equals("enum")
                        ? new Form.Choice(same(field))
                        : form(operation, field, side, none(text));
        return of.asked(text, Expressions.wanted(operation), absentIsEmpty(options), problems)
                .<Lens>map(asked -> new Lens.Computed(asked, form))
                .orElseThrow(() -> Problems.Malformed.told(text.at()));
    }

    /// What is computed is a word of the mapping, and of no system.
    private static Lens.Words same(Section field) {
        Map<String, String> words = new LinkedHashMap<>();
        field.members("words").keySet().forEach(word -> words.put(word, word));
        return new Lens.Words(words);
    }

    private static Section none(Yaml yaml) {
        return new Section(new Yaml.Entries(yaml.at(), new LinkedHashMap<>()));
    }

    private Lens shape(String operation, Section field, Side side, Section options) {
        if (operation.equals("when")) {
            return new Lens.When(when(side, options));
        }
        boolean absent = absentIsEmpty(options);
        if (operation.equals("interval")) {
            return interval(options, absent);
        }
        Form form = form(operation, field, side, options);
        if (options.has("list")) {
            return item(options, absent, form);
        }
        if (operation.equals("enum") && is(options, "as", "prefix")) {
            return new Lens.Beginning(
                    new Lens.At(
                            Section.pointer(options.need("at")),
                            absent,
                            new Form.Text(OptionalInt.empty())),
                    words(field, side));
        }
        if (options.has("after")) {
            return new Lens.Rest(
                    new Lens.At(Section.pointer(options.need("at")), absent, form),
                    Section.words(options.need("after")));
        }
        if (options.has("first")) {
            return new Lens.Join(
                    new Lens.At(Section.pointer(options.need("first")), absent, form),
                    new Lens.At(Section.pointer(options.need("last")), absent, form));
        }
        return new Lens.At(Section.pointer(options.need("at")), absent, form);
    }

    private static boolean is(Section options, String key, String word) {
        return options.maybe(key, Section::text).filter(word::equals).isPresent();
    }

    private Lens interval(Section options, boolean absent) {
        Form form = new Form.Day(DayForms.of(options));
        boolean isLast = options.has("through");
        if (isLast && options.has("until")) {
            problems.add(
                    options.key("until"),
                    "'until' is the day after the last, 'through' the last; name one of them");
        }
        return new Lens.Interval(
                new Lens.At(Section.pointer(options.need("from")), absent, form),
                new Lens.At(
                        Section.pointer(options.need(isLast ? "through" : "until")), absent, form),
                isLast);
    }

    private Lens item(Section options, boolean absent, Form form) {
        Map<Pointer, Value> key = new LinkedHashMap<>();
        options.section("key")
                .yaml()
                .entries()
                .forEach(
                        (name, entry) -> {
                            if (name.startsWith("/")) {
                                key.put(Pointer.parse(name), entry.value().value());
                            } else {
                                problems.add(
                                        entry.key(),
                                        "'%s' is no JSON pointer; did you mean /%s?"
                                                .formatted(name, name));
                            }
                        });
        return new Lens.Item(
                Section.pointer(options.need("list")),
                key,
                Section.pointer(options.need("at")),
                absent,
                form);
    }

    static boolean absentIsEmpty(Section options) {
        return options.maybe("absent", Section::text).filter("empty"::equals).isPresent();
    }

    private Lens enriched(Yaml yaml, Side side, Lens lens) {
        return new Lens.Enriched(enrichment(yaml, side), lens);
    }

    private String enrichment(Yaml yaml, Side side) {
        String name = Section.text(yaml);
        if (!enrichments.containsKey(name)) {
            problems.unknown(yaml.at(), "enrichment", name, enrichments.keySet());
        } else if (enrichments.get(name) != side) {
            problems.add(
                    yaml.at(),
                    "the enrichment '%s' belongs to %s".formatted(name, side.other().word()));
        }
        return name;
    }

    private Form form(String operation, Section field, Side side, Section options) {
        return switch (operation) {
            case "text", "email", "phone" ->
                    is(options, "as", "html")
                            ? new Form.Markup(whole(options, "max"))
                            : new Form.Text(whole(options, "max"));
            case "number" -> new Form.Numeral();
            case "unit" -> new Form.Scaled(scale(options));
            case "bool" -> new Form.Bool();
            case "set" ->
                    options.has("separator")
                            ? new Form.Split(options.text("separator"), whole(options, "max"))
                            : new Form.Items();
            case "enum" -> new Form.Choice(words(field, side));
            case "instant" -> moment(options);
            case "date" -> new Form.Day(DayForms.of(options));
            case "ref" -> reference(field, side, options);
            case "when" ->
                    throw new Problems.Malformed(
                            options.at(), "the lens 'when' needs 'timed', 'all-day' or both");
            default -> throw new Problems.Malformed(field.at("lens"), "there is no such lens");
        };
    }

    private static OptionalInt whole(Section options, String key) {
        return options.maybe(key, Section::whole).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private Scale scale(Section options) {
        BigDecimal times =
                options.maybe("times", yaml -> new BigDecimal(Section.text(yaml)))
                        .orElse(BigDecimal.ONE);
        if (times.signum() <= 0) {
            problems.add(options.at("times"), "a unit is more than nothing of another one");
            times = BigDecimal.ONE;
        }
        return new Scale(
                times,
                whole(options, "decimals"),
                is(options, "rounding", "half-even")
                        ? RoundingMode.HALF_EVEN
                        : RoundingMode.HALF_UP);
    }

    private Form moment(Section options) {
        return options.has("zone") || options.has("pattern")
                ? wall(options)
                : new Form.Moment(
                        options.maybe("as", at -> Section.word(at, TimeFormat.class))
                                .orElse(TimeFormat.ISO_INSTANT));
    }

    private Form wall(Section options) {
        ZoneId in =
                options.maybe("zone", this::zoneIfNone)
                        .orElseThrow(
                                () ->
                                        new Problems.Malformed(
                                                options.at("pattern"),
                                                "a time on a wall needs the 'zone' where it hangs:"
                                                        + " 'tenant' or a name"));
        return new Form.Wall(wallForm(options), in);
    }

    private static WallForm wallForm(Section options) {
        try {
            return new WallForm(options.maybe("pattern", Section::text));
        } catch (IllegalArgumentException wrong) {
            throw new Problems.Malformed(
                    options.at("pattern"),
                    "'"
                            + options.text("pattern")
                            + "' is no pattern by which a time such as dd.MM.uuuu HH:mm is written"
                            + " and read; a day needs uuuu, MM and dd, an hour HH");
        }
    }

    private Lens.Words words(Section field, Side side) {
        Map<String, String> words = new LinkedHashMap<>();
        Map<String, String> further = new LinkedHashMap<>();
        field.members("words")
                .forEach(
                        (word, yaml) -> {
                            for (Yaml partner : Section.of(yaml).several(side.word())) {
                                String text = Section.text(partner);
                                Place at = partner.at();
                                if (words.containsValue(text) || further.containsKey(text)) {
                                    problems.add(
                                            at,
                                            "'%s' stands for two words, so that it".formatted(text)
                                                    + " could not be read back");
                                }
                                if (words.putIfAbsent(word, text) != null) {
                                    further.put(text, word);
                                }
                            }
                        });
        return new Lens.Words(words, further);
    }

    private Form reference(Section field, Side side, Section options) {
        String flow = field.text("flow");
        Map<Side, ResourceName> ends = flows.get(flow);
        if (ends == null || ends.get(side) == null) {
            if (ends == null) {
                problems.unknown(field.at("flow"), "flow", flow, flows.keySet());
            }
            throw Problems.Malformed.told(field.at("flow"));
        }
        boolean number = options.maybe("as", Section::text).filter("number"::equals).isPresent();
        return new Form.Ref(new FlowName(flow), ends.get(side), side, number);
    }

    private WhenLens when(Side side, Section options) {
        Optional<Section> days = options.maybe("all-day", Section::of);
        Optional<Section> timed = options.maybe("timed", Section::of);
        Optional<Section> zonePlace =
                options.maybe("zone-if-none", yaml -> yaml)
                        .filter(Yaml.Entries.class::isInstance)
                        .map(Section::of);
        zonePlace
                .flatMap(place -> place.maybe("in", yaml -> yaml))
                .ifPresent(
                        yaml -> {
                            var _ = enrichment(yaml, side);
                        });
        timed.filter(some -> some.has("end") && !some.has("zone"))
                .filter(_ -> !options.has("zone-if-none"))
                .ifPresent(
                        some ->
                                problems.add(
                                        some.at("start"),
                                        "a time on a wall without a 'zone' of its own needs"
                                                + " 'zone-if-none': 'tenant' or a name"));
        return new WhenLens(
                timed.map(this::timed),
                days.map(LensCompiler::days),
                days.flatMap(section -> section.maybe("flag", Section::pointer)),
                absentIsEmpty(options),
                zonePlace.isPresent()
                        ? zonePlace.get().maybe("else", this::zoneIfNone)
                        : options.maybe("zone-if-none", this::zoneIfNone),
                options.maybe("series", yaml -> SeriesCompiler.series(Section.of(yaml), problems)),
                new WhenLens.Ways(
                        timed.filter(some -> is(some, "zone-names", "windows")).isPresent(),
                        Duration.ofMinutes(
                                timed.flatMap(
                                                some ->
                                                        some.maybe(
                                                                "minutes-at-least", Section::whole))
                                        .orElse(0)),
                        zonePlace.map(
                                place ->
                                        new ZonePlace(
                                                place.maybe("in", Section::text),
                                                Section.pointer(place.need("at"))))));
    }

    private WhenLens.Timed timed(Section yaml) {
        if (yaml.has("start") && yaml.has("end")) {
            return new WhenLens.Timed.Walls(
                    Section.pointer(yaml.need("start")),
                    Section.pointer(yaml.need("end")),
                    yaml.maybe("zone", Section::pointer),
                    yaml.maybe("end-zone", Section::pointer),
                    wallForm(yaml));
        }
        return yaml.has("start-instant")
                ? new WhenLens.Timed.Instants(
                        Section.pointer(yaml.need("start-instant")),
                        Section.pointer(yaml.need("end-instant")),
                        yaml.maybe("zone", Section::pointer))
                : new WhenLens.Timed.WallAndMinutes(
                        Section.pointer(yaml.need("start")),
                        Section.pointer(yaml.need("minutes")),
                        Section.pointer(yaml.need("zone")),
                        yaml.maybe("minutes-up-to", Section::whole).orElse(1));
    }

    private static WhenLens.Days days(Section yaml) {
        return yaml.has("day")
                ? new WhenLens.Days.One(Section.pointer(yaml.need("day")), DayForms.of(yaml))
                : new WhenLens.Days.Span(
                        Section.pointer(yaml.need("first")),
                        Section.pointer(yaml.need(yaml.has("last") ? "last" : "end")),
                        yaml.maybe("max-days", Section::whole).orElse(Integer.MAX_VALUE),
                        yaml.has("last"),
                        DayForms.of(yaml));
    }

    private ZoneId zoneIfNone(Yaml yaml) {
        return Section.text(yaml).equals("tenant") ? zone : zone(yaml, problems);
    }

    static ZoneId zone(Yaml yaml, Problems problems) {
        String name = Section.text(yaml);
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            problems.add(
                    yaml.at(),
                    "'%s' is no time zone%s"
                            .formatted(
                                    name,
                                    Nearest.to(name, ZoneId.getAvailableZoneIds())
                                            .map(near -> "; did you mean '" + near + "'?")
                                            .orElse("")));
            return ZoneId.of("UTC");
        }
        try {
            return ZoneId.of(name);
        } catch (DateTimeException impossible) {
            throw new Problems.Malformed(yaml.at(), "'" + name + "' is no time zone");
        }
    }

    /// Where somebody wrote what one of the systems says: the word of the mapping for it.
    private static Optional<String> meant(String text, Section field) {
        return field.members("words").entrySet().stream()
                .filter(
                        word ->
                                Arrays.stream(Side.values())
                                        .flatMap(
                                                side ->
                                                        Section.of(word.getValue())
                                                                .several(side.word())
                                                                .stream())
                                        .map(Section::text)
                                        .anyMatch(text::equals))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static String held(String operation, Section field) {
        return switch (operation) {
            case "enum" ->
                    "one of its words ("
                            + String.join(", ", field.members("words").sequencedKeySet())
                            + ")";
            case "number", "unit" -> "a number";
            case "bool" -> "true or false";
            case "text", "email", "phone" -> "text";
            case "date" -> "a day such as 2026-03-01";
            case "instant" -> "a time such as 2026-03-01T09:00:00Z";
            default -> "null";
        };
    }

    /// A neutral value written into a mapping, of the kind that `operation` holds.
    Neutral literal(String operation, Yaml yaml, Section field) {
        return switch (yaml.value()) {
            case Value.Null _ -> new Neutral.Empty();
            case Value.Text(String text) when operation.equals("enum") -> {
                if (!field.members("words").containsKey(text)) {
                    problems.unknown(
                            yaml.at(),
                            "word",
                            text,
                            field.members("words").sequencedKeySet(),
                            meant(text, field));
                }
                yield new Neutral.Words(text);
            }
            case Value.Text(String text)
                    when Set.of("text", "email", "phone", "date", "instant").contains(operation) ->
                    new Neutral.Words(text);
            case Value.Num(BigDecimal number)
                    when operation.equals("number") || operation.equals("unit") ->
                    new Neutral.Number(number);
            case Value.Bool(boolean flag) when operation.equals("bool") -> new Neutral.Flag(flag);
            case Value.Text _, Value.Num _, Value.Bool _, Value.Arr _, Value.Obj _ -> {
                problems.add(
                        yaml.at(),
                        "a field of the lens '%s' cannot be this; %s is expected here"
                                .formatted(operation, held(operation, field)));
                yield new Neutral.Empty();
            }
        };
    }
}
