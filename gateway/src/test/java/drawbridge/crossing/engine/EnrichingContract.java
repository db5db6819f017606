package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.contact;
import static drawbridge.crossing.engine.Records.link;
import static drawbridge.crossing.engine.Settlements.linking;
import static drawbridge.crossing.engine.Settlements.rest;
import static drawbridge.crossing.engine.Settlements.settlement;
import static drawbridge.crossing.engine.Settlements.touching;
import static drawbridge.crossing.engine.Settlements.unrenewed;
import static drawbridge.crossing.engine.Settlements.using;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Side;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Records that others rest on: who is touched when one of them changes.
abstract class EnrichingContract extends JournalTheme {

    EnrichingContract(JournalContract contract) {
        super(contract);
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
        await(journal.settle(settlement(touched.lease(), Map.of(), List.of(), new Next.Rest())));
        pastTheFold();
        assertThat(claim(Direction.TO_APP)).isEmpty();
        assertThat(tally(north, "pending")).isZero();
    }

    @Test
    void keepsATouchUntilTheTouchedRecordHasBeenReadAnew() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var first = open("a1");
        await(
                journal.settle(
                        using(
                                linking(
                                        rest(first, OutcomeKind.APPLIED),
                                        link(lane("a1"), "a1", "e1")),
                                contact("c1"))));
        pastTheFold();
        append(north, Trigger.WEBHOOK, change(contact("c1"), Side.ACME));
        var contact = openFirst(Direction.TO_APP).orElseThrow();
        await(journal.settle(touching(rest(contact, OutcomeKind.APPLIED), contact("c1"))));
        pastTheFold();
        var touched = openFirst(Direction.TO_APP).orElseThrow();

        await(
                journal.settle(
                        unrenewed(
                                settlement(
                                        touched.lease(), Map.of(), List.of(), new Next.Rest()))));

        pastTheFold();
        assertThat(claim(Direction.TO_APP)).as("nothing is new").isEmpty();
        append(north, Trigger.WEBHOOK, change("a1"));
        var again = openFirst(Direction.TO_APP).orElseThrow();
        assertThat(again.touched()).isTrue();
        await(journal.settle(rest(again, OutcomeKind.UNCHANGED)));
        pastTheFold();
        append(north, Trigger.WEBHOOK, change("a1"));
        assertThat(openFirst(Direction.TO_APP).orElseThrow().touched()).isFalse();
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
