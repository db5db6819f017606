package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.BreakerRule.Permit;
import drawbridge.crossing.engine.BreakerRule.Result;
import drawbridge.crossing.engine.BreakerRule.State;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class BreakerRuleTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final BreakerRule rule = new BreakerRule();
    private Instant now = Instant.parse("2026-03-02T10:00:00Z");

    @Test
    void opensWhenHalfOfTenCallsFail() {
        for (int i = 0; i < 5; i++) {
            call(Result.ALIVE);
            call(Result.FAILED);
        }

        assertThat(rule.state()).isEqualTo(State.OPEN);
    }

    @Test
    void staysClosedWithFewerCallsThanTheMinimum() {
        for (int i = 0; i < 9; i++) {
            call(Result.FAILED);
        }

        assertThat(rule.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void staysClosedWhenFewerThanHalfFail() {
        for (int i = 0; i < 20; i++) {
            call(Result.ALIVE);
            call(Result.ALIVE);
            call(Result.FAILED);
        }

        assertThat(rule.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void opensAfterFiveFailedConnectionsInARow() {
        for (int i = 0; i < 5; i++) {
            assertThat(rule.state()).isEqualTo(State.CLOSED);
            call(Result.UNREACHABLE);
        }

        assertThat(rule.state()).isEqualTo(State.OPEN);
    }

    @Test
    void neverCountsARequestToWait() {
        for (int i = 0; i < 100; i++) {
            call(Result.NEITHER);
        }

        assertThat(rule.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void forgetsWhatFailedLongAgo() {
        for (int i = 0; i < 9; i++) {
            call(Result.FAILED);
        }
        now = now.plus(BreakerRule.WINDOW).plusSeconds(1);

        call(Result.FAILED);

        assertThat(rule.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void refusesCallsWhileOpenAndLetsOneProbeThrough() {
        open();
        assertThat(rule.admit(now, now.plus(DEADLINE))).isEmpty();

        now = now.plus(BreakerRule.FIRST_PROBE);
        Permit probe = rule.admit(now, now.plus(DEADLINE)).orElseThrow();

        assertThat(probe.probe()).isTrue();
        assertThat(rule.admit(now, now.plus(DEADLINE))).isEmpty();
        assertThat(rule.report(probe, Result.ALIVE, now)).isTrue();
        assertThat(rule.state()).isEqualTo(State.CLOSED);
        assertThat(rule.admit(now, now.plus(DEADLINE))).isPresent();
    }

    @Test
    void waitsLongerAfterEachFailedProbeButNeverLongerThanTheLast() {
        open();
        Duration before = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            now = rule.nextProbe().orElseThrow();
            Permit probe = rule.admit(now, now.plus(DEADLINE)).orElseThrow();
            assertThat(rule.report(probe, Result.FAILED, now)).isTrue();
            Duration next = Duration.between(now, rule.nextProbe().orElseThrow());
            assertThat(next).isGreaterThanOrEqualTo(before);
            before = next;
        }

        assertThat(before).isEqualTo(BreakerRule.LAST_PROBE);
    }

    @Test
    void givesThePermitOfAProbeThatNeverReportsToTheNextCall() {
        open();
        now = now.plus(BreakerRule.FIRST_PROBE);
        Permit lost = rule.admit(now, now.plus(DEADLINE)).orElseThrow();
        now = now.plus(DEADLINE);

        Permit next = rule.admit(now, now.plus(DEADLINE)).orElseThrow();

        assertThat(rule.report(lost, Result.ALIVE, now)).isFalse();
        assertThat(rule.report(next, Result.ALIVE, now)).isTrue();
        assertThat(rule.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void givesACallFromBeforeTheOpeningNoSay() {
        Permit old = rule.admit(now, now.plus(DEADLINE)).orElseThrow();
        open();

        assertThat(rule.report(old, Result.ALIVE, now)).isFalse();

        assertThat(rule.state()).isEqualTo(State.OPEN);
    }

    private void open() {
        for (int i = 0; i < BreakerRule.IN_A_ROW; i++) {
            call(Result.UNREACHABLE);
        }
    }

    private void call(Result result) {
        Permit permit = rule.admit(now, now.plus(DEADLINE)).orElseThrow();
        boolean _ = rule.report(permit, result, now);
    }
}
