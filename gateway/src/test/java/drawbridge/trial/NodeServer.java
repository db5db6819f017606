package drawbridge.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A server of others that runs on Node, as a process of its own.
public final class NodeServer implements AutoCloseable {

    /// Where the build brought the packages that `src/test/npm` names.
    private static final Path PACKAGES = Path.of("target", "npm");

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final CompletableFuture<MatchResult> ready = new CompletableFuture<>();

    private NodeServer(Process process) {
        this.process = process;
    }

    /// @param file of the packages
    /// @throws IllegalStateException with what is to be done, where they are not there
    public static Path packaged(String file) {
        Path path = PACKAGES.resolve(file).toAbsolutePath();
        if (!Files.isReadable(path)) {
            throw new IllegalStateException(
                    path
                            + " is not there: gateway/src/test/npm/install gateway/target/npm"
                            + " brings it");
        }
        return path;
    }

    /// @param line by which it says that it listens
    public static NodeServer start(Pattern line, String script, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("node", packaged(script).toString()));
        command.addAll(List.of(arguments));
        NodeServer server =
                new NodeServer(
                        new ProcessBuilder(command)
                                .directory(PACKAGES.toFile())
                                .redirectErrorStream(true)
                                .start());
        var _ = Thread.ofVirtual().start(() -> server.listen(line));
        return server;
    }

    private void listen(Pattern line) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String one = lines.readLine(); one != null; one = lines.readLine()) {
                said.add(one);
                line.matcher(one).results().findFirst().ifPresent(ready::complete);
            }
        } catch (IOException closed) {
            said.add("and then " + closed.getMessage());
        }
        boolean _ = ready.completeExceptionally(new IllegalStateException("it ended"));
    }

    /// What it said by its line.
    public MatchResult ready() throws InterruptedException {
        try {
            return ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException notStarted) {
            throw new IllegalStateException(String.join("\n", said), notStarted);
        }
    }

    /// All that it said by now.
    public List<String> said() {
        return List.copyOf(said);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            boolean ended = process.waitFor(10, TimeUnit.SECONDS);
            if (!ended) {
                var _ = process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            var _ = process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
