package drawbridge.bench;

import drawbridge.bench.baseline.MinimalPipeline;
import drawbridge.bench.baseline.SingleRowIntake;
import drawbridge.bench.load.Load;
import drawbridge.bench.load.Sink;
import drawbridge.bench.load.Visits;
import drawbridge.bench.parts.Baseline;
import drawbridge.bench.parts.Gateway;
import drawbridge.bench.parts.Launcher;
import drawbridge.bench.parts.Postgres;
import drawbridge.bench.parts.WireTap;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Everything of a run: PostgreSQL, both systems, the gateway and the baselines. Closing it ends
/// every process that it started, in the opposite order, and deletes the run's folder.
final class World implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(World.class);

    /// The database of both baselines.
    static final String PLAIN = "bench_plain";

    private static final String GATEWAY = "bench_gateway";

    private final Path folder;
    private final Launcher launcher;
    private final Vertx vertx;
    private final String secret = "whsec_" + random();
    private final String key = random();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Postgres postgres;
    private final Sink sink;
    private boolean closed;

    /// What stands between PostgreSQL and somebody whose questions are counted.
    private final WireTap tap;

    /// A gateway that is to be started.
    ///
    /// @param space where its records are at the sink
    /// @param options of its JVM
    /// @param counted whether its database is reached through the tap
    record Wanted(String space, int records, int tenants, List<String> options, boolean counted) {

        Wanted {
            options = List.copyOf(options);
        }
    }

    /// A gateway and its load.
    record Bridge(Gateway gateway, Subject subject, List<String> tenants) {}

    /// @param folder that does not exist yet
    World(Map<String, String> environment, Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.launcher = new Launcher(environment, folder);
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        opened.push(() -> vertx.close().await());
        try {
            this.postgres = Postgres.start(launcher, vertx, folder);
            opened.push(postgres);
            this.sink = Sink.listen(vertx).await();
            this.tap = WireTap.listen(vertx, postgres.port()).await();
            postgres.create(PLAIN);
            postgres.tables(
                    PLAIN,
                    List.of(SingleRowIntake.TABLE, MinimalPipeline.WORK, MinimalPipeline.PAYLOAD));
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    Vertx vertx() {
        return vertx;
    }

    Postgres postgres() {
        return postgres;
    }

    Sink sink() {
        return sink;
    }

    WireTap tap() {
        return tap;
    }

    private int databasePort(boolean counted) {
        return counted ? tap.port() : postgres.port();
    }

    /// Starts a gateway with a database of its own.
    Bridge bridge(Wanted wanted) throws IOException {
        String space = wanted.space();
        int tenants = wanted.tenants();
        String database = GATEWAY + "_" + space;
        postgres.create(database);
        Map<String, String> environment =
                new TreeMap<>(
                        postgres.gatewayEnvironment(database, databasePort(wanted.counted())));
        environment.put(MappingFolder.WEBHOOK, secret);
        environment.put(MappingFolder.KEY, key);
        Path own = folder.resolve(space);
        Gateway gateway =
                Gateway.start(
                        launcher,
                        "gateway-" + space,
                        own,
                        MappingFolder.write(own.resolve("mappings"), space, tenants, sink.port()),
                        environment,
                        wanted.options());
        opened.push(gateway);
        Visits visits = visits(space, wanted.records());
        Subject subject =
                new Subject(
                        "the gateway",
                        visits,
                        load(
                                gateway.port(),
                                record ->
                                        "/v1/tenants/"
                                                + MappingFolder.tenant(record % tenants)
                                                + "/hooks/acme",
                                visits),
                        gateway::cpuMicros,
                        database,
                        true,
                        new Subject.Alive() {
                            @Override
                            public void check() throws IOException {
                                gateway.check();
                            }

                            @Override
                            public String standing() throws IOException {
                                return gateway.standing();
                            }
                        });
        return new Bridge(
                gateway,
                subject,
                Stream.iterate(0, i -> i < tenants, i -> i + 1)
                        .map(MappingFolder::tenant)
                        .toList());
    }

    Subject singleRowIntake() throws IOException {
        return baseline(
                SingleRowIntake.class, "the single-row intake", "single", 1_000, false, false);
    }

    /// @param counted whether its database is reached through the tap
    Subject minimalPipeline(String space, int records, boolean counted) throws IOException {
        return baseline(
                MinimalPipeline.class, "the minimal pipeline", space, records, true, counted);
    }

    private Subject baseline(
            Class<?> main, String name, String space, int records, boolean crosses, boolean counted)
            throws IOException {
        Map<String, String> environment =
                new TreeMap<>(postgres.plainEnvironment(PLAIN, databasePort(counted)));
        environment.put("BENCH_SECRET", secret);
        environment.put("BENCH_SINK_PORT", Integer.toString(sink.port()));
        environment.put("BENCH_SINK_PATH", "/" + space + "/t0/v1/events");
        Baseline baseline = Baseline.start(launcher, main, space, folder, environment);
        opened.push(baseline);
        Visits visits = visits(space, records);
        return new Subject(
                name,
                visits,
                load(baseline.port(), _ -> "/hooks", visits),
                baseline::cpuMicros,
                PLAIN,
                crosses,
                baseline::check);
    }

    private Visits visits(String space, int records) {
        Visits visits = new Visits(records);
        sink.add(space, visits);
        return visits;
    }

    private Load load(int port, IntFunction<String> path, Visits visits) {
        return new Load(vertx, new Load.Target(port, path, secret), visits);
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// May be called twice, and from a shutdown hook.
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                // The others are to be ended all the same, and the folder deleted.
                LOG.atWarn().setCause(failure).log("A part did not end in good order");
            }
        }
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                boolean _ = Files.deleteIfExists(each);
            }
        }
    }
}
