package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Looks at the gateway once a second, writes down what it says of itself, and shows the stage.
final class Lookout implements AutoCloseable {

    private static final int SECONDS = 60;
    private static final long FRAME_MILLIS = 200;

    private final Stage stage;
    private final Screen screen;
    private final InstantSource clock;
    private final BufferedWriter notes;
    private boolean ended;
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(
                    2, work -> Thread.ofPlatform().daemon().name("lookout").unstarted(work));

    Lookout(Stage stage, Screen screen, InstantSource clock, RunFolder folder) throws IOException {
        this.stage = stage;
        this.screen = screen;
        this.clock = clock;
        this.notes = Files.newBufferedWriter(folder.file("ops.jsonl"));
        var _ =
                threads.scheduleWithFixedDelay(
                        () -> screen.show(stage.scene()), 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Begins to look at the gateway.
    void watch(OpsClient ops) {
        var _ = threads.scheduleAtFixedRate(() -> look(ops), 0, 1, TimeUnit.SECONDS);
    }

    private void look(OpsClient ops) {
        if (hasEnded()) {
            return;
        }
        var overview = ops.overview();
        stage.seen(overview, ops.throughput(SECONDS));
        overview.ifPresent(said -> note(said, false, Http.JSON.createArrayNode()));
    }

    /// Writes down the last word of the gateway.
    void last(OpsClient ops) throws IOException {
        var parked = ops.parked();
        var overview = ops.overview();
        stage.seen(overview, ops.throughput(SECONDS));
        note(
                overview.orElseThrow(() -> new IOException("The gateway does not answer.")),
                true,
                parked);
        threads.shutdown();
    }

    private synchronized boolean hasEnded() {
        return ended;
    }

    private synchronized void note(JsonNode overview, boolean last, JsonNode parked) {
        if (ended) {
            return;
        }
        ended = last;
        var line = Http.JSON.createObjectNode();
        line.put("at", clock.instant().toString()).set("overview", overview);
        if (last) {
            line.put("final", true).set("parked", parked);
        }
        try {
            notes.write(line.toString());
            notes.newLine();
            notes.flush();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        try {
            var _ = threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        screen.show(stage.scene());
        screen.close();
        notes.close();
    }
}
