package drawbridge.mapping.file;

import com.google.i18n.phonenumbers.PhoneNumberUtil;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.Yaml.Place;
import drawbridge.mapping.lens.Field;
import drawbridge.mapping.lens.Form;
import drawbridge.mapping.lens.Lens;
import drawbridge.mapping.lens.Sameness;
import drawbridge.mapping.lens.WhenLens;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
        return new Field(new FieldName(name), sameness(operation, yaml), lenses);
    }

    private Sameness sameness(String operation, Section yaml) {
        return switch (operation) {
            case "text", "set" -> new Sameness.Text();
            case "email" -> new Sameness.Email();
            case "phone" -> new Sameness.Phone(region(yaml.need("region")));
            default -> new Sameness.Exact();
        };
    }

    private String region(Yaml yaml) {
        String region = Section.text(yaml);
        Set<String> known = PhoneNumberUtil.getInstance().getSupportedRegions();
        if (!known.contains(region)) {
            problems.add(
                    yaml.at(),
                    "'"
                            + region
                            + "' is no region of phone numbers; write two capitals such as DE");
        }
        return region;
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
            return new Lens.When(when(options));
        }
        boolean absent = absentIsEmpty(options);
        Form form = form(operation, field, side, options);
        if (options.has("first")) {
            return new Lens.Join(
                    new Lens.At(Section.pointer(options.need("first")), absent, form),
                    new Lens.At(Section.pointer(options.need("last")), absent, form));
        }
        return new Lens.At(Section.pointer(options.need("at")), absent, form);
    }

    static boolean absentIsEmpty(Section options) {
        return options.maybe("absent", Section::text).filter("empty"::equals).isPresent();
    }

    private Lens enriched(Yaml yaml, Side side, Lens lens) {
        String name = Section.text(yaml);
        if (!enrichments.containsKey(name)) {
            problems.unknown(yaml.at(), "enrichment", name, enrichments.keySet());
        } else if (enrichments.get(name) != side) {
            problems.add(
                    yaml.at(),
                    "the enrichment '%s' belongs to %s".formatted(name, side.other().word()));
        }
        return new Lens.Enriched(name, lens);
    }

    private Form form(String operation, Section field, Side side, Section options) {
        return switch (operation) {
            case "text", "email", "phone" ->
                    new Form.Text(
                            options.maybe("max", Section::whole)
                                    .map(OptionalInt::of)
                                    .orElse(OptionalInt.empty()));
            case "number" -> new Form.Numeral();
            case "bool" -> new Form.Bool();
            case "set" -> new Form.Items();
            case "enum" -> new Form.Choice(words(field, side));
            case "instant" ->
                    new Form.Moment(
                            options.maybe("as", at -> Section.word(at, TimeFormat.class))
                                    .orElse(TimeFormat.ISO_INSTANT));
            case "date" -> new Form.Day();
            case "ref" -> reference(field, side, options);
            case "when" ->
                    throw new Problems.Malformed(
                            options.at(), "the lens 'when' needs 'timed', 'all-day' or both");
            default -> throw new Problems.Malformed(field.at("lens"), "there is no such lens");
        };
    }

    private Lens.Words words(Section field, Side side) {
        Map<String, String> words = new LinkedHashMap<>();
        field.members("words")
                .forEach(
                        (word, yaml) -> {
                            Section partners = Section.of(yaml);
                            partners.maybe(side.word(), Section::text)
                                    .ifPresent(
                                            text -> {
                                                Place at = partners.at(side.word());
                                                if (words.containsValue(text)) {
                                                    problems.add(
                                                            at,
                                                            "'%s' stands for two words, so that it"
                                                                            .formatted(text)
                                                                    + " could not be read back");
                                                }
                                                words.put(word, text);
                                            });
                        });
        return new Lens.Words(words);
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

    private WhenLens when(Section options) {
        Optional<Section> days = options.maybe("all-day", Section::of);
        return new WhenLens(
                options.maybe("timed", yaml -> timed(Section.of(yaml))),
                days.map(LensCompiler::days),
                days.flatMap(section -> section.maybe("flag", Section::pointer)),
                absentIsEmpty(options),
                options.maybe("zone-if-none", this::zoneIfNone),
                options.maybe("series", yaml -> SeriesCompiler.series(Section.of(yaml), problems)));
    }

    private static WhenLens.Timed timed(Section yaml) {
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
                ? new WhenLens.Days.One(Section.pointer(yaml.need("day")))
                : new WhenLens.Days.Span(
                        Section.pointer(yaml.need("first")),
                        Section.pointer(yaml.need("end")),
                        yaml.maybe("max-days", Section::whole).orElse(Integer.MAX_VALUE));
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

    /// A neutral value written into a mapping, of the kind that `operation` holds.
    Neutral literal(String operation, Yaml yaml, Section field) {
        return switch (yaml.value()) {
            case Value.Null _ -> new Neutral.Empty();
            case Value.Text(String text) when operation.equals("enum") -> {
                if (!field.members("words").containsKey(text)) {
                    problems.unknown(
                            yaml.at(), "word", text, field.members("words").sequencedKeySet());
                }
                yield new Neutral.Words(text);
            }
            case Value.Text(String text)
                    when Set.of("text", "email", "phone", "date", "instant").contains(operation) ->
                    new Neutral.Words(text);
            case Value.Num(BigDecimal number) when operation.equals("number") ->
                    new Neutral.Number(number);
            case Value.Bool(boolean flag) when operation.equals("bool") -> new Neutral.Flag(flag);
            case Value.Text _, Value.Num _, Value.Bool _, Value.Arr _, Value.Obj _ -> {
                problems.add(
                        yaml.at(), "a field of the lens '%s' cannot be this".formatted(operation));
                yield new Neutral.Empty();
            }
        };
    }
}
