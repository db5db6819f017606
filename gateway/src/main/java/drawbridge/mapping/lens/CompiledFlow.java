package drawbridge.mapping.lens;

import drawbridge.mapping.Applies;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// A flow whose every name has been found and whose every lens has been built.
public final class CompiledFlow implements Flow {

    private final FlowName name;
    private final String version;
    private final Map<Side, End> ends;
    private final List<Group> groups;
    private final SequencedMap<FieldName, Field> fields;
    private final List<Enrichment> enrichments;
    private final Rules rules;
    private final Optional<Occurring> occurring;
    private final Conditions conditions;

    /// What to do in each situation.
    public record Rules(
            List<MatchKey> matchKeys,
            OneMatch oneMatch,
            Map<Side, NoMatch> noMatch,
            Map<Side, OnDelete> onDelete,
            Map<FieldName, Neutral> cancelled,
            Map<FieldName, Neutral> softDeleted,
            MassDelete massDelete,
            OnMappingChange onMappingChange) {

        public Rules {
            matchKeys = List.copyOf(matchKeys);
            noMatch = Map.copyOf(noMatch);
            onDelete = Map.copyOf(onDelete);
            cancelled = Map.copyOf(cancelled);
            softDeleted = Map.copyOf(softDeleted);
        }
    }

    /// Which records and groups take part.
    ///
    /// @param records by side; a side that is not there takes all of them
    /// @param groups likewise, for each group that has conditions
    public record Conditions(
            Map<Side, Condition> records, Map<GroupName, Map<Side, Condition>> groups) {

        public static final Conditions NONE = new Conditions(Map.of(), Map.of());

        public Conditions {
            records = Map.copyOf(records);
            groups = Map.copyOf(groups);
        }

        Optional<Condition> of(Side side) {
            return Optional.ofNullable(records.get(side));
        }

        Optional<Condition> of(GroupName group, Side side) {
            return Optional.ofNullable(groups.getOrDefault(group, Map.of()).get(side));
        }
    }

    public CompiledFlow(
            FlowName name,
            String version,
            Map<Side, End> ends,
            List<Group> groups,
            SequencedMap<FieldName, Field> fields,
            List<Enrichment> enrichments,
            Rules rules,
            Optional<Occurring> occurring,
            Conditions conditions) {
        this.name = name;
        this.version = version;
        this.ends = Map.copyOf(ends);
        this.groups = List.copyOf(groups);
        this.fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        this.enrichments = List.copyOf(enrichments);
        this.rules = rules;
        this.occurring = occurring;
        this.conditions = conditions;
    }

    /// By name, in the order of the mapping.
    public SequencedMap<FieldName, Field> fields() {
        return fields;
    }

    @Override
    public FlowName name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String zones() {
        return Zones.VERSION;
    }

    @Override
    public End end(Side side) {
        return of(ends, side);
    }

    @Override
    public List<Group> groups() {
        return groups;
    }

    @Override
    public List<Enrichment> enrichments() {
        return enrichments;
    }

    @Override
    public List<MatchKey> matchKeys() {
        return rules.matchKeys();
    }

    @Override
    public OneMatch oneMatch() {
        return rules.oneMatch();
    }

