package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import drawbridge.crossing.engine.Journal.Act;
import drawbridge.crossing.engine.Journal.ActAnswer;
import drawbridge.crossing.engine.Journal.Attempt;
import drawbridge.crossing.engine.Journal.Attempted;
import drawbridge.crossing.engine.Journal.ClosedParked;
import drawbridge.crossing.engine.Journal.CursorMove;
import drawbridge.crossing.engine.Journal.Delivery;
import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Journal.Incoming;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.NewParked;
import drawbridge.crossing.engine.Journal.Next;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Operation;
import drawbridge.crossing.engine.Journal.Outcome;
import drawbridge.crossing.engine.Journal.OutcomeKind;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.ParkedKind;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Journal.Receipt;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.crossing.engine.Journal.Settlement;
import drawbridge.crossing.engine.Journal.Trigger;
import drawbridge.crossing.engine.Journal.Uses;
import drawbridge.crossing.engine.Journal.Verb;
import drawbridge.crossing.engine.Journal.Wanted;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// What every journal promises to the engine, whatever it is made of.
///
/// Each test begins on an empty journal. In the flow `appointments` records of `acme.appointment`
/// stand on the side ACME and records of `app.event` on the side APP; `acme.contact` enriches it.
@SuppressWarnings("CheckReturnValue") // what is done counts here, not what it answers
public abstract class JournalContract {

    protected static final FlowName FLOW = new FlowName("appointments");
    protected static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    protected static final ResourceName EVENT = new ResourceName("app", "event");
    protected static final ResourceName CONTACT = new ResourceName("acme", "contact");

    /// Long enough that no leases end by the slowness of a machine.
    private static final Duration LEASE = Duration.ofMinutes(10);

    private Journal journal;
    private TenantId north;
    private TenantId south;
    private Session session;

    // ---- What a journal under this contract must bring along

    /// An empty journal.
    protected abstract Journal emptyJournal();

    /// A tenant that the journal knows.
    protected abstract TenantId tenant(String name);

    /// The journal's time.
    protected abstract Instant now();

    /// Lets the journal's time pass (where it runs by itself: moves all stored times back).
    protected abstract void advance(Duration time);

    /// Whether time passes by [#advance] alone.
    protected abstract boolean timeStandsStill();

    /// How many pairs stand where: `pending` and the words of [OutcomeKind] in lower case; beside
    /// them the counters `duplicates` and `missed`. What is absent is 0.
    protected abstract Map<String, Long> tally(TenantId tenant);

    /// The newest outcome of a pair; empty while it is pending.
    protected abstract Optional<OutcomeKind> outcome(TenantId tenant, FlowName flow, UUID change);

    /// The position of a cursor.
    protected abstract Optional<String> cursor(TenantId tenant, String system, String resource);

    /// The version of a parked item that a person would see; empty when it is not open.
    protected abstract Optional<Long> openVersion(TenantId tenant, UUID parked);

    @BeforeEach
    void beginOnAnEmptyJournal() {
        journal = emptyJournal();
        north = tenant("north");
        south = tenant("south");
        session = await(journal.begin(LEASE));
    }

    @Nested
    class WaysIn {

        @Test
        void storesEachChangeOfADeliveryAsPending() {
            var first = change(appointment("a1"), Side.ACME);
            var second = change(appointment("a2"), Side.ACME);

            var receipts = append(north, Trigger.WEBHOOK, first, second);

            assertThat(receipts)
                    .containsExactly(
                            new Receipt(first.id(), false), new Receipt(second.id(), false));
            assertThat(tally(north, "pending")).isEqualTo(2);
            assertThat(outcome(north, FLOW, first.id())).isEmpty();
        }

        @Test
        void countsOnePairForEachFlowThatWantsTheChange() {
            var change =
                    change(
                            appointment("a1"),
                            new Wanted(FLOW, Side.ACME),
                            new Wanted(new FlowName("reports"), Side.ACME));

            append(north, Trigger.WEBHOOK, change);

            assertThat(tally(north, "pending")).isEqualTo(2);
        }

        @Test
        void settlesAChangeThatNoFlowWantsAtOnce() {
            append(north, Trigger.WEBHOOK, change(appointment("a1")));

            assertThat(tally(north, "unchanged")).isEqualTo(1);
            assertThat(tally(north, "pending")).isZero();
            assertThat(claim(Direction.TO_APP)).isEmpty();
        }

        @Test
        void parksWhatCannotBeReadAndCountsItDead() {
            var broken =
                    new Incoming(
                            UUID.randomUUID(),
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            Hash.of("broken"),
                            Bytes.of("{"),
                            false,
                            List.of(),
                            Optional.of("line 1, column 2: the body ends too early"),
                            Optional.empty(),
                            "m1");

            append(north, Trigger.WEBHOOK, broken);

            assertThat(tally(north, "dead")).isEqualTo(1);
            assertThat(tally(north, "pending")).isZero();
        }

        @Test
        void storesNothingOfADeliveryThatWasSeenBefore() {
            var identity = Optional.of(Hash.of("msg_1"));
            await(journal.append(delivery(Trigger.WEBHOOK, identity, change("a1"), change("a2"))));

            var again =
                    await(
                            journal.append(
                                    delivery(
                                            Trigger.WEBHOOK,
                                            identity,
                                            change("a1"),
                                            change("a2"))));

            assertThat(again).hasSize(2).allMatch(Receipt::duplicate);
            assertThat(tally(north, "pending")).isEqualTo(2);
            assertThat(tally(north, "duplicates")).isEqualTo(2);
        }

        @Test
        void takesTheSameIdentityOfAnotherTenantForAnotherDelivery() {
            var identity = Optional.of(Hash.of("msg_1"));
            await(journal.append(delivery(Trigger.WEBHOOK, identity, change("a1"))));

            var other =
                    await(
                            journal.append(
                                    new Delivery(
                                            south,
                                            Trigger.WEBHOOK,
                                            identity,
                                            List.of(change("a1")),
                                            Optional.empty())));

            assertThat(other).noneMatch(Receipt::duplicate);
        }

