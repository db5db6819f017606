package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Remote.Gate;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.util.Optional;
import java.util.function.Supplier;

/// The circuit breaker of one tenant's system. The engine alone opens and closes it, by its own
/// rule; the breaker's threshold, time-out and way back are out of reach.
final class BreakerGate {

    private final Vertx vertx;
    private final String name;
    private CircuitBreaker breaker;
    private Gate gate = Gate.CLOSED;
    private boolean probe;

    BreakerGate(Vertx vertx, String name) {
        this.vertx = vertx;
        this.name = name;
        this.breaker = closed();
    }

    private CircuitBreaker closed() {
        return CircuitBreaker.create(
                name,
                vertx,
                new CircuitBreakerOptions()
                        .setMaxFailures(Integer.MAX_VALUE)
                        .setTimeout(-1)
                        .setResetTimeout(-1)
                        .setMaxRetries(0)
                        .setNotificationAddress(null));
    }

    synchronized void turn(Gate to) {
        if (to == Gate.CLOSED && gate != Gate.CLOSED) {
            // reset() does nothing to an open breaker, and half-open is reached by its own timer
            // alone (CircuitBreakerImpl 5.0.8): a new one is the way to close it.
            breaker = closed();
        } else if (to != Gate.CLOSED && gate == Gate.CLOSED) {
            CircuitBreaker _ = breaker.open();
        }
        gate = to;
        probe = to == Gate.PROBE;
    }

    synchronized Gate gate() {
        return gate;
    }

    /// Runs the call, or refuses it at once while the breaker is open.
    <T> Future<T> through(Supplier<Future<T>> call) {
        if (takeProbe()) {
            return call.get();
        }
        return current()
                .execute(call)
                .recover(
                        failure ->
                                Future.failedFuture(
                                        failure instanceof OpenCircuitException
                                                ? refused()
                                                : failure));
    }

    /// As [#through], but never uses up the one call that a probe allows.
    <T> Future<T> throughIfClosed(Supplier<Future<T>> call) {
        return gate() == Gate.CLOSED ? through(call) : Future.failedFuture(refused());
    }

    private synchronized boolean takeProbe() {
        boolean taken = probe;
        probe = false;
        return taken;
    }

    private synchronized CircuitBreaker current() {
        return breaker;
    }

    private CrossingFailure refused() {
        return new CrossingFailure.Transient(
                Facts.of("not sent: the circuit breaker of " + name + " is open"),
                Optional.empty(),
                false);
    }
}
