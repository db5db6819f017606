package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.FLOW;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.event;
import static drawbridge.crossing.engine.Settlements.ending;
import static drawbridge.crossing.engine.Settlements.last;
import static drawbridge.crossing.engine.Settlements.parked;
import static drawbridge.crossing.engine.Settlements.parking;
import static drawbridge.crossing.engine.Settlements.put;
import static drawbridge.crossing.engine.Settlements.rest;
import static drawbridge.crossing.engine.Settlements.waking;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Bounding.Lost;
import drawbridge.crossing.engine.Journal.Newcomer;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.sync.Making;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What a create under way may have made, and who waits for its end.
abstract class CreatingContract extends JournalTheme {

    CreatingContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void tellsOfACreateUntilItIsSettled() {
        told("e0");
        append(north, Trigger.WEBHOOK, change("a1"));
        var opened = open("a1");
        later();
        var attempt = create(opened.lease(), unlinked("a1"));
        await(journal.attempt(attempt));
        later();
        told("e1");

        assertThat(creating("e1")).containsExactly(opened.lease().lane());
        assertThat(creating("e0")).as("it was there before").isEmpty();
        assertThat(creating("unheard of")).containsExactly(opened.lease().lane());
        assertThat(await(journal.creating(north, FLOW, Side.ACME, lane("a2")))).isEmpty();
        assertThat(await(journal.creating(south, FLOW, Side.APP, laneOf("e1")))).isEmpty();
        await(journal.settle(ending(put(opened, new Next.At(now(), "not made")), attempt.id())));
        assertThat(creating("e1")).isEmpty();
    }

    @Test
    void aRecordThatWasToldOfBeforeACreateBeganIsNoneOfItsHoweverItIsEditedSince() {
        told("e1");
        later();
        append(north, Trigger.WEBHOOK, change("a1"));
        await(journal.attempt(create(open("a1").lease(), unlinked("a1"))));
        later();
        told("e1");

        assertThat(creating("e1")).isEmpty();
    }

    @Test
    void tellsOfAnUnansweredCreateAsLongAsAPersonIsAskedAboutIt() {
        var opened = asked("a1");
        told("e1");

        assertThat(creating("e1")).containsExactly(opened.lease().lane());
        assertThat(act(item, Deciding.Verb.DISCARD)).isEqualTo(Deciding.ActAnswer.ACCEPTED);
        assertThat(creating("e1")).isEmpty();
    }

    @Test
    void aCreateThatAPersonLetsBeIsOver() {
        asked("a1");

        assertThat(act(item, Deciding.Verb.DISCARD)).isEqualTo(Deciding.ActAnswer.ACCEPTED);

        append(north, Trigger.WEBHOOK, change("a1"));
        pastTheFold();
        assertThat(open("a1").attempt()).isEmpty();
    }

    @Test
    void whatWaitsForACreateIsDueWhenAPersonLetsItBe() {
        var making = asked("a1").lease().lane();
        var waiting = waiting("e1", making);
        assertThat(claim(Direction.TO_ACME)).isEmpty();

        assertThat(act(item, Deciding.Verb.DISCARD)).isEqualTo(Deciding.ActAnswer.ACCEPTED);

        assertThat(claim(Direction.TO_ACME))
                .extracting(Journal.Lease::lane)
                .containsExactly(waiting.lease().lane());
    }

    @Test
    void whatWaitsForTheEndOfARemakeIsNotDueBecauseItsLinkIsThere() {
        var link = linked("a1", "e1");
        append(north, Trigger.WEBHOOK, change("a1"));
        pastTheFold();
        Attempt plain = create(open("a1").lease(), link);
        await(journal.attempt(with(plain, Optional.empty(), plain.deadline())));

        var _ = waiting("e2", new LaneId(link.id()));

        assertThat(claim(Direction.TO_ACME)).isEmpty();
    }

    @Test
    void whatIsToWaitForACreateThatIsOverIsDueAtOnce() {
        var waiting = waiting("e2", lane("a1"));

        assertThat(claim(Direction.TO_ACME))
                .extracting(Journal.Lease::lane)
                .containsExactly(waiting.lease().lane());
    }

    @Test
    void withANewChangeTriesBeginAnewForWhatWaits() {
        var making = asked("a1").lease().lane();
        var _ = waiting("e1", making);
        advance(Duration.ofMinutes(6));
        var second = openFirst(Direction.TO_ACME).orElseThrow();
        assertThat(second.tries()).isEqualTo(1);
        await(journal.settle(put(second, wait(making))));

        told("e1");
        pastTheFold();

        assertThat(openFirst(Direction.TO_ACME).orElseThrow().tries()).isZero();
    }

