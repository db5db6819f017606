package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.FLOW;
import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Records.change;
import static drawbridge.crossing.engine.Settlements.closing;
import static drawbridge.crossing.engine.Settlements.linking;
import static drawbridge.crossing.engine.Settlements.mended;
import static drawbridge.crossing.engine.Settlements.parked;
import static drawbridge.crossing.engine.Settlements.parking;
import static drawbridge.crossing.engine.Settlements.rest;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Flow.MassDelete;
import drawbridge.mapping.Side;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Too many deletes at once wait for a person.
abstract class GuardContract extends JournalTheme {

    private static final MassDelete TWO =
            new MassDelete(2, 0, Duration.ofHours(1), Duration.ofSeconds(2));
    private static final MassDelete AT_ONCE =
            new MassDelete(2, 0, Duration.ofHours(1), Duration.ZERO);

    GuardContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void letsADeleteWaitAMomentAndThenGo() {
        links("a1", "a2", "a3", "a4");
        Opened opened = deleted("a1");

        assertThat(clear(opened, TWO)).isInstanceOf(Clearance.Wait.class);

        advance(Duration.ofSeconds(3));
        assertThat(clear(opened, TWO)).isEqualTo(new Clearance.Go());
        assertThat(clear(opened, TWO)).isEqualTo(new Clearance.Go());
    }

    @Test
    void stopsAllOfABulkThatWasGatheredMeanwhile() {
        links("a1", "a2", "a3", "a4");
        Opened one = deleted("a1");
        Opened two = deleted("a2");
        assertThat(clear(one, TWO)).isInstanceOf(Clearance.Wait.class);
        assertThat(clear(two, TWO)).isInstanceOf(Clearance.Wait.class);

        Clearance third = clear(deleted("a3"), TWO);

        UUID item = incident(third);
        assertThat(clear(one, TWO)).isEqualTo(new Clearance.Stop(item));
        assertThat(clear(two, TWO)).isEqualTo(new Clearance.Stop(item));
        assertThat(openVersion(north, item)).isPresent();
    }

    @Test
    void forgetsWhatWasLongerAgoThanItCounts() {
        links("a1", "a2", "a3", "a4");
        MassDelete shortly = new MassDelete(2, 0, Duration.ofMinutes(4), Duration.ZERO);
        assertThat(clear(deleted("a1"), shortly)).isEqualTo(new Clearance.Go());
        assertThat(clear(deleted("a2"), shortly)).isEqualTo(new Clearance.Go());

        advance(Duration.ofMinutes(5));

        assertThat(clear(deleted("a3"), shortly)).isEqualTo(new Clearance.Go());
    }

    @Test
    void countsMoreWhereThereIsMore() {
        links("a1", "a2", "a3", "a4", "a5", "a6");
        MassDelete half = new MassDelete(2, 50, Duration.ofHours(1), Duration.ZERO);
        assertThat(clear(deleted("a1"), half)).isEqualTo(new Clearance.Go());
        assertThat(clear(deleted("a2"), half)).isEqualTo(new Clearance.Go());
        assertThat(clear(deleted("a3"), half)).isEqualTo(new Clearance.Go());

        assertThat(clear(deleted("a4"), half)).isInstanceOf(Clearance.Stop.class);
    }

    /// Of a series each occurrence has a link: what is deleted and what lives is counted alike.
    @Test
    void weighsTheLinksOfASeriesAgainstAllLinks() {
        links("a1", "a2", "a3", "a4", "a5", "a6");
        MassDelete half = new MassDelete(2, 50, Duration.ofHours(1), Duration.ZERO);
        LaneId series = lane("series");
        assertThat(clear(deleted("a1"), series, half)).isEqualTo(new Clearance.Go());
        assertThat(clear(deleted("a2"), series, half)).isEqualTo(new Clearance.Go());
        assertThat(clear(deleted("a3"), half)).isEqualTo(new Clearance.Go());

        assertThat(clear(deleted("a4"), half)).isInstanceOf(Clearance.Stop.class);
    }

    @Test
    void countsWhatSomebodyDidToOneRecordOnce() {
        links("a1", "a2", "a3", "a4", "a5");
        LaneId series = lane("series");
        for (String id : List.of("a1", "a2", "a3", "a4")) {
            assertThat(clear(deleted(id), series, AT_ONCE)).isEqualTo(new Clearance.Go());
        }
        links("a6", "a7", "a8");
        assertThat(clear(deleted("a6"), AT_ONCE)).isEqualTo(new Clearance.Go());

        assertThat(clear(deleted("a7"), AT_ONCE)).isInstanceOf(Clearance.Stop.class);
    }

