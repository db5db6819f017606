package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Journal.Session;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/// How long a process trusts its leases.
class TenureTest {

    private static final Duration LENGTH = Duration.ofSeconds(12);
    private static final Session SESSION = new Session(new UUID(0, 1), LENGTH);

    private final Hand clock = new Hand();
    private final Deque<Promise<Session>> begun = new ArrayDeque<>();
    private final Deque<Promise<Void>> beats = new ArrayDeque<>();
    private final Tenure tenure = new Tenure(journal(), clock, LENGTH, _ -> {});

    @Test
    void leasesEndCountedFromWhenTheBeatWasSentAndNotFromItsAnswer() {
        var _ = tenure.begin();
        clock.pass(Duration.ofSeconds(5));
        begun.remove().complete(SESSION);

        clock.pass(Duration.ofSeconds(6));
        assertThat(tenure.holds()).as("eleven seconds after it was asked for").isTrue();
        clock.pass(Duration.ofSeconds(1));
        assertThat(tenure.holds()).as("twelve seconds after it was asked for").isFalse();
        assertThat(tenure.session()).isEmpty();
        assertThatThrownBy(tenure::check).isInstanceOf(Fenced.class);
    }

    @Test
    void aBeatProlongsThemFromWhenItWasSent() {
        begin();
        clock.ring(Duration.ofSeconds(3));
        clock.pass(Duration.ofSeconds(4));
        beats.remove().complete();

        clock.pass(Duration.ofSeconds(7));
        assertThat(tenure.holds()).as("eleven seconds after the beat was sent").isTrue();
        clock.pass(Duration.ofSeconds(1));
        assertThat(tenure.holds()).as("twelve seconds after the beat was sent").isFalse();
    }

    @Test
    void aBeatThatFailsProlongsNothing() {
        begin();
        clock.ring(Duration.ofSeconds(3));
        beats.remove().fail("the journal is away");

        clock.pass(Duration.ofSeconds(9));
        assertThat(tenure.holds()).isFalse();
        clock.ring(Duration.ZERO);
        beats.remove().complete();
        assertThat(tenure.holds()).as("the next beat arrived").isTrue();
    }

    @Test
    void noLeaseIsTrustedOnceTheSessionIsSaidToHaveEnded() {
        begin();
        clock.ring(Duration.ofSeconds(3));

        beats.remove().fail(new Fenced("the session has ended"));

        assertThat(tenure.holds()).isFalse();
        begun.remove().complete(new Session(new UUID(0, 2), LENGTH));
        assertThat(tenure.session()).map(Session::id).contains(new UUID(0, 2));
    }

    @Test
    void aSessionOnWhichALaneWasLetGoIsNotProlonged() {
        begin();
        clock.pass(Duration.ofSeconds(12));
        assertThatThrownBy(tenure::check).isInstanceOf(Fenced.class);

        clock.ring(Duration.ZERO);

        assertThat(beats).as("no heartbeat for leases that nobody works on").isEmpty();
        begun.remove().complete(new Session(new UUID(0, 2), LENGTH));
        assertThat(tenure.session()).map(Session::id).contains(new UUID(0, 2));
    }

    @Test
    void aSessionOnWhichALaneWasLetGoDuringAHeartbeatIsNotProlongedByIt() {
        begin();
        clock.ring(Duration.ofSeconds(11));
        clock.pass(Duration.ofSeconds(1));
        assertThatThrownBy(tenure::check).isInstanceOf(Fenced.class);

        beats.remove().complete();

        assertThat(tenure.holds()).isFalse();
        begun.remove().complete(new Session(new UUID(0, 2), LENGTH));
        assertThat(tenure.session()).map(Session::id).contains(new UUID(0, 2));
        assertThat(clock.alarms).as("one heart beats").hasSize(1);
    }

    @Test
    void aNewSessionSaysNothingAboutLeasesOfTheOneBeforeIt() {
        begin();
        Runnable hold = tenure.hold();
        hold.run();
        clock.ring(Duration.ofSeconds(3));
        beats.remove().fail(new Fenced("the session has ended"));
        begun.remove().complete(new Session(new UUID(0, 2), LENGTH));

        assertThatThrownBy(hold::run).isInstanceOf(Fenced.class);
        assertThat(tenure.holds()).isTrue();
    }

    private void begin() {
        var _ = tenure.begin();
        begun.remove().complete(SESSION);
    }

    private Journal journal() {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (_, method, _) ->
                                switch (method.getName()) {
                                    case "begin" -> asked(begun);
                                    case "heartbeat" -> asked(beats);
                                    default -> throw new AssertionError(method + " was called");
                                });
    }

    private static <T> Future<T> asked(Deque<Promise<T>> calls) {
        Promise<T> call = Promise.promise();
        calls.add(call);
        return call.future();
    }

    /// A clock that moves when it is told to.
    private static final class Hand implements Clock {

        private long nanos;
        private final Deque<Promise<Void>> alarms = new ArrayDeque<>();

        void pass(Duration time) {
            nanos += time.toNanos();
        }

        /// Time passes, and whoever waits longest is called.
        void ring(Duration time) {
            pass(time);
            alarms.remove().complete();
        }

        @Override
        public Instant now() {
            // The wall clock of this machine stands still, and nobody asks it.
            return Instant.EPOCH;
        }

        @Override
        public long monotonicNanos() {
            return nanos;
        }

        @Override
        public Future<Void> after(Duration delay) {
            Promise<Void> alarm = Promise.promise();
            alarms.add(alarm);
            return alarm.future();
        }
    }
}
