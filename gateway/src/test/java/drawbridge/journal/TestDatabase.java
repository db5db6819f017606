package drawbridge.journal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.platform.DatabaseAccess;
import drawbridge.platform.DatabaseAccess.Credential;
import drawbridge.platform.LocalPostgres;
import drawbridge.platform.Migration;
import drawbridge.platform.StartFailure;

import io.vertx.core.Future;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One real PostgreSQL for all tests of this JVM, emptied before each of them.
public final class TestDatabase {

    private static final String DEADLOCK = "40P01";
    private static final int TRIES = 5;
    private static final String EMPTY =
            "do $$ declare names text; begin select string_agg(oid::regclass::text, ', ') into"
                    + " names from pg_class where relnamespace = 'public'::regnamespace and relkind"
                    + " = 'r' and relname <> 'flyway_schema_history' and pg_relation_size(oid) > 0;"
                    + " if names is not null then execute 'truncate ' || names; end if; end $$";

    private static final LocalPostgres SERVER = start();

    private TestDatabase() {}

    public static DatabaseAccess access() {
        return SERVER.access();
    }

    /// As the owner: what the gateway may not do.
    public static void asOwner(String... statements) {
        as(access().migration(), statements);
    }

    public static void as(Credential role, String... statements) {
        try (Connection connection = connect(role);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public static Connection connect(Credential role) throws SQLException {
        return DriverManager.getConnection("jdbc:" + access().url(), role.user(), role.password());
    }

    /// Only what holds something: each truncated file costs a flush. A journal may be counting its
    /// tables just then, in another order: whoever PostgreSQL makes give way tries again.
    public static void empty() {
        int tries = 1;
        while (!isEmptied(tries == TRIES)) {
            tries++;
        }
    }

    private static boolean isEmptied(boolean last) {
        try {
            asOwner(EMPTY);
            return true;
        } catch (AssertionError failed) {
            boolean deadlock =
                    failed.getCause() instanceof SQLException cause
                            && DEADLOCK.equals(cause.getSQLState());
            if (last || !deadlock) {
                throw failed;
            }
            return false;
        }
    }

    @CanIgnoreReturnValue
    public static <T> T await(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static LocalPostgres start() {
        try {
            Path folder = Files.createTempDirectory("drawbridge-test");
            LocalPostgres server = LocalPostgres.start(folder, 0);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        server.close();
                                        delete(folder);
                                    }));
            Migration.run(server.access());
            return server;
        } catch (IOException | StartFailure e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.deleteIfExists(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
