package drawbridge.simulator;

import drawbridge.crossing.engine.BreakerRow;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Membership;
import drawbridge.crossing.engine.Once;
import drawbridge.crossing.engine.Remapping;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.jspecify.annotations.NullUnmarked;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A journal in memory, under a clock that is handed in: the store's promises without a store.
///
/// It answers at once, on the caller's thread. The simulator and [ModelJournalTest] run on it.
@NullUnmarked
final class ModelJournal implements Journal, Remapping {

    static final Duration FOLD = Duration.ofMillis(500);

    private final Supplier<Instant> clock;
    private final Function<RecordRef, Optional<Side>> ends;
    private static final Comparator<Newcomer> OLDEST_FIRST =
            Comparator.comparing(Newcomer::since)
                    .thenComparing(newcomer -> newcomer.lane().value().toString());

    private final Map<UUID, Live> sessions = new HashMap<>();
    private final Map<LaneKey, ModelLane> lanes = new TreeMap<>();
    final ModelLinks links;
    final ModelBooks books = new ModelBooks();
    private final ModelKeys keys = new ModelKeys();
    final ModelGuard guard;
    private final ModelWalks walks = new ModelWalks();
    private final Map<UUID, BreakerRow> breakers = new LinkedHashMap<>();
    private final Map<Touched, Long> touches = new HashMap<>();
    private final Map<Counted, Belongs> members = new HashMap<>();
    private final Set<Stop> stops = new java.util.LinkedHashSet<>();

    /// How many changes were stored that a system told of by itself.
    final Map<TenantId, Long> told = new HashMap<>();

    /// Of so many lanes of a claim one is live.
    private static final int LIVE_SHARE = 4;

    private long epochs;

    /// By tenant and direction, the lanes taken of it since a live one had to be.
    private final Map<TenantId, Map<Direction, Integer>> shared = new HashMap<>();

    private Optional<TenantId> lastServed = Optional.empty();

    /// @param ends the side on which a record stands; empty for one that only enriches others
    ModelJournal(Supplier<Instant> clock, Function<RecordRef, Optional<Side>> ends) {
        this.clock = clock;
        this.ends = ends;
        this.links = new ModelLinks(clock);
        this.guard = new ModelGuard(links, books);
    }

    /// A process that holds leases.
    private static final class Live {
        final Session session;
        Instant beat;
        boolean ended;
        Optional<Hints> hints = Optional.empty();

        Live(Session session, Instant beat) {
            this.session = session;
            this.beat = beat;
        }

        boolean holds(Instant now) {
            return !ended && !now.isAfter(beat.plus(session.leaseLength()));
        }
    }

    private record Counted(TenantId tenant, FlowName flow, RecordRef record) {}

    private record Belongs(long order, Optional<RecordRef> figure) {}

    private record Touched(TenantId tenant, RecordRef record) {}

    record LaneKey(TenantId tenant, LaneId lane) implements Comparable<LaneKey> {

        static LaneKey of(TenantId tenant, Link link) {
            return new LaneKey(tenant, new LaneId(link.id()));
        }

        @Override
        public int compareTo(LaneKey other) {
            int byTenant = tenant.compareTo(other.tenant);
            return byTenant != 0 ? byTenant : lane.compareTo(other.lane);
        }
    }

    // ---- Ways in

    @Override
    public Future<List<Receipt>> append(Delivery delivery) {
        return append(delivery, Optional.empty());
    }

    /// Appends in the process that holds `here`: a lane that is free is leased to it at once.
    Future<List<Receipt>> append(Delivery delivery, Optional<Session> here) {
        if (delivery.once().isPresent()) {
            Once once = delivery.once().get();
            Optional<UUID> change = delivery.changes().stream().findFirst().map(Incoming::id);
            Optional<ModelKeys.Known> known =
                    keys.take(delivery.tenant(), once, change, clock.get());
            if (known.isPresent() && !known.get().request().equals(once.request())) {
                return Future.failedFuture(new Once.Used());
            }
            if (known.isPresent()) {
                books.duplicates(delivery.tenant(), delivery.changes().size());
                return Future.succeededFuture(
                        known.get().change().stream().map(id -> new Receipt(id, true)).toList());
            }
        }
        if (delivery.identity().isPresent()
                && !books.firstDelivery(delivery.tenant(), delivery.identity().get())) {
            books.duplicates(delivery.tenant(), delivery.changes().size());
            return Future.succeededFuture(
                    delivery.changes().stream()
                            .map(change -> new Receipt(change.id(), true))
                            .toList());
        }
        delivery.cursor().ifPresent(move -> books.move(delivery.tenant(), move));
        List<Receipt> receipts = new ArrayList<>();
        for (Incoming change : delivery.changes()) {
            receipts.add(new Receipt(change.id(), !store(delivery, change)));
        }
        hint(here);
        return Future.succeededFuture(receipts);
    }

