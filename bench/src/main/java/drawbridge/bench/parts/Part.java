package drawbridge.bench.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process that was started.
public final class Part implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LOOK_MILLIS = 20;

    /// A PostgreSQL may need most of it to write all down.
    private static final Duration GRACE = Duration.ofSeconds(25);

    private static final int LAST_LINES = 4;
    private static final int LONGEST_LINE = 300;

    private final String name;
    private final Process process;
    private final Path log;

    Part(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    public long pid() {
        return process.pid();
    }

    /// Waits for the file by which the process says that it is ready, and reads it.
    ///
    /// @throws IOException if the process ends before, or the time is up, with what it said last
    public JsonNode ready(Path file, Duration limit) throws IOException {
        for (long waited = 0; waited < limit.toMillis(); waited += LOOK_MILLIS) {
            if (Files.exists(file)) {
                return JSON.readTree(file.toFile());
            }
            if (ended(LOOK_MILLIS)) {
                throw new IOException(name + " ended before it was ready. " + lastWords());
            }
        }
        throw new IOException(
                name + " was not ready within " + limit.toSeconds() + " s. " + lastWords());
    }

    /// @throws IOException if the process has ended, with what it said last
    public void check() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " ended in the middle of the run. " + lastWords());
        }
    }

    /// Asks the process to end and waits; after some patience it is ended by force.
    @Override
    public void close() {
        process.destroy();
        if (!ended(GRACE.toMillis())) {
            var _ = process.destroyForcibly();
            boolean _ = ended(GRACE.toMillis());
        }
    }

    private boolean ended(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            var _ = process.destroyForcibly();
            return true;
        }
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        List<String> last =
                lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                        .map(
                                line ->
                                        line.length() > LONGEST_LINE
                                                ? line.substring(0, LONGEST_LINE) + "…"
                                                : line)
                        .toList();
        return "It said: " + (last.isEmpty() ? "nothing." : String.join(" / ", last));
    }
}