        @Test
        void takesAPolledRowThatWasSeenForNoChange() {
            var webhook = change("a1", Hash.of("a1", "r1"));
            append(north, Trigger.WEBHOOK, webhook);

            var polled = append(north, Trigger.POLL, change("a1", Hash.of("a1", "r1")));

            assertThat(polled).allMatch(Receipt::duplicate);
            assertThat(tally(north, "pending")).isEqualTo(1);
            assertThat(tally(north, "duplicates")).isZero();
            assertThat(tally(north, "missed")).isZero();
        }

        @Test
        void countsAPolledRowThatNoWebhookBroughtAsMissed() {
            var polled = append(north, Trigger.POLL, change("a1", Hash.of("a1", "r1")));

            assertThat(polled).noneMatch(Receipt::duplicate);
            assertThat(tally(north, "missed")).isEqualTo(1);
            assertThat(tally(north, "pending")).isEqualTo(1);
        }

        @Test
        void storesAWebhookWhoseContentWasSeen() {
            append(north, Trigger.POLL, change("a1", Hash.of("a1", "r1")));

            var webhook = append(north, Trigger.WEBHOOK, change("a1", Hash.of("a1", "r1")));

            assertThat(webhook).noneMatch(Receipt::duplicate);
            assertThat(tally(north, "pending")).isEqualTo(2);
        }

        @Test
        void doesNotStoreAChangeTwiceWhenAnAppendIsRepeated() {
            var change = change("a1");
            append(north, Trigger.WEBHOOK, change);

            append(north, Trigger.WEBHOOK, change);

            assertThat(tally(north, "pending")).isEqualTo(1);
            assertThat(open("a1").pending()).hasSize(1);
        }

        @Test
        void movesTheCursorWithTheChangesThatItBrought() {
            await(
                    journal.append(
                            new Delivery(
                                    north,
                                    Trigger.POLL,
                                    Optional.empty(),
                                    List.of(change("a1")),
                                    Optional.of(new CursorMove("acme", "appointment", "t1")))));

            assertThat(cursor(north, "acme", "appointment")).contains("t1");
            assertThat(cursor(south, "acme", "appointment")).isEmpty();
        }

        @Test
        void numbersTheChangesOfARecordInTheOrderOfTheirArrival() {
            var first = change("a1");
            var second = change("a1");
            append(north, Trigger.WEBHOOK, first);
            append(north, Trigger.WEBHOOK, second);

            var pending = open("a1").pending();

            assertThat(pending)
                    .extracting(Pending::change)
                    .containsExactly(first.id(), second.id());
            assertThat(pending.get(1).sequence()).isEqualTo(pending.get(0).sequence() + 1);
        }

        @Test
        void keepsTheBytesAndFactsOfAChange() {
            var change = change("a1");
            append(north, Trigger.WEBHOOK, change);

            var pending = open("a1").pending().getFirst();

            assertThat(pending.body()).isEqualTo(change.body());
            assertThat(pending.record()).isEqualTo(appointment("a1"));
            assertThat(pending.side()).isEqualTo(Side.ACME);
            assertThat(pending.version()).isEqualTo(change.version());
            assertThat(pending.full()).isTrue();
            assertThat(pending.tombstone()).isFalse();
        }

        @Test
        void tellsRecordsOfBothSidesApartThoughTheirIdsAreEqual() {
            append(north, Trigger.WEBHOOK, change(appointment("7"), Side.ACME));
            append(north, Trigger.PUSH, change(event("7"), Side.APP));

            assertThat(claim(Direction.TO_APP)).hasSize(1);
            assertThat(claim(Direction.TO_ACME)).hasSize(1);
        }
    }

    @Nested
    class Leases {

        @Test
        void makesAChangeDueInItsOwnDirectionOnly() {
            append(north, Trigger.WEBHOOK, change("a1"));

            assertThat(claim(Direction.TO_ACME)).isEmpty();
            assertThat(claim(Direction.TO_APP))
                    .singleElement()
                    .satisfies(
                            lease -> {
                                assertThat(lease.tenant()).isEqualTo(north);
                                assertThat(lease.lane()).isEqualTo(lane("a1"));
                                assertThat(lease.direction()).isEqualTo(Direction.TO_APP);
                            });
        }

        @Test
        void leasesALaneOnce() {
            append(north, Trigger.WEBHOOK, change("a1"));
            assertThat(claim(Direction.TO_APP)).hasSize(1);

            var other = await(journal.begin(LEASE));

            assertThat(claim(Direction.TO_APP)).isEmpty();
            assertThat(await(journal.claim(other, Direction.TO_APP, 10))).isEmpty();
        }

        @Test
        void leasesALaneWhole() {
            Link link = linked("a1", "e1");
            append(north, Trigger.WEBHOOK, change("a1"));
            append(north, Trigger.PUSH, change(event("e1"), Side.APP));
            pastTheFold();

            assertThat(claim(Direction.TO_APP))
                    .extracting(Lease::lane)
                    .containsExactly(new LaneId(link.id()));
            assertThat(claim(Direction.TO_ACME)).isEmpty();
        }

        @Test
        void takesNoMoreLanesThanAskedFor() {
            append(north, Trigger.WEBHOOK, change("a1"), change("a2"), change("a3"));

            assertThat(await(journal.claim(session, Direction.TO_APP, 2))).hasSize(2);
            assertThat(await(journal.claim(session, Direction.TO_APP, 2))).hasSize(1);
        }

        @Test
        void takesTenantsInTurnHoweverMuchOneOfThemHasWaiting() {
            for (int i = 0; i < 20; i++) {
                append(north, Trigger.WEBHOOK, change("a" + i));
            }
            append(south, Trigger.WEBHOOK, change("b1"));
            append(south, Trigger.WEBHOOK, change("b2"));

            var leases = await(journal.claim(session, Direction.TO_APP, 4));

            assertThat(leases).extracting(Lease::tenant).filteredOn(south::equals).hasSize(2);
        }

