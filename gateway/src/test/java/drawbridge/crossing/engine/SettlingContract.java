package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.event;
import static drawbridge.crossing.engine.Settlements.last;
import static drawbridge.crossing.engine.Settlements.outcome;
import static drawbridge.crossing.engine.Settlements.put;
import static drawbridge.crossing.engine.Settlements.rest;
import static drawbridge.crossing.engine.Settlements.settlement;
import static drawbridge.crossing.engine.Settlements.waking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What became of the work on a lane, and when the lane is due next.
abstract class SettlingContract extends JournalTheme {

    SettlingContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void givesAPairItsOutcomeAndTheLaneItsRest() {
        var change = change("a1");
        append(north, Trigger.WEBHOOK, change);
        var lease = claim(Direction.TO_APP).getFirst();
        var opened = await(journal.open(lease)).orElseThrow();

        await(journal.settle(rest(opened, OutcomeKind.APPLIED)));

        assertThat(outcomeOf(change.id())).contains(OutcomeKind.APPLIED);
        assertThat(tally(north, "applied")).isEqualTo(1);
        assertThat(tally(north, "pending")).isZero();
        pastTheFold();
        assertThat(claim(Direction.TO_APP)).isEmpty();
    }

    @Test
    void opensTheChangesOfASideByTheirOrderWhateverTheClockSaid() {
        var first = change("a1");
        var second = change("a1");
        append(north, Trigger.WEBHOOK, first);
        append(north, Trigger.WEBHOOK, second);
        contract.turnAcceptedTimesRound();

        assertThat(open("a1").pending())
                .extracting(Journal.Pending::change)
                .containsExactly(first.id(), second.id());
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
        assertThat(open("a1").pending()).extracting(Pending::change).containsExactly(newer.id());
    }

    @Test
    void foldsWhatFollowsASettleTooSoon() {
        assumeTrue(contract.timeStandsStill());
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
    void doesNotWaitForAParentWithAChangeThatCameWhileItWasAtWork() {
        append(north, Trigger.WEBHOOK, change("child"));
        var child = open("child");
        append(north, Trigger.WEBHOOK, change("child"));
        var latest = now().plus(Duration.ofMinutes(5));

        await(journal.settle(put(child, new Next.When(lane("parent"), latest, "its owner"))));

        pastTheFold();
        assertThat(claim(Direction.TO_APP)).extracting(Lease::lane).containsExactly(lane("child"));
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

        assertThat(claim(Direction.TO_APP)).extracting(Lease::lane).containsExactly(lane("child"));
    }

    @Test
    void doesNotLetAChildWaitBeyondItsLatestTime() {
        append(north, Trigger.WEBHOOK, change("child"));
        var latest = now().plus(Duration.ofMinutes(5));
        await(journal.settle(put(open("child"), new Next.When(lane("parent"), latest, "owner"))));

        advance(Duration.ofMinutes(5).plusSeconds(1));

        assertThat(claim(Direction.TO_APP)).hasSize(1);
    }

    @Test
    void looksAtAWaitingChildAnewWhenItChanges() {
        append(north, Trigger.WEBHOOK, change("child"));
        var latest = now().plus(Duration.ofMinutes(5));
        await(journal.settle(put(open("child"), new Next.When(lane("parent"), latest, "owner"))));

        append(north, Trigger.WEBHOOK, change("child"));

        pastTheFold();
        assertThat(claim(Direction.TO_APP)).hasSize(1);
    }

    @Test
    void bringsALaneBackLaterThatHasNothingToWaitFor() {
        append(north, Trigger.WEBHOOK, change("series"));
        var later = now().plus(Duration.ofMinutes(5));
        await(journal.settle(restUntil(open("series"), later)));

        pastTheFold();
        assertThat(claim(Direction.TO_APP)).isEmpty();
        advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(open("series").pending()).isEmpty();
    }

    @Test
    void letsAChangeComeBeforeTheTimeOfALaneThatComesBackLater() {
        append(north, Trigger.WEBHOOK, change("series"));
        var later = now().plus(Duration.ofDays(2));
        await(journal.settle(restUntil(open("series"), later)));
        pastTheFold();
        assertThat(claim(Direction.TO_APP)).isEmpty();

        append(north, Trigger.WEBHOOK, change("series"));

        pastTheFold();
        assertThat(open("series").pending()).hasSize(1);
    }

    @Test
    void letsAChangeComeBeforeThatTimeThoughTheOtherDirectionSettledMeanwhile() {
        linked("series", "event");
        append(north, Trigger.WEBHOOK, change("series"));
        pastTheFold();
        await(journal.settle(restUntil(open("series"), now().plus(Duration.ofDays(2)))));
        append(north, Trigger.PUSH, change(event("event"), Side.APP));
        pastTheFold();
        var other = openFirst(Direction.TO_ACME).orElseThrow();
        await(
                journal.settle(
                        settlement(
                                other.lease(),
                                Map.of(Side.APP, last(other, Side.APP).sequence()),
                                List.of(
                                        outcome(
                                                last(other, Side.APP).change(),
                                                OutcomeKind.UNCHANGED)),
                                new Next.Other())));
        pastTheFold();
        assertThat(claim(Direction.TO_APP)).isEmpty();

        append(north, Trigger.WEBHOOK, change("series"));

        pastTheFold();
        assertThat(open("series").pending()).hasSize(1);
    }

    @Test
    void doesNotLeaveForLaterWhatCameInMeanwhile() {
        append(north, Trigger.WEBHOOK, change("series"));
        var opened = open("series");
        append(north, Trigger.WEBHOOK, change("series"));

        await(journal.settle(restUntil(opened, now().plus(Duration.ofDays(2)))));

        pastTheFold();
        assertThat(open("series").pending()).hasSize(1);
    }

    private Settlement restUntil(Journal.Opened opened, Instant later) {
        return rest(opened, OutcomeKind.UNCHANGED).then(new Next.Later(later, "one is near then"));
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

        assertThat(outcomeOf(ofApp.id())).isEmpty();
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
                                plain.renewed(),
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