    /// Whether the change is one.
    private boolean store(Delivery delivery, Incoming change) {
        TenantId tenant = delivery.tenant();
        boolean first = books.firstContent(tenant, change.content());
        if (delivery.trigger() == Trigger.POLL && !first) {
            return false;
        }
        if (!books.store(tenant, change)) {
            return true;
        }
        if (delivery.trigger() == Trigger.WEBHOOK || delivery.trigger() == Trigger.PUSH) {
            told.merge(tenant, 1L, Long::sum);
        }
        if (delivery.missed()) {
            books.missed(tenant);
        }
        for (Wanted wanted : change.wants()) {
            if (wanted.counted().isPresent()) {
                count(tenant, change, wanted, wanted.counted().get());
            } else if (change.unreadable().isEmpty() && wanted.bad().isEmpty()) {
                ModelLane lane = laneOf(tenant, wanted, change.record().orElseThrow());
                lane.arrive(
                        change,
                        wanted.side(),
                        rank(delivery.trigger()),
                        delivery.trigger() == Trigger.OPERATOR,
                        clock.get());
            }
        }
        return true;
    }

    private void count(TenantId tenant, Incoming change, Wanted wanted, Membership state) {
        RecordRef record = change.record().orElseThrow();
        Belongs was = members.get(new Counted(tenant, wanted.flow(), record));
        if (was != null && state.order() <= was.order()) {
            books.settledAtOnce(
                    tenant,
                    wanted,
                    change.id(),
                    state.order() == was.order() ? OutcomeKind.UNCHANGED : OutcomeKind.SUPERSEDED);
            return;
        }
        Optional<ModelLane> from =
                Optional.ofNullable(was)
                        .flatMap(Belongs::figure)
                        .map(at -> bucket(tenant, wanted, at));
        Optional<ModelLane> to = state.figure().map(at -> bucket(tenant, wanted, at));
        members.put(
                new Counted(tenant, wanted.flow(), record),
                new Belongs(state.order(), state.figure()));
        if (from.equals(to)) {
            books.settledAtOnce(tenant, wanted, change.id(), OutcomeKind.UNCHANGED);
            return;
        }
        from.ifPresent(lane -> lane.members--);
        to.ifPresent(lane -> lane.members++);
        to.or(() -> from)
                .orElseThrow()
                .arrive(change, wanted.side(), ModelLane.Rank.LATER, false, clock.get());
        if (to.isPresent()) {
            from.ifPresent(lane -> lane.touch(wanted.side().outbound(), clock.get()));
        }
    }

    private static ModelLane.Rank rank(Trigger trigger) {
        return switch (trigger) {
            case OPERATOR -> ModelLane.Rank.CONSOLE;
            case WEBHOOK, PUSH, POLL, STREAM, SERIES -> ModelLane.Rank.LIVE;
            case IMPORT, BACKFILL -> ModelLane.Rank.LATER;
            case AUDIT -> ModelLane.Rank.LAST;
        };
    }

    private ModelLane bucket(TenantId tenant, Wanted wanted, RecordRef figure) {
        LaneId id = LaneId.of(tenant, wanted.flow(), figure);
        ModelLane lane =
                lanes.computeIfAbsent(
                        new LaneKey(tenant, id),
                        key -> new ModelLane(key, wanted.flow(), figure, wanted.side()));
        lane.counts = true;
        return lane;
    }

