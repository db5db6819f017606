package drawbridge.simulator;

import static drawbridge.simulator.TwoJournals.LATER;
import static drawbridge.simulator.TwoJournals.NORTH;
import static drawbridge.simulator.TwoJournals.SOUTH;
import static drawbridge.simulator.TwoJournals.await;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Guarding;
import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Key;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Pausing.Signed;
import drawbridge.crossing.engine.Pausing.Stop;
import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.Attempted;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Gather;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.crossing.engine.Uses;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Flow.MassDelete;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.simulator.TwoJournals.Both;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;

/// The journal's SQL and the model that the simulator runs on, driven with the same random
/// operations from the sessions of two processes: what they answer is the same at each step, and so
/// is what they hold.
class JournalsAgreeIT {

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Pool> POOLS = TwoJournals.pools(VERTX);

    private static final int STEPS = 200;
    private static final int RECORDS = 4;
    private static final int CONTACTS = 2;

    /// Too many deletes are more than one.
    private static final MassDelete LIMITS =
            new MassDelete(1, 0, Duration.ofHours(12), Duration.ZERO);

    private static final List<Key> KEYS =
            List.of(
                    new Key(Hash.of("key", "strong"), true),
                    new Key(Hash.of("key", "other"), true),
                    new Key(Hash.of("key", "weak"), false));

    /// How a lane is settled.
    private enum How {
        REST,
        OTHER,
        PARK,
        LINK,
        BURY,
        TOUCH,
        /// Put back until a time.
        AT,
        /// Put back until a record is linked.
        FOR_A_RECORD,
        /// Put back until a create is over.
        FOR_A_CREATE,
        /// Put back until a system answers.
        FOR_A_SYSTEM,
        /// As the lane of a series rests, until the next occurrence is near.
        AT_REST_UNTIL;

        boolean isLater() {
            return this == AT
                    || this == FOR_A_RECORD
                    || this == FOR_A_CREATE
                    || this == FOR_A_SYSTEM;
        }

        boolean isTimed() {
            return isLater() || this == AT_REST_UNTIL;
        }
    }

    @AfterAll
    static void close() {
        POOLS.forEach(pool -> await(pool.close()));
        await(VERTX.close());
    }

    // ---- The state of a story

    private final List<UUID> changes = new ArrayList<>();
    private final List<Both> hands = new ArrayList<>();

    /// Lanes that an append handed over, not opened yet.
    private final List<Both> handed = new ArrayList<>();

    private final Map<LaneId, UUID> attempts = new HashMap<>();
    private final List<UUID> items = new ArrayList<>();
    private final Map<UUID, TenantId> tenants = new LinkedHashMap<>();
    private final Map<String, Integer> drawn = new HashMap<>();
    private Random dice = new Random(0);

    /// A settlement as it is asked of either journal.
    private record Asked(String what, Settlement inModel, Settlement inReal) {}