    @Test
    void doesNotTakeTheEndOfOneRecordForASideThatIsLeftEmpty() {
        links("a1", "a2", "a3");
        MassDelete usual = new MassDelete(10, 2, Duration.ofHours(1), Duration.ZERO);
        LaneId series = lane("series");

        for (String id : List.of("a1", "a2", "a3")) {
            assertThat(clear(deleted(id), series, usual)).isEqualTo(new Clearance.Go());
        }
    }

    @Test
    void stopsBeforeASideIsLeftEmpty() {
        links("a1", "a2", "a3");
        assertThat(clear(deleted("a1"), MassDelete.USUAL)).isInstanceOf(Clearance.Wait.class);
        assertThat(clear(deleted("a2"), MassDelete.USUAL)).isInstanceOf(Clearance.Wait.class);

        assertThat(clear(deleted("a3"), MassDelete.USUAL)).isInstanceOf(Clearance.Stop.class);
    }

    @Test
    void carriesAnApprovalToEveryLaneThatWaits() {
        Stopped stopped = threeStopped();

        assertThat(say(stopped.item, Verb.APPROVE)).isEqualTo(ActAnswer.ACCEPTED);

        assertThat(openVersion(north, stopped.item)).isEmpty();
        pastTheFold();
        List<Opened> opened = openAll();
        assertThat(opened)
                .hasSize(3)
                .allSatisfy(
                        lane ->
                                assertThat(lane.parked())
                                        .extracting(ParkedItem::resolution)
                                        .containsExactly(Optional.of(Resolution.APPROVE)))
                .allSatisfy(lane -> assertThat(clear(lane, AT_ONCE)).isEqualTo(new Clearance.Go()));
    }

    @Test
    void sparesWhatAPersonRejected() {
        Stopped stopped = threeStopped();

        assertThat(say(stopped.item, Verb.REJECT)).isEqualTo(ActAnswer.ACCEPTED);

        pastTheFold();
        assertThat(openAll())
                .hasSize(3)
                .allSatisfy(
                        lane -> assertThat(clear(lane, AT_ONCE)).isEqualTo(new Clearance.Spare()));
    }

    @Test
    void approvesOnlyWhatThePersonSaw() {
        Stopped stopped = threeStopped();
        long seen = openVersion(north, stopped.item).orElseThrow();
        assertThat(clear(deleted("a4"), AT_ONCE)).isEqualTo(new Clearance.Stop(stopped.item));

        assertThat(await(journal.act(act(item(stopped.item), Verb.APPROVE, seen))))
                .isEqualTo(ActAnswer.STALE);
    }

    @Test
    void countsAnewAfterAnApproval() {
        Stopped stopped = threeStopped();
        assertThat(say(stopped.item, Verb.APPROVE)).isEqualTo(ActAnswer.ACCEPTED);

        assertThat(clear(deleted("a4"), AT_ONCE)).isEqualTo(new Clearance.Go());
    }

    @Test
    void endsByItselfWhenAllRecordsAreThereAgain() {
        Stopped stopped = threeStopped();
        for (String id : List.of("a1", "a2", "a3")) {
            assertThat(openVersion(north, stopped.item)).isPresent();
            append(north, Trigger.WEBHOOK, change(id));
            pastTheFold();
            Opened opened = open(id);
            ParkedItem waits = opened.parked().getFirst();
            await(
                    journal.settle(
                            linking(
                                    closing(
                                            rest(opened, OutcomeKind.UNCHANGED),
                                            new ClosedParked(waits.id(), "closed", "There again."),
                                            mended(
                                                    waits.changes().getFirst(),
                                                    OutcomeKind.CONFLICT)),
                                    opened.link().orElseThrow())));
        }

        assertThat(openVersion(north, stopped.item)).isEmpty();
        pastTheFold();
        assertThat(clear(deleted("a1"), AT_ONCE)).isEqualTo(new Clearance.Go());
    }

