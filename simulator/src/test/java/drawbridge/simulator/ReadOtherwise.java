package drawbridge.simulator;

import drawbridge.mapping.Applies;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A flow that is as before, but for what it reads at Acme.
///
/// @param version of the mapping
/// @param zones of the time-zone data
/// @param atAcme what becomes of each value there
record ReadOtherwise(Flow before, String version, String zones, UnaryOperator<Neutral> atAcme)
        implements Flow {

    @Override
    public FlowName name() {
        return before.name();
    }

    @Override
    public End end(Side side) {
        return before.end(side);
    }

    @Override
    public List<Group> groups() {
        return before.groups();
    }

    @Override
    public Applies takes(Side side, State state) {
        return before.takes(side, state);
    }

    @Override
    public Applies applies(GroupName group, Side side, State state) {
        return before.applies(group, side, state);
    }

    @Override
    public List<Enrichment> enrichments() {
        return before.enrichments();
    }

    @Override
    public List<MatchKey> matchKeys() {
        return before.matchKeys();
    }

    @Override
    public Optional<String> keyText(MatchKey key, Map<FieldName, Neutral> values) {
        return before.keyText(key, values);
    }

    @Override
    public OneMatch oneMatch() {
        return before.oneMatch();
    }

    @Override
    public NoMatch noMatch(Side source) {
        return before.noMatch(source);
    }

    @Override
    public OnDelete onDelete(Side source) {
        return before.onDelete(source);
    }

    @Override
    public OnMappingChange onMappingChange() {
        return before.onMappingChange();
    }

    @Override
    public Map<FieldName, Neutral> cancelled() {
        return before.cancelled();
    }

    @Override
    public Map<FieldName, Neutral> softDeleted() {
        return before.softDeleted();
    }

    @Override
    public MassDelete massDelete() {
        return before.massDelete();
    }

    @Override
    public Set<Parent> parents(Side side, Value.Obj record) {
        return before.parents(side, record);
    }

    @Override
    public SequencedMap<GroupName, Reading> read(Side side, State state, Refs refs) {
        SequencedMap<GroupName, Reading> readings = before.read(side, state, refs);
        if (side == Side.ACME) {
            readings.replaceAll((_, reading) -> otherwise(reading));
        }
        return readings;
    }

    private Reading otherwise(Reading reading) {
        if (!(reading instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields))) {
            return reading;
        }
        SequencedMap<FieldName, Neutral> other = new LinkedHashMap<>(fields);
        other.replaceAll((_, value) -> atAcme.apply(value));
        return new Reading.Of(other);
    }

    @Override
    public Set<Pointer> missing(Side side, Value.Obj record) {
        return before.missing(side, record);
    }

    @Override
    public Patch write(Side target, GroupName group, Map<FieldName, Neutral> values, Refs refs) {
        return before.write(target, group, values, refs);
    }

    @Override
    public Set<FieldName> times() {
        return before.times();
    }

    @Override
    public boolean same(FieldName field, Neutral one, Neutral other) {
        return before.same(field, one, other);
    }

    @Override
    public boolean keeps(Side side, FieldName field, Neutral sent, Neutral kept) {
        return before.keeps(side, field, sent, kept);
    }

    @Override
    public String show(GroupName group, Reading reading) {
        return before.show(group, reading);
    }
}