    @Test
    void tellsWhatCameInWithoutALinkSinceACreateWasWrittenDown() {
        told("e0");
        append(north, Trigger.WEBHOOK, change("a1"));
        advance(Duration.ofSeconds(1));
        var opened = open("a1");
        LaneId making = opened.lease().lane();
        assertThat(newcomers(making)).isEmpty();
        var attempt = create(opened.lease(), unlinked("a1"));
        await(journal.attempt(attempt));
        told("e1");
        append(north, Trigger.WEBHOOK, change("a2"));
        append(south, Trigger.WEBHOOK, change(event("e2"), Side.APP));

        assertThat(newcomers(making)).containsExactly(laneOf("e1"));
        assertThat(await(journal.newcomers(south, making, Optional.empty()))).isEmpty();
        await(journal.settle(ending(put(opened, new Next.At(now(), "not made")), attempt.id())));
        assertThat(newcomers(making)).isEmpty();
    }

    @Test
    void tellsPageAfterPageWhatCameIn() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var opened = open("a1");
        LaneId making = opened.lease().lane();
        await(journal.attempt(create(opened.lease(), unlinked("a1"))));
        for (int i = 0; i < Journal.MANY + 3; i++) {
            told("e" + i);
        }

        List<Newcomer> first = await(journal.newcomers(north, making, Optional.empty()));
        List<Newcomer> second =
                await(journal.newcomers(north, making, Optional.of(first.getLast())));