    /// More of them with `-Djournals.seeds=60`.
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("journals.seeds", 6));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onWhateverIsAskedOfThem(long seed) {
        dice = new Random(seed);
        try (TwoJournals both = new TwoJournals(VERTX, POOLS)) {
            for (int step = 0; step < STEPS; step++) {
                step(both);
                assertThat(both.held(changes, items, false))
                        .as("what is held after: %s", both.latest())
                        .isEqualTo(both.held(changes, items, true));
            }
            drawn.put("handed over", both.handedOver);
            assertThat(drawn).as("what was drawn").doesNotContainValue(0).hasSizeGreaterThan(12);
        }
    }

    private void step(TwoJournals both) {
        if (!handed.isEmpty()) {
            handedOver(both);
            return;
        }
        switch (dice.nextInt(10)) {
            case 0, 1, 2 -> append(both, some());
            case 3, 4, 5 -> claim(both);
            case 6, 7, 8 -> work(both);
            default -> {
                switch (dice.nextInt(4)) {
                    case 0 -> wake(both);
                    case 1 -> pause(both, some());
                    default -> act(both, some());
                }
            }
        }
    }

    /// What was read with an append is what a reader is told, whatever its own process did since.
    private void handedOver(TwoJournals both) {
        int who = handed.getFirst().who();
        switch (dice.nextInt(6)) {
            case 0 -> append(both, who);
            case 1 -> act(both, who);
            case 2 -> pause(both, who);
            default -> hands.add(both.open(handed.removeFirst()));
        }
    }

    private void drew(Object what) {
        drawn.merge(what.toString(), 1, Integer::sum);
    }

    private int some() {
        return dice.nextInt(TwoJournals.PROCESSES);
    }

    private TenantId someone() {
        return dice.nextInt(4) == 0 ? SOUTH : NORTH;
    }

    private UUID id() {
        return new UUID(dice.nextLong(), dice.nextLong());
    }

    // ---- Ways in

    private void append(TwoJournals both, int who) {
        Side side = dice.nextBoolean() ? Side.ACME : Side.APP;
        RecordRef record = dice.nextInt(6) == 0 ? contact(dice.nextInt(CONTACTS)) : record(side);
        if (record.resource().resource().equals("contact")) {
            side = Side.ACME;
        }
        Trigger trigger =
                List.of(Trigger.WEBHOOK, Trigger.PUSH, Trigger.POLL, Trigger.IMPORT)
                        .get(dice.nextInt(4));
        UUID id = id();
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
                        someone(),
                        trigger,
                        identity,
                        List.of(change),
                        trigger == Trigger.POLL,
                        Optional.empty());
        handed.addAll(
                both.append(
                        who,
                        delivery,
                        "%s of %s %s %s for %s at %d"
                                .formatted(
                                        trigger,
                                        record,
                                        change.content(),
                                        identity,
                                        delivery.tenant(),
                                        who)));
    }

    /// Now and then one that is left in the store when its lane is opened.
    private Bytes body(RecordRef record) {
        String filler = "x".repeat(dice.nextInt(6) == 0 ? 70_000 : dice.nextInt(100));
        return Bytes.of("{\"id\":\"" + record.id() + "\",\"filler\":\"" + filler + "\"}");
    }

    private RecordRef record(Side side) {
        return new RecordRef(
                SimWorld.resource(side), (side == Side.ACME ? "a" : "e") + dice.nextInt(RECORDS));
    }

    private static RecordRef contact(int number) {
        return new RecordRef(new ResourceName("acme", "contact"), "c" + number);
    }

    /// The lane of some record.
    private LaneId lane(TenantId tenant) {
        return LaneId.of(
                tenant, SimWorld.APPOINTMENTS, record(dice.nextBoolean() ? Side.ACME : Side.APP));
    }

    // ---- People and systems

    private void wake(TwoJournals both) {
        TenantId tenant = someone();
        String system = dice.nextBoolean() ? "acme" : "app";
        Journal at = both.real(some());
        drew("wake");
        // All of them: which of several are the first is left open.
        both.same(
                system + " of " + tenant + " answers again",
                both.model.wake(tenant, system, 100),
                () -> at.wake(tenant, system, 100));
    }

    /// What stands still goes on sooner or later.
    private void pause(TwoJournals both, int who) {
        Stop stop =
                new Stop(
                        someone(),
                        dice.nextBoolean() ? Optional.empty() : Optional.of(SimWorld.APPOINTMENTS),
                        dice.nextBoolean() ? Optional.empty() : Optional.of(Direction.TO_APP));
        Signed signed = new Signed("operator", "agreed", id());
        Journal at = both.real(who);
        if (dice.nextInt(3) == 0) {
            drew("pause");
            both.same(
                    "pause " + stop, both.model.pause(stop, signed), () -> at.pause(stop, signed));
        } else {
            drew("resume");
            both.same(
                    "resume " + stop,
                    both.model.resume(stop, signed),
                    () -> at.resume(stop, signed));
        }
    }

    private void act(TwoJournals both, int who) {
        if (items.isEmpty()) {
            return;
        }
        UUID item = items.get(dice.nextInt(items.size()));
        TenantId tenant =
                dice.nextInt(8) == 0 ? someone() : Objects.requireNonNull(tenants.get(item));
        Verb verb =
                List.of(
                                Verb.KEEP_ACME,
                                Verb.KEEP_APP,
                                Verb.REPLAY,
                                Verb.DISCARD,
                                Verb.APPROVE,
                                Verb.REJECT)
                        .get(dice.nextInt(6));
        Optional<Long> version = both.model.books.openVersion(tenant, item);
        Act act =
                new Act(
                        tenant,
                        item,
                        verb,
                        version.orElse(1L) + (dice.nextInt(4) == 0 ? 1 : 0),
                        "operator",
                        "agreed",
                        id());
        Journal at = both.real(who);
        drew(both.same(verb + " of " + item, both.model.act(act), () -> at.act(act)));
    }

    // ---- Work

    /// All that is due, once the changes have folded.
    private void claim(TwoJournals both) {
        both.pass(dice.nextInt(6) == 0 ? LATER.plusSeconds(1) : Duration.ofSeconds(1));
        int who = some();
        for (Direction direction : Direction.values()) {
            hands.addAll(both.claim(who, direction));
        }
    }

    /// Goes on with lanes that are in hand; now and then with some that are not any more.
    private void work(TwoJournals both) {
        hands.removeIf(lane -> lane.seen().isEmpty());
        if (hands.isEmpty()) {
            return;
        }
        Both first = hands.remove(dice.nextInt(hands.size()));
        List<Both> some = new ArrayList<>(List.of(first));
        if (dice.nextInt(3) == 0) {
            for (Both other : List.copyOf(hands)) {
                if (other.who() == first.who() && some.size() < 4) {
                    some.add(other);
                    hands.remove(other);
                }
            }
        }
        List<Asked> asked = new ArrayList<>();
        for (Both lane : some) {
            asked.add(asked(both, lane, some.size() == 1));
        }
        if (asked.size() > 1) {
            drew("settled together");
        }
        List<Future<Void>> inReal = new ArrayList<>();
        List<Future<Void>> inModel = new ArrayList<>();
        Journal at = both.real(first.who());
        for (Asked one : asked) {
            inReal.add(at.settle(one.inReal()));
            inModel.add(both.model.settle(one.inModel()));
        }
        both.together(asked.stream().map(Asked::what).toList(), inModel, inReal);
        if (dice.nextInt(5) == 0) {
            // Who comes again has nothing to say any more.
            Asked again = asked.getFirst();
            both.same(
                    "settle once more",
                    both.model.settle(again.inModel()),
                    () -> at.settle(again.inReal()));
        }
    }

    /// What one settlement does to the lane of another is left out where they come together: either
    /// order is right.
    ///
    /// @param alone whether nothing else is settled with it
    private Asked asked(TwoJournals both, Both lane, boolean alone) {
        Opened opened = lane.seen().orElseThrow();
        boolean linked = isLinked(opened);
        if (opened.attempt().isEmpty() && dice.nextInt(3) == 0 && !isContact(opened)) {
            attempt(both, lane, linked);
        }
        Optional<UUID> incident =
                linked && dice.nextInt(2) == 0 ? clear(both, lane) : Optional.empty();
        How how = incident.isPresent() ? How.PARK : how(opened, linked, alone);
        drew(how);
        Settlement plain = plain(lane, how, incident, alone);
        LaneId parent = lane(lane.model().tenant());
        boolean timed = how.isTimed();
        Instant due = timed ? both.realNow() : Instant.EPOCH;
        return new Asked(
                "settle %s %s of %s %s with %s, waking %s"
                        .formatted(
                                lane.model().direction(),
                                how,
                                opened.record(),
                                opened.lease().lane(),
                                plain.done(),
                                plain.wake()),
                timed
                        ? with(plain, lane.model(), waits(how, parent, both.now().plus(LATER)))
                        : plain,
                with(
                        plain,
                        lane.real(),
                        timed ? waits(how, parent, due.plus(LATER)) : plain.next()));
    }

    private How how(Opened opened, boolean linked, boolean alone) {
        How how = How.values()[dice.nextInt(How.values().length)];
        return switch (how) {
            case LINK -> isContact(opened) || linked || !alone ? How.REST : how;
            case BURY -> linked ? how : How.REST;
            case TOUCH -> alone ? how : How.REST;
            case FOR_A_RECORD, FOR_A_CREATE -> alone ? how : How.AT;
            case REST, OTHER, PARK, AT, FOR_A_SYSTEM, AT_REST_UNTIL -> how;
        };
    }

    private static boolean isLinked(Opened opened) {
        return opened.link().filter(link -> link.life() != Link.Life.UNLINKED).isPresent();
    }

    private static boolean isContact(Opened opened) {
        return opened.record().resource().resource().equals("contact");
    }

    /// @param incident what stopped the delete of its record
    private Settlement plain(Both lane, How how, Optional<UUID> incident, boolean alone) {
        Opened opened = lane.seen().orElseThrow();
        TenantId tenant = lane.model().tenant();
        ParkedKind kind =
                incident.isPresent() || dice.nextBoolean() ? ParkedKind.CONFLICT : ParkedKind.DEAD;
        List<Outcome> outcomes = new ArrayList<>();
        Map<Side, Long> done = new EnumMap<>(Side.class);
        List<NewParked> park = new ArrayList<>();
        List<ClosedParked> unpark = new ArrayList<>();
        if (!how.isLater()) {
            OutcomeKind became =
                    how != How.PARK
                            ? OutcomeKind.APPLIED
                            : kind == ParkedKind.DEAD ? OutcomeKind.DEAD : OutcomeKind.CONFLICT;
            for (Journal.Pending change : opened.pending()) {
                done.put(change.side(), change.sequence());
                outcomes.add(outcome(change.change(), became, Optional.empty()));
            }
            if (how == How.PARK) {
                park.add(item(tenant, opened, kind, incident, alone));
            }
            opened.parked().stream()
                    .filter(item -> item.resolution().isPresent() && incident.isEmpty())
                    .forEach(item -> mend(item, outcomes, unpark));
        }
        Optional<EndedAttempt> ended =
                how.isLater()
                        ? Optional.empty()
                        : Optional.ofNullable(attempts.remove(opened.lease().lane()))
                                .or(() -> opened.attempt().map(Journal.OpenAttempt::id))
                                .map(id -> new EndedAttempt(id, "answered"));
        boolean rests = isLinked(opened) || how == How.LINK;
        return new Settlement(
                lane.model(),
                done,
                link(opened, how),
                rests && dice.nextInt(3) == 0
                        ? Optional.of(
                                new Uses(
                                        Set.of(contact(dice.nextInt(CONTACTS))),
                                        lane.model().epoch()))
                        : Optional.empty(),
                dice.nextInt(4) > 0,
                ended,
                outcomes,
                park,
                unpark,
                how == How.TOUCH ? Optional.of(contact(dice.nextInt(CONTACTS))) : Optional.empty(),
                alone && dice.nextInt(3) == 0 && !how.isLater() ? Set.of(lane(tenant)) : Set.of(),
                Set.of(),
                how == How.OTHER ? new Next.Other() : new Next.Rest());
    }

    private void mend(ParkedItem item, List<Outcome> outcomes, List<ClosedParked> unpark) {
        drew("mended");
        unpark.add(new ClosedParked(item.id(), "resolved", "Both agree again."));
        OutcomeKind old = item.kind() == ParkedKind.DEAD ? OutcomeKind.DEAD : OutcomeKind.CONFLICT;
        item.changes()
                .forEach(
                        change ->
                                outcomes.add(
                                        outcome(change, OutcomeKind.APPLIED, Optional.of(old))));
    }

    private Optional<Link> link(Opened opened, How how) {
        return switch (how) {
            case LINK -> Optional.of(linked(opened));
            case BURY -> opened.link().map(link -> link.with(Link.Life.TOMBSTONE));
            case REST,
                    OTHER,
                    PARK,
                    TOUCH,
                    AT,
                    FOR_A_RECORD,
                    FOR_A_CREATE,
                    FOR_A_SYSTEM,
                    AT_REST_UNTIL ->
                    Optional.empty();
        };
    }

    private void attempt(TwoJournals both, Both lane, boolean linked) {
        Opened opened = lane.seen().orElseThrow();
        UUID id = id();
        Journal at = both.real(lane.who());
        Set<Key> keys = new java.util.LinkedHashSet<>();
        if (!linked) {
            for (int n = dice.nextInt(3); n > 0; n--) {
                keys.add(KEYS.get(dice.nextInt(KEYS.size())));
            }
        }
        Object answer =
                both.same(
                        "attempt in the lane of " + opened.record() + " with " + keys,
                        both.model.attempt(attempt(id, lane.model(), opened, linked, keys)),
                        () -> at.attempt(attempt(id, lane.real(), opened, linked, keys)));
        drew(linked ? "update" : answer);
        if (answer == Attempted.GO) {
            attempts.put(opened.lease().lane(), id);
        }
    }

    private static Attempt attempt(
            UUID id, Lease lease, Opened opened, boolean linked, Set<Key> keys) {
        return new Attempt(
                id,
                lease,
                linked ? lease.direction().target() : opened.side().other(),
                linked ? Operation.UPDATE : Operation.CREATE,
                linked ? Optional.of("x1") : Optional.empty(),
                linked ? Optional.empty() : Optional.of(unlinked(opened)),
                List.copyOf(keys),
                Instant.parse("2026-03-01T10:00:15Z"),
                Hash.of("request"),
                Optional.empty());
    }

    /// Asks whether the lane's record may be deleted at the other side.
    ///
    /// @return the item that stops it, with others
    private Optional<UUID> clear(TwoJournals both, Both lane) {
        UUID incident = id();
        LaneId countedAs = dice.nextInt(4) == 0 ? new LaneId(new UUID(1, 1)) : lane.model().lane();
        Journal at = both.real(lane.who());
        Object answer =
                both.same(
                        "a delete in the lane " + lane.model().lane(),
                        both.model.clear(delete(lane.model(), countedAs, incident)),
                        () -> at.clear(delete(lane.real(), countedAs, incident)));
        drew(answer.getClass().getSimpleName());
        if (!(answer instanceof Clearance.Stop(UUID item))) {
            return Optional.empty();
        }
        if (tenants.putIfAbsent(item, lane.model().tenant()) == null) {
            items.add(item);
        }
        return Optional.of(item);
    }

    private static ConfirmedDelete delete(Lease lease, LaneId countedAs, UUID incident) {
        return new ConfirmedDelete(
                lease, SimWorld.APPOINTMENTS, Side.ACME, countedAs, LIMITS, "m1", incident);
    }

    // ---- What is written

    private Link linked(Opened opened) {
        String other =
                dice.nextBoolean()
                        ? record(opened.side().other()).id()
                        : (opened.side() == Side.ACME ? "e" : "a") + "of-" + opened.record().id();
        String own = opened.record().id();
        return link(
                opened,
                Link.Life.LINKED,
                end(opened.side() == Side.ACME ? own : other),
                end(opened.side() == Side.ACME ? other : own));
    }

    /// As a create inserts it.
    private static Link unlinked(Opened opened) {
        Link.End own = end(opened.record().id());
        return link(
                opened,
                Link.Life.UNLINKED,
                opened.side() == Side.ACME ? own : Link.End.NONE,
                opened.side() == Side.ACME ? Link.End.NONE : own);
    }

    private static Link link(Opened opened, Link.Life life, Link.End acme, Link.End app) {
        return new Link(
                opened.lease().lane().value(), SimWorld.APPOINTMENTS, life, acme, app, "m1");
    }

    private static Link.End end(String id) {
        return new Link.End(
                Optional.of(id),
                Optional.of(Base.of(State.of(new Value.Obj(Map.of("id", Value.of(id)))))),
                Optional.of("r1"),
                Optional.empty());
    }

    private static Outcome outcome(UUID change, OutcomeKind kind, Optional<OutcomeKind> replaces) {
        return new Outcome(
                change, kind, "test", "By a test.", Optional.empty(), replaces, Optional.empty());
    }

    /// Some ask what others ask too, and become one item with them. Which of several that come
    /// together names that item is left open.
    private NewParked item(
            TenantId tenant,
            Opened opened,
            ParkedKind kind,
            Optional<UUID> incident,
            boolean alone) {
        NewParked item =
                new NewParked(
                        id(),
                        kind,
                        incident.isPresent() ? Guarding.MASS_DELETE : "both-changed",
                        "The title was changed on both sides.",
                        opened.pending().stream().map(Journal.Pending::change).toList(),
                        incident.isPresent() ? Optional.empty() : Optional.of("title"),
                        Optional.empty(),
                        Optional.of("before"),
                        Optional.of("one"),
                        Optional.of("other"),
                        Bytes.of("{}"),
                        "",
                        "",
                        incident,
                        alone && incident.isEmpty() && dice.nextBoolean()
                                ? Optional.of(new Gather("all-" + kind, 2, id(), "All of them."))
                                : Optional.empty());
        know(item.id(), tenant);
        item.gather().ifPresent(all -> know(all.item(), tenant));
        return item;
    }

    private void know(UUID item, TenantId tenant) {
        items.add(item);
        tenants.put(item, tenant);
    }

    private static Next waits(How how, LaneId parent, Instant until) {
        return switch (how) {
            case FOR_A_RECORD -> new Next.When(parent, until, "its owner is not there");
            case FOR_A_CREATE -> new Next.AfterCreate(parent, until, "a create is not over");
            case FOR_A_SYSTEM -> new Next.Closing("app", until, "it does not answer");
            case AT_REST_UNTIL -> new Next.Later(until, "one is near then");
            case AT, REST, OTHER, PARK, LINK, BURY, TOUCH -> new Next.At(until, "it is not there");
        };
    }

    private static Settlement with(Settlement plain, Lease lease, Next next) {
        return new Settlement(
                lease,
                plain.done(),
                plain.link(),
                plain.uses().map(uses -> new Uses(uses.records(), lease.epoch())),
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
}
