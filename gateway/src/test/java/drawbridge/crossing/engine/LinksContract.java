package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.FLOW;
import static drawbridge.crossing.engine.Records.appointment;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Records.event;
import static drawbridge.crossing.engine.Records.link;
import static drawbridge.crossing.engine.Settlements.linking;
import static drawbridge.crossing.engine.Settlements.outcome;
import static drawbridge.crossing.engine.Settlements.parked;
import static drawbridge.crossing.engine.Settlements.parking;
import static drawbridge.crossing.engine.Settlements.put;
import static drawbridge.crossing.engine.Settlements.rest;
import static drawbridge.crossing.engine.Settlements.settlement;
import static drawbridge.crossing.engine.Settlements.waking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.sync.Trail;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which records belong together, and where their changes go.
abstract class LinksContract extends JournalTheme {

    LinksContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void findsALinkByTheRecordsOfBothSides() {
        Link link = linked("a1", "e1");

        var pairs =
                await(
                        journal.pairs(
                                north, FLOW, Set.of(appointment("a1"), event("e1"), event("a1"))));

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
        Base base = Base.ofUnread(State.of(native_));
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
    void keepsTheTrailOfWhatWasWritten() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var opened = open("a1");
        Link plain = link(lane("a1"), "a1", "e1");
        Instant at = Instant.parse("2026-03-02T10:00:00.123Z");
        GroupName title = new GroupName("title");
        Trail trail =
                Trail.NONE
                        .with(title, new Trail.Step(Side.APP, "1f", at), false)
                        .with(title, new Trail.Step(Side.ACME, "-2", at.plusMillis(5)), false)
                        .with(new GroupName("time"), new Trail.Step(Side.APP, "0", at), true)
                        .with(title, blind(at, Value.of("Title 1,;:\n\u0000")))
                        .with(title, blind(at.plusNanos(7), Value.NULL))
                        .with(new GroupName("place"), blind(at, Value.of(3)))
                        .with(
                                new GroupName("place"),
                                new Trail.Marked(
                                        Side.ACME,
                                        new Value.Obj(Map.of("location", Value.of("Place 1,;~!"))),
                                        new Value.Obj(Map.of("location", Value.NULL))));
        Link full =
                new Link(
                        plain.id(),
                        plain.flow(),
                        plain.life(),
                        plain.acme(),
                        plain.app(),
                        plain.mappingVersion(),
                        trail);

        await(journal.settle(linking(rest(opened, OutcomeKind.APPLIED), full)));

        assertThat(await(journal.link(north, FLOW, full.id()))).contains(full);
    }

    /// The webhook of an appointment came before its link was known, and the appointment repeats.
    @Test
    void whatIsMovedToTheLaneOfASeriesDoesNotWaitForTheNextOccurrence() {
        append(north, Trigger.WEBHOOK, change("a1"));
        linkFromTheApp("e1", "a1");
        append(north, Trigger.PUSH, change(event("e1"), Side.APP));
        pastTheFold();
        var due = openFirst(Direction.TO_ACME).orElseThrow();
        await(
                journal.settle(
                        settlement(
                                due.lease(),
                                Map.of(Side.APP, due.pending().getLast().sequence()),
                                List.of(
                                        outcome(
                                                due.pending().getLast().change(),
                                                OutcomeKind.UNCHANGED)),
                                new Next.Other())));
        var both = claim(Direction.TO_APP);
        var series =
                both.stream()
                        .filter(lease -> lease.lane().equals(due.lease().lane()))
                        .findFirst()
                        .orElseThrow();
        assertThat(await(journal.open(series))).isPresent();
        await(
                journal.settle(
                        settlement(
                                series,
                                Map.of(),
                                List.of(),
                                new Next.Later(
                                        now().plus(Duration.ofDays(14)),
                                        "A further one is near."))));
        var moved = both.stream().filter(lease -> !lease.equals(series)).findFirst().orElseThrow();
        assertThat(await(journal.open(moved))).isEmpty();

        pastTheFold();

        assertThat(openFirst(Direction.TO_APP).orElseThrow().pending()).hasSize(1);
    }

