package drawbridge.mapping.lens;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.SystemSpec.TimeFormat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Something of a field that does not arrive at the other side, or is refused there, by its lenses
/// alone: what the records hold just now plays no part.
///
/// | the lenses | it is told |
/// | --- | --- |
/// | the group crosses the other way only or not at all, or the target reads the field alone | that it does not cross |
/// | a text is longer, a number finer, a stretch of days longer than the target takes | from where on, and whether it is rounded or refused |
/// | several words of the source are one for the flow | as which word each arrives |
/// | HTML, a divided name, a zone, a rule that the target has no place for | what of it is lost |
/// | anything else, such as a value in its normal form | nothing |
///
/// @param what in words, as what becomes of the field
public record Loss(FieldName field, Direction way, String what) {

    /// In the order of the mapping; for each field to the app first.
    public static List<Loss> of(CompiledFlow flow) {
        List<Loss> losses = new ArrayList<>();
        for (Flow.Group group : flow.groups()) {
            for (Direction way : Direction.values()) {
                for (FieldName name : group.fields()) {
                    Optional.ofNullable(flow.fields().get(name))
                            .map(field -> of(flow, group, field, way))
                            .orElse(List.of())
                            .forEach(what -> losses.add(new Loss(name, way, what)));
                }
            }
        }
        return losses;
    }

    private static List<String> of(
            CompiledFlow flow, Flow.Group group, Field field, Direction way) {
        Lens from = field.lens(way.source());
        Lens to = field.lens(way.target());
        if (group.ways().isEmpty()) {
            return List.of("is compared, and never written");
        }
        if (!group.ways().contains(way) || isReadAlone(to)) {
            return List.of("does not cross this way");
        }
        if (from instanceof Lens.When(WhenLens source)
                && to instanceof Lens.When(WhenLens target)) {
            return times(source, target, flow.occurring().isPresent());
        }
        List<String> losses = new ArrayList<>();
        if (inner(from) instanceof Lens.Join && !(inner(to) instanceof Lens.Join)) {
            losses.add("which of its words are the first name is not told");
        }
        if (to instanceof Lens.Default(Lens _, Neutral value)) {
            losses.add("where it is empty, '" + Show.of(value) + "' is written");
        }
        form(from)
                .ifPresent(
                        source ->
                                form(to).ifPresent(target -> losses.addAll(forms(source, target))));
        return losses;
    }

    private static boolean isReadAlone(Lens lens) {
        return switch (lens) {
            case Lens.Const _, Lens.Enriched _, Lens.Computed _ -> true;
            case Lens.Default(Lens inner, Neutral _) -> isReadAlone(inner);
            case Lens.At _,
                    Lens.Join _,
                    Lens.Item _,
                    Lens.Beginning _,
                    Lens.Rest _,
                    Lens.Interval _,
                    Lens.When _ ->
                    false;
        };
    }

    /// The lens within those that only say where it looks, or what emptiness means.
    private static Lens inner(Lens lens) {
        return switch (lens) {
            case Lens.Default(Lens within, Neutral _) -> inner(within);
            case Lens.Enriched(String _, Lens within) -> inner(within);
            case Lens.At _,
                    Lens.Join _,
                    Lens.Const _,
                    Lens.Item _,
                    Lens.Beginning _,
                    Lens.Rest _,
                    Lens.Interval _,
                    Lens.Computed _,
                    Lens.When _ ->
                    lens;
        };
    }

    /// How the one member is written that the lens is about; empty where it is about several.
    private static Optional<Form> form(Lens lens) {
        return switch (inner(lens)) {
            case Lens.At at -> Optional.of(at.form());
            case Lens.Item item -> Optional.of(item.form());
            case Lens.Computed computed -> Optional.of(computed.form());
            case Lens.Default _,
                    Lens.Enriched _,
                    Lens.Join _,
                    Lens.Const _,
                    Lens.Beginning _,
                    Lens.Rest _,
                    Lens.Interval _,
                    Lens.When _ ->
                    Optional.empty();
        };
    }

    private static List<String> forms(Form from, Form to) {
        List<String> losses = new ArrayList<>();
        if (from instanceof Form.Markup && !(to instanceof Form.Markup)) {
            losses.add("its text arrives, the formatting of its HTML does not");
        }
        if (from instanceof Form.Choice source && to instanceof Form.Choice target) {
            words(source.words(), target.words()).ifPresent(losses::add);
        }
        switch (to) {
            case Form.Text(OptionalInt max) -> longer(longest(from), max).ifPresent(losses::add);
            case Form.Split(String _, OptionalInt max) ->
                    longer(longest(from), max).ifPresent(losses::add);
            case Form.Markup(OptionalInt max) ->
                    longer(longest(from), max)
                            .map(words -> words + ", tags counted")
                            .ifPresent(losses::add);
            case Form.Scaled(Scale scale) ->
                    scale.step().ifPresent(step -> losses.add(steps(step)));
            case Form.Moment(TimeFormat format) -> {
                if (format == TimeFormat.EPOCH_SECONDS && !isSeconds(from)) {
                    losses.add("what is below a second is cut off");
                }
            }
            case Form.Wall _ ->
                    losses.add("of the hour that comes twice in autumn only the first is told");
            case Form.Numeral _,
                    Form.Bool _,
                    Form.Items _,
                    Form.Choice _,
                    Form.Day _,
                    Form.Ref _ -> {}
        }
        return losses;
    }

