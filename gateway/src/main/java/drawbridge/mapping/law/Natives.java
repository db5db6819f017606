package drawbridge.mapping.law;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.lens.Form;
import drawbridge.mapping.lens.Lens;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Records as systems hold them.
final class Natives {

    /// Members of which no lens speaks.
    private static final Value.Obj REMAINDER =
            new Value.Obj(Map.of("kept by others", Value.of("as it is")));

    private Natives() {}

    /// The members among others.
    static Value.Obj among(Value.Obj members) {
        return Values.merge(REMAINDER, members);
    }

    /// Records that a lens may find: those that it writes itself, and those that only others write.
    static List<Value.Obj> of(Lens lens, List<Neutral> samples, Refs refs) {
        List<Value.Obj> records = new ArrayList<>();
        for (Neutral value : samples) {
            if (lens.write(value, refs) instanceof Lens.Put.Of(Value.Obj members)) {
                records.add(members);
            }
        }
        Samples.parts(lens)
                .forEach(
                        part -> {
                            switch (part) {
                                case Lens.At(var at, boolean _, Form form) ->
                                        odd(form)
                                                .forEach(
                                                        value ->
                                                                records.add(
                                                                        at.put(
                                                                                Value.Obj.EMPTY,
                                                                                value)));
                                case Lens.Join join -> records.addAll(names(join));
                                case Lens.Item item -> records.addAll(lists(item));
                                case Lens.Beginning(Lens.At at, var words) ->
                                        words.texts()
                                                .forEach(
                                                        text ->
                                                                records.add(
                                                                        at.at()
                                                                                .put(
                                                                                        Value.Obj
                                                                                                .EMPTY,
                                                                                        Value.of(
                                                                                                text
                                                                                                        + "a"))));
                                case Lens.Rest(Lens.At at, var beginnings) ->
                                        beginnings.forEach(
                                                beginning ->
                                                        records.add(
                                                                at.at()
                                                                        .put(
                                                                                Value.Obj.EMPTY,
                                                                                Value.of(
                                                                                        beginning
                                                                                                + "a"))));
                                case Lens.Const _,
                                        Lens.Default _,
                                        Lens.Enriched _,
                                        Lens.Computed _,
                                        Lens.Interval _,
                                        Lens.When _ -> {}
                            }
                        });
        return records;
    }

    private static List<Value> odd(Form form) {
        return switch (form) {
            case Form.Text _ -> List.of(Value.NULL, Value.of(""), Value.of("  "), Value.of(" a "));
            case Form.Numeral _ ->
                    List.of(new Value.Num(new BigDecimal("1.0")), new Value.Num(BigDecimal.ZERO));
            case Form.Items _ ->
                    List.of(
                            new Value.Arr(List.of()),
                            new Value.Arr(List.of(Value.of("b"), Value.of("a"), Value.of("b"))));
            case Form.Scaled _ ->
                    List.of(new Value.Num(new BigDecimal("1.005")), new Value.Num(BigDecimal.ZERO));
            case Form.Markup _ ->
                    List.of(
                            Value.NULL,
                            Value.of("<p>a</p>\n<p> b&amp;&nbsp;<b>c</b></p>"),
                            Value.of("a<br/><br>b &lt;i&gt;"),
                            Value.of("<div></div>"));
            case Form.Split(String separator, var _) ->
                    List.of(
                            Value.NULL,
                            Value.of(separator),
                            Value.of("b" + separator + separator + " a" + separator + "b"));
            case Form.Choice(Lens.Words words) ->
                    Stream.concat(
                                    Stream.<Value>of(Value.NULL),
                                    words.texts().stream().<Value>map(Value::of))
                            .toList();
            case Form.Bool _, Form.Moment _, Form.Wall _, Form.Day _, Form.Ref _ ->
                    List.of(Value.NULL);
        };
    }

    /// Lists in which other items stand, and other members.
    private static List<Value.Obj> lists(Lens.Item item) {
        Value other = new Value.Obj(Map.of("of others", Value.of(true)));
        Value.Obj mine = new Value.Obj(Map.of("of others", Value.of("too")));
        for (Map.Entry<Pointer, Value> part : item.key().entrySet()) {
            mine = part.getKey().put(mine, part.getValue());
        }
        return Stream.of(List.<Value>of(), List.of(other), List.of(other, mine))
                .map(items -> item.list().put(Value.Obj.EMPTY, new Value.Arr(items)))
                .toList();
    }

    /// Pairs of which the blank is not where the lens puts it.
    private static List<Value.Obj> names(Lens.Join join) {
        List<Value.Obj> names = new ArrayList<>();
        names.add(name(join, "a", "b c"));
        names.add(name(join, "a b", "c"));
        longest(join.first()).ifPresent(most -> names.add(name(join, "a".repeat(most), "b c")));
        return names;
    }

    private static Value.Obj name(Lens.Join join, String first, String last) {
        return join.last()
                .at()
                .put(join.first().at().put(Value.Obj.EMPTY, Value.of(first)), Value.of(last));
    }

    private static Optional<Integer> longest(Lens.At part) {
        return part.form() instanceof Form.Text text && text.max().isPresent()
                ? Optional.of(text.max().getAsInt())
                : Optional.empty();
    }

    /// What was written: the value, where there is one alone.
    static String shown(Value.Obj members) {
        Value here = members;
        while (here instanceof Value.Obj(Map<String, Value> inner) && inner.size() == 1) {
            here = inner.values().iterator().next();
        }
        return Said.of(here);
    }
}