    private ModelLane laneOf(TenantId tenant, Wanted wanted, RecordRef record) {
        LaneId id =
                linkOf(tenant, wanted.flow(), record)
                        .map(link -> new LaneId(link.id()))
                        .orElseGet(() -> LaneId.of(tenant, wanted.flow(), record));
        return lanes.computeIfAbsent(
                new LaneKey(tenant, id),
                key -> new ModelLane(key, wanted.flow(), record, wanted.side()));
    }

    /// Tells every process that lanes are due, and hands free ones to the process `here`.
    private void hint(Optional<Session> here) {
        Instant now = clock.get();
        here.map(session -> sessions.get(session.id()))
                .filter(live -> live.holds(now) && live.hints.isPresent())
                .ifPresent(
                        live -> {
                            List<Lease> handed = new ArrayList<>();
                            for (Direction direction : Direction.values()) {
                                handed.addAll(take(live.session, direction, 4));
                            }
                            if (!handed.isEmpty()) {
                                live.hints.get().handedOver(handed);
                            }
                        });
        for (Direction direction : Direction.values()) {
            if (lanes.values().stream().anyMatch(lane -> lane.isDue(direction, now))) {
                sessions.values().stream()
                        .sorted(java.util.Comparator.comparing(live -> live.session.id()))
                        .filter(live -> live.holds(now))
                        .flatMap(live -> live.hints.stream())
                        .toList()
                        .forEach(hints -> hints.due(direction));
            }
        }
    }

    // ---- Sessions and leases

    @Override
    public Future<Session> begin(Duration leaseLength) {
        Session session = new Session(new UUID(0x8000L, sessions.size() + 1L), leaseLength);
        sessions.put(session.id(), new Live(session, clock.get()));
        return Future.succeededFuture(session);
    }

