package drawbridge.sandbox;

import drawbridge.sandbox.acme.Acme;
import drawbridge.sandbox.app.App;
import drawbridge.sandbox.traffic.Traffic;
import drawbridge.sandbox.traffic.TrafficPlan;
import drawbridge.sandbox.world.Accounts;
import drawbridge.sandbox.world.Product;
import drawbridge.sandbox.world.SandboxServer;

import io.vertx.core.Vertx;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/// Runs sandboxes in this process until it is told to end.
public final class Host implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final InstantSource clock = InstantSource.system();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final String address;

    /// On the loopback, where nobody but this machine gets in.
    public Host() {
        this("127.0.0.1");
    }

    /// @param address where the sandboxes listen
    Host(String address) {
        this.address = address;
    }

    /// Starts Acme and says where it listens.
    public String acme(Accounts accounts, Path folder, int port, long seed) {
        return start(new Acme(seed, clock), accounts, folder, port, seed);
    }

    /// Starts the app and says where it listens.
    public String app(Accounts accounts, Path folder, int port, long seed) {
        return start(new App(seed), accounts, folder, port, seed);
    }

    /// Lets people work until the plan is over.
    public void people(TrafficPlan plan) {
        var traffic = new Traffic(plan, clock);
        var id = vertx.deployVerticle(traffic).await();
        var _ = traffic.finished().await();
        var _ = vertx.undeploy(id).await();
    }

    private String start(Product product, Accounts accounts, Path folder, int port, long seed) {
        var server = new SandboxServer(product, accounts, folder, address, port, seed, clock);
        var _ = vertx.deployVerticle(server).await();
        return server.url();
    }

    /// Waits for the signal that ends the process; then `close` writes what must be written.
    void untilStopped() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endInOrder, "stop"));
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void endInOrder() {
        stopped.countDown();
        try {
            closed.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        vertx.close().await();
        closed.countDown();
    }
}
