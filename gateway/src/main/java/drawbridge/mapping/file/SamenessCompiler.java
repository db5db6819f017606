package drawbridge.mapping.file;

import com.google.i18n.phonenumbers.PhoneNumberUtil;

import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.lens.Form;
import drawbridge.mapping.lens.Lens;
import drawbridge.mapping.lens.Sameness;
import drawbridge.mapping.lens.Scale;
import drawbridge.mapping.lens.WhenLens;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes what counts as the same value of a field, from its lens and from what its sides can hold.
///
/// @param lenses of both sides
record SamenessCompiler(String operation, Section field, List<Lens> lenses, Problems problems) {

    Sameness sameness() {
        return switch (operation) {
            case "text" ->
                    forms().anyMatch(Form.Markup.class::isInstance)
                            ? new Sameness.Prose()
                            : new Sameness.Text();
            case "set" -> new Sameness.Text();
            case "email" -> email();
            case "phone" -> new Sameness.Phone(region(field.need("region")), former());
            case "unit" -> steps();
            case "instant" -> grain();
            case "when" -> times();
            default -> new Sameness.Exact();
        };
    }

    private Stream<Form> forms() {
        return lenses.stream().flatMap(SamenessCompiler::form);
    }

    private static Stream<Form> form(Lens lens) {
        return switch (lens) {
            case Lens.At at -> Stream.of(at.form());
            case Lens.Item item -> Stream.of(item.form());
            case Lens.Rest rest -> Stream.of(rest.at().form());
            case Lens.Join join -> Stream.of(join.first().form(), join.last().form());
            case Lens.Default(Lens inner, var _) -> form(inner);
            case Lens.Enriched(var _, Lens inner) -> form(inner);
            case Lens.Computed computed -> Stream.of(computed.form());
            case Lens.Beginning _, Lens.Interval _, Lens.Const _, Lens.When _ -> Stream.of();
        };
    }

    private Sameness email() {
        Map<String, String> aliases = field.texts("aliases");
        field.members("aliases")
                .forEach(
                        (_, of) -> {
                            if (aliases.containsKey(Section.text(of))) {
                                problems.add(
                                        of.at(),
                                        "'"
                                                + Section.text(of)
                                                + "' is an alias itself; name the address that it"
                                                + " stands for");
                            }
                        });
        boolean isTagged = field.maybe("ignore-tags", Section::flag).filter(flag -> flag).isEmpty();
        return new Sameness.Email(isTagged, aliases);
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

    private Set<Sameness.Phone.Former> former() {
        Set<Sameness.Phone.Former> former = EnumSet.noneOf(Sameness.Phone.Former.class);
        field.maybe("former", Section::words)
                .orElse(List.of())
                .forEach(
                        word ->
                                Stream.of(Sameness.Phone.Former.values())
                                        .filter(known -> known.name().equals(word))
                                        .forEach(former::add));
        return former;
    }

    /// Numbers are compared where their steps are widest.
    private Sameness steps() {
        Optional<Scale> widest =
                forms().filter(Form.Scaled.class::isInstance)
                        .map(form -> ((Form.Scaled) form).scale())
                        .filter(scale -> scale.step().isPresent())
                        .max((one, other) -> step(one).compareTo(step(other)));
        return widest.<Sameness>map(scale -> new Sameness.Steps(step(scale), scale.rounding()))
                .orElseGet(Sameness.Exact::new);
    }

    private static BigDecimal step(Scale scale) {
        return scale.step().orElse(BigDecimal.ONE);
    }

    private Sameness grain() {
        Optional<ChronoUnit> coarsest =
                forms().flatMap(SamenessCompiler::grain).max(ChronoUnit::compareTo);
        return coarsest.<Sameness>map(Sameness.Grain::new).orElseGet(Sameness.Exact::new);
    }

    private static Stream<ChronoUnit> grain(Form form) {
        return switch (form) {
            case Form.Wall wall -> Stream.of(wall.grain());
            case Form.Moment(TimeFormat format) when format == TimeFormat.EPOCH_SECONDS ->
                    Stream.of(ChronoUnit.SECONDS);
            default -> Stream.of();
        };
    }

    private Sameness times() {
        List<WhenLens.Ways> ways =
                lenses.stream()
                        .filter(Lens.When.class::isInstance)
                        .map(lens -> ((Lens.When) lens).lens().ways())
                        .toList();
        Duration atLeast =
                ways.stream()
                        .map(WhenLens.Ways::atLeast)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        boolean windows = ways.stream().anyMatch(WhenLens.Ways::windows);
        return windows || !atLeast.isZero()
                ? new Sameness.Times(atLeast, windows)
                : new Sameness.Exact();
    }
}
