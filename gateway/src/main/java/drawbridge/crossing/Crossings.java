package drawbridge.crossing;

import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Engine;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// The engines of this process: as many for each direction as there are cores.
public final class Crossings {

    private final Vertx vertx;
    private final List<String> deployed;

    private Crossings(Vertx vertx, List<String> deployed) {
        this.vertx = vertx;
        this.deployed = List.copyOf(deployed);
    }

    /// Completes when every engine has a session and claims.
    public static Future<Crossings> start(
            Vertx vertx,
            int instances,
            Engine.Shared shared,
            Supplier<Instant> databaseTime,
            Dice dice) {
        CrossingVerticle.Given given = new CrossingVerticle.Given(shared, databaseTime, dice);
        DeploymentOptions options = new DeploymentOptions().setInstances(instances);
        return Future.all(
                        vertx.deployVerticle(() -> new ToAppVerticle(given), options),
                        vertx.deployVerticle(() -> new ToAcmeVerticle(given), options))
                .map(all -> new Crossings(vertx, all.list()));
    }

    /// Begins nothing more; completes when what was at hand is settled and all leases are given
    /// back.
    public Future<Void> stop() {
        return Future.join(deployed.stream().map(vertx::undeploy).toList()).mapEmpty();
    }
}