    @Override
    public Optional<String> keyText(MatchKey key, Map<FieldName, Neutral> values) {
        List<String> parts = new ArrayList<>();
        for (FieldName name : key.fields()) {
            Neutral value = values.get(name);
            Optional<String> part =
                    value == null
                            ? Optional.empty()
                            : field(name).sameness().normal(value).filter(text -> !text.isEmpty());
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get().replace("\\", "\\\\").replace("|", "\\|"));
        }
        return Optional.of(String.join("|", parts));
    }

    @Override
    public NoMatch noMatch(Side source) {
        return of(rules.noMatch(), source);
    }

    @Override
    public Map<FieldName, Neutral> softDeleted() {
        return rules.softDeleted();
    }

    @Override
    public MassDelete massDelete() {
        return rules.massDelete();
    }

    @Override
    public OnMappingChange onMappingChange() {
        return rules.onMappingChange();
    }

    @Override
    public OnDelete onDelete(Side source) {
        return of(rules.onDelete(), source);
    }

    @Override
    public Map<FieldName, Neutral> cancelled() {
        return rules.cancelled();
    }

    @Override
    public Set<Parent> parents(Side side, Value.Obj record) {
        Set<Parent> parents = new LinkedHashSet<>();
        for (Field field : fields.values()) {
            if (field.lens(side) instanceof Lens.At(Pointer at, boolean _, Form.Ref ref)) {
                at.find(record)
                        .flatMap(Values::idText)
                        .map(id -> new RecordRef(ref.resource(), id))
                        .ifPresent(
                                parent ->
                                        parents.add(new Parent(field.name(), ref.flow(), parent)));
            }
        }
        return parents;
    }

    /// The flows that link the records to which the fields of `flow` point.
    public static Set<FlowName> parentFlows(Flow flow) {
        Set<FlowName> parents = new LinkedHashSet<>();
        if (flow instanceof CompiledFlow compiled) {
            for (Field field : compiled.fields.values()) {
                if (field.lens(Side.ACME) instanceof Lens.At(Pointer _, boolean _, Form.Ref ref)) {
                    parents.add(ref.flow());
                }
            }
        }
        return parents;
    }

    @Override
    public Applies takes(Side side, State state) {
        return conditions
                .of(side)
                .map(condition -> condition.of(state))
                .orElseGet(Applies.Yes::new);
    }

    @Override
    public Applies applies(GroupName group, Side side, State state) {
        return conditions
                .of(group, side)
                .map(condition -> condition.of(state))
                .orElseGet(Applies.Yes::new);
    }

    @Override
    public SequencedMap<GroupName, Reading> read(Side side, State state, Refs refs) {
        SequencedMap<GroupName, Reading> readings = new LinkedHashMap<>();
        groups.forEach(group -> readings.put(group.name(), read(group, side, state, refs)));
        return readings;
    }

    private Reading read(Group group, Side side, State state, Refs refs) {
        SequencedMap<FieldName, Neutral> values = new LinkedHashMap<>();
        for (FieldName field : group.fields()) {
            switch (field(field).lens(side).read(state, refs)) {
                case Lens.Got.Of(Neutral value) -> values.put(field, value);
                case Lens.Got.Bad(Pointer at, String sentence) -> {
                    return new Reading.Bad(field, at.toString(), sentence);
                }
            }
        }
        return new Reading.Of(values);
    }

    @Override
    public Set<Pointer> missing(Side side, Value.Obj record) {
        Set<Pointer> missing = new LinkedHashSet<>();
        conditions.of(side).ifPresent(condition -> missing.addAll(condition.missing(record)));
        for (Group group : groups) {
            conditions
                    .of(group.name(), side)
                    .ifPresent(condition -> missing.addAll(condition.missing(record)));
            if (group.ways().contains(side.outbound())) {
                group.fields()
                        .forEach(name -> missing.addAll(field(name).lens(side).missing(record)));
            }
        }
        return missing;
    }

    @Override
    public Patch write(Side target, GroupName group, Map<FieldName, Neutral> values, Refs refs) {
        return write(target, group, values, refs, Value.Obj.EMPTY);
    }

    /// Fields that are unknown are left alone. Each field finds what those before it wrote.
    @Override
    public Patch write(
            Side target,
            GroupName group,
            Map<FieldName, Neutral> values,
            Refs refs,
            Value.Obj there) {
        Value.Obj members = Value.Obj.EMPTY;
        for (FieldName field : group(group).fields()) {
            Neutral value = values.get(field);
            if (value == null || value instanceof Neutral.Unknown) {
                continue;
            }
            switch (field(field).lens(target).write(value, refs, Values.merge(there, members))) {
                case Lens.Put.Of(Value.Obj more) -> members = Values.merge(members, more);
                case Lens.Put.Refused(Pointer at, String sentence) -> {
                    return new Patch.Refused(field, at.toString(), sentence);
                }
            }
        }
        return new Patch.Of(members);
    }

    @Override
    public Set<FieldName> times() {
        return fields.values().stream()
                .filter(field -> field.lens(Side.ACME) instanceof Lens.When)
                .map(Field::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Optional<Occurring> occurring() {
        return occurring;
    }

    @Override
    public boolean same(FieldName field, Neutral one, Neutral other) {
        return field(field).sameness().same(one, other);
    }

    @Override
    public boolean keeps(Side side, FieldName field, Neutral sent, Neutral kept) {
        return same(field, sent, kept) || field(field).lens(side).keeps(sent, kept);
    }

    @Override
    public String show(GroupName group, Reading reading) {
        return switch (reading) {
            case Reading.Bad(FieldName field, String pointer, String sentence) ->
                    field + " (" + pointer + "): " + sentence;
            case Reading.Of of when of.fields().size() == 1 ->
                    Show.of(of.fields().firstEntry().getValue());
            case Reading.Of of ->
                    of.fields().entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + Show.of(entry.getValue()))
                            .collect(Collectors.joining(", "));
        };
    }

    private Group group(GroupName group) {
        return groups.stream()
                .filter(known -> known.name().equals(group))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no group " + group));
    }

    private Field field(FieldName field) {
        Field known = fields.get(field);
        if (known == null) {
            throw new IllegalArgumentException("the flow " + name + " has no field " + field);
        }
        return known;
    }

    private static <T> T of(Map<Side, T> bySide, Side side) {
        T value = bySide.get(side);
        if (value == null) {
            throw new IllegalStateException("nothing is declared for " + side);
        }
        return value;
    }
}
