package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.BreakerRow;
import drawbridge.crossing.engine.Breakers;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What one process learnt of a system holds for the next.
class BreakersTest {

    private static final TenantId NORTH = TenantId.named("north");
    private static final RecordRef RECORD =
            new RecordRef(new ResourceName("acme", "appointment"), "a1");

    /// So many failures in a row open a breaker, and so long it takes to the first probe.
    private static final int FAILURES = 5;

    private static final Duration FIRST_PROBE = Duration.ofSeconds(1);

    private Instant now = Instant.parse("2026-03-02T08:00:00Z");

    /// By how much the estimate of the database's time is ahead.
    private Duration jump = Duration.ZERO;

    private int sent;

    /// Whether calls are never answered.
    private boolean silent;

    private CrossingFailure answer =
            new CrossingFailure.Transient(
                    CrossingFailure.Facts.of("too many calls"),
                    Optional.of(Duration.ofSeconds(30)),
                    true);
    private final ModelJournal journal = new ModelJournal(() -> now, _ -> Optional.empty());

    @Test
    void doesNotCallASystemAfterARestartBeforeTheTimeThatItAskedFor() {
        assertThat(call(breakers())).isFalse();
        now = now.plusSeconds(29);

        assertThat(call(breakers())).isFalse();

        assertThat(sent).isEqualTo(1);
    }

    @Test
    void doesNotCallASystemEarlyBecauseWhatIsKnownOfTheDatabasesTimeJumps() {
        Breakers breakers = breakers();
        assertThat(call(breakers)).isFalse();
        now = now.plusSeconds(29);
        jump = Duration.ofSeconds(2);

        assertThat(call(breakers)).isFalse();

        assertThat(sent).isEqualTo(1);
    }

    @Test
    void callsASystemAfterARestartWhenTheTimeThatItAskedForIsOver() {
        assertThat(call(breakers())).isFalse();
        now = now.plusSeconds(32);

        assertThat(call(breakers())).isFalse();

        assertThat(sent).isEqualTo(2);
    }

