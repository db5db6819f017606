package drawbridge.platform;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A PostgreSQL server that outlived the process which started it. Call only as the folder's owner.
final class Orphan {

    private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
    private final Path data;
    private final Duration patience;

    /// @param patience how long each way of ending it may take
    Orphan(Path data, Duration patience) {
        this.data = data;
        this.patience = patience;
    }

    /// Ends it: in good order, or at once if that takes long, or by force, as when it recovers from
    /// a crash and hears nothing; nothing acknowledged is lost by any of these.
    void end() throws IOException, StartFailure {
        Optional<ProcessHandle> found = find();
        if (found.isEmpty()) {
            return;
        }
        ProcessHandle server = found.get();
        LOG.atInfo()
                .addKeyValue("pid", server.pid())
                .log("ending the PostgreSQL that outlived its owner");
        // https://www.postgresql.org/docs/current/server-shutdown.html: INT = fast, QUIT =
        // immediate.
        for (String signal : List.of("-INT", "-QUIT", "-KILL")) {
            if (signal(signal, server) && gone(server)) {
                return;
            }
        }
        throw new StartFailure(
                "The PostgreSQL server with the process id "
                        + server.pid()
                        + " still runs on "
                        + data
                        + " and does not stop. Stop it first.");
    }

    private Optional<ProcessHandle> find() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isServer);
        } catch (NumberFormatException | java.util.NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /// The id of a process that ended may belong to another program by now.
    private boolean isServer(ProcessHandle process) {
        String command = process.info().commandLine().orElse("");
        return command.contains("postgres") && command.contains(data.toString());
    }

    private static boolean signal(String signal, ProcessHandle process) throws IOException {
        try {
            return new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean gone(ProcessHandle process) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