        @Test
        void takesTheOldestOfATenantFirst() {
            append(north, Trigger.WEBHOOK, change("a1"));
            advance(Duration.ofSeconds(1));
            append(north, Trigger.WEBHOOK, change("a2"));

            assertThat(await(journal.claim(session, Direction.TO_APP, 1)))
                    .extracting(Lease::lane)
                    .containsExactly(lane("a1"));
        }

        @Test
        void givesLanesOfASilentSessionToOthersUnderAHigherEpoch() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var lost = claim(Direction.TO_APP).getFirst();
            advance(LEASE.plusMinutes(1));
            var other = await(journal.begin(LEASE));

            var taken = await(journal.claim(other, Direction.TO_APP, 10)).getFirst();

            assertThat(taken.lane()).isEqualTo(lost.lane());
            assertThat(taken.epoch()).isGreaterThan(lost.epoch());
            assertThat(await(journal.open(taken)).orElseThrow().pending()).hasSize(1);
            fenced(() -> journal.open(lost));
            fenced(() -> journal.settle(rest(lost, 1, OutcomeKind.APPLIED)));
            fenced(() -> journal.attempt(update(lost)));
            assertThat(tally(north, "pending")).isEqualTo(1);
        }

        @Test
        void keepsTheLeasesOfASessionThatBeats() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var lease = claim(Direction.TO_APP).getFirst();
            var other = await(journal.begin(LEASE.multipliedBy(10)));
            advance(LEASE.minusMinutes(1));
            await(journal.heartbeat(session));
            advance(LEASE.minusMinutes(1));

