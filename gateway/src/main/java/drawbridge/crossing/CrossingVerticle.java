package drawbridge.crossing;

import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Engine;
import drawbridge.mapping.Direction;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.function.Supplier;

/// Runs one engine on one event loop. Stopping it lets the lanes at hand settle and gives its
/// leases back.
abstract class CrossingVerticle extends VerticleBase {

    /// @param databaseTime the database's time as well as it is known
    record Given(Engine.Shared shared, Supplier<Instant> databaseTime, Dice dice) {}

    private final Direction direction;
    private final Given given;
    private @Nullable Engine engine;

    CrossingVerticle(Direction direction, Given given) {
        this.direction = direction;
        this.given = given;
    }

    @Override
    public Future<?> start() {
        Vertx loop = vertx;
        Engine begun =
                new Engine(
                        direction,
                        given.shared(),
                        new VertxClock(loop, given.databaseTime()),
                        given.dice());
        engine = begun;
        return begun.start();
    }

    @Override
    public Future<?> stop() {
        return engine == null ? Future.succeededFuture() : engine.stop();
    }
}
