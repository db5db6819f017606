package drawbridge.system;

import drawbridge.crossing.engine.Clock;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until it is moved.
public final class HeldClock implements Clock {

    public static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    private volatile Instant now = BEGIN;
    private final AtomicLong passed = new AtomicLong();

    public void set(Instant time) {
        now = time;
    }

    /// Lets so much more time pass by the reading that never goes back.
    public void pass(Duration time) {
        passed.addAndGet(time.toNanos());
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime() + passed.get();
    }

    @Override
    public Future<Void> after(Duration delay) {
        return Promise.<Void>promise().future();
    }
}
