package drawbridge.sandbox.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One process that was started, from its start to its end.
public final class Part implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// A PostgreSQL may need all of it to end its server.
    private static final Duration GRACE = Duration.ofSeconds(25);

    private static final long LOOK_MILLIS = 25;

    private final String name;
    private final Process process;
    private final Path log;

    Part(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /// Waits for the file by which the process says that it is ready, and reads it.
    ///
    /// @throws IOException if the process ends before that, or the time is up, with what it said
    ///   last
    public JsonNode ready(Path file, Duration limit) throws IOException {
        for (long waited = 0; waited < limit.toMillis(); waited += LOOK_MILLIS) {
            if (Files.exists(file)) {
                return JSON.readTree(file.toFile());
            }
            if (ended(LOOK_MILLIS)) {
                throw new IOException("%s ended at once. %s".formatted(name, lastWords()));
            }
        }
        throw new IOException(
                "%s was not ready within %d s. %s".formatted(name, limit.toSeconds(), lastWords()));
    }

    /// Ends the process as a power cut would: no handler runs.
    public void kill() {
        var _ = process.destroyForcibly();
        var _ = ended(GRACE.toMillis());
    }

    /// Asks the process to end, but does not wait for it.
    public void ask() {
        process.destroy();
    }

    /// Asks the process to end and waits; after some patience it is ended by force.
    @Override
    public void close() {
        ask();
        if (!ended(GRACE.toMillis())) {
            kill();
        }
    }

    private boolean ended(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            var _ = process.destroyForcibly();
            return true;
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        var last = lines.subList(Math.max(0, lines.size() - 5), lines.size());
        return "It said: "
                + (last.isEmpty() ? "nothing" : String.join(" / ", last))
                + " ("
                + log
                + ")";
    }
}
