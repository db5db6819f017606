package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.event;
import static drawbridge.crossing.engine.Settlements.closing;
import static drawbridge.crossing.engine.Settlements.keeping;
import static drawbridge.crossing.engine.Settlements.mended;
import static drawbridge.crossing.engine.Settlements.parked;
import static drawbridge.crossing.engine.Settlements.parking;
import static drawbridge.crossing.engine.Settlements.rest;
import static drawbridge.crossing.engine.Settlements.won;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Side;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What waits for a person, and what becomes of the decision.
abstract class ParkingContract extends JournalTheme {

    ParkingContract(JournalContract contract) {
        super(contract);
    }

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

        assertThat(outcomeOf(change.id())).contains(OutcomeKind.APPLIED);
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

    /// Of an event whose own change crossed: what was parked is what would have crossed to Acme.
    @Test
    void replaysWhatHoldsNoChangeInTheDirectionInWhichItWasParked() {
        linkFromTheApp("e1", "a1");
        append(north, Trigger.PUSH, change(event("e1"), Side.APP));
        pastTheFold();
        var opened = openFirst(Direction.TO_ACME).orElseThrow();
        var item = withoutChanges(parked(ParkedKind.DEAD, UUID.randomUUID()));
        await(journal.settle(parking(rest(opened, OutcomeKind.APPLIED), item)));

        assertThat(act(item, Verb.REPLAY)).isEqualTo(ActAnswer.ACCEPTED);

        pastTheFold();
        assertThat(claim(Direction.TO_APP)).isEmpty();
        assertThat(openFirst(Direction.TO_ACME).orElseThrow().parked())
                .extracting(ParkedItem::resolution)
                .containsExactly(Optional.of(Resolution.REPLAY));
    }

    private static NewParked withoutChanges(NewParked item) {
        return new NewParked(
                item.id(),
                item.kind(),
                item.reason(),
                item.sentence(),
                List.of(),
                item.group(),
                item.field(),
                item.baseValue(),
                item.acmeValue(),
                item.appValue(),
                item.payload(),
                item.request(),
                item.response());
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

        assertThat(await(journal.act(act(item, Verb.KEEP_APP, seen)))).isEqualTo(ActAnswer.STALE);
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
    void bringsAValueThatLostBackToTheLaneWithoutMovingACount() {
        var change = change("a1");
        append(north, Trigger.WEBHOOK, change);
        var item = parked(ParkedKind.CONFLICT, change.id());
        await(journal.settle(parking(rest(open("a1"), OutcomeKind.CONFLICT), item)));
        pastTheFold();
        assertThat(act(item, Verb.KEEP_APP)).isEqualTo(ActAnswer.ACCEPTED);
        pastTheFold();
        var opened = openFirst(Direction.TO_ACME).orElseThrow();
        await(
                journal.settle(
                        closing(
                                rest(opened, OutcomeKind.APPLIED),
                                new ClosedParked(item.id(), "resolved", "So it is."),
                                mended(change.id(), OutcomeKind.CONFLICT))));
        pastTheFold();
        long applied = tally(north, "applied");

        var wish = act(item, Verb.RESTORE, contract.closedVersion(north, item.id()));
        assertThat(await(journal.restore(wish))).isEqualTo(ActAnswer.ACCEPTED);
        assertThat(await(journal.restore(wish))).isEqualTo(ActAnswer.DONE);

        pastTheFold();
        assertThat(openFirst(Direction.TO_ACME).orElseThrow().parked())
                .singleElement()
                .satisfies(
                        back -> {
                            assertThat(back.resolution()).contains(Resolution.RESTORE_ACME);
                            assertThat(back.group()).isEqualTo(item.group());
                            assertThat(back.wish()).contains(change.body());
                            assertThat(back.changes()).isEmpty();
                        });
        assertThat(tally(north, "applied")).isEqualTo(applied);
    }

    @Test
    void bringsBackAValueOfAChangeThatEndedOtherwiseBecauseItBroughtMore() {
        var change = change("a1");
        append(north, Trigger.WEBHOOK, change);
        var item = parked(ParkedKind.CONFLICT, UUID.randomUUID());
        await(journal.settle(parking(rest(open("a1"), OutcomeKind.APPLIED), item)));
        pastTheFold();
        assertThat(act(item, Verb.KEEP_APP)).isEqualTo(ActAnswer.ACCEPTED);
        pastTheFold();
        var opened = openFirst(Direction.TO_ACME).orElseThrow();
        await(
                journal.settle(
                        closing(
                                rest(opened, OutcomeKind.APPLIED),
                                new ClosedParked(item.id(), "resolved", "So it is."),
                                mended(change.id(), OutcomeKind.APPLIED))));

        var wish = act(item, Verb.RESTORE, contract.closedVersion(north, item.id()));

        assertThat(await(journal.restore(wish))).isEqualTo(ActAnswer.ACCEPTED);
        pastTheFold();
        assertThat(openFirst(Direction.TO_ACME).orElseThrow().parked())
                .singleElement()
                .satisfies(back -> assertThat(back.wish()).contains(change.body()));
    }

    @Test
    void bringsBackWhatAPolicyDecidedAgainstAndAsksNobodyBefore() {
        var change = change("a1");
        append(north, Trigger.WEBHOOK, change);
        var lost = Bytes.of("{\"title\":\"Title 3\"}");
        var item = won(Side.ACME, lost);

        await(journal.settle(keeping(rest(open("a1"), OutcomeKind.APPLIED), item)));

        assertThat(openVersion(north, item.id())).isEmpty();
        pastTheFold();
        assertThat(claim(Direction.TO_APP)).isEmpty();
        var wish = act(item, Verb.RESTORE, contract.closedVersion(north, item.id()));
        assertThat(await(journal.restore(wish))).isEqualTo(ActAnswer.ACCEPTED);
        pastTheFold();
        assertThat(openFirst(Direction.TO_APP).orElseThrow().parked())
                .singleElement()
                .satisfies(
                        back -> {
                            assertThat(back.resolution()).contains(Resolution.RESTORE_APP);
                            assertThat(back.wish()).contains(lost);
                        });
    }

    @Test
    void putsNothingBackWhileSomethingOfThatGroupWaits() {
        var change = change("a1");
        append(north, Trigger.WEBHOOK, change);
        var item = won(Side.ACME, Bytes.of("{\"title\":\"Title 3\"}"));
        await(journal.settle(keeping(rest(open("a1"), OutcomeKind.APPLIED), item)));
        pastTheFold();
        var wish = act(item, Verb.RESTORE, contract.closedVersion(north, item.id()));
        assertThat(await(journal.restore(wish))).isEqualTo(ActAnswer.ACCEPTED);

        var again = act(item, Verb.RESTORE, contract.closedVersion(north, item.id()));

        assertThat(await(journal.restore(again))).isEqualTo(ActAnswer.REFUSED);
    }

    @Test
    void putsNothingBackThatNobodyDecidedAgainst() {
        var item = parkedConflict("a1");
        assertThat(act(item, Verb.DISCARD)).isEqualTo(ActAnswer.ACCEPTED);

        var wish = act(item, Verb.RESTORE, contract.closedVersion(north, item.id()));

        assertThat(await(journal.restore(wish))).isEqualTo(ActAnswer.REFUSED);
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
