package drawbridge.intake;

import drawbridge.intake.IntakeMeters.Refused;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/// Reads what requests bring, once the gateway takes anything, and keeps large bodies off the event
/// loop.
final class BodyReader {

    private static final int LARGE = 256 * 1024;

    private final Vertx vertx;
    private final RawBody bodies;
    private final BooleanSupplier started;

    BodyReader(Vertx vertx, BooleanSupplier started, Duration bodyTime) {
        this.vertx = vertx;
        this.bodies = new RawBody(vertx, bodyTime);
        this.started = started;
    }

    /// To be called before anything asynchronous is done with the request.
    ///
    /// @return fails with [Refusal] alone
    Future<byte[]> read(RoutingContext context) {
        return bodies.read(context)
                .map(
                        body -> {
                            if (!started.getAsBoolean()) {
                                throw Refusal.later(Refused.STARTING, "The gateway is starting.");
                            }
                            return body;
                        });
    }

    /// Does what a body of this size asks for where it holds nobody up.
    <T> Future<T> away(int size, Callable<T> work) {
        return size > LARGE
                ? vertx.executeBlocking(work, false)
                : Future.succeededFuture().map(_ -> call(work));
    }

    private static <T> T call(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
