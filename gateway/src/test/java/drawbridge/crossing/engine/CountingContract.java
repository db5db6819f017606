package drawbridge.crossing.engine;

import static drawbridge.crossing.engine.JournalContract.await;
import static drawbridge.crossing.engine.Settlements.rest;
import static drawbridge.crossing.engine.Settlements.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// Counts are sets: which records belong to a bucket, whatever came how often and in which order.
abstract class CountingContract extends JournalTheme {

    private static final FlowName COUNTS = new FlowName("touchpoints");
    private static final ResourceName FIGURE = new ResourceName("app", "touchpoint");
    private static final ResourceName ACTIVITY = new ResourceName("acme", "activity");
    private static final RecordRef MONDAY = figure("u1", 2);
    private static final RecordRef TUESDAY = figure("u1", 3);

    CountingContract(JournalContract contract) {
        super(contract);
    }

    @Test
    void countsARecordOnceHoweverOftenItComes() {
        count("x1", 1, MONDAY);
        count("x1", 1, MONDAY);
        count("x2", 1, MONDAY);

        assertThat(members(MONDAY)).hasValue(2);
        assertThat(tally(north, "unchanged")).isEqualTo(1);
        assertThat(tally(north, "pending")).isEqualTo(2);
    }

    @Test
    void movesARecordToAnotherBucketSoThatBothFiguresArePut() {
        count("x1", 1, MONDAY);
        count("x2", 1, MONDAY);
        settleAll();

        count("x1", 2, TUESDAY);

        var opened = openAll();
        assertThat(opened).containsOnlyKeys(lane(MONDAY), lane(TUESDAY));
        assertThat(opened.get(lane(MONDAY)))
                .satisfies(
                        monday -> {
                            assertThat(monday.members()).hasValue(1);
                            assertThat(monday.touched()).isTrue();
                            assertThat(monday.pending()).isEmpty();
                        });
        assertThat(opened.get(lane(TUESDAY)))
                .satisfies(
                        tuesday -> {
                            assertThat(tuesday.members()).hasValue(1);
                            assertThat(tuesday.record()).isEqualTo(TUESDAY);
                            assertThat(tuesday.pending()).hasSize(1);
                        });
    }

    @Test
    void movesARecordWithinOneDeliveryAsIfItHadComeOneByOne() {
        append(
                north,
                Trigger.WEBHOOK,
                activity("x1", 1, Optional.of(MONDAY)),
                activity("x1", 3, Optional.of(TUESDAY)),
                activity("x1", 2, Optional.of(MONDAY)));

        assertThat(tally(north, "superseded")).isEqualTo(1);
        assertThat(members(MONDAY)).hasValue(0);
        assertThat(members(TUESDAY)).hasValue(1);
    }

    @Test
    void takesADeletedRecordOutAndNotTwice() {
        count("x1", 1, MONDAY);
        settleAll();

        gone("x1", 2);
        gone("x1", 2);

        assertThat(tally(north, "pending")).isEqualTo(1);
        assertThat(members(MONDAY)).hasValue(0);
    }

    @Test
    void leavesARecordOutWhoseDeleteCameFirst() {
        gone("x1", 2);

        count("x1", 1, MONDAY);

        assertThat(tally(north, "pending")).isZero();
        assertThat(tally(north, "superseded")).isEqualTo(1);
        assertThat(tally(north, "unchanged")).isEqualTo(1);
    }

    @Test
    void settlesAnEditThatMovesNothingAtOnce() {
        count("x1", 1, MONDAY);
        settleAll();

        var edit = activity("x1", 2, Optional.of(MONDAY));
        append(north, Trigger.WEBHOOK, edit);

        assertThat(contract.outcome(north, COUNTS, edit.id())).contains(OutcomeKind.UNCHANGED);
        pastTheDelay();
        assertThat(claim(Direction.TO_APP)).isEmpty();
    }

    @Test
    void keepsTheFiguresOfTwoCustomersApart() {
        count("x1", 1, MONDAY);
        append(south, Trigger.WEBHOOK, activity("x1", 1, Optional.of(MONDAY)));
        append(south, Trigger.WEBHOOK, activity("x2", 1, Optional.of(MONDAY)));

        assertThat(members(MONDAY)).hasValue(1);
    }

    @Test
    void putsTheFigureAgainThatMovedWhileItWasPut() {
        count("x1", 1, MONDAY);
        Opened opened = Objects.requireNonNull(openAll().get(lane(MONDAY)));
        count("x2", 1, MONDAY);

        await(journal.settle(rest(opened, OutcomeKind.APPLIED)));

        assertThat(members(MONDAY)).hasValue(2);
        assertThat(tally(north, "applied")).isEqualTo(1);
        assertThat(tally(north, "pending")).isEqualTo(1);
    }

    @Test
    void parksARecordForOneFlowThatCannotCountIt() {
        var bad =
                Records.change(
                        new RecordRef(ACTIVITY, "x1"),
                        new Wanted(
                                COUNTS,
                                Side.ACME,
                                Optional.empty(),
                                Optional.of("/occurred_at is no time")));

        append(north, Trigger.WEBHOOK, bad);

        assertThat(contract.outcome(north, COUNTS, bad.id())).contains(OutcomeKind.DEAD);
        assertThat(tally(north, "pending")).isZero();
    }

    private static RecordRef figure(String owner, int day) {
        return new RecordRef(FIGURE, new Bucket(owner, LocalDate.of(2026, 3, day), "mails").id());
    }

    private LaneId lane(RecordRef figure) {
        return LaneId.of(north, COUNTS, figure);
    }

    private void count(String id, long order, RecordRef figure) {
        append(north, Trigger.WEBHOOK, activity(id, order, Optional.of(figure)));
    }

    private void gone(String id, long order) {
        append(north, Trigger.WEBHOOK, activity(id, order, Optional.empty()));
    }

    private static Incoming activity(String id, long order, Optional<RecordRef> figure) {
        return Records.change(
                new RecordRef(ACTIVITY, id),
                Hash.of(UUID.randomUUID().toString()),
                List.of(
                        new Wanted(
                                COUNTS,
                                Side.ACME,
                                Optional.of(
                                        new Membership(
                                                figure,
                                                figure.map(
                                                        _ -> Instant.parse("2026-03-02T10:00:00Z")),
                                                order)),
                                Optional.empty())));
    }

    /// Figures wait a moment for what else moves them.
    private void pastTheDelay() {
        advance(Duration.ofSeconds(2));
    }

    private Map<LaneId, Opened> openAll() {
        pastTheDelay();
        return claim(Direction.TO_APP).stream()
                .filter(lease -> lease.tenant().equals(north))
                .collect(
                        java.util.stream.Collectors.toMap(
                                Lease::lane, lease -> await(journal.open(lease)).orElseThrow()));
    }

    private void settleAll() {
        openAll()
                .values()
                .forEach(opened -> await(journal.settle(rest(opened, OutcomeKind.APPLIED))));
    }

    /// What the lane of a figure says when it is opened; all lanes are given back.
    private OptionalLong members(RecordRef figure) {
        var opened = openAll();
        opened.values()
                .forEach(
                        each ->
                                await(
                                        journal.settle(
                                                settlement(
                                                        each.lease(),
                                                        Map.of(),
                                                        List.of(),
                                                        new Next.At(now(), "looked at")))));
        return Optional.ofNullable(opened.get(lane(figure)))
                .map(Opened::members)
                .orElseGet(OptionalLong::empty);
    }
}
