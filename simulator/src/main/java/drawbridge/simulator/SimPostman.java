package drawbridge.simulator;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bounding;
import drawbridge.crossing.engine.Bounding.Lost;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Content;
import drawbridge.crossing.engine.CursorMove;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Membership;
import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Brings the systems' changes to the gateway: webhooks and pushes at least once, in no order, some
/// twice, some never; and sweeps that find what was missed.
@NullUnmarked
final class SimPostman {

    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration LOOK_BACK = Duration.ofSeconds(5);

    private final SimWorld world;
    private final VirtualTime time;
    private final Map<List<Object>, Instant> cursors = new HashMap<>();
    private final Set<List<Object>> swept = new HashSet<>();
    private final List<Delivery> kept = new ArrayList<>();

    /// How many changes the systems told of by themselves, each once.
    final Map<TenantId, Long> told = new HashMap<>();

    /// How many rows a list shows before it breaks off, by system.
    final Map<String, Integer> shows = new HashMap<>();

    private final Set<Trigger> keeping = EnumSet.noneOf(Trigger.class);

    /// Whether the list that was read last left out nothing.
    private boolean shownWhole;

    private int onTheWay;
    private boolean healed;

    SimPostman(SimWorld world) {
        this.world = world;
        this.time = world.time;
    }

    void heal() {
        healed = true;
    }

    /// Whether every list was read to its end since all was healed: what no webhook told is known.
    boolean hasSwept() {
        return swept.size() == 2 * world.tenants.size();
    }

    boolean isEmpty() {
        return onTheWay == 0;
    }

    /// Webhooks are not brought any more, until they are let go one by one.
    void keep() {
        keeping.add(Trigger.WEBHOOK);
    }

    /// What the app pushes is not brought any more, either.
    void keepPushes() {
        keeping.add(Trigger.PUSH);
    }

    /// Brings all that were kept, in their order, and keeps none any more.
    void letAllGo() {
        keeping.clear();
        while (!kept.isEmpty()) {
            letGo();
        }
    }

    /// Brings the oldest of those that were kept.
    void letGo() {
        letGo(0);
    }

    /// Brings one of those that were kept.
    void letGo(int place) {
        deliver(kept.remove(place), 0);
    }

    /// What was kept, the oldest first.
    List<Incoming> kept() {
        return kept.stream().flatMap(delivery -> delivery.changes().stream()).toList();
    }

    /// Takes all that were kept as one delivery, as of a system that tells of many at once.
    Delivery together(TenantId tenant) {
        List<Incoming> changes = kept();
        onTheWay -= kept.size();
        kept.clear();
        return new Delivery(
                tenant, Trigger.WEBHOOK, Optional.of(Hash.of(changes.toString())), changes);
    }

    /// What a system would tell of a record now.
    Delivery now(TenantId tenant, String system, RecordRef record) {
        Incoming change = incoming(tenant, system, record);
        return new Delivery(
                tenant,
                Trigger.PUSH,
                Optional.of(Hash.of(change.id().toString())),
                List.of(change));
    }

    void bring(Delivery delivery) {
        onTheWay++;
        deliver(delivery, 0);
    }

    /// Brings one of those that were kept, and keeps it to bring it once more.
    void bring(int place) {
        onTheWay++;
        deliver(kept.get(place), 0);
    }

    void changedAtAcme(TenantId tenant, RecordRef record) {
        if (isUnlucky(0.04, Fault.WEBHOOK_MISSING)) {
            return;
        }
        send(tenant, Trigger.WEBHOOK, incoming(tenant, "acme", record));
    }

    void changedAtApp(TenantId tenant, RecordRef record, boolean gateway) {
        if (!gateway) {
            send(tenant, Trigger.PUSH, incoming(tenant, "app", record));
        }
    }

    /// A push that comes once more, long after the record was as it says.
    void pushAgain(TenantId tenant, RecordRef record, Value.Obj asItWas) {
        onTheWay++;
        deliver(
                new Delivery(
                        tenant,
                        Trigger.PUSH,
                        Optional.empty(),
                        List.of(
                                new Incoming(
                                        new UUID(time.random.nextLong(), time.random.nextLong()),
                                        Optional.of(record),
                                        Optional.empty(),
                                        false,
                                        Content.of(record, Optional.empty(), asItWas),
                                        Bytes.copyOf(JsonText.write(asItWas)),
                                        true,
                                        List.of(new Wanted(SimWorld.APPOINTMENTS, Side.APP)),
                                        Optional.empty(),
                                        Optional.empty(),
                                        "m1"))),
                0);
    }

