package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Settlements.closing;
import static drawbridge.crossing.engine.Settlements.mended;
import static drawbridge.crossing.engine.Settlements.parking;
import static drawbridge.crossing.engine.Settlements.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.Gather;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Direction;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Many items of a flow that ask the same become one.
abstract class GatherContract extends JournalTheme {

    private static final UUID ALL = new UUID(3, 3);

    GatherContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void letsFewAskForThemselves() {
        NewParked one = park("a1", ParkedKind.DEAD, "same", 3);
        NewParked two = park("a2", ParkedKind.DEAD, "same", 3);

        assertThat(openVersion(north, ALL)).isEmpty();
        assertThat(act(one, Verb.REPLAY)).isEqualTo(ActAnswer.ACCEPTED);
        assertThat(act(two, Verb.DISCARD)).isEqualTo(ActAnswer.ACCEPTED);
    }

    @Test
    void makesOneItemOfManyThatAskTheSame() {
        NewParked first = threeParked(ParkedKind.DEAD);

        assertThat(openVersion(north, ALL)).isPresent();
        assertThat(act(first, Verb.REPLAY)).as("a part").isEqualTo(ActAnswer.REFUSED);
    }

    @Test
    void takesNoWordForAPartWhateverThePersonSawOfIt() {
        NewParked part = threeParked(ParkedKind.DEAD);

        assertThat(await(journal.act(act(part, Verb.REPLAY, 9)))).isEqualTo(ActAnswer.REFUSED);

        assertThat(say(Verb.DISCARD)).isEqualTo(ActAnswer.ACCEPTED);
        assertThat(await(journal.act(act(part, Verb.REPLAY, 1))))
                .as("after all were closed")
                .isEqualTo(ActAnswer.REFUSED);
    }

    @Test
    void takesThoseThatFollowIntoTheSame() {
        threeParked(ParkedKind.DEAD);

        NewParked late = park("a4", ParkedKind.DEAD, "same", 3);

        assertThat(act(late, Verb.REPLAY)).as("a part").isEqualTo(ActAnswer.REFUSED);
    }

    @Test
    void keepsApartWhatAsksSomethingElse() {
        park("a1", ParkedKind.DEAD, "same", 3);
        park("a2", ParkedKind.DEAD, "same", 3);
        park("a3", ParkedKind.DEAD, "other", 3);

        assertThat(openVersion(north, ALL)).isEmpty();
    }

    @Test
    void seesNoCommonCauseInWhatIsLongAgo() {
        park("a1", ParkedKind.DEAD, "same", 3);
        park("a2", ParkedKind.DEAD, "same", 3);
        for (int i = 0; i < 8; i++) {
            advance(Gather.TOGETHER.dividedBy(7));
            await(journal.heartbeat(session));
        }
        park("a3", ParkedKind.DEAD, "same", 3);

        assertThat(openVersion(north, ALL)).isEmpty();
    }

    @Test
    void replaysAllAtOnce() {
        threeParked(ParkedKind.DEAD);

        assertThat(say(Verb.REPLAY)).isEqualTo(ActAnswer.ACCEPTED);

        assertThat(openVersion(north, ALL)).isEmpty();
        assertThat(openAll(Direction.TO_APP))
                .hasSize(3)
                .allSatisfy(
                        lane ->
                                assertThat(lane.parked())
                                        .extracting(ParkedItem::resolution)
                                        .containsExactly(Optional.of(Resolution.REPLAY)));
    }

    @Test
    void discardsAllAtOnce() {
        threeParked(ParkedKind.DEAD);

        assertThat(say(Verb.DISCARD)).isEqualTo(ActAnswer.ACCEPTED);

        assertThat(openVersion(north, ALL)).isEmpty();
        assertThat(openAll(Direction.TO_APP)).isEmpty();
        append(north, Trigger.WEBHOOK, change("a1"));
        pastTheFold();
        assertThat(open("a1").parked()).isEmpty();
    }

    @Test
    void carriesTheSideThatAPersonKeptToAll() {
        threeParked(ParkedKind.CONFLICT);

        assertThat(say(Verb.REPLAY)).isEqualTo(ActAnswer.REFUSED);
        assertThat(say(Verb.KEEP_APP)).isEqualTo(ActAnswer.ACCEPTED);

        assertThat(openAll(Direction.TO_ACME))
                .hasSize(3)
                .allSatisfy(
                        lane ->
                                assertThat(lane.parked())
                                        .extracting(ParkedItem::resolution)
                                        .containsExactly(Optional.of(Resolution.KEEP_APP)));
    }

