package drawbridge.crossing.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// When the breaker of one tenant's system opens and closes. It opens by the *rate* of failures
/// among the calls of the last half minute, with a minimum count, or by connection failures in a
/// row; while open it lets one probe through at a time, at growing distances.
///
/// A call that was begun before the last transition has no say. A probe that never reports loses
/// its permit at its deadline.
final class BreakerRule {

    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    enum Result {
        /// The system answered, whatever it said.
        ALIVE,
        FAILED,
        /// There was no connection.
        UNREACHABLE,
        /// The system was well and asked to wait: says nothing.
        NEITHER
    }

    /// What a call must show when it reports.
    record Permit(long generation, boolean probe) {}

    private record Call(Instant at, boolean failed) {}

    static final Duration WINDOW = Duration.ofSeconds(30);
    static final int MINIMUM = 10;
    static final int IN_A_ROW = 5;
    static final Duration FIRST_PROBE = Duration.ofSeconds(1);
    static final Duration LAST_PROBE = Duration.ofSeconds(15);

    private final Deque<Call> window = new ArrayDeque<>();
    private State state = State.CLOSED;
    private long generation;
    private int failures;
    private int unreachable;
    private Duration interval = FIRST_PROBE;
    private Optional<Instant> openedAt = Optional.empty();
    private Instant closedAt = Instant.MIN;
    private Optional<Instant> probeAt = Optional.empty();
    private Optional<Instant> probeDeadline = Optional.empty();

    /// A breaker as an earlier process left it: closed, or open and to be probed.
    static BreakerRule resumed(BreakerRow row) {
        BreakerRule rule = new BreakerRule();
        if (!row.state().equals("closed")) {
            rule.state = State.OPEN;
            rule.openedAt = row.openedAt();
            rule.probeAt = row.nextProbe();
        }
        return rule;
    }

    /// May a call be made now? Empty = it is refused.
    Optional<Permit> admit(Instant now, Instant deadline) {
        if (state == State.CLOSED) {
            return Optional.of(new Permit(generation, false));
        }
        boolean permitFree = probeDeadline.map(limit -> !now.isBefore(limit)).orElse(true);
        if (now.isBefore(probeAt.orElse(now)) || !permitFree) {
            return Optional.empty();
        }
        state = State.HALF_OPEN;
        probeDeadline = Optional.of(deadline);
        generation++;
        return Optional.of(new Permit(generation, true));
    }

    /// Takes a call's result; says whether the state changed.
    boolean report(Permit permit, Result result, Instant now) {
        if (permit.generation() != generation) {
            return false;
        }
        return permit.probe() ? probed(result, now) : called(result, now);
    }

    private boolean probed(Result result, Instant now) {
        probeDeadline = Optional.empty();
        switch (result) {
            case ALIVE -> close(now);
            case FAILED, UNREACHABLE -> {
                Duration doubled = interval.multipliedBy(2);
                interval = doubled.compareTo(LAST_PROBE) > 0 ? LAST_PROBE : doubled;
                state = State.OPEN;
                probeAt = Optional.of(now.plus(interval));
            }
            case NEITHER -> {
                state = State.OPEN;
                probeAt = Optional.of(now.plus(interval));
            }
        }
        return true;
    }

    private boolean called(Result result, Instant now) {
        if (result == Result.NEITHER) {
            return false;
        }
        boolean failed = result != Result.ALIVE;
        unreachable = result == Result.UNREACHABLE ? unreachable + 1 : 0;
        window.addLast(new Call(now, failed));
        failures += failed ? 1 : 0;
        Instant oldest = now.minus(WINDOW);
        while (!window.isEmpty() && window.getFirst().at().isBefore(oldest)) {
            failures -= window.removeFirst().failed() ? 1 : 0;
        }
        boolean byRate = window.size() >= MINIMUM && failures * 2 >= window.size();
        if (unreachable < IN_A_ROW && !byRate) {
            return false;
        }
        state = State.OPEN;
        generation++;
        interval = FIRST_PROBE;
        openedAt = Optional.of(now);
        probeAt = Optional.of(now.plus(interval));
        return true;
    }

    private void close(Instant now) {
        closedAt = now;
        state = State.CLOSED;
        generation++;
        window.clear();
        failures = 0;
        unreachable = 0;
        interval = FIRST_PROBE;
        openedAt = Optional.empty();
        probeAt = Optional.empty();
    }

    State state() {
        return state;
    }

    /// Whether it is closed, and nobody found the system well here since it was down elsewhere.
    boolean isClosedSinceBefore(Optional<Instant> opened) {
        return state == State.CLOSED && opened.filter(closedAt::isBefore).isPresent();
    }

    int calls() {
        return window.size();
    }

    int failures() {
        return failures;
    }

    Optional<Instant> openedAt() {
        return openedAt;
    }

    Optional<Instant> nextProbe() {
        return probeAt;
    }
}