    @Test
    void keepsWaitingWhatIsStillGone() {
        Stopped stopped = threeStopped();
        append(north, Trigger.WEBHOOK, change("a1"));
        pastTheFold();
        Opened again = open("a1");

        assertThat(clear(again, AT_ONCE)).isEqualTo(new Clearance.Stop(stopped.item));
        assertThat(clear(deleted("a4"), AT_ONCE)).isEqualTo(new Clearance.Stop(stopped.item));
    }

    @Test
    void tellsALaneThatComesLateWhatAPersonSaid() {
        links("a1", "a2", "a3", "a4");
        var _ = clear(deleted("a1"), AT_ONCE);
        var _ = clear(deleted("a2"), AT_ONCE);
        Opened late = deleted("a3");
        UUID item = incident(clear(late, AT_ONCE));

        assertThat(say(item, Verb.APPROVE)).isEqualTo(ActAnswer.ACCEPTED);
        park(late, item);

        pastTheFold();
        assertThat(open("a3").parked())
                .extracting(ParkedItem::resolution)
                .containsExactly(Optional.of(Resolution.APPROVE));
    }

    @Test
    void takesNoOtherWordForDeletesThatWait() {
        Stopped stopped = threeStopped();

        assertThat(say(stopped.item, Verb.DISCARD)).isEqualTo(ActAnswer.REFUSED);
        assertThat(say(stopped.item, Verb.KEEP_APP)).isEqualTo(ActAnswer.REFUSED);
        assertThat(openVersion(north, stopped.item)).isPresent();
    }

    @Test
    void approvesNothingElse() {
        var change = change("a1");
        append(north, Trigger.WEBHOOK, change);
        var item = parked(ParkedKind.CONFLICT, change.id());
        await(journal.settle(parking(rest(open("a1"), OutcomeKind.CONFLICT), item)));

        assertThat(act(item, Verb.APPROVE)).isEqualTo(ActAnswer.REFUSED);
    }

    // ---- Small words

    private record Stopped(UUID item) {}

    private void links(String... appointments) {
        for (String id : appointments) {
            linked(id, "e" + id.substring(1));
        }
        pastTheFold();
    }

    /// The lane of a linked appointment whose delete came in.
    private Opened deleted(String id) {
        append(north, Trigger.WEBHOOK, change(id));
        pastTheFold();
        return open(id);
    }

    private Stopped threeStopped() {
        links("a1", "a2", "a3", "a4");
        Opened one = deleted("a1");
        Opened two = deleted("a2");
        var _ = clear(one, TWO);
        var _ = clear(two, TWO);
        Opened three = deleted("a3");
        UUID item = incident(clear(three, TWO));
        for (Opened each : List.of(one, two, three)) {
            assertThat(clear(each, TWO)).isEqualTo(new Clearance.Stop(item));
            park(each, item);
        }
        pastTheFold();
        return new Stopped(item);
    }

    private void park(Opened opened, UUID incident) {
        NewParked part =
                new NewParked(
                                UUID.randomUUID(),
                                ParkedKind.CONFLICT,
                                Guarding.MASS_DELETE,
                                "It waits with others.",
                                List.of(opened.pending().getLast().change()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Bytes.NONE,
                                "",
                                "")
                        .partOf(incident);
        await(journal.settle(parking(rest(opened, OutcomeKind.CONFLICT), part)));
    }

    private List<Opened> openAll() {
        return claim(Direction.TO_APP).stream()
                .flatMap(lease -> await(journal.open(lease)).stream())
                .toList();
    }

    private Clearance clear(Opened opened, MassDelete limits) {
        return clear(opened, opened.lease().lane(), limits);
    }

    private Clearance clear(Opened opened, LaneId countedAs, MassDelete limits) {
        return await(
                journal.clear(
                        new ConfirmedDelete(
                                opened.lease(),
                                FLOW,
                                Side.ACME,
                                countedAs,
                                limits,
                                "1",
                                UUID.randomUUID())));
    }

    private static UUID incident(Clearance clearance) {
        assertThat(clearance).isInstanceOf(Clearance.Stop.class);
        return ((Clearance.Stop) clearance).incident();
    }

    private ActAnswer say(UUID item, Verb verb) {
        return act(item(item), verb);
    }

    private static NewParked item(UUID id) {
        return new NewParked(
                id,
                ParkedKind.CONFLICT,
                Guarding.MASS_DELETE,
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Bytes.NONE,
                "",
                "");
    }
}
