package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.journal.PgJournal;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Direction;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.platform.DatabasePool;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The journal's SQL and the model that the simulator runs on, driven with the same random
/// operations from the sessions of two processes, each with connections of its own: what they
/// answer is the same at each step, and so is what they hold.
class JournalsAgreeIT {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Pool> POOLS =
            List.of(
                    DatabasePool.open(VERTX, TestDatabase.access()),
                    DatabasePool.open(VERTX, TestDatabase.access()));
    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");
    private static final Duration LEASE = Duration.ofDays(30);

    /// Much longer than the test may take: no clock of a machine decides what is due.
    private static final Duration LATER = Duration.ofHours(1);

    private static final int STEPS = 120;
    private static final int RECORDS = 4;

    /// Of the ways to settle a lane, those by which it is put back.
    private static final int FOR_A_RECORD = 4;

    private static final int FOR_A_SYSTEM = 5;
    private static final Set<Integer> WAITS = Set.of(1, FOR_A_RECORD, FOR_A_SYSTEM);

    /// As the lane of a series rests, until the next occurrence is near.
    private static final int AT_REST_UNTIL = 6;

    @AfterAll
    static void close() {
        POOLS.forEach(pool -> of(pool.close()));
        of(VERTX.close());
    }

    private static <T> T of(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /// What comes of a call: its answer, or the kind of its failure.
    private static <T> Object said(Future<T> future) {
        try {
            Object value =
                    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
            return value == null ? "done" : value;
        } catch (java.util.concurrent.ExecutionException failed) {
            return String.valueOf(failed.getCause()).split(":", 2)[0];
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /// One lane as both journals opened it.
    ///
    /// @param who of the processes
    private record Both(Lease model, Lease real, int who, Optional<Opened> seen) {}

    // ---- The state of a story

    private final List<String> story = new ArrayList<>();
    private final List<UUID> changes = new ArrayList<>();
    private final List<Both> hands = new ArrayList<>();
    private final Map<LaneId, UUID> attempts = new HashMap<>();
    private final List<NewParked> parked = new ArrayList<>();
    private final List<Journal> real = new ArrayList<>();
    private final List<Journal.Session> realSessions = new ArrayList<>();
    private final List<Journal.Session> modelSessions = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final ModelJournal model = new ModelJournal(() -> now, record -> side(record));
    private Random dice = new Random(0);

    private static Optional<Side> side(RecordRef record) {
        return switch (record.resource().resource()) {
            case "appointment" -> Optional.of(Side.ACME);
            case "event" -> Optional.of(Side.APP);
            default -> Optional.empty();
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void onWhateverIsAskedOfThem(long seed) {
        dice = new Random(seed);
        begin();
        for (int step = 0; step < STEPS; step++) {
            step();
            assertThat(held(false)).as("what is held after: %s", latest()).isEqualTo(held(true));
        }
    }

    private void begin() {
        TestDatabase.empty();
        for (Pool pool : POOLS) {
            Journal one =
                    new PgJournal(
                            VERTX,
                            pool,
                            (_, flow, side) ->
                                    flow.equals(SimWorld.APPOINTMENTS)
                                            ? Optional.of(SimWorld.resource(side))
                                            : Optional.empty(),
                            () -> Set.of(NORTH, SOUTH));
            real.add(one);
            realSessions.add(of(one.begin(LEASE)));
            modelSessions.add(of(model.begin(LEASE)));
        }
    }

    private void step() {
        switch (dice.nextInt(10)) {
            case 0, 1, 2 -> append();
            case 3, 4, 5 -> claim();
            case 6, 7, 8 -> work();
            default -> {
                if (dice.nextInt(3) == 0) {
                    wake();
                } else {
                    act();
                }
            }
        }
    }

    /// The story's last words.
    private List<String> latest() {
        return story.subList(Math.max(0, story.size() - 12), story.size());
    }

    private Journal some() {
        return real.get(dice.nextInt(real.size()));
    }

    private <T> void same(String what, Future<T> inModel, Supplier<Future<T>> inReal) {
        story.add(what);
        assertThat(said(inReal.get())).as("after: %s", latest()).isEqualTo(said(inModel));
    }

    // ---- Operations

    private void append() {
        Side side = dice.nextBoolean() ? Side.ACME : Side.APP;
        RecordRef record = record(side);
        Trigger trigger = List.of(Trigger.WEBHOOK, Trigger.PUSH, Trigger.POLL).get(dice.nextInt(3));
        UUID id = new UUID(dice.nextLong(), dice.nextLong());
        changes.add(id);
        Incoming change =
                new Incoming(
                        id,
                        Optional.of(record),
                        Optional.of((dice.nextBoolean() ? "r" : "") + dice.nextInt(5)),
                        dice.nextInt(8) == 0,
                        Hash.of(record.toString(), "" + dice.nextInt(4)),
                        body(record),
                        dice.nextInt(4) > 0,
                        List.of(new Wanted(SimWorld.APPOINTMENTS, side)),
                        Optional.empty(),
                        Optional.empty(),
                        "m1");
        Optional<Hash> identity =
                trigger == Trigger.WEBHOOK
                        ? Optional.of(Hash.of("delivery", "" + dice.nextInt(12)))
                        : Optional.empty();
        Delivery delivery =
                new Delivery(
                        dice.nextInt(4) == 0 ? SOUTH : NORTH,
                        trigger,
                        identity,
                        List.of(change),
                        trigger == Trigger.POLL,
                        Optional.empty());
        Journal at = some();
        same(
                trigger
                        + " of "
                        + record
                        + " "
                        + change.content()
                        + " "
                        + identity
                        + " for "
                        + delivery.tenant(),
                model.append(delivery),
                () -> at.append(delivery));
    }

    private RecordRef record(Side side) {
        return new RecordRef(
                SimWorld.resource(side), (side == Side.ACME ? "a" : "e") + dice.nextInt(RECORDS));
    }

    /// The lane of some record.
    private LaneId lane(TenantId tenant) {
        return LaneId.of(
                tenant, SimWorld.APPOINTMENTS, record(dice.nextBoolean() ? Side.ACME : Side.APP));
    }

    private void wake() {
        TenantId tenant = dice.nextInt(4) == 0 ? SOUTH : NORTH;
        String system = dice.nextBoolean() ? "acme" : "app";
        int most = dice.nextInt(3) == 0 ? 1 : 100;
        Journal at = some();
        same(
                system + " of " + tenant + " answers again",
                model.wake(tenant, system, most),
                () -> at.wake(tenant, system, most));
    }

    /// All that is due, once the changes have folded.
    private void claim() {
        pass(dice.nextInt(6) == 0 ? LATER.plusSeconds(1) : Duration.ofSeconds(1));
        int who = dice.nextInt(real.size());
        for (Direction direction : Direction.values()) {
            Map<String, Lease> ours =
                    byLane(of(model.claim(modelSessions.get(who), direction, 64)));
            Map<String, Lease> theirs =
                    byLane(of(real.get(who).claim(realSessions.get(who), direction, 64)));
            story.add("claim " + direction + " by " + who + ": " + ours.keySet());
            assertThat(theirs.keySet()).as("after: %s", latest()).isEqualTo(ours.keySet());
            ours.forEach(
                    (lane, lease) ->
                            open(lease, java.util.Objects.requireNonNull(theirs.get(lane)), who));
        }
    }

    private void open(Lease ours, Lease theirs, int who) {
        Optional<Opened> inModel = of(model.open(ours));
        Optional<Opened> inReal = of(real.get(who).open(theirs));
        assertThat(inReal.map(JournalsAgreeIT::told))
                .as("opened after: %s", latest())
                .isEqualTo(inModel.map(JournalsAgreeIT::told));
        hands.add(new Both(ours, theirs, who, inModel));
    }

    /// Now and then one that is left in the store when its lane is opened.
    private Bytes body(RecordRef record) {
        String filler = "x".repeat(dice.nextInt(6) == 0 ? 70_000 : dice.nextInt(100));
        return Bytes.of("{\"id\":\"" + record.id() + "\",\"filler\":\"" + filler + "\"}");
    }

    private static Map<String, Lease> byLane(List<Lease> leases) {
        Map<String, Lease> all = new TreeMap<>();
        leases.forEach(lease -> all.put(lease.tenant() + " " + lease.lane(), lease));
        return all;
    }

    /// All but the epochs and the times, which are each journal's own.
    private static String told(Opened opened) {
        StringBuilder told = new StringBuilder();
        told.append(opened.record()).append(opened.side()).append(opened.link());
        opened.pending()
                .forEach(
                        change ->
                                told.append("\n  ")
                                        .append(change.change())
                                        .append(change.record())
                                        .append(change.sequence())
                                        .append(change.version())
                                        .append(change.tombstone())
                                        .append(change.edit())
                                        .append(change.body()));
        told.append("\n  attempt ").append(opened.attempt().map(Journal.OpenAttempt::id));
        opened.parked()
                .forEach(item -> told.append("\n  ").append(item.id()).append(item.resolution()));
        return told.append("\n  ").append(opened.touched()).append(opened.tries()).toString();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        String back = "interval '" + time.toMillis() + " ms'";
        TestDatabase.asOwner(
                ("update lane set to_app_due = to_app_due - %1$s, to_acme_due = to_acme_due - %1$s,"
                                + " since = since - %1$s, settled_at = settled_at - %1$s")
                        .formatted(back));
    }

    /// Goes on with a lane that is in hand; now and then with one that is not any more.
    private void work() {
        if (hands.isEmpty()) {
            return;
        }
        Both lane = hands.remove(dice.nextInt(hands.size()));
        if (lane.seen().isEmpty()) {
            return;
        }
        Opened opened = lane.seen().get();
        if (opened.attempt().isEmpty() && dice.nextInt(3) == 0) {
            attempt(lane, opened);
        }
        int how = dice.nextInt(8);
        Next next = how == 0 ? new Next.Other() : new Next.Rest();
        boolean later = WAITS.contains(how);
        boolean timed = later || how == AT_REST_UNTIL;
        TenantId tenant = lane.model().tenant();
        LaneId parent = lane(tenant);
        List<Outcome> outcomes = new ArrayList<>();
        Map<Side, Long> done = new EnumMap<>(Side.class);
        List<NewParked> items = new ArrayList<>();
        if (!later) {
            opened.pending()
                    .forEach(
                            change -> {
                                done.put(change.side(), change.sequence());
                                outcomes.add(outcome(change.change(), kind(how)));
                            });
            if (how == 2 && !opened.pending().isEmpty()) {
                NewParked item = item(opened.pending().getLast().change());
                items.add(item);
                parked.add(item);
            }
        }
        Optional<Link> link =
                how == 3 && opened.link().isEmpty()
                        ? Optional.of(linked(opened))
                        : Optional.empty();
        Optional<EndedAttempt> ended =
                Optional.ofNullable(attempts.remove(opened.lease().lane()))
                        .or(() -> opened.attempt().map(Journal.OpenAttempt::id))
                        .filter(_ -> !later)
                        .map(id -> new EndedAttempt(id, "answered"));
        Settlement plain =
                new Settlement(
                        lane.model(),
                        done,
                        link,
                        Optional.empty(),
                        true,
                        ended,
                        outcomes,
                        items,
                        List.of(),
                        Optional.empty(),
                        dice.nextInt(3) == 0 && !later ? Set.of(lane(tenant)) : Set.of(),
                        Set.of(),
                        next);
        Journal at = real.get(lane.who());
        Instant due =
                of(POOLS.getFirst().query("select now() as at").execute())
                        .iterator()
                        .next()
                        .getOffsetDateTime("at")
                        .toInstant();
        same(
                "settle %s %s of %s %s with %s, %d, waking %s"
                        .formatted(
                                lane.model().direction(),
                                timed ? "later" : next,
                                opened.record(),
                                opened.lease().lane(),
                                done,
                                how,
                                plain.wake()),
                model.settle(
                        timed
                                ? with(plain, lane.model(), waits(how, parent, now.plus(LATER)))
                                : plain),
                () ->
                        at.settle(
                                timed
                                        ? with(
                                                plain,
                                                lane.real(),
                                                waits(how, parent, due.plus(LATER)))
                                        : under(plain, lane.real())));
        if (dice.nextInt(5) == 0) {
            // Who comes again has nothing to say any more.
            same(
                    "settle once more",
                    model.settle(plain),
                    () -> at.settle(under(plain, lane.real())));
        }
    }

    private static OutcomeKind kind(int how) {
        return how == 2 ? OutcomeKind.CONFLICT : OutcomeKind.APPLIED;
    }

    private void attempt(Both lane, Opened opened) {
        UUID id = new UUID(dice.nextLong(), dice.nextLong());
        Journal at = real.get(lane.who());
        same(
                "attempt in the lane of " + opened.record(),
                model.attempt(attempt(id, lane.model())),
                () -> at.attempt(attempt(id, lane.real())));
        attempts.put(opened.lease().lane(), id);
    }

    private static Attempt attempt(UUID id, Lease lease) {
        return new Attempt(
                id,
                lease,
                lease.direction().source().other(),
                Operation.UPDATE,
                Optional.of("x1"),
                Optional.empty(),
                List.of(),
                Instant.parse("2026-03-01T10:00:15Z"),
                Hash.of("request"),
                Optional.empty());
    }

    private Link linked(Opened opened) {
        String other =
                dice.nextBoolean()
                        ? record(opened.side().other()).id()
                        : (opened.side() == Side.ACME ? "e" : "a") + "of-" + opened.record().id();
        String acme = opened.side() == Side.ACME ? opened.record().id() : other;
        String app = opened.side() == Side.ACME ? other : opened.record().id();
        return new Link(
                opened.lease().lane().value(),
                SimWorld.APPOINTMENTS,
                Link.Life.LINKED,
                end(acme),
                end(app),
                "m1");
    }

    private static Link.End end(String id) {
        return new Link.End(
                Optional.of(id),
                Optional.of(Base.of(State.of(new Value.Obj(Map.of("id", Value.of(id)))))),
                Optional.of("r1"),
                Optional.empty());
    }

    private static Outcome outcome(UUID change, OutcomeKind kind) {
        return new Outcome(
                change,
                kind,
                "test",
                "By a test.",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private NewParked item(UUID change) {
        return new NewParked(
                new UUID(dice.nextLong(), dice.nextLong()),
                ParkedKind.CONFLICT,
                "both-changed",
                "The title was changed on both sides.",
                List.of(change),
                Optional.of("title"),
                Optional.empty(),
                Optional.of("before"),
                Optional.of("one"),
                Optional.of("other"),
                Bytes.of("{}"),
                "",
                "");
    }

    private static Settlement under(Settlement plain, Lease lease) {
        return with(plain, lease, plain.next());
    }

    private static Next waits(int how, LaneId parent, Instant until) {
        return switch (how) {
            case FOR_A_RECORD -> new Next.When(parent, until, "its owner is not there");
            case FOR_A_SYSTEM -> new Next.Closing("app", until, "it does not answer");
            case AT_REST_UNTIL -> new Next.Later(until, "one is near then");
            default -> new Next.At(until, "it is not there");
        };
    }

    private static Settlement with(Settlement plain, Lease lease, Next next) {
        return new Settlement(
                lease,
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.renewed(),
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                next);
    }

    private void act() {
        if (parked.isEmpty()) {
            return;
        }
        NewParked item = parked.get(dice.nextInt(parked.size()));
        Verb verb = dice.nextBoolean() ? Verb.KEEP_ACME : Verb.KEEP_APP;
        Optional<Long> version = model.books.openVersion(NORTH, item.id());
        Act act =
                new Act(
                        NORTH,
                        item.id(),
                        verb,
                        version.orElse(1L) + (dice.nextInt(4) == 0 ? 1 : 0),
                        "operator",
                        "agreed",
                        new UUID(dice.nextLong(), dice.nextLong()));
        Journal at = some();
        same(verb + " of an item", model.act(act), () -> at.act(act));
    }

    // ---- What they hold

    private Map<String, String> held(boolean inModel) {
        Map<String, String> held = new TreeMap<>();
        for (TenantId tenant : List.of(NORTH, SOUTH)) {
            held.put("tally of " + tenant, tally(tenant, inModel).toString());
            for (UUID change : changes) {
                outcome(tenant, change, inModel)
                        .ifPresent(kind -> held.put("change " + change, kind));
            }
            Set<UUID> open = new TreeSet<>();
            parked.stream()
                    .map(NewParked::id)
                    .filter(item -> version(tenant, item, inModel).isPresent())
                    .forEach(open::add);
            held.put("open of " + tenant, open.toString());
        }
        return held;
    }

    private Map<String, Long> tally(TenantId tenant, boolean inModel) {
        Map<String, Long> counts = new TreeMap<>();
        if (inModel) {
            counts.putAll(model.books.tally(tenant));
        } else {
            long pending = 0;
            for (Row row :
                    ask(
                            tenant,
                            "select kind, sum(n)::bigint as n from tally where tenant = $1 group by"
                                    + " 1")) {
                String kind = row.getString("kind");
                long n = row.getLong("n");
                if (kind.equals("acknowledged")) {
                    pending += n;
                } else {
                    counts.put(kind, n);
                    pending -= Set.of("duplicates", "missed").contains(kind) ? 0 : n;
                }
            }
            counts.put("pending", pending);
        }
        counts.values().removeIf(n -> n == 0);
        return counts;
    }

    private Optional<String> outcome(TenantId tenant, UUID change, boolean inModel) {
        if (inModel) {
            return model.books
                    .outcome(tenant, SimWorld.APPOINTMENTS, change)
                    .map(kind -> kind.name().toLowerCase(java.util.Locale.ROOT));
        }
        for (Row row :
                ask(
                        tenant,
                        "select kind from outcome where tenant = $1 and change = $2 order by n desc"
                                + " limit 1",
                        change)) {
            return Optional.of(row.getString("kind"));
        }
        return Optional.empty();
    }

    private Optional<Long> version(TenantId tenant, UUID item, boolean inModel) {
        if (inModel) {
            return model.books.openVersion(tenant, item);
        }
        for (Row row :
                ask(
                        tenant,
                        "select version from parked where tenant = $1 and id = $2 and state ="
                                + " 'open'",
                        item)) {
            return Optional.of(row.getLong("version"));
        }
        return Optional.empty();
    }

    private static Iterable<Row> ask(TenantId tenant, String sql, Object... more) {
        Tuple tuple = Tuple.of(tenant.value());
        for (Object parameter : more) {
            tuple.addValue(parameter);
        }
        return of(
                new PgScope(POOLS.getFirst())
                        .within(Set.of(tenant), statements -> statements.run(sql, tuple)));
    }
}
