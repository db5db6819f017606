package drawbridge.simulator;

import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;
import drawbridge.sync.Readings;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What the ledgers of one customer's systems tell of each group of each record: who made it what
/// it is, and when.
@NullUnmarked
final class SimLedger {

    private final Flow flow;
    private final Refs refs;
    private final Readings compare;
    private final Map<RecordRef, List<ModelSystem.Effect>> effects = new HashMap<>();

    /// A state is known by being the same object.
    private final IdentityHashMap<Value.Obj, SequencedMap<GroupName, Reading>> read =
            new IdentityHashMap<>();

    /// By the lanes that were theirs.
    private final Map<LaneId, Set<RecordRef>> records = new HashMap<>();

    SimLedger(SimWorld world, TenantId tenant) {
        this.flow = world.flow(tenant, SimWorld.APPOINTMENTS);
        this.refs = world.journal.links.users(tenant);
        this.compare = new Readings(flow);
        for (Side side : Side.values()) {
            for (ModelSystem.Effect effect : world.system(tenant, side.word()).effects) {
                effects.computeIfAbsent(effect.record(), _ -> new ArrayList<>()).add(effect);
                put(LaneId.of(tenant, SimWorld.APPOINTMENTS, effect.record()), effect.record());
            }
            for (Link link : world.journal.links.all(tenant)) {
                world.traffic
                        .named(tenant, side, link)
                        .forEach(record -> put(new LaneId(link.id()), record));
            }
        }
    }

    private void put(LaneId lane, RecordRef record) {
        records.computeIfAbsent(lane, _ -> new HashSet<>()).add(record);
    }

    /// The records that a lane was ever about.
    Set<RecordRef> of(LaneId lane) {
        return records.getOrDefault(lane, Set.of());
    }

    /// That a group says something else than before.
    ///
    /// @param gateway whether the gateway did it
    record Step(
            Instant at,
            boolean gateway,
            Side side,
            RecordRef record,
            boolean creates,
            Reading before,
            Reading after) {}

    List<ModelSystem.Effect> of(RecordRef record) {
        return effects.getOrDefault(record, List.of());
    }

    /// When the gateway made a record, if it did.
    Optional<Instant> made(RecordRef record) {
        return of(record).stream()
                .filter(effect -> effect.gateway() && effect.operation().equals("create"))
                .map(ModelSystem.Effect::at)
                .findFirst();
    }

    /// What a group of a record became, in the order of time; a create is the first step.
    List<Step> steps(Side side, RecordRef record, GroupName group) {
        List<Step> steps = new ArrayList<>();
        for (ModelSystem.Effect effect : of(record)) {
            boolean creates = effect.operation().equals("create");
            Reading before = reading(side, effect.before(), group);
            Reading after = reading(side, effect.after(), group);
            boolean changes = creates || compare.differ(before, after);
            if (changes && after != null) {
                steps.add(
                        new Step(
                                effect.at(),
                                effect.gateway(),
                                side,
                                record,
                                creates,
                                before,
                                after));
            }
        }
        return steps;
    }

    Reading reading(Side side, Value.Obj record, GroupName group) {
        return read.computeIfAbsent(record, state -> flow.read(side, State.of(state), refs))
                .get(group);
    }

    /// Whether two readings of one side say the same.
    boolean same(Reading one, Reading other) {
        return !compare.differ(one, other);
    }

    static boolean isBlank(Reading reading) {
        return reading instanceof Reading.Of(var fields)
                && fields.values().stream()
                        .allMatch(
                                value ->
                                        value instanceof Neutral.Empty
                                                || value instanceof Neutral.Unknown);
    }
}
