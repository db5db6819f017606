package drawbridge.crossing.engine;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;

/// The engine's only source of time.
public interface Clock {

    /// The database's time, as well as this process knows it.
    Instant now();

    /// A reading that never goes back; for lengths of time within this process only.
    long monotonicNanos();

    /// Completes after `delay`, on the engine's own context.
    Future<Void> after(Duration delay);
}
