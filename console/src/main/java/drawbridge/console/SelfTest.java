package drawbridge.console;

import drawbridge.console.shell.LinkState;
import drawbridge.console.shell.Screen;

import javafx.scene.Scene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/// Opens each screen in each theme and keeps a picture of it, for whoever must know that a package
/// works on a machine without a display. Runs on the UI thread, step by step.
final class SelfTest {

    private static final Duration SETTLE = Duration.ofMillis(1500);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(20);

    private record Shot(Screen screen, boolean dark) {}

    private final ConsoleWindow window;
    private final Scene scene;
    private final Path folder;
    private final Queue<Shot> shots = new ArrayDeque<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private int written;

    SelfTest(ConsoleWindow window, Scene scene, Path folder, List<Boolean> themes) {
        this.window = window;
        this.scene = scene;
        this.folder = folder;
        for (boolean dark : themes) {
            window.screens().forEach(screen -> shots.add(new Shot(screen, dark)));
        }
    }

    /// @param connects whether the window is connecting to a gateway, which is then waited for
    /// @return a sentence that says what was written; failed with a sentence if it could not be
    CompletableFuture<String> run(boolean connects) {
        if (connects) {
            awaitConnection(window.bench().clock().instant().plus(LONGEST_CONNECT));
        } else {
            next();
        }
        return end;
    }

    private void awaitConnection(Instant latest) {
        var bench = window.bench();
        String problem = window.connection().problemProperty().get();
        if (bench.link().stateProperty().get() instanceof LinkState.Live) {
            next();
        } else if (!problem.isEmpty()) {
            fail(problem);
        } else if (bench.clock().instant().isAfter(latest)) {
            fail("The gateway was not reached in time.");
        } else {
            var _ = bench.pulse().after(Duration.ofMillis(200), () -> awaitConnection(latest));
        }
    }

    private void next() {
        Shot shot = shots.poll();
        if (shot == null) {
            end.complete("%d pictures in %s".formatted(written, folder));
            return;
        }
        window.dark().set(shot.dark());
        window.shell().open(shot.screen().id());
        var _ = window.bench().pulse().after(SETTLE, () -> take(shot));
    }

    private void take(Shot shot) {
        String name = shot.screen().id() + (shot.dark() ? "-dark.png" : "-light.png");
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name), Png.of(scene.snapshot(null)));
            written++;
            next();
        } catch (IOException | UncheckedIOException e) {
            fail("No picture can be written to %s.".formatted(folder));
        }
    }

    private void fail(String sentence) {
        end.completeExceptionally(new PlainFailure(sentence));
    }
}
