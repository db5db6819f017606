package drawbridge.bench.baseline;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a baseline is told by its environment, and how it says that it is ready.
record Settings(Map<String, String> environment) {

    static Settings ofProcess() {
        return new Settings(System.getenv());
    }

    private String text(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new IllegalStateException("The variable " + name + " is missing.");
        }
        return value;
    }

    String secret() {
        return text("BENCH_SECRET");
    }

    int sinkPort() {
        return Integer.parseInt(text("BENCH_SINK_PORT"));
    }

    String sinkPath() {
        return text("BENCH_SINK_PATH");
    }

    /// One event loop for each core, as long as there are two.
    static int instances() {
        return Math.min(2, Runtime.getRuntime().availableProcessors());
    }

    Pool pool(Vertx vertx, int size, int pipelined) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(
                        new PgConnectOptions()
                                .setHost("127.0.0.1")
                                .setPort(Integer.parseInt(text("BENCH_DATABASE_PORT")))
                                .setDatabase(text("BENCH_DATABASE"))
                                .setUser(text("BENCH_DATABASE_USER"))
                                .setPassword(text("BENCH_DATABASE_PASSWORD"))
                                .setPipeliningLimit(pipelined)
                                .setCachePreparedStatements(true))
                .with(
                        new PoolOptions()
                                .setMaxSize(size)
                                .setMaxWaitQueueSize(-1)
                                .setIdleTimeout(2)
                                .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .build();
    }

    void ready(int port) throws IOException {
        Path file = Path.of(text("BENCH_READY"));
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, "{\"port\":" + port + "}");
        var _ = Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
