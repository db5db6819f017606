package drawbridge.simulator;

import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Judges the records of [SimSeries], whatever their users did: the app holds the occurrences that
/// are near and the single meetings, each once and as Acme has it, and nothing takes place there
/// that Acme does not have. Of what a person is asked about, or said not to delete, nothing is
/// said.
@NullUnmarked
final class SimOccurrences {

    private final SimWorld world;
    private final SimTraffic traffic;
    private final TenantId tenant;
    private final Flow flow;
    private final Occurring how;
    private final List<String> wrong = new ArrayList<>();

    SimOccurrences(SimWorld world, SimTraffic traffic, TenantId tenant) {
        this.world = world;
        this.traffic = traffic;
        this.tenant = tenant;
        this.flow = world.flow(tenant, SimWorld.APPOINTMENTS);
        this.how = flow.occurring().orElseThrow();
    }

    List<String> breaches() {
        theirs(Side.ACME).forEach(this::meetings);
        theirs(Side.APP).forEach(this::event);
        doubled();
        return wrong;
    }

    private Map<RecordRef, ModelSystem.Row> theirs(Side side) {
        Map<RecordRef, ModelSystem.Row> theirs = new HashMap<>();
        traffic.system(tenant, side)
                .rows
                .forEach(
                        (record, row) -> {
                            if (record.resource().equals(SimWorld.resource(side))
                                    && !row.deleted
                                    && SimSeries.isTheirs(row)) {
                                theirs.put(record, row);
                            }
                        });
        return theirs;
    }

    // ---- What Acme has is in the app

    private void meetings(RecordRef record, ModelSystem.Row row) {
        State state = new State(row.record, Map.of(), Optional.empty());
        if (isAsked(Side.ACME, record)) {
            return;
        }
        if (!how.repeats(state)) {
            if (!isLeft(record)) {
                partner(record, state);
            }
            return;
        }
        if (!Set.of(how.side().outbound())
                .containsAll(world.journal.due(lane(Side.ACME, record)).keySet())) {
            wrong.add("stuck: " + record + " waits for time in both directions");
        }
        for (RecordRef one : how.coming(record, state, world.time.now()).records()) {
            OccurrenceId id = OccurrenceId.of(one.id()).orElseThrow();
            how.occurrence(state, id)
                    .ifPresentOrElse(
                            its -> partner(one, its),
                            () -> wrong.add("lost: " + one + " is to come and is not there"));
        }
    }

    /// Whether its event was deleted in the app: then it goes its own way.
    private boolean isLeft(RecordRef record) {
        return link(Side.ACME, record)
                .filter(link -> link.life() == Link.Life.TOMBSTONE)
                .flatMap(link -> link.app().record())
                .filter(id -> !SimTraffic.isAlive(app(), new RecordRef(SimWorld.EVENT, id)))
                .isPresent();
    }

    private void partner(RecordRef record, State state) {
        Optional<Link> link = link(Side.ACME, record);
        if (isAsked(Side.ACME, record) || isLeft(record)) {
            return;
        }
        Optional<ModelSystem.Row> event =
                link.filter(known -> known.life() == Link.Life.LINKED)
                        .flatMap(known -> known.app().record())
                        .map(id -> app().rows.get(new RecordRef(SimWorld.EVENT, id)))
                        .filter(row -> !row.deleted);
        if (event.isEmpty()) {
            wrong.add("lost: " + record + " has no event: " + link.map(Link::id));
            return;
        }
        SequencedMap<GroupName, Reading> ones =
                flow.read(
                        Side.ACME,
                        SimAgreement.whole(traffic, tenant, state.record()),
                        world.journal.links.users(tenant));
        SequencedMap<GroupName, Reading> others =
                flow.read(
                        Side.APP, State.of(event.get().record), world.journal.links.users(tenant));
        for (Flow.Group group : flow.groups()) {
            Reading one = ones.get(group.name());
            Reading other = others.get(group.name());
            boolean crosses = group.ways().contains(Side.ACME.outbound());
            if (crosses && !SimAgreement.same(flow, one, other)) {
                wrong.add(
                        "diverged: the %s of %s is %s, in the app %s"
                                .formatted(
                                        group.name(),
                                        record,
                                        flow.show(group.name(), one),
                                        flow.show(group.name(), other)));
            }
        }
    }

    // ---- What takes place in the app is Acme's

    private void event(RecordRef event, ModelSystem.Row row) {
        if (Value.of("cancelled").equals(row.record.members().get("state"))
                || isAsked(Side.APP, event)) {
            return;
        }
        Optional<Link> link = link(Side.APP, event);
        boolean has =
                link.filter(known -> known.life() == Link.Life.LINKED)
                        .flatMap(known -> known.acme().record())
                        .filter(this::isAtAcme)
                        .isPresent();
        if (!has) {
            wrong.add(
                    "lost delete: "
                            + event
                            + " takes place in the app alone: "
                            + link.map(Link::id));
        }
    }

    private boolean isAtAcme(String id) {
        Optional<OccurrenceId> part = OccurrenceId.of(id);
        RecordRef record =
                new RecordRef(SimWorld.APPOINTMENT, part.map(OccurrenceId::series).orElse(id));
        ModelSystem.Row row = traffic.system(tenant, Side.ACME).rows.get(record);
        if (row == null || row.deleted) {
            return false;
        }
        State state = State.of(row.record);
        return part.map(one -> how.occurrence(state, one).isPresent())
                .orElseGet(() -> !how.repeats(state));
    }

    private void doubled() {
        Map<Value, RecordRef> made = new HashMap<>();
        for (ModelSystem.Effect effect : app().effects) {
            if (effect.gateway() && effect.operation().equals("create")) {
                RecordRef before =
                        made.put(effect.after().members().get("externalRef"), effect.record());
                if (before != null) {
                    wrong.add("doubled: " + effect.record() + " and " + before);
                }
            }
        }
    }

    // ---- Small words

    private boolean isAsked(Side side, RecordRef record) {
        LaneKey lane = lane(side, record);
        return !world.journal.books.parkedOf(lane).isEmpty()
                || world.journal.guard.spared.contains(lane);
    }

    private LaneKey lane(Side side, RecordRef record) {
        return link(side, record)
                .map(link -> LaneKey.of(tenant, link))
                .orElseGet(
                        () ->
                                new LaneKey(
                                        tenant, LaneId.of(tenant, SimWorld.APPOINTMENTS, record)));
    }

    private Optional<Link> link(Side side, RecordRef record) {
        return world.journal.links.of(tenant, SimWorld.APPOINTMENTS, side, record.id());
    }

    private ModelSystem app() {
        return traffic.system(tenant, Side.APP);
    }
}
