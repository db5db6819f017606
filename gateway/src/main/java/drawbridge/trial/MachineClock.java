package drawbridge.trial;

import drawbridge.crossing.engine.Clock;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// The time of this machine, where no database is asked for it.
public record MachineClock(Vertx vertx) implements Clock {

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public Future<Void> after(Duration delay) {
        return vertx.timer(Math.max(1, delay.toMillis()), TimeUnit.MILLISECONDS).mapEmpty();
    }
}
