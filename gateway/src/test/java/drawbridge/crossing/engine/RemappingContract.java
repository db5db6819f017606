package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.FLOW;
import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Settlements.rest;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Remapping.Stretch;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.Direction;
import drawbridge.sync.Link;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// The walk over the links of a flow whose mapping changed.
abstract class RemappingContract extends JournalTheme {

    RemappingContract(JournalContract contract) {
        super(contract);
    }

    @BeforeEach
    void threeLinks() {
        linked("a1", "e1");
        linked("a2", "e2");
        linked("a3", "e3");
        pastTheFold();
    }

    @Test
    void goesOverEachLinkOnce() {
        List<UUID> walked = new ArrayList<>();
        Stretch stretch = stretch("2", 2);
        while (!stretch.last()) {
            walked.addAll(ids(stretch));
            walked(stretch);
            stretch = stretch("2", 2);
        }
        walked.addAll(ids(stretch));
        walked(stretch);

        assertThat(walked)
                .containsExactlyInAnyOrder(
                        lane("a1").value(), lane("a2").value(), lane("a3").value());
        assertThat(stretch("2", 2).links()).as("once over, for good").isEmpty();
    }

    @Test
    void hasWhatSaysSomethingElseLookedAt() {
        Stretch all = stretch("2", 10);
        await(remapping().walked(north, FLOW, all, Set.of(lane("a2").value())));

        assertThat(claim(Direction.TO_APP))
                .extracting(Journal.Lease::lane)
                .containsExactly(lane("a2"));
    }

    @Test
    void goesOnWhereItWasAndNotFromWhereSomebodyElseHasBeen() {
        Stretch first = stretch("2", 1);
        walked(first);
        Stretch second = stretch("2", 1);

        await(remapping().walked(north, FLOW, first, ids(first)));

        assertThat(claim(Direction.TO_APP)).as("an answer that came late").isEmpty();
        assertThat(ids(second)).doesNotContainAnyElementsOf(ids(first));
        assertThat(ids(stretch("2", 1))).isEqualTo(ids(second));
    }

    @Test
    void beginsAnewForEveryVersion() {
        walked(stretch("2", 10));
        Stretch newer = stretch("3", 10);
        assertThat(newer.links()).hasSize(3);

        await(
                remapping()
                        .walked(
                                north,
                                FLOW,
                                new Stretch("2", newer.after(), List.of(), true),
                                Set.of()));

        assertThat(stretch("3", 10).links()).as("the end of an old walk").hasSize(3);
    }

    @Test
    void laysNothingToRestThatIsAtWork() {
        append(north, Trigger.WEBHOOK, change("a1"));
        var opened = open("a1");
        await(remapping().walked(north, FLOW, stretch("2", 10), Set.of(lane("a1").value())));
        await(journal.settle(rest(opened, OutcomeKind.UNCHANGED)));

        pastTheFold();
        assertThat(claim(Direction.TO_APP))
                .extracting(Journal.Lease::lane)
                .containsExactly(lane("a1"));
    }

    @Test
    void standsBehindWhatIsLive() {
        await(remapping().walked(north, FLOW, stretch("2", 10), Set.of(lane("a1").value())));
        pastTheFold();
        append(north, Trigger.WEBHOOK, change("a2"));
        pastTheFold();

        assertThat(await(journal.claim(session, Direction.TO_APP, 1)))
                .extracting(Journal.Lease::lane)
                .containsExactly(lane("a2"));
    }

    private Remapping remapping() {
        assertThat(journal).isInstanceOf(Remapping.class);
        return (Remapping) journal;
    }

    private Stretch stretch(String version, int most) {
        return await(remapping().stretch(north, FLOW, version, most));
    }

    private void walked(Stretch stretch) {
        await(remapping().walked(north, FLOW, stretch, Set.of()));
    }

    private static Set<UUID> ids(Stretch stretch) {
        return Set.copyOf(stretch.links().stream().map(Link::id).toList());
    }
}