    @Override
    public Future<Void> heartbeat(Session session) {
        Live live = Objects.requireNonNull(sessions.get(session.id()));
        if (!live.holds(clock.get())) {
            return Future.failedFuture(new Fenced("the session has ended"));
        }
        live.beat = clock.get();
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end(Session session) {
        Live live = Objects.requireNonNull(sessions.get(session.id()));
        live.ended = true;
        lanes.values().forEach(lane -> lane.release(session.id()));
        hint(Optional.empty());
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Lease>> claim(Session session, Direction direction, int count) {
        if (!Objects.requireNonNull(sessions.get(session.id())).holds(clock.get())) {
            return Future.failedFuture(new Fenced("the session has ended"));
        }
        return Future.succeededFuture(take(session, direction, count));
    }

    /// One lane of each tenant in turn, beginning after the tenant that was served last.
    private List<Lease> take(Session session, Direction direction, int count) {
        Instant now = clock.get();
        Map<TenantId, List<ModelLane>> due = new TreeMap<>();
        lanes.values().stream()
                .filter(lane -> lane.isDue(direction, now) && isFree(lane, now))
                .filter(lane -> !isPaused(lane, direction))
                .sorted(ModelLane.oldestFirst(direction))
                .forEach(
                        lane ->
                                due.computeIfAbsent(lane.key.tenant(), _ -> new ArrayList<>())
                                        .add(lane));
        List<TenantId> turn = new ArrayList<>(due.keySet());
        int after =
                lastServed
                        .map(
                                last ->
                                        (int)
                                                turn.stream()
                                                        .filter(t -> t.compareTo(last) <= 0)
                                                        .count())
                        .orElse(0);
        java.util.Collections.rotate(turn, -after);
        List<Lease> leases = new ArrayList<>();
        while (leases.size() < count) {
            int before = leases.size();
            for (TenantId tenant : turn) {
                List<ModelLane> waiting = due.get(tenant);
                if (!waiting.isEmpty() && leases.size() < count) {
                    leases.add(
                            next(waiting, tenant, direction).lease(session, ++epochs, direction));
                    lastServed = Optional.of(tenant);
                }
            }
            if (leases.size() == before) {
                break;
            }
        }
        return leases;
    }

    /// The lane that an append leased to a session on the spot: empty where it is not free, or is
    /// not due once changes have folded.
    Optional<Lease> take(Session session, LaneKey key, Direction direction) {
        Instant now = clock.get();
        return Optional.ofNullable(lanes.get(key))
                .filter(lane -> lane.isDue(direction, now.plus(FOLD)) && isFree(lane, now))
                .map(lane -> lane.lease(session, ++epochs, direction));
    }

    /// The first in line, but every fourth time a live one if there is one.
    private ModelLane next(List<ModelLane> waiting, TenantId tenant, Direction direction) {
        int taken =
                shared.computeIfAbsent(tenant, _ -> new EnumMap<>(Direction.class))
                        .merge(direction, 1, (one, more) -> (one + more) % LIVE_SHARE);
        ModelLane next =
                waiting.stream()
                        .filter(lane -> taken == 0 && lane.isLive())
                        .findFirst()
                        .orElseGet(waiting::getFirst);
        waiting.remove(next);
        return next;
    }

    /// How many leases were given so far.
    long leases() {
        return epochs;
    }

    boolean isPaused(LaneKey lane, Direction direction) {
        return isPaused(Objects.requireNonNull(lanes.get(lane)), direction);
    }

    private boolean isPaused(ModelLane lane, Direction direction) {
        return stops.stream()
                .anyMatch(stop -> stop.covers(lane.key.tenant(), lane.flow, direction));
    }

    private boolean isFree(ModelLane lane, Instant now) {
        return lane.holder().map(holder -> !sessions.get(holder).holds(now)).orElse(true);
    }

    @Override
    public void listen(Session session, Hints hints) {
        Objects.requireNonNull(sessions.get(session.id())).hints = Optional.of(hints);
    }

    @Override
    public void leave(Session session) {
        Optional.ofNullable(sessions.get(session.id()))
                .ifPresent(live -> live.hints = Optional.empty());
    }

    // ---- The work on a lane

    private Optional<ModelLane> held(Lease lease) {
        return Optional.ofNullable(lanes.get(new LaneKey(lease.tenant(), lease.lane())))
                .filter(lane -> lane.epoch() == lease.epoch() && lane.holder().isPresent());
    }

    /// The lease by which the lane is held now, whoever asks.
    Lease present(Lease lease) {
        return Optional.ofNullable(lanes.get(new LaneKey(lease.tenant(), lease.lane())))
                .map(
                        lane ->
                                new Lease(
                                        lease.tenant(),
                                        lease.lane(),
                                        lane.epoch(),
                                        lease.direction()))
                .orElse(lease);
    }

    private static <T> Future<T> fenced(Lease lease) {
        return Future.failedFuture(new Fenced("lane " + lease.lane() + " is no longer leased"));
    }

    @Override
    public Future<Optional<Opened>> open(Lease lease) {
        Optional<ModelLane> held = held(lease);
        if (held.isEmpty()) {
            return fenced(lease);
        }
        ModelLane lane = held.get();
        if (isPaused(lane, lease.direction())) {
            lane.release(lane.holder().orElseThrow());
            return Future.succeededFuture(Optional.empty());
        }
        Optional<Link> elsewhere =
                linkOf(lease.tenant(), lane.flow, lane.record)
                        .filter(link -> !link.id().equals(lease.lane().value()));
        if (elsewhere.isPresent()) {
            rehome(lane, elsewhere.get());
            return Future.succeededFuture(Optional.empty());
        }
        return Future.succeededFuture(
                Optional.of(
                        lane.opened(
                                lease,
                                links.byId(lease.tenant(), lane.flow, lease.lane().value()),
                                links.openAttempt(lane.key),
                                books.parkedOf(lane.key),
                                clock.get())));
    }

    @Override
    public Future<Map<UUID, Bytes>> bodies(TenantId tenant, List<Pending> changes) {
        Set<UUID> ids = changes.stream().map(Pending::change).collect(Collectors.toSet());
        Map<UUID, Bytes> bodies = new HashMap<>();
        lanes.values().stream()
                .filter(lane -> lane.key.tenant().equals(tenant))
                .forEach(lane -> bodies.putAll(lane.bodies(ids)));
        return Future.succeededFuture(bodies);
    }

    private Optional<Link> linkOf(TenantId tenant, FlowName flow, RecordRef record) {
        return ends.apply(record).flatMap(side -> links.of(tenant, flow, side, record.id()));
    }

    private void rehome(ModelLane lane, Link link) {
        LaneKey key = new LaneKey(lane.key.tenant(), new LaneId(link.id()));
        Side made =
                link.acme().record().isPresent() && lane.side == Side.APP ? Side.ACME : Side.APP;
        ModelLane home =
                lanes.computeIfAbsent(key, _ -> new ModelLane(key, lane.flow, lane.record, made));
        home.takeOver(lane, clock.get());
        books.rehome(lane.key, key);
        links.end(lane.key);
        lane.rest();
        hint(Optional.empty());
    }

    @Override
    public Future<Map<RecordRef, Refs.Pair>> pairs(
            TenantId tenant, FlowName flow, Set<RecordRef> records) {
        Map<RecordRef, Refs.Pair> pairs = new HashMap<>();
        for (RecordRef record : records) {
            linkOf(tenant, flow, record)
                    .filter(link -> link.acme().record().isPresent())
                    .filter(link -> link.app().record().isPresent())
                    .filter(link -> link.life() != Link.Life.UNLINKED)
                    .ifPresent(
                            link ->
                                    pairs.put(
                                            record,
                                            new Refs.Pair(
                                                    link.id(),
                                                    link.acme().record().get(),
                                                    link.app().record().get())));
        }
        return Future.succeededFuture(pairs);
    }

    @Override
    public Future<Optional<Link>> link(TenantId tenant, FlowName flow, UUID id) {
        return Future.succeededFuture(links.byId(tenant, flow, id));
    }

    @Override
    public Future<List<LaneId>> creating(TenantId tenant, FlowName flow, Side target, LaneId id) {
        Instant told =
                Optional.ofNullable(lanes.get(new LaneKey(tenant, id)))
                        .flatMap(lane -> lane.toldFirst(target))
                        .orElseGet(clock);
        return Future.succeededFuture(
                links.creating(tenant, target, told).stream()
                        .filter(
                                lane ->
                                        Optional.ofNullable(lanes.get(lane))
                                                .filter(known -> known.flow.equals(flow))
                                                .filter(
                                                        known ->
                                                                !known.rests()
                                                                        || !books.parkedOf(lane)
                                                                                .isEmpty())
                                                .isPresent())
                        .map(LaneKey::lane)
                        .limit(MANY)
                        .toList());
    }

    @Override
    public Future<List<Newcomer>> newcomers(
            TenantId tenant, LaneId creating, Optional<Newcomer> after) {
        ModelLane making = lanes.get(new LaneKey(tenant, creating));
        Optional<ModelLinks.Tried> create = links.openCreate(new LaneKey(tenant, creating));
        return Future.succeededFuture(
                create.isEmpty() || making == null
                        ? List.of()
                        : lanes.values().stream()
                                .filter(lane -> lane.key.tenant().equals(tenant))
                                .filter(lane -> lane.flow.equals(making.flow))
                                .filter(
                                        lane ->
                                                lane.side == create.get().attempt().target()
                                                        && lane.workSince(create.get().since()))
                                .filter(lane -> !links.isBounded(create.get(), lane.since()))
                                .filter(lane -> hasNoLink(lane))
                                .map(lane -> new Newcomer(lane.key.lane(), lane.since()))
                                .sorted(OLDEST_FIRST)
                                .filter(
                                        one ->
                                                after.filter(
                                                                last ->
                                                                        OLDEST_FIRST.compare(
                                                                                        one, last)
                                                                                <= 0)
                                                        .isEmpty())
                                .limit(MANY)
                                .toList());
    }

    @Override
    public Future<List<Lost>> lost(TenantId tenant, FlowName flow, Side target, Duration over) {
        return Future.succeededFuture(
                links.lost(tenant, target, clock.get().minus(over)).stream()
                        .filter(
                                one ->
                                        Optional.ofNullable(lanes.get(one.lane()))
                                                .filter(lane -> lane.flow.equals(flow))
                                                .isPresent())
                        .map(
                                one ->
                                        new Lost(
                                                one.lane().lane(),
                                                one.attempt().id(),
                                                one.since(),
                                                one.attempt().sent()))
                        .limit(MANY)
                        .toList());
    }

    @Override
    public Future<Void> bound(TenantId tenant, List<Lost> creates) {
        creates.forEach(one -> links.bound(one.attempt(), clock.get()));
        return Future.succeededFuture();
    }

    private boolean hasNoLink(ModelLane lane) {
        TenantId tenant = lane.key.tenant();
        return links.byId(tenant, lane.flow, lane.key.lane().value()).isEmpty()
                && links.of(tenant, lane.flow, lane.side, lane.record.id()).isEmpty();
    }

    @Override
    public Future<Attempted> attempt(Attempt attempt) {
        Lease lease = attempt.lease();
        if (held(lease).isEmpty()) {
            return fenced(lease);
        }
        if (attempt.link().isPresent() && !links.insert(lease.tenant(), attempt.link().get())) {
            return Future.succeededFuture(Attempted.TAKEN);
        }
        if (attempt.link().isPresent()) {
            Link link = attempt.link().get();
            Attempted reserved =
                    links.reserve(lease.tenant(), link.flow(), link.id(), attempt.keys());
            if (reserved != Attempted.GO) {
                return Future.succeededFuture(reserved);
            }
        }
        links.attempt(new LaneKey(lease.tenant(), lease.lane()), attempt, clock.get());
        return Future.succeededFuture(Attempted.GO);
    }

    @Override
    public Future<Void> settle(Settlement settlement) {
        Lease lease = settlement.lease();
        Optional<ModelLane> held = held(lease);
        if (held.isEmpty()) {
            return fenced(lease);
        }
        ModelLane lane = held.get();
        if (settlement.link().isPresent()
                && links.belongsToAnother(lease.tenant(), settlement.link().get())) {
            return Future.failedFuture(new Taken("a record of this link belongs to another"));
        }
        Instant now = clock.get();
        settlement.link().ifPresent(link -> links.put(lease.tenant(), link));
        settlement
                .link()
                .filter(link -> link.life() == Link.Life.LINKED)
                .ifPresent(_ -> books.isHome(lane.key));
        settlement.uses().ifPresent(uses -> links.uses(lane.key, uses.records()));
        settlement
                .attempt()
                .ifPresent(
                        ended -> {
                            links.end(lane.key, ended);
                            links.free(lease.tenant(), lane.flow, lease.lane().value());
                        });
        settlement.outcomes().forEach(outcome -> books.settle(lane.key, lane.flow, outcome));
        settlement
                .park()
                .forEach(
                        item -> {
                            Side from = lease.direction().source();
                            books.park(lane.key, lane.flow, from, item, now);
                            item.partOf()
                                    .flatMap(_ -> guard.verdict(lane.key))
                                    .ifPresent(verdict -> books.resolve(item.id(), verdict));
                        });
        settlement.unpark().forEach(item -> books.unpark(lane.key.tenant(), item, now));
        books.gather(lane.key, lane.flow, settlement, now);
        guard.settled(lane.key, settlement);
        settlement
                .seen()
                .forEach(
                        content -> {
                            boolean _ = books.firstContent(lease.tenant(), content);
                        });
        // Before the lane rests: what it is to wait for from now on is not what it wakes.
        Set<LaneId> ready = new HashSet<>(settlement.wake());
        settlement.next().awaited().ifPresent(ready::remove);
        lanes.values().stream()
                .filter(other -> other.key.tenant().equals(lease.tenant()))
                .forEach(other -> other.wake(ready, now));
        lane.settle(
                settlement,
                books.decided(lane.key),
                isOver(lease.tenant(), lane.flow, settlement.next()),
                now);
        settlement
                .uses()
                .filter(uses -> uses.records().stream().anyMatch(touchedAfter(lease, uses.asOf())))
                .ifPresent(_ -> lane.touch(lease.direction(), now));
        settlement.touch().ifPresent(record -> touch(lease.tenant(), lane, record, now));
        settlement.wake().stream()
                .map(woken -> lanes.get(new LaneKey(lease.tenant(), woken)))
                .filter(woken -> woken != null && !woken.key.equals(lane.key))
                .filter(
                        woken ->
                                !books.parkedOf(woken.key).isEmpty()
                                        || (woken.holder().isPresent() && isOverdue(woken, now)))
                .forEach(woken -> woken.lookAgain(now));
        hint(Optional.empty());
        return Future.succeededFuture();
    }

    /// Whether its create can only be looked for.
    private boolean isOverdue(ModelLane lane, Instant now) {
        return links.openCreate(lane.key)
                .filter(create -> !create.attempt().deadline().isAfter(now))
                .isPresent();
    }

    /// Whether what a lane is to wait for has happened meanwhile.
    private boolean isOver(TenantId tenant, FlowName flow, Next next) {
        return switch (next) {
            case Next.When when ->
                    links.byId(tenant, flow, when.parent().value())
                            .filter(link -> link.life() == Link.Life.LINKED)
                            .isPresent();
            case Next.AfterCreate wait ->
                    links.openCreate(new LaneKey(tenant, wait.lane())).isEmpty();
            case Next.Rest _, Next.At _, Next.Other _, Next.Later _, Next.Closing _ -> false;
        };
    }

    private Predicate<RecordRef> touchedAfter(Lease lease, long epoch) {
        return record -> touches.getOrDefault(new Touched(lease.tenant(), record), 0L) > epoch;
    }

    private void touch(TenantId tenant, ModelLane by, RecordRef record, Instant now) {
        touches.put(new Touched(tenant, record), ++epochs);
        for (LaneKey using : links.using(tenant, record)) {
            ModelLane lane = lanes.get(using);
            if (lane != null && lane.flow.equals(by.flow)) {
                lane.touch(by.side.outbound(), now);
            }
        }
    }

    // ---- People and breakers

    @Override
    public Future<Clearance> clear(ConfirmedDelete delete) {
        return held(delete.lease())
                .map(lane -> Future.succeededFuture(guard.clear(lane.key, delete, clock.get())))
                .orElseGet(() -> fenced(delete.lease()));
    }

    @Override
    public Future<ActAnswer> act(Act act) {
        if (books.gathers(act.parked())) {
            ActAnswer answer =
                    books.actOnAll(
                            act,
                            (lane, direction) ->
                                    lanes.get(lane).decidedLater(direction, clock.get()));
            hint(Optional.empty());
            return Future.succeededFuture(answer);
        }
        if (act.verb() == Verb.DISCARD && books.mayAct(act) && isAtWork(act.parked())) {
            return Future.succeededFuture(ActAnswer.STALE);
        }
        ModelBooks.Decided decided = books.act(act, clock.get());
        if (decided.answer() == ActAnswer.ACCEPTED && books.isIncident(act.parked())) {
            Resolution verdict =
                    act.verb() == Verb.APPROVE ? Resolution.APPROVE : Resolution.REJECT;
            guard.decide(act.parked(), verdict)
                    .forEach(
                            (lane, gone) -> {
                                books.resolveParts(lane, act.parked(), verdict);
                                lanes.get(lane).decided(gone.outbound(), clock.get());
                            });
            hint(Optional.empty());
            return Future.succeededFuture(decided.answer());
        }
        if (decided.answer() == ActAnswer.ACCEPTED && act.verb() == Verb.DISCARD) {
            books.doubted(act.parked()).ifPresent(this::letBe);
        }
        decided.lane()
                .ifPresent(
                        key -> {
                            lanes.get(key).decided(decided.direction(), clock.get());
                            hint(Optional.empty());
                        });
        return Future.succeededFuture(decided.answer());
    }

    private boolean isAtWork(UUID doubted) {
        return books.doubted(doubted)
                .map(lanes::get)
                .filter(lane -> lane.holder().isPresent())
                .isPresent();
    }

    /// The create of which a person was asked is over, and what waits for it looks again.
    private void letBe(LaneKey key) {
        links.openCreate(key)
                .ifPresent(
                        create ->
                                links.end(
                                        key,
                                        new EndedAttempt(
                                                create.attempt().id(), "a person let it be")));
        ModelLane lane = lanes.get(key);
        links.free(key.tenant(), lane.flow, key.lane().value());
        lanes.values().stream()
                .filter(other -> other.key.tenant().equals(key.tenant()))
                .forEach(other -> other.wake(Set.of(key.lane()), clock.get()));
        hint(Optional.empty());
    }

    @Override
    public Future<ActAnswer> replace(Act act, UUID newer) {
        return Future.succeededFuture(books.replace(act, newer));
    }

    @Override
    public Future<Optional<Opened>> peek(TenantId tenant, LaneId id, Direction direction) {
        return Future.succeededFuture(
                Optional.ofNullable(lanes.get(new LaneKey(tenant, id)))
                        .map(
                                lane ->
                                        lane.opened(
                                                new Lease(tenant, id, 0, direction),
                                                links.byId(tenant, lane.flow, id.value()),
                                                links.openAttempt(lane.key),
                                                books.parkedOf(lane.key),
                                                clock.get())));
    }

    @Override
    public Future<ActAnswer> restore(Act act) {
        ModelBooks.Decided decided = books.restore(act);
        decided.lane()
                .ifPresent(
                        key -> {
                            lanes.get(key).decided(decided.direction(), clock.get());
                            hint(Optional.empty());
                        });
        return Future.succeededFuture(decided.answer());
    }

    @Override
    public Future<PauseAnswer> pause(Stop stop, Signed signed) {
        return Future.succeededFuture(
                books.firstAct(signed.key()) && stops.add(stop)
                        ? PauseAnswer.DONE
                        : PauseAnswer.ALREADY);
    }

    @Override
    public Future<PauseAnswer> resume(Stop stop, Signed signed) {
        boolean lifted = books.firstAct(signed.key()) && stops.remove(stop);
        hint(Optional.empty());
        return Future.succeededFuture(lifted ? PauseAnswer.DONE : PauseAnswer.ALREADY);
    }

    @Override
    public Future<Stretch> stretch(TenantId tenant, FlowName flow, String version, int most) {
        return Future.succeededFuture(
                walks.stretch(links.all(tenant), tenant, flow, version, most));
    }

    @Override
    public Future<Void> walked(
            TenantId tenant, FlowName flow, Stretch stretch, Set<UUID> otherwise) {
        if (walks.walked(tenant, flow, stretch)) {
            for (UUID link : otherwise) {
                lanes.get(new LaneKey(tenant, new LaneId(link)))
                        .touchLater(Direction.TO_APP, clock.get());
            }
            hint(Optional.empty());
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> wake(TenantId tenant, String system, int most) {
        lanes.values().stream()
                .filter(lane -> lane.key.tenant().equals(tenant))
                .filter(lane -> lane.waitsFor(system, clock.get()))
                .sorted(Comparator.comparing(lane -> lane.key))
                .limit(most)
                .forEach(lane -> lane.goOn(system, clock.get()));
        hint(Optional.empty());
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> keep(BreakerRow row) {
        breakers.merge(
                UUID.nameUUIDFromBytes(
                        (row.tenant() + row.system())
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                row,
                ModelJournal::newest);
        return Future.succeededFuture();
    }

    /// Who does not know that a system asked for patience takes nothing of it back.
    private static BreakerRow newest(BreakerRow old, BreakerRow row) {
        Optional<Instant> latest =
                Stream.concat(old.notBefore().stream(), row.notBefore().stream())
                        .max(Comparator.naturalOrder());
        return new BreakerRow(
                row.tenant(),
                row.system(),
                row.state(),
                row.failures(),
                row.calls(),
                row.why(),
                row.openedAt(),
                row.nextProbe(),
                latest);
    }

    @Override
    public Future<List<BreakerRow>> breakers() {
        return Future.succeededFuture(List.copyOf(breakers.values()));
    }

    // ---- What only a model shows

    /// When a lane is due; empty where it has nothing to do.
    Map<Direction, Instant> due(LaneKey lane) {
        return Optional.ofNullable(lanes.get(lane)).map(ModelLane::due).orElse(Map.of());
    }

    /// Every lane that still has something to do, for the simulator's demand of quiet. How many
    /// lanes somebody works on.
    long held() {
        return lanes.values().stream().filter(lane -> lane.holder().isPresent()).count();
    }

    List<String> restless() {
        return lanes.values().stream()
                .flatMap(lane -> lane.restless(clock.get()).stream())
                .toList();
    }
}