    @Test
    void takesNoSideForErrors() {
        threeParked(ParkedKind.DEAD);

        assertThat(say(Verb.KEEP_ACME)).isEqualTo(ActAnswer.REFUSED);
        assertThat(openVersion(north, ALL)).isPresent();
    }

    @Test
    void endsWhenNothingWaitsAnyMore() {
        threeParked(ParkedKind.DEAD);
        for (String id : List.of("a1", "a2", "a3")) {
            assertThat(openVersion(north, ALL)).isPresent();
            close(id);
        }

        assertThat(openVersion(north, ALL)).isEmpty();
        NewParked anew = park("a1", ParkedKind.DEAD, "same", 3);
        assertThat(act(anew, Verb.REPLAY)).isEqualTo(ActAnswer.ACCEPTED);
    }

    @Test
    void asksAnewForWhatFailsAgain() {
        threeParked(ParkedKind.DEAD);
        assertThat(say(Verb.REPLAY)).isEqualTo(ActAnswer.ACCEPTED);
        UUID again = new UUID(3, 4);

        for (Opened lane : openAll(Direction.TO_APP)) {
            ParkedItem old = lane.parked().getFirst();
            NewParked newer =
                    item(old.changes().getFirst(), ParkedKind.DEAD)
                            .gathered(new Gather("same", 3, again, "Many fail."));
            await(
                    journal.settle(
                            parking(
                                    closing(
                                            rest(lane, OutcomeKind.DEAD),
                                            new ClosedParked(old.id(), "superseded", "Newer."),
                                            mended(old.changes().getFirst(), OutcomeKind.DEAD)),
                                    newer)));
        }

        assertThat(openVersion(north, again)).isPresent();
    }

    // ---- Small words

    @CanIgnoreReturnValue
    private NewParked threeParked(ParkedKind kind) {
        NewParked first = park("a1", kind, "same", 3);
        park("a2", kind, "same", 3);
        park("a3", kind, "same", 3);
        return first;
    }

    @CanIgnoreReturnValue
    private NewParked park(String id, ParkedKind kind, String key, int from) {
        Incoming change = change(id);
        append(north, Trigger.WEBHOOK, change);
        pastTheFold();
        NewParked item = item(change.id(), kind).gathered(new Gather(key, from, ALL, "Many fail."));
        await(
                journal.settle(
                        parking(
                                rest(
                                        open(id),
                                        kind == ParkedKind.DEAD
                                                ? OutcomeKind.DEAD
                                                : OutcomeKind.CONFLICT),
                                item)));
        pastTheFold();
        return item;
    }

    private static NewParked item(UUID change, ParkedKind kind) {
        return new NewParked(
                UUID.randomUUID(),
                kind,
                "refused",
                "The telephone number is no number.",
                List.of(change),
                Optional.of("phone"),
                Optional.of("/phone"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Bytes.NONE,
                "",
                "");
    }

    /// A newer change of the record mends it.
    private void close(String id) {
        append(north, Trigger.WEBHOOK, change(id));
        pastTheFold();
        Opened opened = open(id);
        ParkedItem waits = opened.parked().getFirst();
        await(
                journal.settle(
                        closing(
                                rest(opened, OutcomeKind.APPLIED),
                                new ClosedParked(waits.id(), "superseded", "It is right by now."),
                                mended(waits.changes().getFirst(), OutcomeKind.DEAD))));
        pastTheFold();
    }

    private List<Opened> openAll(Direction direction) {
        return claim(direction).stream()
                .flatMap(lease -> await(journal.open(lease)).stream())
                .toList();
    }

    private ActAnswer say(Verb verb) {
        ActAnswer answer =
                await(
                        journal.act(
                                new Deciding.Act(
                                        north,
                                        ALL,
                                        verb,
                                        openVersion(north, ALL).orElseThrow(),
                                        "operator",
                                        "agreed",
                                        UUID.randomUUID())));
        pastTheFold();
        return answer;
    }
}
