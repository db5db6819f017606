package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.CrossingFailure.Transient;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// How long a lane waits when a call fails and no breaker is open.
class RetryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private final LaneId lane = new LaneId(UUID.randomUUID());
    private final Retry.Memory memory = new Retry.Memory();
    private Retry retry = retry();

    private Retry retry() {
        return new Retry(
                new Still(),
                new Backoff(new Highest()),
                new Breakers(nobody(Remote.class), nobody(Journal.class), new Still()),
                memory);
    }

    @Test
    void waitsLongerWithEachTryOfOneSystem() {
        assertThat(waits("acme", 0)).isLessThan(Duration.ofMillis(300));
        assertThat(waits("acme", 4)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(waits("acme", 20)).isGreaterThan(Duration.ofSeconds(59));
    }

    /// Acme had been down; then the app answered one call with 500, and the lane waited 50 s.
    @Test
    void doesNotWaitAMinuteForTheAppBecauseAcmeWasDownBefore() {
        for (int tries = 0; tries < 9; tries++) {
            assertThat(waits("acme", tries)).isPositive();
        }

        // Another engine of the process has the lane next.
        retry = retry();
        assertThat(waits("app", 9)).isLessThan(Duration.ofMillis(300));
        assertThat(waits("app", 10)).isLessThan(Duration.ofMillis(600));
    }

    @Test
    void beginsAnewOnceTheLaneHasRested() {
        assertThat(waits("acme", 0)).isPositive();
        assertThat(waits("app", 9)).isPositive();

        assertThat(waits("app", 0)).isLessThan(Duration.ofMillis(300));
        assertThat(waits("app", 3)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /// Of a record with a thousand changes between two pages that nobody understands.
    @Test
    void countsWhatNobodyUnderstandsInARowOnly() {
        for (int time = 0; time < 10; time++) {
            assertThat(retry.after(opened(0), "app", misunderstood())).isPresent();
            assertThat(retry.after(opened(1), "app", misunderstood())).isPresent();
        }

        assertThat(retry.after(opened(2), "app", misunderstood())).as("in a row").isEmpty();
    }

    private static Throwable misunderstood() {
        return new CrossingFailure.Unexplained(Facts.of("an answer that is no JSON"));
    }

    private Duration waits(String system, int tries) {
        Transient failure = new Transient(Facts.of("500"), Optional.empty(), false);
        Next next = retry.after(opened(tries), system, failure).orElseThrow();
        return Duration.between(NOW, ((Next.At) next).due());
    }

    private Opened opened(int tries) {
        return new Opened(
                new Lease(TenantId.named("north"), lane, 1, Direction.TO_APP),
                new FlowName("appointments"),
                new RecordRef(new ResourceName("acme", "appointment"), "a1"),
                Side.ACME,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                false,
                tries,
                NOW,
                OptionalLong.empty());
    }

    /// Nothing of it may be called.
    private static <T> T nobody(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, _) -> {
                            throw new AssertionError(method + " was called");
                        }));
    }

    private static final class Highest implements Dice {

        @Override
        public double jitter() {
            return 0.999;
        }

        @Override
        public UUID id() {
            return new UUID(0, 0);
        }
    }

    private static final class Still implements Clock {

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }

        @Override
        public Future<Void> after(Duration delay) {
            return Future.succeededFuture();
        }
    }
}
