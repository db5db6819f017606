package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.BreakerRule.Permit;
import drawbridge.crossing.engine.BreakerRule.Result;
import drawbridge.crossing.engine.BreakerRule.State;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/// Case S25 of `docs/cases.md`: what a probe may come to, and that another one follows in time.
class BreakerCasesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final BreakerRule rule = new BreakerRule();
    private Instant now = Instant.parse("2026-03-02T10:00:00Z");
    private Permit old;

    @BeforeEach
    void anOpenBreakerAndACallFromBefore() {
        old = rule.admit(now, now.plus(DEADLINE)).orElseThrow();
        for (int i = 0; i < BreakerRule.IN_A_ROW; i++) {
            Permit permit = rule.admit(now, now.plus(DEADLINE)).orElseThrow();
            boolean _ = rule.report(permit, Result.UNREACHABLE, now);
        }
        assertThat(rule.state()).isEqualTo(State.OPEN);
    }

    /// A record that is refused (422) is an answer like any other.
    @Test
    void s25_aProbeThatIsAnsweredAtAllCloses() {
        assertThat(rule.report(probe(), Result.ALIVE, now)).isTrue();

        assertThat(rule.state()).isEqualTo(State.CLOSED);
    }

    /// It hangs, or dies with its process: nobody gives the permit back.
    @Test
    void s25_aProbeThatNeverReportsIsFollowedByAnotherAtItsDeadline() {
        for (int i = 0; i < 3; i++) {
            Permit lost = probe();
            assertThat(rule.admit(now, now.plus(DEADLINE))).isEmpty();
            now = now.plus(DEADLINE);
            Permit next = rule.admit(now, now.plus(DEADLINE)).orElseThrow();

            assertThat(next.probe()).isTrue();
            assertThat(rule.report(lost, Result.ALIVE, now)).isFalse();
            assertThat(rule.report(next, Result.FAILED, now)).isTrue();
        }

        assertThat(rule.state()).isEqualTo(State.OPEN);
    }

    @Test
    void s25_aProbeThatIsToldToWaitNeitherClosesNorCountsAsAFailure() {
        Duration interval = Duration.between(now, rule.nextProbe().orElseThrow());

        assertThat(rule.report(probe(), Result.NEITHER, now)).isTrue();

        assertThat(rule.state()).isEqualTo(State.OPEN);
        assertThat(Duration.between(now, rule.nextProbe().orElseThrow())).isEqualTo(interval);
        assertThat(rule.report(probe(), Result.ALIVE, now)).isTrue();
        assertThat(rule.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void s25_aCallFromBeforeTheOpeningHasNoSayHoweverItEnds() {
        for (Result result : Result.values()) {
            assertThat(rule.report(old, result, now)).as(result.name()).isFalse();
        }
        assertThat(rule.state()).isEqualTo(State.OPEN);

        Permit probe = probe();
        assertThat(rule.report(old, Result.ALIVE, now)).isFalse();
        assertThat(rule.state()).isEqualTo(State.HALF_OPEN);
        assertThat(rule.report(probe, Result.FAILED, now)).isTrue();
    }

    @Test
    void s25_neverLongerThanIntervalAndDeadlineWithoutAProbe() {
        for (int i = 0; i < 20; i++) {
            Instant before = now;
            Permit probe = probe();
            assertThat(Duration.between(before, now))
                    .isLessThanOrEqualTo(BreakerRule.LAST_PROBE.plus(DEADLINE));
            if (i % 2 == 0) {
                boolean _ = rule.report(probe, Result.FAILED, now);
            }
        }
    }

    /// The next probe, as soon as one is let through.
    private Permit probe() {
        while (true) {
            var permit = rule.admit(now, now.plus(DEADLINE));
            if (permit.isPresent()) {
                assertThat(permit.get().probe()).isTrue();
                return permit.get();
            }
            now = now.plusMillis(100);
        }
    }
}
