package drawbridge.bench.baseline;

import drawbridge.bench.parts.Launcher;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// The event loops of a baseline, which share one port. Each has a store of its own, so that
/// nothing is shared between threads.
final class Loops {

    /// What is done with genuine webhooks on one event loop.
    interface Store extends Function<Vertx, Function<Front.Hook, Future<Void>>> {}

    private Loops() {}

    /// Runs until the process is ended, or the one that started it is gone.
    static void run(Settings settings, Store store) throws IOException {
        Launcher.endWithParent();
        Vertx vertx = Vertx.vertx();
        AtomicInteger port = new AtomicInteger();
        try {
            var _ =
                    vertx.deployVerticle(
                                    () -> new Loop(settings, store, port),
                                    new DeploymentOptions().setInstances(Settings.instances()))
                            .await();
            settings.ready(port.get());
        } catch (IOException | RuntimeException failure) {
            var _ = vertx.close().await();
            throw failure;
        }
    }

    private static final class Loop extends VerticleBase {

        private final Settings settings;
        private final Store store;
        private final AtomicInteger port;

        Loop(Settings settings, Store store, AtomicInteger port) {
            this.settings = settings;
            this.store = store;
            this.port = port;
        }

        @Override
        public Future<?> start() {
            return Front.listen(vertx, settings.secret(), store.apply(vertx))
                    .onSuccess(server -> port.set(server.actualPort()));
        }
    }
}
