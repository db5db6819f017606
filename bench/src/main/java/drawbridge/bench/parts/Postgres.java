package drawbridge.bench.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The PostgreSQL that `serve` brings along, as a process of its own (`drawbridge postgres`), with
/// a database for each who is measured: same binaries, same settings, same disk. It refuses to go
/// on where an acknowledged commit might not be on the disk.
public final class Postgres implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Part part;
    private final Vertx vertx;
    private final JsonNode ready;
    private final URI url;
    private final String password;
    private final long server;
    private final Pool admin;

    private Postgres(Part part, Vertx vertx, JsonNode ready, String password, long server) {
        this.part = part;
        this.vertx = vertx;
        this.ready = ready;
        this.url = URI.create(ready.path("url").asText());
        this.password = password;
        this.server = server;
        this.admin = pool("postgres", 1);
    }

    public static Postgres start(Launcher launcher, Vertx vertx, Path folder) throws IOException {
        Path data = folder.resolve("postgres");
        Path file = folder.resolve("postgres.json");
        Part part =
                launcher.command(
                        "postgres",
                        List.of("postgres", "--data", data.toString(), "--ready", file.toString()),
                        Map.of(),
                        List.of());
        try {
            JsonNode ready = part.ready(file, START);
            String password =
                    JSON.readTree(data.resolve("passwords.json").toFile())
                            .path("postgres")
                            .asText();
            long server =
                    Long.parseLong(
                            Files.readAllLines(data.resolve("data/postmaster.pid"))
                                    .getFirst()
                                    .strip());
            Postgres postgres = new Postgres(part, vertx, ready, password, server);
            postgres.refuseUnsafe();
            return postgres;
        } catch (IOException | RuntimeException failure) {
            part.close();
            throw failure;
        }
    }

    private void refuseUnsafe() throws IOException {
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            String value = text("show " + setting);
            if (!value.equals("on")) {
                throw new IOException(
                        "PostgreSQL runs with "
                                + setting
                                + " = "
                                + value
                                + "; what is measured there is worth nothing.");
            }
        }
    }

    /// Makes an empty database that the gateway's migration may own.
    public void create(String database) {
        run("create database " + database + " owner " + user("migration"));
        run("grant connect on database " + database + " to " + user("gateway"));
    }

    private String user(String role) {
        return ready.path(role).path("user").asText();
    }

    /// The variables by which a gateway finds a database.
    public Map<String, String> gatewayEnvironment(String database) {
        return Map.of(
                "DRAWBRIDGE_DATABASE_URL",
                "postgresql://127.0.0.1:" + url.getPort() + "/" + database,
                "DRAWBRIDGE_DATABASE_MIGRATION_USER",
                user("migration"),
                "DRAWBRIDGE_DATABASE_MIGRATION_PASSWORD",
                ready.path("migration").path("password").asText(),
                "DRAWBRIDGE_DATABASE_GATEWAY_USER",
                user("gateway"),
                "DRAWBRIDGE_DATABASE_GATEWAY_PASSWORD",
                ready.path("gateway").path("password").asText());
    }

    /// The variables by which a baseline finds a database.
    public Map<String, String> plainEnvironment(String database) {
        return Map.of(
                "BENCH_DATABASE_PORT",
                Integer.toString(url.getPort()),
                "BENCH_DATABASE",
                database,
                "BENCH_DATABASE_USER",
                user("migration"),
                "BENCH_DATABASE_PASSWORD",
                ready.path("migration").path("password").asText());
    }

    private Pool pool(String database, int size) {
        return pool(vertx, database, size);
    }

    /// Connects as the superuser.
    public Pool pool(Vertx on, String database, int size) {
        return PgBuilder.pool()
                .using(on)
                .connectingTo(
                        new PgConnectOptions()
                                .setHost("127.0.0.1")
                                .setPort(url.getPort())
                                .setDatabase(database)
                                .setUser("postgres")
                                .setPassword(password)
                                .setCachePreparedStatements(true))
                .with(new PoolOptions().setMaxSize(size))
                .build();
    }

    /// CPU time of the server, in microseconds.
    public long cpuMicros() {
        return CpuTime.ofFamily(server);
    }

    /// Bytes of the log of changes (WAL) that were ever written.
    public long walBytes() {
        return number("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint");
    }

    /// Transactions of a database that were committed.
    public long commits(String database) {
        return number(
                "select xact_commit from pg_stat_database where datname = '" + database + "'");
    }

    /// Empties tables of a database.
    public void truncate(String database, List<String> tables) {
        Pool pool = pool(database, 1);
        try {
            var _ = wait(pool.query("truncate " + String.join(", ", tables)).execute());
        } finally {
            var _ = wait(pool.close().otherwiseEmpty());
        }
    }

    /// Makes tables that the migration's role owns.
    public void tables(String database, List<String> statements) {
        Pool pool = pool(database, 1);
        try {
            var _ = wait(pool.query("set role " + user("migration")).execute());
            for (String statement : statements) {
                var _ = wait(pool.query(statement).execute());
            }
        } finally {
            var _ = wait(pool.close().otherwiseEmpty());
        }
    }

    private void run(String sql) {
        var _ = wait(admin.query(sql).execute());
    }

    private long number(String sql) {
        return wait(admin.query(sql).execute()).iterator().next().getLong(0);
    }

    private String text(String sql) {
        return wait(admin.query(sql).execute()).iterator().next().getString(0);
    }

    private static <T> T wait(Future<T> answer) {
        return answer.await();
    }

    public void check() throws IOException {
        part.check();
    }

    @Override
    public void close() {
        part.close();
    }
}