    private static Trail.Blind blind(Instant from, Value before) {
        return new Trail.Blind(
                Side.APP,
                from,
                from.plusSeconds(8),
                new Value.Obj(Map.of("title", before)),
                "-7f",
                before.equals(Value.NULL));
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

    /// A person was asked about a record that was held, and its link was found by another way.
    @Test
    void bringsAQuestionToTheLinkThatItsRecordCameTo() {
        var change = change("a2");
        append(north, Trigger.WEBHOOK, change);
        NewParked item = parked(ParkedKind.CONFLICT, change.id());
        await(journal.settle(parking(rest(open("a2"), OutcomeKind.CONFLICT), item)));
        Link link = linked("a1", "e1");
        pastTheFold();
        assertThat(claim(Direction.TO_APP)).as("nothing to look at").isEmpty();
        append(north, Trigger.WEBHOOK, change("a1"));
        var opened = openFirst(Direction.TO_APP).orElseThrow();

        var moved = linking(rest(opened, OutcomeKind.UNCHANGED), link(lane("a1"), "a2", "e1"));
        await(journal.settle(waking(moved, Set.of(lane("a2"), lane("a1")))));

        pastTheFold();
        assertThat(openFirst(Direction.TO_APP)).as("moved to the link").isEmpty();
        pastTheFold();
        var linked = openFirst(Direction.TO_APP).orElseThrow();
        assertThat(linked.lease().lane()).isEqualTo(new LaneId(link.id()));
        assertThat(linked.parked()).extracting(Journal.ParkedItem::id).containsExactly(item.id());
    }

    /// The link's lane is opened before the question arrives there, and settled after.
    @Test
    void doesNotLoseAQuestionThatIsBroughtToALinkAtWork() {
        var change = change("a2");
        append(north, Trigger.WEBHOOK, change);
        NewParked item = parked(ParkedKind.CONFLICT, change.id());
        await(journal.settle(parking(rest(open("a2"), OutcomeKind.CONFLICT), item)));
        linked("a1", "e1");
        pastTheFold();
        append(north, Trigger.WEBHOOK, change("a1"));
        var opened = openFirst(Direction.TO_APP).orElseThrow();
        var moved = linking(rest(opened, OutcomeKind.UNCHANGED), link(lane("a1"), "a2", "e1"));
        await(journal.settle(waking(moved, Set.of(lane("a2"), lane("a1")))));
        pastTheFold();
        append(north, Trigger.PUSH, change(event("e1"), Side.APP));
        pastTheFold();
        var atWork = openFirst(Direction.TO_ACME).orElseThrow();
        assertThat(atWork.parked()).isEmpty();

        assertThat(openFirst(Direction.TO_APP)).as("moved to the link").isEmpty();
        await(
                journal.settle(
                        settlement(
                                atWork.lease(),
                                Map.of(Side.APP, atWork.pending().getLast().sequence()),
                                List.of(
                                        outcome(
                                                atWork.pending().getLast().change(),
                                                OutcomeKind.UNCHANGED)),
                                new Next.Rest())));

        pastTheFold();
        assertThat(Stream.of(Direction.values()).flatMap(way -> claim(way).stream()))
                .flatExtracting(lease -> await(journal.open(lease)).orElseThrow().parked())
                .extracting(Journal.ParkedItem::id)
                .contains(item.id());
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
                .isInstanceOf(Settling.Taken.class);

        assertThat(await(journal.link(north, FLOW, lane("a2").value()))).isEmpty();
        assertThat(tally(north, "pending")).isEqualTo(1);
        await(journal.settle(put(opened, new Next.At(now(), "linked meanwhile"))));
        assertThat(claim(Direction.TO_APP)).hasSize(1);
    }
}
