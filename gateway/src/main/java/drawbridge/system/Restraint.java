package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;

import java.time.Duration;
import java.util.Optional;

/// Until when a system wants to be left alone. The engine asks no call of it meanwhile; this holds
/// back those that were admitted before, and waited for their turn or for a token since.
final class Restraint {

    private final Clock clock;
    private boolean asked;
    private long untilNanos;

    Restraint(Clock clock) {
        this.clock = clock;
    }

    /// What was asked for last may not end before what was asked for earlier.
    synchronized void heed(Duration wait) {
        long until = clock.monotonicNanos() + wait.toNanos();
        untilNanos = asked && untilNanos - until > 0 ? untilNanos : until;
        asked = true;
    }

    /// Why nothing is sent now.
    synchronized Optional<CrossingFailure> holds() {
        long left = untilNanos - clock.monotonicNanos();
        if (!asked || left <= 0) {
            asked = false;
            return Optional.empty();
        }
        return Optional.of(
                new CrossingFailure.Transient(
                        Facts.of("not sent: the system asked for patience before its turn came"),
                        Optional.of(Duration.ofNanos(left)),
                        true));
    }
}
