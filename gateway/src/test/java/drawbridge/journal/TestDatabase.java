package drawbridge.journal;

import drawbridge.platform.DatabaseAccess;
import drawbridge.platform.DatabaseAccess.Credential;
import drawbridge.platform.LocalPostgres;
import drawbridge.platform.Migration;
import drawbridge.platform.StartFailure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// One real PostgreSQL for all tests of this JVM, emptied before each of them.
public final class TestDatabase {

    private static final List<String> TABLES =
            List.of(
                    "tenant",
                    "connection",
                    "secret",
                    "mapping_version",
                    "change",
                    "seen_id",
                    "cursor",
                    "lane",
                    "session",
                    "lane_record",
                    "link",
                    "uses",
                    "touch",
                    "match_key",
                    "attempt",
                    "outcome",
                    "parked",
                    "operator_action",
                    "tally",
                    "breaker");

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

    public static void empty() {
        asOwner("truncate " + String.join(", ", TABLES));
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
