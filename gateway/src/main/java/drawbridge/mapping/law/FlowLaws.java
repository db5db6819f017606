package drawbridge.mapping.law;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow.Group;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.lens.CompiledFlow;
import drawbridge.mapping.lens.Fidelity;
import drawbridge.mapping.lens.Field;
import drawbridge.mapping.lens.Form;
import drawbridge.mapping.lens.Lens;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Tries the laws of one flow, field by field: in each direction in which its group crosses, with
/// every value that the one side can say and the other one takes.
///
/// What a side refuses is no broken law: a person is told of it. Of a field the first law that does
/// not hold is told, because the others then seldom do.
public final class FlowLaws {

    private static final Pointer ANYWHERE = Pointer.parse("/computed");

    private final CompiledFlow flow;
    private final Refs refs;
    private final Map<FieldName, List<Neutral>> samples = new LinkedHashMap<>();
    private final SequencedMap<FieldName, Broken> broken = new LinkedHashMap<>();
    private final Map<End, List<Neutral>> crossing = new LinkedHashMap<>();
    private long tries;

    /// A field as one side says it.
    private record End(Side side, FieldName field) {}

    /// What came of it.
    ///
    /// @param tries how often a law was tried
    public record Outcome(List<Broken> broken, long tries) {

        public Outcome {
            broken = List.copyOf(broken);
        }
    }

    private FlowLaws(CompiledFlow flow, Map<FieldName, Set<Integer>> lengths) {
        this.flow = flow;
        Collection<Field> fields = flow.fields().values();
        this.refs = People.refs(fields);
        fields.forEach(
                field ->
                        samples.put(
                                field.name(),
                                Samples.of(field, lengths.getOrDefault(field.name(), Set.of()))));
    }

    /// @param lengths how many characters the systems give each field, as far as that is known
    public static Outcome of(CompiledFlow flow, Map<FieldName, Set<Integer>> lengths) {
        FlowLaws laws = new FlowLaws(flow, lengths);
        laws.run();
        return new Outcome(List.copyOf(laws.broken.values()), laws.tries);
    }

    private void run() {
        for (Group group : flow.groups()) {
            for (Direction way : ways(group)) {
                group.fields().forEach(name -> putGet(group, field(name), way.target()));
                group.fields().forEach(name -> getPut(group, field(name), way.target()));
            }
        }
        for (Group group : flow.groups()) {
            ways(group).forEach(way -> settle(group, way.source()));
        }
        for (Side side : Side.values()) {
            locality(side);
        }
    }

    /// A record whose enrichments have nothing behind them.
    private State state(Value.Obj record) {
        Map<String, Value.Obj> with = new LinkedHashMap<>();
        flow.enrichments().forEach(further -> with.put(further.name(), Value.Obj.EMPTY));
        return new State(record, with, Optional.empty());
    }

    private static List<Direction> ways(Group group) {
        return group.ways().stream().sorted().toList();
    }

    // ---- PutGet

    private void putGet(Group group, Field field, Side to) {
        Lens lens = field.lens(to);
        for (Neutral value : samples(field)) {
            if (!says(field, to.other(), value)
                    || !(lens.write(value, refs) instanceof Lens.Put.Of(Value.Obj members))) {
                continue;
            }
            tries++;
            Lens.Got got = lens.read(state(Natives.among(members)), refs);
            if (!same(field, got, value)) {
                broken(
                        Law.PUT_GET,
                        group,
                        field,
                        "%s is written to %s as %s, and read back as %s"
                                .formatted(
                                        shown(group, field, value),
                                        to.word(),
                                        Natives.shown(members),
                                        shown(group, field, got)));
                return;
            }
        }
    }