    private static String steps(BigDecimal step) {
        return "it is rounded to steps of " + step.stripTrailingZeros().toPlainString();
    }

    private static boolean isSeconds(Form form) {
        return form instanceof Form.Moment(TimeFormat format) && format == TimeFormat.EPOCH_SECONDS;
    }

    private static OptionalInt longest(Form form) {
        return switch (form) {
            case Form.Text(OptionalInt max) -> max;
            case Form.Markup(OptionalInt max) -> max;
            case Form.Split(String _, OptionalInt max) -> max;
            case Form.Numeral _,
                    Form.Bool _,
                    Form.Items _,
                    Form.Choice _,
                    Form.Scaled _,
                    Form.Wall _,
                    Form.Moment _,
                    Form.Day _,
                    Form.Ref _ ->
                    OptionalInt.empty();
        };
    }

    private static Optional<String> longer(OptionalInt from, OptionalInt to) {
        return to.isPresent() && (from.isEmpty() || from.getAsInt() > to.getAsInt())
                ? Optional.of(
                        "it is refused with more than %,d characters".formatted(to.getAsInt()))
                : Optional.empty();
    }

    /// The finer words of the source, and those that the target has no partner for.
    private static Optional<String> words(Lens.Words from, Lens.Words to) {
        Set<String> all = new LinkedHashSet<>();
        from.further()
                .forEach(
                        (text, word) ->
                                Optional.ofNullable(to.words().get(word))
                                        .ifPresent(
                                                there ->
                                                        all.add(
                                                                "'%s' arrives as '%s'"
                                                                        .formatted(text, there))));
        from.words()
                .forEach(
                        (word, text) -> {
                            if (!to.words().containsKey(word)) {
                                all.add("'%s' is refused".formatted(text));
                            }
                        });
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", all));
    }

    private static List<String> times(WhenLens from, WhenLens to, boolean occurring) {
        List<String> losses = new ArrayList<>();
        if (from.timed().isPresent() && to.timed().isEmpty()) {
            losses.add("a time of day is refused");
        }
        if (from.days().isPresent() && to.days().isEmpty()) {
            losses.add("whole days are refused");
        }
        if (from.series().isPresent() && to.series().isEmpty()) {
            losses.add(
                    occurring
                            ? "a rule becomes one record for each occurrence that comes"
                            : "what repeats is refused");
        }
        if (hasZone(from) && to.timed().isPresent() && !hasZone(to)) {
            losses.add("its time zone is not told");
        }
        to.timed()
                .filter(WhenLens.Timed.WallAndMinutes.class::isInstance)
                .map(timed -> ((WhenLens.Timed.WallAndMinutes) timed).upTo())
                .filter(minutes -> minutes > 1)
                .ifPresent(
                        minutes ->
                                losses.add(
                                        "its length is rounded up to a multiple of %d minutes"
                                                .formatted(minutes)));
        most(to).filter(days -> most(from).filter(longest -> longest <= days).isEmpty())
                .filter(_ -> from.days().isPresent())
                .ifPresent(
                        days ->
                                losses.add(
                                        "more than %d whole %s refused"
                                                .formatted(
                                                        days, days == 1 ? "day is" : "days are")));
        return losses;
    }

    private static boolean hasZone(WhenLens lens) {
        return lens.timed()
                .filter(
                        timed ->
                                switch (timed) {
                                    case WhenLens.Timed.WallAndMinutes _ -> true;
                                    case WhenLens.Timed.Instants instants ->
                                            instants.zone().isPresent();
                                    case WhenLens.Timed.Walls walls -> walls.zone().isPresent();
                                })
                .isPresent();
    }

    /// How many whole days a side holds; empty where it holds none, or any number.
    private static Optional<Integer> most(WhenLens lens) {
        return lens.days()
                .flatMap(
                        days ->
                                switch (days) {
                                    case WhenLens.Days.One _ -> Optional.of(1);
                                    case WhenLens.Days.Span span ->
                                            Optional.of(span.max())
                                                    .filter(max -> max < Integer.MAX_VALUE);
                                });
    }
}
