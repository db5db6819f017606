package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.parts.Launcher;
import drawbridge.sandbox.parts.Part;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The database of a run, as the judge's role sees it. If its server is not running it is started
/// on the run's folder, and ended again afterwards.
public final class RunDatabase implements AutoCloseable {

    /// What the server says that is started for the judge alone: no part of the run.
    static final String LOG = "postgres-verdict.log";

    private static final Duration START = Duration.ofSeconds(60);

    private final Connection connection;
    private final Optional<Part> server;

    private RunDatabase(Connection connection, Optional<Part> server) {
        this.connection = connection;
        this.server = server;
    }

    /// Opens the database of a run.
    ///
    /// @throws IOException if its server cannot be started
    public static RunDatabase open(Path folder, Launcher launcher)
            throws IOException, SQLException {
        var ready = folder.resolve("postgres.json");
        if (Files.exists(ready)) {
            try {
                return new RunDatabase(
                        connect(Json.read(Files.readString(ready))), Optional.empty());
            } catch (SQLException _) {
                // It was left behind by a server that has ended.
                Files.delete(ready);
            }
        }
        var data = folder.resolve("postgres");
        if (!Files.isDirectory(data)) {
            throw new IOException(folder + " holds no database (there is no folder 'postgres').");
        }
        var server =
                launcher.start(
                        "postgres",
                        List.of("postgres", "--data", data.toString(), "--ready", ready.toString()),
                        Map.of(),
                        folder.resolve(LOG));
        try {
            return new RunDatabase(connect(server.ready(ready, START)), Optional.of(server));
        } catch (IOException | SQLException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /// Whether some process has the database of a run in hand.
    public static boolean isHeld(Path folder) throws IOException {
        var lock = folder.resolve("postgres").resolve("owner.lock");
        if (!Files.isRegularFile(lock)) {
            return false;
        }
        try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                var held = channel.tryLock()) {
            return held == null;
        }
    }

    private static Connection connect(JsonNode ready) throws SQLException {
        var judge = ready.path("judge");
        return DriverManager.getConnection(
                "jdbc:" + ready.path("url").asText(),
                judge.path("user").asText(),
                judge.path("password").asText());
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.ifPresent(Part::close);
    }
}