    /// Whether the value can come from a side.
    private boolean says(Field field, Side side, Neutral value) {
        return switch (field.lens(side)) {
            case Lens.Const(Neutral only) -> field.sameness().same(only, value);
            case Lens.Enriched(String _, Lens inner) -> holds(field, inner, value);
            case Lens.Computed(var _, Form form) ->
                    holds(field, new Lens.At(ANYWHERE, true, form), value);
            case Lens lens -> holds(field, lens, value);
        };
    }

    private boolean holds(Field field, Lens lens, Neutral value) {
        return lens.write(value, refs) instanceof Lens.Put.Of(Value.Obj members)
                && same(field, lens.read(state(members), refs), value);
    }

    private static boolean same(Field field, Lens.Got got, Neutral value) {
        return got instanceof Lens.Got.Of(Neutral read) && field.sameness().same(read, value);
    }

    // ---- GetPut

    private void getPut(Group group, Field field, Side at) {
        Lens lens = field.lens(at);
        for (Value.Obj record : Natives.of(lens, samples(field), refs)) {
            Value.Obj whole = Natives.among(record);
            if (!(lens.read(state(whole), refs) instanceof Lens.Got.Of(Neutral value))
                    || value instanceof Neutral.Unknown) {
                continue;
            }
            tries++;
            switch (lens.write(value, refs, whole)) {
                case Lens.Put.Refused(var _, String sentence) -> {
                    broken(
                            Law.GET_PUT,
                            group,
                            field,
                            "%s of %s is read as %s, and cannot be written back: %s"
                                    .formatted(
                                            Natives.shown(record),
                                            at.word(),
                                            shown(group, field, value),
                                            sentence));
                    return;
                }
                case Lens.Put.Of(Value.Obj members) -> {
                    Value.Obj written = Values.merge(whole, members);
                    Lens.Got after = lens.read(state(written), refs);
                    boolean isKept = lens.fidelity() != Fidelity.NO_LOSS || written.equals(whole);
                    if (!isKept || !same(field, after, value)) {
                        broken(
                                Law.GET_PUT,
                                group,
                                field,
                                "%s of %s is read as %s, and once that is written back as %s"
                                        .formatted(
                                                Natives.shown(record),
                                                at.word(),
                                                shown(group, field, value),
                                                shown(group, field, after)));
                        return;
                    }
                }
            }
        }
    }

    // ---- Settle

    /// Fields of a group cross together, so that they are tried together, each with a value of its
    /// own.
    private void settle(Group group, Side from) {
        int most =
                group.fields().stream()
                        .mapToInt(name -> samples(field(name)).size())
                        .max()
                        .orElse(0);
        for (int round = 0; round < most; round++) {
            Optional<Value.Obj> there = crossed(group, from, round);
            if (there.isEmpty()) {
                continue;
            }
            tries++;
            Side to = from.other();
            int ordinal = 0;
            for (FieldName name : group.fields()) {
                Field field = field(name);
                Optional<Neutral> sent = sample(field, from, round + ordinal++);
                Lens.Got got = field.lens(to).read(state(there.get()), refs);
                if (sent.isPresent() && !same(field, got, sent.get())) {
                    broken(
                            Law.SETTLE,
                            group,
                            field,
                            "%s comes from %s, and once all of the group is written %s says %s: it would never be in sync"
                                    .formatted(
                                            shown(group, field, sent.get()),
                                            from.word(),
                                            to.word(),
                                            shown(group, field, got)));
                    return;
                }
            }
        }
    }

    /// What the other side holds after the group has crossed; empty when it refuses a value.
    private Optional<Value.Obj> crossed(Group group, Side from, int round) {
        Map<FieldName, Neutral> values = new LinkedHashMap<>();
        int ordinal = 0;
        for (FieldName name : group.fields()) {
            sample(field(name), from, round + ordinal++)
                    .ifPresent(value -> values.put(name, value));
        }
        return flow.write(from.other(), group.name(), values, refs)
                        instanceof Patch.Of(Value.Obj members)
                ? Optional.of(Natives.among(members))
                : Optional.empty();
    }

