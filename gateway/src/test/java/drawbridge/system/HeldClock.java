package drawbridge.system;

import drawbridge.crossing.engine.Clock;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.time.Duration;
import java.time.Instant;

/// A clock that stands still until it is moved.
public final class HeldClock implements Clock {

    public static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    private volatile Instant now = BEGIN;

    public void set(Instant time) {
        now = time;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public Future<Void> after(Duration delay) {
        return Promise.<Void>promise().future();
    }
}