        assertThat(first).hasSize(Journal.MANY);
        assertThat(second).hasSize(3).doesNotContainAnyElementsOf(first);
        assertThat(await(journal.newcomers(north, making, Optional.of(second.getLast()))))
                .isEmpty();
    }

    @Test
    void twoThatWaitForTheSameLaneDoNotWakeEachOther() {
        append(north, Trigger.WEBHOOK, change("a1"));
        append(north, Trigger.WEBHOOK, change("a2"));
        var leases = claim(Direction.TO_APP);
        var first = opened(leases, "a1");
        var second = opened(leases, "a2");
        LaneId making = laneOf("e9");
        Next wait = new Next.When(making, now().plusSeconds(30), "waits");

        await(journal.settle(waking(put(first, wait), Set.of(making))));
        await(journal.settle(waking(put(second, wait), Set.of(making))));

        assertThat(claim(Direction.TO_APP)).isEmpty();
    }

    @Test
    void aCreateIsLookedForAgainWhereSomethingCameInWhileAPersonWasAboutToBeAsked() {
        var opened = overdue("a1");
        LaneId making = opened.lease().lane();
        told("e1");
        var newcomer = openFirst(Direction.TO_ACME).orElseThrow();
        await(journal.settle(waking(put(newcomer, wait(making)), Set.of(making))));

        item = inDoubt(parked(ParkedKind.CONFLICT, last(opened, Side.ACME).change()));
        await(journal.settle(parking(rest(opened, OutcomeKind.CONFLICT), item)));

        pastTheFold();
        assertThat(claim(Direction.TO_APP)).extracting(Journal.Lease::lane).containsExactly(making);
    }

    @Test
    void whatIsToldFirstAfterACreateWasBoundedIsNoneOfIts() {
        var making = overdue("a1").lease().lane();
        told("e1");
        later();

        await(journal.bound(north, lost()));
        later();
        told("e1");
        told("e2");

        assertThat(creating("e1")).as("it was told of before").containsExactly(making);
        assertThat(creating("e2")).isEmpty();
        assertThat(newcomers(making)).containsExactly(laneOf("e1"));
        assertThat(lost()).as("it is bounded once").isEmpty();
    }

    @Test
    void aCreateIsLostOnceItsTimeIsOverForGood() {
        var opened = overdue("a1");

        assertThat(lost())
                .singleElement()
                .satisfies(
                        lost -> {
                            assertThat(lost.lane()).isEqualTo(opened.lease().lane());
                            assertThat(lost.sent()).contains(sent());
                        });
        assertThat(await(journal.lost(north, FLOW, Side.APP, Duration.ofHours(1)))).isEmpty();
        assertThat(await(journal.lost(north, FLOW, Side.ACME, Duration.ZERO))).isEmpty();
        assertThat(await(journal.lost(south, FLOW, Side.APP, Duration.ZERO))).isEmpty();
    }

    @Test
    void oneThatIsSentAgainIsBoundedAnew() {
        var opened = overdue("a1");
        await(journal.bound(north, lost()));
        later();

        await(journal.attempt(create(opened.lease(), unlinked("a1"))));
        later();
        told("e1");

        assertThat(creating("e1")).containsExactly(opened.lease().lane());
    }

    /// The first one may have made it, which was not answered either.
    @Test
    void whatWasToldOfBeforeACreateIsSentAgainWaitsForItStill() {
        var opened = overdue("a1");
        told("e1");
        later();

        await(journal.attempt(create(opened.lease(), unlinked("a1"))));

        assertThat(creating("e1")).containsExactly(opened.lease().lane());
        assertThat(newcomers(opened.lease().lane())).containsExactly(laneOf("e1"));
    }

    @Test
    void aCreateThatIsBeingLookedForJustNowIsNotLetBe() {
        asked("a1");
        append(north, Trigger.WEBHOOK, change("a1"));
        pastTheFold();
        var opened = open("a1");

        assertThat(act(item, Deciding.Verb.DISCARD)).isEqualTo(Deciding.ActAnswer.STALE);
        assertThat(creating("unheard of")).containsExactly(opened.lease().lane());

        await(journal.settle(put(opened, new Next.At(now().plusSeconds(60), "waits"))));
        assertThat(act(item, Deciding.Verb.DISCARD)).isEqualTo(Deciding.ActAnswer.ACCEPTED);
    }

    // ---- Words of these tests

    private NewParked item = parked(ParkedKind.CONFLICT, new UUID(0, 0));

    /// Lets the journal's time pass where it stands still.
    private void later() {
        if (contract.timeStandsStill()) {
            advance(Duration.ofSeconds(1));
        }
    }

    private void told(String event) {
        append(north, Trigger.WEBHOOK, change(event(event), Side.APP));
    }

    private LaneId laneOf(String event) {
        return LaneId.of(north, FLOW, event(event));
    }

    private List<LaneId> creating(String event) {
        return await(journal.creating(north, FLOW, Side.APP, laneOf(event)));
    }

    private List<LaneId> newcomers(LaneId making) {
        return await(journal.newcomers(north, making, Optional.empty())).stream()
                .map(Newcomer::lane)
                .toList();
    }

    private List<Lost> lost() {
        return await(journal.lost(north, FLOW, Side.APP, Duration.ofSeconds(30)));
    }

    /// A create that went unanswered, of which a person is asked.
    @CanIgnoreReturnValue
    private Opened asked(String appointment) {
        append(north, Trigger.WEBHOOK, change(appointment));
        var opened = open(appointment);
        await(journal.attempt(create(opened.lease(), unlinked(appointment))));
        item = inDoubt(parked(ParkedKind.CONFLICT, last(opened, Side.ACME).change()));
        await(journal.settle(parking(rest(opened, OutcomeKind.CONFLICT), item)));
        return opened;
    }

    /// A create whose time was over a minute ago.
    private Opened overdue(String appointment) {
        append(north, Trigger.WEBHOOK, change(appointment));
        var opened = open(appointment);
        Attempt under = create(opened.lease(), unlinked(appointment));
        await(journal.attempt(with(under, under.link(), now().minusSeconds(60))));
        later();
        return opened;
    }

    private static Attempt with(Attempt plain, Optional<Link> link, Instant deadline) {
        return new Attempt(
                plain.id(),
                plain.lease(),
                plain.target(),
                plain.operation(),
                plain.record(),
                link,
                plain.keys(),
                deadline,
                plain.request(),
                plain.sent());
    }

    private Opened waiting(String event, LaneId making) {
        told(event);
        var opened = openFirst(Direction.TO_ACME).orElseThrow();
        await(journal.settle(put(opened, wait(making))));
        return opened;
    }

    private Next wait(LaneId making) {
        return new Next.AfterCreate(making, now().plus(Duration.ofMinutes(5)), "waits");
    }

    private static NewParked inDoubt(NewParked plain) {
        return new NewParked(
                plain.id(),
                plain.kind(),
                Making.IN_DOUBT,
                plain.sentence(),
                plain.changes(),
                plain.group(),
                plain.field(),
                plain.baseValue(),
                plain.acmeValue(),
                plain.appValue(),
                plain.payload(),
                plain.request(),
                plain.response());
    }
}
