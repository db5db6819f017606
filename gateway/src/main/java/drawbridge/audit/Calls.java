package drawbridge.audit;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.function.Supplier;

/// Calls of an audit or a backfill: one at a time, again where one fails in passing, never earlier
/// than the system asked for.
public final class Calls {

    /// A system that wants to be left alone for longer is left alone, and the reading ends.
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Clock clock;
    private final Steps steps;

    public Calls(Clock clock, Steps steps) {
        this.clock = clock;
        this.steps = steps;
    }

    /// Fails with the last failure.
    <T> Future<T> patiently(Supplier<Future<T>> call) {
        return attempt(call, 1, steps.retry());
    }

    private <T> Future<T> attempt(Supplier<Future<T>> call, int number, Duration wait) {
        return call.get()
                .recover(
                        failure -> {
                            if (!(failure instanceof CrossingFailure.Transient later)
                                    || number >= steps.tries()) {
                                return Future.failedFuture(failure);
                            }
                            Duration asked = later.retryAfter().orElse(Duration.ZERO);
                            Duration rest = asked.compareTo(wait) > 0 ? asked : wait;
                            return rest.compareTo(LONGEST) > 0
                                    ? Future.failedFuture(failure)
                                    : clock.after(rest)
                                            .compose(
                                                    _ ->
                                                            attempt(
                                                                    call,
                                                                    number + 1,
                                                                    wait.multipliedBy(2)));
                        });
    }
}