            assertThat(await(journal.claim(other, Direction.TO_APP, 10))).isEmpty();
            assertThat(await(journal.open(lease))).isPresent();
        }

        @Test
        void refusesTheHeartbeatOfASessionThatWasSilentTooLong() {
            advance(LEASE.plusMinutes(1));

            fenced(() -> journal.heartbeat(session));
            fenced(() -> journal.claim(session, Direction.TO_APP, 1));
        }

        @Test
        void givesAllLanesOfAnEndedSessionBack() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var lost = claim(Direction.TO_APP).getFirst();

            await(journal.end(session));

            var other = await(journal.begin(LEASE));
            assertThat(await(journal.claim(other, Direction.TO_APP, 10))).hasSize(1);
            fenced(() -> journal.settle(rest(lost, 1, OutcomeKind.APPLIED)));
            fenced(() -> journal.heartbeat(session));
        }

        @Test
        void growsEpochsWithEveryLeaseOfAnyLane() {
            append(north, Trigger.WEBHOOK, change("a1"));
            append(south, Trigger.WEBHOOK, change("b1"));

            var one = await(journal.claim(session, Direction.TO_APP, 1)).getFirst();
            var two = await(journal.claim(session, Direction.TO_APP, 1)).getFirst();

            assertThat(two.epoch()).isGreaterThan(one.epoch());
        }
    }

    @Nested
    class Settling {

        @Test
        void givesAPairItsOutcomeAndTheLaneItsRest() {
            var change = change("a1");
            append(north, Trigger.WEBHOOK, change);
            var lease = claim(Direction.TO_APP).getFirst();
            var opened = await(journal.open(lease)).orElseThrow();

            await(journal.settle(rest(opened, OutcomeKind.APPLIED)));

            assertThat(outcome(north, FLOW, change.id())).contains(OutcomeKind.APPLIED);
            assertThat(tally(north, "applied")).isEqualTo(1);
            assertThat(tally(north, "pending")).isZero();
            pastTheFold();
            assertThat(claim(Direction.TO_APP)).isEmpty();
        }

        @Test
        void endsTheLeaseSoThatASecondSettleChangesNothing() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var lease = claim(Direction.TO_APP).getFirst();
            var opened = await(journal.open(lease)).orElseThrow();
            await(journal.settle(rest(opened, OutcomeKind.APPLIED)));

            fenced(() -> journal.settle(rest(opened, OutcomeKind.DEAD)));

            assertThat(tally(north, "applied")).isEqualTo(1);
            assertThat(tally(north, "dead")).isZero();
        }

        @Test
        void keepsWhatArrivedWhileTheLaneWasAtWorkAndMakesItDue() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");
            var newer = change("a1");
            append(north, Trigger.WEBHOOK, newer);

            await(journal.settle(rest(opened, OutcomeKind.APPLIED)));

            assertThat(tally(north, "pending")).isEqualTo(1);
            pastTheFold();
            assertThat(open("a1").pending())
                    .extracting(Pending::change)
                    .containsExactly(newer.id());
        }

        @Test
        void foldsWhatFollowsASettleTooSoon() {
            assumeTrue(timeStandsStill());
            append(north, Trigger.WEBHOOK, change("a1"));
            await(journal.settle(rest(open("a1"), OutcomeKind.APPLIED)));

            append(north, Trigger.WEBHOOK, change("a1"));

            assertThat(claim(Direction.TO_APP)).isEmpty();
            pastTheFold();
            assertThat(claim(Direction.TO_APP)).hasSize(1);
        }

        @Test
        void putsALaneBackUntilItsTimeAndCountsTheTries() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");
            assertThat(opened.tries()).isZero();

            var due = now().plus(Duration.ofMinutes(5));
            await(journal.settle(put(opened, new Next.At(due, "the system asked to wait"))));

            assertThat(claim(Direction.TO_APP)).isEmpty();
            advance(Duration.ofMinutes(5).plusSeconds(1));
            var again = open("a1");
            assertThat(again.tries()).isEqualTo(1);
            assertThat(again.pending()).hasSize(1);
            await(journal.settle(rest(again, OutcomeKind.APPLIED)));
            append(north, Trigger.WEBHOOK, change("a1"));
            pastTheFold();
            assertThat(open("a1").tries()).isZero();
        }

        @Test
        void doesNotLetANewChangeCutAWaitShort() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var due = now().plus(Duration.ofMinutes(5));
            await(journal.settle(put(open("a1"), new Next.At(due, "the system asked to wait"))));

            append(north, Trigger.WEBHOOK, change("a1"));

            pastTheFold();
            assertThat(claim(Direction.TO_APP)).isEmpty();
        }

        @Test
        void handsTheLaneToTheOtherDirection() {
            Link link = linked("a1", "e1");
            append(north, Trigger.WEBHOOK, change("a1"));
            pastTheFold();
            var opened = open("a1");

            await(journal.settle(put(opened, new Next.Other())));

            assertThat(claim(Direction.TO_APP)).isEmpty();
            var other = claim(Direction.TO_ACME);
            assertThat(other).extracting(Lease::lane).containsExactly(new LaneId(link.id()));
            var reopened = await(journal.open(other.getFirst())).orElseThrow();
            assertThat(reopened.pending()).hasSize(1);
        }

        @Test
        void doesNotCutTheWaitOfTheOtherDirectionShort() {
            linked("a1", "e1");
            append(north, Trigger.WEBHOOK, change("a1"));
            append(north, Trigger.PUSH, change(event("e1"), Side.APP));
            pastTheFold();
            var due = now().plus(Duration.ofMinutes(5));
            await(journal.settle(put(open("a1"), new Next.At(due, "the app asked to wait"))));
            var other = openFirst(Direction.TO_ACME).orElseThrow();

            await(journal.settle(put(other, new Next.Other())));

            pastTheFold();
            assertThat(claim(Direction.TO_APP)).isEmpty();
        }

        @Test
        void wakesTheLanesThatWaitForALinkedRecord() {
            append(north, Trigger.WEBHOOK, change("child"));
            append(north, Trigger.WEBHOOK, change("parent"));
            var leases = claim(Direction.TO_APP);
            var child = opened(leases, "child");
            var parent = opened(leases, "parent");
            var latest = now().plus(Duration.ofMinutes(5));
            await(journal.settle(put(child, new Next.When(lane("parent"), latest, "its owner"))));
            assertThat(claim(Direction.TO_APP)).isEmpty();

            var settled = rest(parent, OutcomeKind.APPLIED);
            await(journal.settle(waking(settled, Set.of(lane("parent")))));

            assertThat(claim(Direction.TO_APP))
                    .extracting(Lease::lane)
                    .containsExactly(lane("child"));
        }

        @Test
        void doesNotLetAChildWaitBeyondItsLatestTime() {
            append(north, Trigger.WEBHOOK, change("child"));
            var latest = now().plus(Duration.ofMinutes(5));
            await(
                    journal.settle(
                            put(open("child"), new Next.When(lane("parent"), latest, "owner"))));

            advance(Duration.ofMinutes(5).plusSeconds(1));

            assertThat(claim(Direction.TO_APP)).hasSize(1);
        }

        @Test
        void looksAtAWaitingChildAnewWhenItChanges() {
            append(north, Trigger.WEBHOOK, change("child"));
            var latest = now().plus(Duration.ofMinutes(5));
            await(
                    journal.settle(
                            put(open("child"), new Next.When(lane("parent"), latest, "owner"))));

            append(north, Trigger.WEBHOOK, change("child"));

            pastTheFold();
            assertThat(claim(Direction.TO_APP)).hasSize(1);
        }

        @Test
        void givesEachSideItsOwnOutcomes() {
            linked("a1", "e1");
            append(north, Trigger.WEBHOOK, change("a1"));
            var ofApp = change(event("e1"), Side.APP);
            append(north, Trigger.PUSH, ofApp);
            pastTheFold();
            var opened = open("a1");
            long upTo = last(opened, Side.ACME).sequence();

            await(
                    journal.settle(
                            settlement(
                                    opened.lease(),
                                    Map.of(Side.ACME, upTo),
                                    List.of(
                                            outcome(
                                                    last(opened, Side.ACME).change(),
                                                    OutcomeKind.APPLIED)),
                                    new Next.Rest())));

            assertThat(outcome(north, FLOW, ofApp.id())).isEmpty();
            var other = claim(Direction.TO_ACME);
            assertThat(await(journal.open(other.getFirst())).orElseThrow().pending())
                    .extracting(Pending::change)
                    .containsExactly(ofApp.id());
        }

        @Test
        void remembersWhatSystemsAnsweredSoThatPollsDoNotBringItBack() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");
            var plain = rest(opened, OutcomeKind.APPLIED);
            var answered = Hash.of("e1", "as answered");

            await(
                    journal.settle(
                            new Settlement(
                                    plain.lease(),
                                    plain.done(),
                                    plain.link(),
                                    plain.uses(),
                                    plain.attempt(),
                                    plain.outcomes(),
                                    plain.park(),
                                    plain.unpark(),
                                    plain.touch(),
                                    plain.wake(),
                                    Set.of(answered),
                                    plain.next())));

            var polled = append(north, Trigger.POLL, change(event("e1"), answered, Side.APP));
            assertThat(polled).allMatch(Receipt::duplicate);
            assertThat(tally(north, "missed")).isZero();
        }
    }

    @Nested
    class LinksAndAttempts {

        @Test
        void insertsTheLinkOfACreateWithItsAttempt() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");
            var link = unlinked("a1");

            assertThat(await(journal.attempt(create(opened.lease(), link))))
                    .isEqualTo(Attempted.GO);

            assertThat(await(journal.link(north, FLOW, link.id())))
                    .hasValueSatisfying(
                            stored -> {
                                assertThat(stored.life()).isEqualTo(Link.Life.UNLINKED);
                                assertThat(stored.acme().record()).contains("a1");
                                assertThat(stored.app().record()).isEmpty();
                            });
            assertThat(await(journal.link(south, FLOW, link.id()))).isEmpty();
            assertThat(await(journal.pairs(north, FLOW, Set.of(appointment("a1"))))).isEmpty();
        }

        @Test
        void tellsWhoTakesOverWhichAttemptNobodyEnded() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");
            var attempt = create(opened.lease(), unlinked("a1"));
            await(journal.attempt(attempt));
            await(journal.end(session));

            session = await(journal.begin(LEASE));
            var again = open("a1");

            assertThat(again.attempt())
                    .hasValueSatisfying(
                            open -> {
                                assertThat(open.id()).isEqualTo(attempt.id());
                                assertThat(open.target()).isEqualTo(Side.APP);
                                assertThat(open.operation()).isEqualTo(Operation.CREATE);
                                assertThat(open.record()).isEmpty();
                            });
            assertThat(again.link()).isPresent();
        }

        @Test
        void endsAnAttemptWithItsSettlement() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");
            var attempt = create(opened.lease(), unlinked("a1"));
            await(journal.attempt(attempt));
            await(
                    journal.settle(
                            ending(
                                    put(opened, new Next.At(now(), "looked: not there")),
                                    attempt.id())));

            assertThat(open("a1").attempt()).isEmpty();
        }

        @Test
        void letsANewAttemptTakeThePlaceOfTheOldOne() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");
            await(journal.attempt(create(opened.lease(), unlinked("a1"))));
            var second = create(opened.lease(), unlinked("a1"));

            assertThat(await(journal.attempt(second))).isEqualTo(Attempted.GO);
            await(journal.settle(put(opened, new Next.At(now(), "unanswered"))));

            assertThat(open("a1").attempt().orElseThrow().id()).isEqualTo(second.id());
        }

        @Test
        void refusesTheCreateForARecordThatWasLinkedMeanwhile() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");
            linkFromTheApp("e1", "a1");

            assertThat(await(journal.attempt(create(opened.lease(), unlinked("a1")))))
                    .isEqualTo(Attempted.TAKEN);
            await(journal.settle(put(opened, new Next.At(now(), "linked meanwhile"))));
            assertThat(openFirst(Direction.TO_APP)).isEmpty();
        }

        @Test
        void findsALinkByTheRecordsOfBothSides() {
            Link link = linked("a1", "e1");

            var pairs =
                    await(
                            journal.pairs(
                                    north,
                                    FLOW,
                                    Set.of(appointment("a1"), event("e1"), event("a1"))));

            var pair = new Refs.Pair(link.id(), "a1", "e1");
            assertThat(pairs).isEqualTo(Map.of(appointment("a1"), pair, event("e1"), pair));
            assertThat(await(journal.pairs(south, FLOW, Set.of(appointment("a1"))))).isEmpty();
        }

        @Test
        void bringsTheChangesOfBothSidesToTheLaneOfTheirLink() {
            Link link = linked("a1", "e1");
            append(north, Trigger.PUSH, change(event("e1"), Side.APP));
            pastTheFold();

            var opened = openFirst(Direction.TO_ACME).orElseThrow();

            assertThat(opened.lease().lane()).isEqualTo(new LaneId(link.id()));
            assertThat(opened.record()).isEqualTo(appointment("a1"));
            assertThat(opened.side()).isEqualTo(Side.ACME);
            assertThat(opened.link()).contains(link);
            assertThat(opened.pending()).extracting(Pending::record).containsExactly(event("e1"));
        }

        @Test
        void keepsBasesAsTheyWereWritten() {
            Value.Obj native_ =
                    new Value.Obj(
                            Map.of(
                                    "id", Value.of(9007199254740993L),
                                    "title", Value.of("a \u0000 and \u00e4"),
                                    "none", Value.NULL));
            Base base = Base.of(State.of(native_));
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");
            Link link = link(lane("a1"), "a1", "e1");
            Link full =
                    link.with(
                            Side.APP,
                            new Link.End(
                                    Optional.of("e1"),
                                    Optional.of(base),
                                    Optional.of("\"r7\""),
                                    Optional.empty()));

            await(journal.settle(linking(rest(opened, OutcomeKind.APPLIED), full)));

            assertThat(await(journal.link(north, FLOW, link.id()))).contains(full);
        }

        @Test
        void movesTheWorkOfALaneWhoseRecordWasLinkedElsewhere() {
            var change = change(event("e1"), Side.APP);
            append(north, Trigger.PUSH, change);
            Link link = linked("a1", "e1");

            assertThat(openFirst(Direction.TO_ACME)).isEmpty();

            pastTheFold();
            var moved = openFirst(Direction.TO_ACME).orElseThrow();
            assertThat(moved.lease().lane()).isEqualTo(new LaneId(link.id()));
            assertThat(moved.pending()).extracting(Pending::change).containsExactly(change.id());
            await(
                    journal.settle(
                            settlement(
                                    moved.lease(),
                                    Map.of(Side.APP, moved.pending().getLast().sequence()),
                                    List.of(outcome(change.id(), OutcomeKind.UNCHANGED)),
                                    new Next.Rest())));
            assertThat(tally(north, "unchanged")).isEqualTo(1);
            pastTheFold();
            assertThat(claim(Direction.TO_ACME)).isEmpty();
        }

        @Test
        void linksARecordOnce() {
            linked("a1", "e1");
            append(north, Trigger.WEBHOOK, change("a2"));
            var opened = open("a2");

            assertThatThrownBy(
                            () ->
                                    await(
                                            journal.settle(
                                                    linking(
                                                            rest(opened, OutcomeKind.APPLIED),
                                                            link(lane("a2"), "a2", "e1")))))
                    .isInstanceOf(Journal.Taken.class);

            assertThat(await(journal.link(north, FLOW, lane("a2").value()))).isEmpty();
            assertThat(tally(north, "pending")).isEqualTo(1);
            await(journal.settle(put(opened, new Next.At(now(), "linked meanwhile"))));
            assertThat(claim(Direction.TO_APP)).hasSize(1);
        }

        @Test
        void marksEveryLinkThatRestsOnATouchedRecord() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var first = open("a1");
            await(
                    journal.settle(
                            using(
                                    linking(
                                            rest(first, OutcomeKind.APPLIED),
                                            link(lane("a1"), "a1", "e1")),
                                    contact("c1"))));
            linked("a2", "e2");
            pastTheFold();
            append(north, Trigger.WEBHOOK, change(contact("c1"), Side.ACME));
            var contact = openFirst(Direction.TO_APP).orElseThrow();
            assertThat(contact.record()).isEqualTo(contact("c1"));

            await(journal.settle(touching(rest(contact, OutcomeKind.APPLIED), contact("c1"))));

            pastTheFold();
            var touched = openFirst(Direction.TO_APP).orElseThrow();
            assertThat(touched.lease().lane()).isEqualTo(lane("a1"));
            assertThat(touched.touched()).isTrue();
            assertThat(touched.pending()).isEmpty();
            assertThat(claim(Direction.TO_APP)).isEmpty();
            await(
                    journal.settle(
                            settlement(touched.lease(), Map.of(), List.of(), new Next.Rest())));
            pastTheFold();
            assertThat(claim(Direction.TO_APP)).isEmpty();
            assertThat(tally(north, "pending")).isZero();
        }

        @Test
        void tellsAnEnrichingRecordFromALinkedOneThoughTheirIdsAreEqual() {
            linked("7", "e1");
            pastTheFold();

            append(north, Trigger.WEBHOOK, change(contact("7"), Side.ACME));

            assertThat(openFirst(Direction.TO_APP).orElseThrow())
                    .satisfies(
                            opened -> {
                                assertThat(opened.record()).isEqualTo(contact("7"));
                                assertThat(opened.link()).isEmpty();
                            });
        }

        @Test
        void doesNotLoseATouchThatCameBeforeTheLinkWasStored() {
            append(north, Trigger.WEBHOOK, change("a1"));
            var atWork = open("a1");
            append(north, Trigger.WEBHOOK, change(contact("c1"), Side.ACME));
            var contact = openFirst(Direction.TO_APP).orElseThrow();
            await(journal.settle(touching(rest(contact, OutcomeKind.APPLIED), contact("c1"))));

            await(
                    journal.settle(
                            using(
                                    linking(
                                            rest(atWork, OutcomeKind.APPLIED),
                                            link(lane("a1"), "a1", "e1")),
                                    contact("c1"))));

            pastTheFold();
            assertThat(openFirst(Direction.TO_APP).orElseThrow().touched()).isTrue();
        }

        @Test
        void takesATouchBeforeTheRecordWasReadForSeen() {
            append(north, Trigger.WEBHOOK, change(contact("c1"), Side.ACME));
            var contact = openFirst(Direction.TO_APP).orElseThrow();
            await(journal.settle(touching(rest(contact, OutcomeKind.APPLIED), contact("c1"))));
            append(north, Trigger.WEBHOOK, change("a1"));
            var opened = open("a1");

            await(
                    journal.settle(
                            using(
                                    linking(
                                            rest(opened, OutcomeKind.APPLIED),
                                            link(lane("a1"), "a1", "e1")),
                                    contact("c1"))));

            pastTheFold();
            assertThat(claim(Direction.TO_APP)).isEmpty();
        }

        @Test
        void doesNotLoseATouchThatArrivesWhileTheLaneIsAtWork() {
            append(north, Trigger.WEBHOOK, change("a1"));
            await(
                    journal.settle(
                            using(
                                    linking(
                                            rest(open("a1"), OutcomeKind.APPLIED),
                                            link(lane("a1"), "a1", "e1")),
                                    contact("c1"))));
            append(north, Trigger.WEBHOOK, change("a1"));
            pastTheFold();
            var atWork = open("a1");
            append(north, Trigger.WEBHOOK, change(contact("c1"), Side.ACME));
            var contact = openFirst(Direction.TO_APP).orElseThrow();
            await(journal.settle(touching(rest(contact, OutcomeKind.APPLIED), contact("c1"))));

            await(journal.settle(rest(atWork, OutcomeKind.APPLIED)));

            pastTheFold();
            assertThat(openFirst(Direction.TO_APP).orElseThrow().touched()).isTrue();
        }
    }

    @Nested
    class Parking {

        @Test
        void keepsAParkedItemWithTheLaneUntilItIsClosed() {
            var change = change("a1");
            append(north, Trigger.WEBHOOK, change);
            var item = parked(ParkedKind.CONFLICT, change.id());
            await(journal.settle(parking(rest(open("a1"), OutcomeKind.CONFLICT), item)));
            assertThat(tally(north, "conflict")).isEqualTo(1);

            append(north, Trigger.WEBHOOK, change("a1"));
            pastTheFold();
            var again = open("a1");
            assertThat(again.parked())
                    .containsExactly(
                            new ParkedItem(
                                    item.id(),
                                    ParkedKind.CONFLICT,
                                    item.reason(),
                                    item.group(),
                                    List.of(change.id()),
                                    Optional.empty()));
            await(
                    journal.settle(
                            closing(
                                    rest(again, OutcomeKind.APPLIED),
                                    new ClosedParked(item.id(), "closed", "Both agree again."),
                                    mended(change.id(), OutcomeKind.CONFLICT))));

            assertThat(outcome(north, FLOW, change.id())).contains(OutcomeKind.APPLIED);
            assertThat(tally(north, "conflict")).isZero();
            assertThat(tally(north, "applied")).isEqualTo(2);
            assertThat(openVersion(north, item.id())).isEmpty();
        }

        @Test
        void carriesAPersonsDecisionToTheLane() {
            var item = parkedConflict("a1");

            var answer = act(item, Verb.KEEP_ACME);

            assertThat(answer).isEqualTo(ActAnswer.ACCEPTED);
            pastTheFold();
            assertThat(openFirst(Direction.TO_APP).orElseThrow().parked())
                    .extracting(ParkedItem::resolution)
                    .containsExactly(Optional.of(Resolution.KEEP_ACME));
        }

        @Test
        void makesTheLaneDueInTheDirectionOfTheDecision() {
            var item = parkedConflict("a1");

            assertThat(act(item, Verb.KEEP_APP)).isEqualTo(ActAnswer.ACCEPTED);

            pastTheFold();
            assertThat(claim(Direction.TO_APP)).isEmpty();
            assertThat(claim(Direction.TO_ACME)).hasSize(1);
        }

        @Test
        void replaysInTheDirectionOfTheChanges() {
            var change = change("a1");
            append(north, Trigger.WEBHOOK, change);
            var item = parked(ParkedKind.DEAD, change.id());
            await(journal.settle(parking(rest(open("a1"), OutcomeKind.DEAD), item)));

            assertThat(act(item, Verb.REPLAY)).isEqualTo(ActAnswer.ACCEPTED);

            pastTheFold();
            assertThat(openFirst(Direction.TO_APP).orElseThrow().parked())
                    .extracting(ParkedItem::resolution)
                    .containsExactly(Optional.of(Resolution.REPLAY));
        }

        @Test
        void answersARepeatedDecisionAsDone() {
            var item = parkedConflict("a1");
            var act = act(item, Verb.KEEP_ACME, openVersion(north, item.id()).orElseThrow());
            assertThat(await(journal.act(act))).isEqualTo(ActAnswer.ACCEPTED);

            assertThat(await(journal.act(act))).isEqualTo(ActAnswer.DONE);
        }

        @Test
        void refusesADecisionAboutWhatThePersonDidNotSee() {
            var item = parkedConflict("a1");
            long seen = openVersion(north, item.id()).orElseThrow();
            assertThat(await(journal.act(act(item, Verb.KEEP_ACME, seen))))
                    .isEqualTo(ActAnswer.ACCEPTED);

            assertThat(await(journal.act(act(item, Verb.KEEP_APP, seen))))
                    .isEqualTo(ActAnswer.STALE);
        }

        @Test
        void refusesToChooseASideOfADeadLetter() {
            var change = change("a1");
            append(north, Trigger.WEBHOOK, change);
            var item = parked(ParkedKind.DEAD, change.id());
            await(journal.settle(parking(rest(open("a1"), OutcomeKind.DEAD), item)));

            assertThat(act(item, Verb.KEEP_ACME)).isEqualTo(ActAnswer.REFUSED);
        }

        @Test
        void discardsAnItemAndKeepsItsOutcome() {
            var item = parkedConflict("a1");

            assertThat(act(item, Verb.DISCARD)).isEqualTo(ActAnswer.ACCEPTED);

            assertThat(openVersion(north, item.id())).isEmpty();
            assertThat(tally(north, "conflict")).isEqualTo(1);
        }

        @Test
        void knowsNoItemOfAnotherTenant() {
            var item = parkedConflict("a1");
            long seen = openVersion(north, item.id()).orElseThrow();

            var act =
                    new Act(
                            south,
                            item.id(),
                            Verb.DISCARD,
                            seen,
                            "operator",
                            "why not",
                            UUID.randomUUID());

            assertThat(await(journal.act(act))).isEqualTo(ActAnswer.UNKNOWN);
            assertThat(openVersion(north, item.id())).contains(seen);
        }

        private NewParked parkedConflict(String id) {
            var change = change(id);
            append(north, Trigger.WEBHOOK, change);
            var item = parked(ParkedKind.CONFLICT, change.id());
            await(journal.settle(parking(rest(open(id), OutcomeKind.CONFLICT), item)));
            pastTheFold();
            return item;
        }
    }

    @Nested
    class Breakers {

        @Test
        void keepsTheNewestStateOfEachBreaker() {
            await(journal.keep(breaker("acme", "open")));
            await(journal.keep(breaker("app", "closed")));

            await(journal.keep(breaker("acme", "half-open")));

            assertThat(await(journal.breakers()))
                    .containsExactlyInAnyOrder(
                            breaker("acme", "half-open"), breaker("app", "closed"));
        }

        private Journal.BreakerRow breaker(String system, String state) {
            return new Journal.BreakerRow(
                    north,
                    system,
                    state,
                    5,
                    8,
                    "5 of 8 failed",
                    Optional.empty(),
                    Optional.empty());
        }
    }

    // ---- Words of these tests

    private List<Receipt> append(TenantId tenant, Trigger trigger, Incoming... changes) {
        return await(
                journal.append(
                        new Delivery(
                                tenant,
                                trigger,
                                Optional.empty(),
                                List.of(changes),
                                Optional.empty())));
    }

    private Delivery delivery(Trigger trigger, Optional<Hash> identity, Incoming... changes) {
        return new Delivery(north, trigger, identity, List.of(changes), Optional.empty());
    }

    private static Incoming change(String id) {
        return change(appointment(id), Side.ACME);
    }

    private static Incoming change(String id, Hash content) {
        return change(appointment(id), content, Side.ACME);
    }

    private static Incoming change(RecordRef record, Side side) {
        return change(record, new Wanted(FLOW, side));
    }

    private static Incoming change(RecordRef record, Hash content, Side side) {
        return change(record, content, List.of(new Wanted(FLOW, side)));
    }

    private static Incoming change(RecordRef record, Wanted... wants) {
        return change(record, Hash.of(UUID.randomUUID().toString()), List.of(wants));
    }

    private static Incoming change(RecordRef record, Hash content, List<Wanted> wants) {
        UUID id = UUID.randomUUID();
        return new Incoming(
                id,
                Optional.of(record),
                Optional.of("\"r1\""),
                false,
                content,
                Bytes.of("{\"id\":\"" + record.id() + "\",\"note\":\"" + id + "\"}"),
                true,
                wants,
                Optional.empty(),
                Optional.empty(),
                "m1");
    }

    private List<Lease> claim(Direction direction) {
        return await(journal.claim(session, direction, 64));
    }

    private Optional<Opened> openFirst(Direction direction) {
        var leases = await(journal.claim(session, direction, 1));
        assertThat(leases).as("lanes that are due " + direction).hasSize(1);
        return await(journal.open(leases.getFirst()));
    }

    /// The lane of an appointment, claimed towards the app and opened.
    private Opened open(String appointment) {
        return opened(claim(Direction.TO_APP), appointment);
    }

    private Opened opened(List<Lease> leases, String appointment) {
        return leases.stream()
                .filter(lease -> lease.lane().equals(lane(appointment)))
                .findFirst()
                .flatMap(lease -> await(journal.open(lease)))
                .orElseThrow(
                        () -> new AssertionError("the lane of " + appointment + " is not due"));
    }

    /// Two records that are linked, by the lane of the appointment; the lane rests.
    private Link linked(String acme, String app) {
        append(north, Trigger.WEBHOOK, change(acme));
        var opened = open(acme);
        Link link = link(lane(acme), acme, app);
        await(journal.settle(linking(rest(opened, OutcomeKind.APPLIED), link)));
        return link;
    }

    /// The same, by the lane of the event.
    private void linkFromTheApp(String app, String acme) {
        append(north, Trigger.PUSH, change(event(app), Side.APP));
        var opened = openFirst(Direction.TO_ACME).orElseThrow();
        Link link = link(opened.lease().lane(), acme, app);
        await(
                journal.settle(
                        linking(
                                settlement(
                                        opened.lease(),
                                        Map.of(Side.APP, last(opened, Side.APP).sequence()),
                                        List.of(
                                                outcome(
                                                        last(opened, Side.APP).change(),
                                                        OutcomeKind.APPLIED)),
                                        new Next.Rest()),
                                link)));
    }

    private static Link link(LaneId lane, String acme, String app) {
        return new Link(
                lane.value(), FLOW, Link.Life.LINKED, agreed(acme), agreed(app), "flow version 1");
    }

    private Link unlinked(String acme) {
        return new Link(
                lane(acme).value(),
                FLOW,
                Link.Life.UNLINKED,
                new Link.End(
                        Optional.of(acme), Optional.empty(), Optional.empty(), Optional.empty()),
                Link.End.NONE,
                "flow version 1");
    }

    private static Link.End agreed(String id) {
        return new Link.End(
                Optional.of(id),
                Optional.of(Base.of(State.of(new Value.Obj(Map.of("id", Value.of(id)))))),
                Optional.of("\"r1\""),
                Optional.empty());
    }

    private Attempt create(Lease lease, Link link) {
        return new Attempt(
                UUID.randomUUID(),
                lease,
                Side.APP,
                Operation.CREATE,
                Optional.empty(),
                Optional.of(link),
                now().plus(Duration.ofSeconds(15)),
                Hash.of("request"));
    }

    private Attempt update(Lease lease) {
        return new Attempt(
                UUID.randomUUID(),
                lease,
                Side.APP,
                Operation.UPDATE,
                Optional.of("e1"),
                Optional.empty(),
                now().plus(Duration.ofSeconds(15)),
                Hash.of("request"));
    }

    private static Pending last(Opened opened, Side side) {
        return opened.pending().stream()
                .filter(pending -> pending.side() == side)
                .reduce((one, two) -> two)
                .orElseThrow();
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

    private static Outcome mended(UUID change, OutcomeKind old) {
        return new Outcome(
                change,
                OutcomeKind.APPLIED,
                "mended",
                "Both sides agree again.",
                Optional.empty(),
                Optional.of(old),
                Optional.empty());
    }

    /// Everything that is pending gets one outcome, and the lane rests.
    private static Settlement rest(Opened opened, OutcomeKind kind) {
        Map<Side, Long> done = new java.util.EnumMap<>(Side.class);
        opened.pending().forEach(pending -> done.put(pending.side(), pending.sequence()));
        return settlement(
                opened.lease(),
                done,
                opened.pending().stream().map(pending -> outcome(pending.change(), kind)).toList(),
                new Next.Rest());
    }

    private static Settlement rest(Lease lease, long upTo, OutcomeKind kind) {
        return settlement(
                lease,
                Map.of(Side.ACME, upTo),
                List.of(outcome(UUID.randomUUID(), kind)),
                new Next.Rest());
    }

    private static Settlement put(Opened opened, Next next) {
        return settlement(opened.lease(), Map.of(), List.of(), next);
    }

    private static Settlement settlement(
            Lease lease, Map<Side, Long> done, List<Outcome> outcomes, Next next) {
        return new Settlement(
                lease,
                done,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                outcomes,
                List.of(),
                List.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                next);
    }

    private static Settlement linking(Settlement plain, Link link) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                Optional.of(link),
                plain.uses(),
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    private static Settlement using(Settlement plain, RecordRef record) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                Optional.of(new Uses(Set.of(record), plain.lease().epoch())),
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    private static Settlement ending(Settlement plain, UUID attempt) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                Optional.of(new Journal.EndedAttempt(attempt, "not there")),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    private static Settlement waking(Settlement plain, Set<LaneId> lanes) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                lanes,
                plain.seen(),
                plain.next());
    }

    private static Settlement touching(Settlement plain, RecordRef record) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                Optional.of(record),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    private static Settlement parking(Settlement plain, NewParked item) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.attempt(),
                plain.outcomes(),
                List.of(item),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    private static Settlement closing(Settlement plain, ClosedParked item, Outcome further) {
        List<Outcome> outcomes = new ArrayList<>(plain.outcomes());
        outcomes.add(further);
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.attempt(),
                outcomes,
                plain.park(),
                List.of(item),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    private static NewParked parked(ParkedKind kind, UUID change) {
        return new NewParked(
                UUID.randomUUID(),
                kind,
                "both-changed",
                "The title was changed on both sides, differently: a person decides.",
                List.of(change),
                Optional.of("title"),
                Optional.of("/subject"),
                Optional.of("before"),
                Optional.of("one"),
                Optional.of("other"),
                Bytes.of("{}"),
                "",
                "");
    }

    private ActAnswer act(NewParked item, Verb verb) {
        return await(journal.act(act(item, verb, openVersion(north, item.id()).orElseThrow())));
    }

    private Act act(NewParked item, Verb verb, long seen) {
        return new Act(north, item.id(), verb, seen, "operator", "agreed", UUID.randomUUID());
    }

    private LaneId lane(String appointment) {
        return LaneId.of(north, FLOW, appointment(appointment));
    }

    private static RecordRef appointment(String id) {
        return new RecordRef(APPOINTMENT, id);
    }

    private static RecordRef event(String id) {
        return new RecordRef(EVENT, id);
    }

    private static RecordRef contact(String id) {
        return new RecordRef(CONTACT, id);
    }

    private long tally(TenantId tenant, String word) {
        return tally(tenant).getOrDefault(word, 0L);
    }

    /// Beyond the 500 ms within which changes of one lane fold.
    private void pastTheFold() {
        advance(Duration.ofSeconds(1));
    }

    private static void fenced(Supplier<Future<?>> call) {
        assertThatThrownBy(() -> await(call.get())).isInstanceOf(Fenced.class);
    }

    protected static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the journal did not answer within 30 s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
