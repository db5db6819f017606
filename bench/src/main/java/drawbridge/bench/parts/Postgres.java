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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The PostgreSQL that `serve` brings along, as a process of its own (`drawbridge postgres`), with
/// a database for each who is measured: same binaries, same settings, same disk. It refuses to go
/// on where an acknowledged commit might not be on the disk.
public final class Postgres implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LEARNT_SECONDS = 2;

    private static final String COUNTING =
            """

            shared_preload_libraries = 'pg_stat_statements'
            pg_stat_statements.track = none
            """;

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

    /// Starts it twice: a library that counts statements is loaded at a start alone, and named in a
    /// file that the first start makes. Nothing is counted until [#count].
    public static Postgres start(Launcher launcher, Vertx vertx, Path folder) throws IOException {
        Path data = folder.resolve("postgres");
        Path file = folder.resolve("postgres.json");
        begin(launcher, data, file).close();
        Files.delete(file);
        var _ =
                Files.writeString(
                        data.resolve("data/postgresql.conf"), COUNTING, StandardOpenOption.APPEND);
        Part part = begin(launcher, data, file);
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
            postgres.run("create extension pg_stat_statements");
            return postgres;
        } catch (IOException | RuntimeException failure) {
            part.close();
            throw failure;
        }
    }

    private static Part begin(Launcher launcher, Path data, Path file) throws IOException {
        Part part =
                launcher.command(
                        "postgres",
                        List.of("postgres", "--data", data.toString(), "--ready", file.toString()),
                        Map.of(),
                        List.of());
        try {
            var _ = part.ready(file, START);
            return part;
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
    ///
    /// @param port of the server, or of what stands before it
    public Map<String, String> gatewayEnvironment(String database, int port) {
        return Map.of(
                "DRAWBRIDGE_DATABASE_URL",
                "postgresql://127.0.0.1:" + port + "/" + database,
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
    ///
    /// @param port of the server, or of what stands before it
    public Map<String, String> plainEnvironment(String database, int port) {
        return Map.of(
                "BENCH_DATABASE_PORT",
                Integer.toString(port),
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

    /// From now on every statement is counted, anew; or none. Those that run now may be missed.
    public void count(boolean on) {
        run("alter system set pg_stat_statements.track = " + (on ? "top" : "none"));
        run("select pg_reload_conf()");
        // Sessions learn of it one after the other; what the first of them counted is forgotten.
        var _ = wait(vertx.timer(LEARNT_SECONDS, TimeUnit.SECONDS));
        if (on) {
            run("select pg_stat_statements_reset()");
        }
    }

    /// What was counted in a database, the dearest first.
    public List<Statement> statements(String database) {
        List<Statement> all = new ArrayList<>();
        wait(admin.query(
                                "select query, calls, total_exec_time from pg_stat_statements s"
                                        + " join pg_database d on d.oid = s.dbid where"
                                        + " d.datname = '"
                                        + database
                                        + "' order by 3 desc")
                        .execute())
                .forEach(
                        row ->
                                all.add(
                                        new Statement(
                                                row.getString(0),
                                                row.getLong(1),
                                                row.getDouble(2))));
        return all;
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

    public int port() {
        return url.getPort();
    }

    public void check() throws IOException {
        part.check();
    }

    @Override
    public void close() {
        part.close();
    }
}
