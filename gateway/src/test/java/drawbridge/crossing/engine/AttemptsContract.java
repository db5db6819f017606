package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.FLOW;
import static drawbridge.crossing.engine.Records.appointment;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.event;
import static drawbridge.crossing.engine.Records.link;
import static drawbridge.crossing.engine.Settlements.ending;
import static drawbridge.crossing.engine.Settlements.linking;
import static drawbridge.crossing.engine.Settlements.put;
import static drawbridge.crossing.engine.Settlements.rest;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.Attempted;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Calls that are about to be made, and whose end nobody knows.
abstract class AttemptsContract extends JournalTheme {

    AttemptsContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void insertsTheLinkOfACreateWithItsAttempt() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var opened = open("a1");
        var link = unlinked("a1");

        assertThat(await(journal.attempt(create(opened.lease(), link)))).isEqualTo(Attempted.GO);

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
    void takesACreateInThePlaceOfAGoneRecordWithoutMovingTheLink() {
        Link link = linked("a1", "e1");
        append(north, Trigger.WEBHOOK, change("a1"));
        pastTheFold();
        var opened = open("a1");
        var create = create(opened.lease(), link);
        var anew =
                new Attempt(
                        create.id(),
                        opened.lease(),
                        Side.APP,
                        Operation.CREATE,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        create.deadline(),
                        create.request(),
                        create.sent());

        assertThat(await(journal.attempt(anew))).isEqualTo(Attempted.GO);
        await(journal.end(session));
        session = await(journal.begin(LEASE));
        var again = open("a1");

        assertThat(again.link()).contains(link);
        assertThat(again.attempt())
                .hasValueSatisfying(
                        open -> assertThat(open.operation()).isEqualTo(Operation.CREATE));
        Link moved = link(new LaneId(link.id()), "a1", "e2");
        await(journal.settle(linking(rest(again, OutcomeKind.APPLIED), moved)));
        assertThat(await(journal.pairs(north, FLOW, Set.of(event("e1"), event("e2")))))
                .isEqualTo(Map.of(event("e2"), new Refs.Pair(link.id(), "a1", "e2")));
    }

    @Test
    void remembersADeleteThatNobodyEnded() {
        linked("a1", "e1");
        append(north, Trigger.WEBHOOK, change("a1"));
        pastTheFold();
        var opened = open("a1");
        var update = update(opened.lease());
        var delete =
                new Attempt(
                        update.id(),
                        opened.lease(),
                        Side.APP,
                        Operation.DELETE,
                        Optional.of("e1"),
                        Optional.empty(),
                        List.of(),
                        update.deadline(),
                        update.request(),
                        Optional.empty());
        assertThat(await(journal.attempt(delete))).isEqualTo(Attempted.GO);
        await(journal.end(session));

        session = await(journal.begin(LEASE));

        assertThat(open("a1").attempt())
                .hasValueSatisfying(
                        open -> {
                            assertThat(open.operation()).isEqualTo(Operation.DELETE);
                            assertThat(open.record()).contains("e1");
                            assertThat(open.sent()).isEmpty();
                        });
    }

    @Test
    void keepsWhatACallCarriedForWhoeverMustLookForIt() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var opened = open("a1");
        await(journal.attempt(update(opened.lease())));
        await(journal.end(session));

        session = await(journal.begin(LEASE));

        assertThat(open("a1").attempt().orElseThrow().sent()).contains(sent());
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
}