    @Test
    void doesNotReadAListBeforeTheTimeThatAWriteWasToldToWait() {
        Breakers breakers = breakers();
        assertThat(call(breakers)).isFalse();

        var page =
                breakers.through(
                        NORTH,
                        "acme",
                        now.plusSeconds(10),
                        () -> {
                            sent++;
                            return Future.succeededFuture("a page");
                        });

        assertThat(page.succeeded()).isFalse();
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void probesASystemAfterARestartThatWasDownBefore() {
        answer =
                new CrossingFailure.Transient(
                        CrossingFailure.Facts.of("no connection"), Optional.empty(), false);
        Breakers before = breakers();
        for (int i = 0; i < FAILURES; i++) {
            assertThat(call(before)).isFalse();
        }
        sent = 0;

        Breakers after = breakers();

        assertThat(call(after)).isFalse();
        assertThat(sent).isZero();
        now = now.plus(FIRST_PROBE);
        assertThat(call(after)).isFalse();
        assertThat(call(after)).isFalse();
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void leavesASystemAloneThatAskedAnotherProcessForPatience() {
        Breakers here = breakers();
        Breakers there = breakers();
        assertThat(call(there)).isFalse();
        assertThat(sent).isEqualTo(1);

        assertThat(here.refresh().succeeded()).isTrue();

        assertThat(call(here)).isFalse();
        assertThat(sent).as("nothing was sent").isEqualTo(1);
    }

    /// The row that the first one kept covers what the second one was told, whose clock is behind.
    @Test
    void leavesASystemAloneThatAskedAnotherProcessALittleLater() {
        Breakers here = breakers();
        Breakers there = breakers();
        assertThat(call(here)).isFalse();
        now = now.plusMillis(100);
        jump = Duration.ofMillis(-200);
        assertThat(call(there)).isFalse();
        jump = Duration.ZERO;
        assertThat(here.refresh().succeeded()).isTrue();

        now = now.plusSeconds(30).minusMillis(50);

        assertThat(call(here)).isFalse();
        assertThat(sent).as("nothing was sent before the later word is over").isEqualTo(2);
    }

    @Test
    void learnsThatASystemIsDownFromTheProcessThatFoundItSo() {
        answer =
                new CrossingFailure.Transient(
                        CrossingFailure.Facts.of("no connection"), Optional.empty(), false);
        Breakers here = breakers();
        Breakers there = breakers();
        for (int i = 0; i < FAILURES; i++) {
            assertThat(call(there)).isFalse();
        }
        sent = 0;

        assertThat(here.refresh().succeeded()).isTrue();

        assertThat(call(here)).isFalse();
        assertThat(sent).isZero();
    }

    /// The journal was away just when a system asked for patience.
    @Test
    void leavesASystemAloneThatAskedAnotherProcessWhoseJournalWasAway() {
        Breakers here = breakers();
        AtomicInteger away = new AtomicInteger(1);
        Breakers there =
                breakers(
                        new JournalWrap(journal) {
                            @Override
                            public Future<Void> keep(BreakerRow row) {
                                return away.getAndDecrement() > 0
                                        ? Future.failedFuture("the journal was away")
                                        : super.keep(row);
                            }
                        });
        assertThat(call(there)).isFalse();

        assertThat(here.refresh().succeeded()).isTrue();

        assertThat(call(here)).isFalse();
        assertThat(sent).as("nothing was sent").isEqualTo(1);
    }

    /// Of a system that is there again, and refuses the record that happened to be the probe.
    @Test
    void s25_aProbeWhoseRecordIsRefusedShowsThatTheSystemIsThere() {
        Breakers breakers = down();
        now = now.plus(FIRST_PROBE);
        answer = new CrossingFailure.BadRecord(CrossingFailure.Facts.of("too long"), List.of());

        assertThat(call(breakers)).isFalse();
        assertThat(call(breakers)).isFalse();
        assertThat(call(breakers)).isFalse();

        assertThat(sent).as("calls go through again").isEqualTo(3);
    }

    @Test
    void s25_aProbeOfAProcessThatDiedIsFollowedByOneOfTheNextProcess() {
        Breakers before = down();
        now = now.plus(FIRST_PROBE);
        silent = true;
        assertThat(call(before)).isFalse();
        assertThat(sent).as("the probe that never reports").isEqualTo(1);
        silent = false;

        Breakers after = breakers();
        for (int second = 0; second < 10 && sent == 1; second++) {
            now = now.plusSeconds(1);
            assertThat(call(after)).isFalse();
        }

        assertThat(sent)
                .as("another probe, at the first one's deadline at the latest")
                .isEqualTo(2);
    }

    /// A breaker that was opened, and has not sent anything since.
    private Breakers down() {
        answer =
                new CrossingFailure.Transient(
                        CrossingFailure.Facts.of("no connection"), Optional.empty(), false);
        Breakers breakers = breakers();
        for (int i = 0; i < FAILURES; i++) {
            assertThat(call(breakers)).isFalse();
        }
        sent = 0;
        return breakers;
    }

    private Breakers breakers() {
        return breakers(journal);
    }

    private Breakers breakers(Journal port) {
        Breakers breakers = new Breakers(new Refusing(), port, new Frozen());
        assertThat(breakers.resume().succeeded()).isTrue();
        return breakers;
    }

    private boolean call(Breakers breakers) {
        return breakers.read(new Remote.Call(NORTH, Optional.empty(), now.plusSeconds(10)), RECORD)
                .succeeded();
    }

    private final class Refusing implements Remote {

        private <T> Future<T> refuse() {
            sent++;
            return silent ? Promise.<T>promise().future() : Future.failedFuture(answer);
        }

        @Override
        public Future<Read> read(Call call, RecordRef record) {
            return refuse();
        }

        @Override
        public Future<List<Found>> find(
                Call call, ResourceName resource, String lookup, Map<String, String> arguments) {
            return refuse();
        }

        @Override
        public Future<Written> create(Call call, ResourceName resource, Value.Obj body) {
            return refuse();
        }

        @Override
        public Future<Written> update(
                Call call, RecordRef record, Value.Obj patch, Optional<Version> precondition) {
            return refuse();
        }

        @Override
        public Future<Void> delete(Call call, RecordRef record, Optional<Version> precondition) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> put(
                Call call, ResourceName figure, String owner, Bucket bucket, long number) {
            return refuse();
        }

        @Override
        public void breaker(TenantId tenant, String system, Gate gate) {}
    }

    private final class Frozen implements Clock {

        @Override
        public Instant now() {
            return now.plus(jump);
        }

        @Override
        public long monotonicNanos() {
            return now.toEpochMilli() * 1_000_000;
        }

        @Override
        public Future<Void> after(Duration delay) {
            return Future.succeededFuture();
        }
    }
}
