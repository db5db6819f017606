package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.FLOW;
import static drawbridge.crossing.engine.Records.appointment;
import static drawbridge.crossing.engine.Settlements.rest;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.Side;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// What of a backlog's bodies comes into memory.
abstract class BodiesContract extends JournalTheme {

    private static final int HEAVY = 300_000;

    BodiesContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void readsOfABacklogOfOneRecordTheNewestBodyAlone() {
        List<Incoming> changes =
                IntStream.rangeClosed(1, 40).mapToObj(n -> change(n, true, 1_000)).toList();
        changes.forEach(change -> append(north, Trigger.WEBHOOK, change));

        Opened opened = open("a1");

        assertThat(opened.pending())
                .as("each of them is told of, in order")
                .extracting(Pending::change)
                .containsExactlyElementsOf(changes.stream().map(Incoming::id).toList());
        assertThat(bodies(opened)).containsExactly(changes.getLast().body());
    }

    @Test
    void readsTheBodyOfTheHighestVersionThoughAnOlderOneCameLater() {
        Incoming newest = change(9, true, 1_000);
        Incoming late = change(2, true, 1_000);
        append(north, Trigger.WEBHOOK, change(8, true, 1_000));
        append(north, Trigger.WEBHOOK, newest);
        append(north, Trigger.WEBHOOK, late);

        assertThat(bodies(open("a1"))).containsExactly(newest.body(), late.body());
    }

    @Test
    void readsWhatARecordSaidLastBeforeOnlyThatItChangedWasTold() {
        Incoming whole = change(3, true, 1_000);
        Incoming thin = change(4, false, 100);
        append(north, Trigger.WEBHOOK, whole);
        append(north, Trigger.WEBHOOK, change(3, false, 100));
        append(north, Trigger.WEBHOOK, thin);

        assertThat(bodies(open("a1"))).containsExactly(whole.body(), thin.body());
    }

    @Test
    void leavesAHeavyBodyInTheStoreUntilItIsFetched() {
        Incoming heavy = change(7, true, HEAVY);
        append(north, Trigger.WEBHOOK, change(6, true, HEAVY));
        append(north, Trigger.WEBHOOK, heavy);

        Opened opened = open("a1");
        Map<UUID, Bytes> fetched = await(journal.bodies(north, Bodies.heavy(opened.pending())));

        assertThat(Bodies.left(opened.pending())).isEqualTo(heavy.body().length());
        assertThat(fetched).containsOnly(Map.entry(heavy.id(), heavy.body()));
        assertThat(bodies(opened.fetched(fetched))).containsExactly(heavy.body());
    }

    @Test
    void settlesWhatWasNeverReadWithTheNewestOne() {
        List<Incoming> changes =
                IntStream.rangeClosed(1, 5).mapToObj(n -> change(n, true, HEAVY)).toList();
        changes.forEach(change -> append(north, Trigger.WEBHOOK, change));
        Opened opened = open("a1");

        await(journal.settle(rest(opened, OutcomeKind.APPLIED)));

        assertThat(changes).allSatisfy(change -> assertThat(outcomeOf(change.id())).isPresent());
        assertThat(tally(north, "pending")).isZero();
    }

    private static List<Bytes> bodies(Opened opened) {
        return opened.pending().stream()
                .map(Pending::body)
                .filter(body -> body.length() > 0)
                .toList();
    }

    private static Incoming change(int version, boolean whole, int bytes) {
        UUID id = UUID.randomUUID();
        return new Incoming(
                id,
                Optional.of(appointment("a1")),
                Optional.of(Integer.toString(version)),
                false,
                Hash.of(id.toString()),
                Bytes.of(
                        "{\"id\":\"a1\",\"n\":"
                                + version
                                + ",\"x\":\""
                                + "x".repeat(bytes)
                                + "\"}"),
                whole,
                List.of(new Wanted(FLOW, Side.ACME)),
                Optional.empty(),
                Optional.empty(),
                "m1");
    }
}