    /// One of the values that a side can say and the other one takes.
    private Optional<Neutral> sample(Field field, Side from, int index) {
        List<Neutral> all =
                crossing.computeIfAbsent(
                        new End(from, field.name()),
                        _ ->
                                samples(field).stream()
                                        .filter(value -> says(field, from, value))
                                        .filter(value -> takes(field, from.other(), value))
                                        .toList());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(index % all.size()));
    }

    private boolean takes(Field field, Side side, Neutral value) {
        return field.lens(side).write(value, refs) instanceof Lens.Put.Of;
    }

    // ---- Locality

    private void locality(Side at) {
        Value.Obj base = Natives.among(Value.Obj.EMPTY);
        for (Field field : flow.fields().values()) {
            base = Values.merge(base, written(field, at, 1, base).orElse(Value.Obj.EMPTY));
        }
        for (Group group : flow.groups()) {
            if (!group.ways().contains(at.inbound())) {
                continue;
            }
            for (FieldName name : group.fields()) {
                for (int index = 0; index < samples(field(name)).size(); index++) {
                    Optional<Value.Obj> members = written(field(name), at, index, base);
                    if (members.isPresent()) {
                        stays(at, group, field(name), base, members.get());
                    }
                }
            }
        }
    }

    private Optional<Value.Obj> written(Field field, Side at, int index, Value.Obj there) {
        List<Neutral> all =
                samples(field).stream().filter(value -> takes(field, at, value)).toList();
        return index < all.size()
                        && field.lens(at).write(all.get(index), refs, there)
                                instanceof Lens.Put.Of(Value.Obj members)
                ? Optional.of(members)
                : Optional.empty();
    }

    private void stays(Side at, Group group, Field written, Value.Obj base, Value.Obj members) {
        Value.Obj after = Values.merge(base, members);
        for (Group other : flow.groups()) {
            if (other.name().equals(group.name()) || other.ways().isEmpty()) {
                continue;
            }
            for (FieldName name : other.fields()) {
                Field field = field(name);
                Lens lens = field.lens(at);
                if (lens instanceof Lens.Computed) {
                    // It is made of what other groups hold, and is never written.
                    continue;
                }
                tries++;
                if (lens.read(state(base), refs) instanceof Lens.Got.Of(Neutral before)
                        && !same(field, lens.read(state(after), refs), before)) {
                    broken(
                            Law.LOCALITY,
                            group,
                            written,
                            "written to %s as %s, it changes '%s' of the group '%s' from %s to %s"
                                    .formatted(
                                            at.word(),
                                            Natives.shown(members),
                                            name,
                                            other.name(),
                                            shown(other, field, before),
                                            shown(other, field, lens.read(state(after), refs))));
                    return;
                }
            }
        }
    }

    // ---- Words

    private void broken(Law law, Group group, Field field, String example) {
        broken.putIfAbsent(field.name(), new Broken(law, group.name(), field.name(), example));
    }

    private String shown(Group group, Field field, Lens.Got got) {
        return switch (got) {
            case Lens.Got.Of(Neutral value) -> shown(group, field, value);
            case Lens.Got.Bad(var at, String sentence) ->
                    "a mistake (" + at + ": " + sentence + ")";
        };
    }

    private String shown(Group group, Field field, Neutral value) {
        return switch (value) {
            case Neutral.Empty _ -> "an empty value";
            case Neutral.Words(String text) -> Said.of(text);
            default -> {
                SequencedMap<FieldName, Neutral> alone = new LinkedHashMap<>();
                alone.put(field.name(), value);
                yield "'" + flow.show(group.name(), new Reading.Of(alone)) + "'";
            }
        };
    }

    private List<Neutral> samples(Field field) {
        return samples.getOrDefault(field.name(), List.of());
    }

    private Field field(FieldName name) {
        Field field = flow.fields().get(name);
        if (field == null) {
            throw new IllegalStateException("no field " + name);
        }
        return field;
    }
}