    /// What would be told of a record that is there, if it were deleted.
    Incoming deleted(TenantId tenant, RecordRef record) {
        ModelSystem.Row row = world.system(tenant, record.resource().system()).rows.get(record);
        boolean was = row.deleted;
        row.deleted = true;
        try {
            return incoming(tenant, record.resource().system(), record);
        } finally {
            row.deleted = was;
        }
    }

    private void send(TenantId tenant, Trigger trigger, Incoming change) {
        if (trigger != Trigger.POLL) {
            told.merge(tenant, 1L, Long::sum);
        }
        Delivery delivery =
                new Delivery(
                        tenant,
                        trigger,
                        Optional.of(Hash.of(change.id().toString())),
                        List.of(change));
        if (keeping.contains(trigger)) {
            onTheWay++;
            kept.add(delivery);
            return;
        }
        int copies = isUnlucky(0.1, Fault.DELIVERED_TWICE) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            onTheWay++;
            boolean late = isUnlucky(0.1, Fault.DELIVERED_LATE);
            time.after(
                    late ? time.between(500, 8_000) : time.between(5, 200),
                    () -> deliver(delivery, 0));
        }
    }

    private boolean isUnlucky(double chance, Fault fault) {
        boolean occurs = !healed && world.may(fault) && time.chance(chance);
        if (occurs) {
            world.coverage.occurred(fault);
        }
        return occurs;
    }

    private void deliver(Delivery delivery, int tries) {
        boolean[] answered = {false};
        world.someReplica()
                .ifPresent(
                        replica ->
                                replica.front()
                                        .append(delivery)
                                        .onSuccess(
                                                _ -> {
                                                    if (!answered[0]) {
                                                        answered[0] = true;
                                                        onTheWay--;
                                                    }
                                                }));
        time.after(
                Duration.ofMillis(Math.min(5_000, 400L << Math.min(tries, 4))),
                () -> {
                    if (!answered[0]) {
                        answered[0] = true;
                        deliver(delivery, tries + 1);
                    }
                });
    }

    private Incoming incoming(TenantId tenant, String system, RecordRef record) {
        ModelSystem its = world.system(tenant, system);
        ModelSystem.Row row = its.rows.get(record);
        State state = its.state(row);
        Optional<Version> version = state.version();
        Value.Obj body =
                row.deleted
                        ? new Value.Obj(Map.of("id", row.record.members().get("id")))
                        : state.record();
        return new Incoming(
                new UUID(time.random.nextLong(), time.random.nextLong()),
                Optional.of(record),
                version.map(Version::text),
                row.deleted,
                row.deleted
                        ? Content.gone(record, version, body)
                        : Content.of(record, version, state.record()),
                Bytes.copyOf(JsonText.write(body)),
                !row.deleted,
                wanted(tenant, record, row),
                Optional.empty(),
                Optional.empty(),
                "m1");
    }

    private List<Wanted> wanted(TenantId tenant, RecordRef record, ModelSystem.Row row) {
        return switch (record.resource().resource()) {
            case "activity" ->
                    List.of(
                            new Wanted(
                                    SimWorld.TOUCHPOINTS,
                                    Side.ACME,
                                    Optional.of(membership(world.count(tenant), row)),
                                    Optional.empty()));
            case "user" -> List.of(new Wanted(SimWorld.USERS, Side.ACME));
            case "member" -> List.of(new Wanted(SimWorld.USERS, Side.APP));
            case "event" -> List.of(new Wanted(SimWorld.APPOINTMENTS, Side.APP));
            case "task" -> List.of(new Wanted(SimWorld.TASKS, Side.APP));
            case "order" -> List.of();
            default ->
                    world.hasTasks(tenant)
                            ? List.of(
                                    new Wanted(SimWorld.APPOINTMENTS, Side.ACME),
                                    new Wanted(SimWorld.TASKS, Side.ACME))
                            : List.of(new Wanted(SimWorld.APPOINTMENTS, Side.ACME));
        };
    }

    private static Membership membership(Count count, ModelSystem.Row row) {
        return !row.deleted && count.place(row.record) instanceof Count.Place.In(var bucket, var at)
                ? new Membership(Optional.of(count.figure(bucket)), Optional.of(at), row.version)
                : Membership.none(row.version);
    }

    // ---- Sweeps

    void sweep() {
        for (TenantId tenant : world.tenants.keySet()) {
            for (String system : List.of("acme", "app")) {
                if (!world.remote.weather.get(system).down) {
                    sweep(tenant, system);
                }
            }
        }
        time.after(SWEEP, this::sweep);
    }

    private void sweep(TenantId tenant, String system) {
        List<Object> key = List.of(tenant, system);
        Instant since = cursors.getOrDefault(key, Instant.EPOCH);
        // Asked before the list is read.
        Map<FlowName, List<Lost>> lost = lost(tenant, system);
        shownWhole = true;
        List<RecordRef> listed = listed(tenant, system, since);
        boolean isWhole = shownWhole;
        boolean whole = healed;
        if (listed.isEmpty() && whole) {
            swept.add(key);
        }
        if (listed.isEmpty()) {
            bound(tenant, lost, isWhole);
            return;
        }
        Map<RecordRef, ModelSystem.Row> rows = world.system(tenant, system).rows;
        List<Incoming> changes =
                listed.stream().map(record -> incoming(tenant, system, record)).toList();
        Instant last = rows.get(listed.getLast()).changed;
        Instant cursor = last.isAfter(since) ? last : since;
        world.someReplica()
                .ifPresent(
                        replica ->
                                replica.front()
                                        .append(
                                                new Delivery(
                                                        tenant,
                                                        Trigger.POLL,
                                                        Optional.empty(),
                                                        changes,
                                                        true,
                                                        Optional.of(
                                                                new CursorMove(
                                                                        system,
                                                                        "all",
                                                                        cursor.toString()))))
                                        .onSuccess(
                                                _ -> {
                                                    cursors.put(key, cursor);
                                                    bound(tenant, lost, isWhole);
                                                    if (whole) {
                                                        swept.add(key);
                                                    }
                                                }));
    }

    /// Creates that went unanswered where nothing tells who made a record, by their flow.
    private Map<FlowName, List<Lost>> lost(TenantId tenant, String system) {
        Map<FlowName, List<Lost>> lost = new LinkedHashMap<>();
        for (FlowName name : List.of(SimWorld.USERS, SimWorld.APPOINTMENTS)) {
            Flow flow = world.flow(tenant, name);
            for (Side side : Side.values()) {
                Flow.End end = flow.end(side);
                if (end.resource().system().equals(system) && end.externalReference().isEmpty()) {
                    lost.put(
                            name,
                            world.journal
                                    .lost(tenant, name, side, end.consistency().plus(Bounding.OVER))
                                    .result());
                }
            }
        }
        return lost;
    }

    private void bound(TenantId tenant, Map<FlowName, List<Lost>> lost, boolean isWhole) {
        if (isWhole) {
            lost.values().forEach(creates -> world.journal.bound(tenant, creates).result());
        }
    }

    /// The rows from a little before `since` on, in the order of their changes. What changed last
    /// may not be shown yet, and what was read may be the first pages only: the cursor then stands
    /// where these end.
    private List<RecordRef> listed(TenantId tenant, String system, Instant since) {
        boolean tombstones = world.system(tenant, system).habits.tombstones();
        Instant shown =
                isUnlucky(0.1, Fault.STALE_LIST)
                        ? time.now().minus(time.between(200, 3_000))
                        : Instant.MAX;
        List<RecordRef> listed =
                world.system(tenant, system).rows.entrySet().stream()
                        .filter(entry -> !entry.getValue().deleted || tombstones)
                        .filter(entry -> !entry.getValue().changed.isBefore(since.minus(LOOK_BACK)))
                        .filter(entry -> entry.getValue().changed.isBefore(shown))
                        .sorted(Comparator.comparing(entry -> entry.getValue().changed))
                        .map(Map.Entry::getKey)
                        .limit(shows.getOrDefault(system, Integer.MAX_VALUE))
                        .toList();
        if (listed.size() < 2 || !isUnlucky(0.05, Fault.PARTIAL_LIST)) {
            // What changed last may also be left out because only so many rows are shown.
            shownWhole =
                    shown.equals(Instant.MAX)
                            && listed.size() < shows.getOrDefault(system, Integer.MAX_VALUE);
            return listed;
        }
        shownWhole = false;
        return listed.subList(0, 1 + time.random.nextInt(listed.size() - 1));
    }
}
