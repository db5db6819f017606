package drawbridge.crossing;

import drawbridge.crossing.engine.Clock;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// The engine's clock in the service: the database's time, carried on by this process's monotonic
/// clock, so that a jump of the machine's wall clock moves nothing.
public final class VertxClock implements Clock {

    private final Vertx vertx;
    private final Supplier<Instant> databaseTime;

    /// @param databaseTime the database's time as well as it is known; must not block
    public VertxClock(Vertx vertx, Supplier<Instant> databaseTime) {
        this.vertx = vertx;
        this.databaseTime = databaseTime;
    }

    @Override
    public Instant now() {
        return databaseTime.get();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public Future<Void> after(Duration delay) {
        long millis = Math.max(1, delay.toMillis());
        return vertx.timer(millis, java.util.concurrent.TimeUnit.MILLISECONDS).mapEmpty();
    }
}
