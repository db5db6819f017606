package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class PastRunsTest {

    @TempDir private Path folder;

    @Test
    void theLastThreeAreKeptAndWhatIsNoRunIsLeftAlone() throws IOException {
        for (var name :
                new String[] {
                    "20261128-090000",
                    "20261129-090000",
                    "20261129-210000",
                    "20261130-090000",
                    "20261130-100000",
                    "mine"
                }) {
            run(name);
        }

        new PastRuns(folder).keep(3);

        assertThat(names()).isEqualTo("20261129-210000 20261130-090000 20261130-100000 mine");
    }

    @Test
    void aRunWhoseDatabaseSomebodyHasInHandIsKept() throws Exception {
        run("20261128-090000");
        var held = run("20261129-090000");
        run("20261130-090000");
        try (var holder = Holder.of(held.resolve("postgres").resolve("owner.lock"))) {
            assertThat(holder.process().isAlive()).isTrue();

            new PastRuns(folder).keep(1);

            assertThat(names()).isEqualTo("20261129-090000 20261130-090000");
        }
        new PastRuns(folder).keep(1);
        assertThat(names()).isEqualTo("20261130-090000");
    }

    @CanIgnoreReturnValue
    private Path run(String name) throws IOException {
        var run = folder.resolve(name);
        Files.createDirectories(run.resolve("postgres"));
        Files.writeString(run.resolve("run.json"), "{}");
        Files.writeString(run.resolve("postgres").resolve("owner.lock"), "");
        return run;
    }

    private String names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString())
                    .sorted()
                    .collect(Collectors.joining(" "));
        }
    }

    /// Another process that locks a file.
    private record Holder(Process process) implements AutoCloseable {

        static Holder of(Path lock) throws IOException {
            var source =
                    """
                    void main(String[] args) throws Exception {
                        try (var channel = java.nio.channels.FileChannel.open(
                                java.nio.file.Path.of(args[0]),
                                java.nio.file.StandardOpenOption.WRITE);
                                var held = channel.lock()) {
                            IO.println("held");
                            System.in.read();
                        }
                    }
                    """;
            var file = Files.writeString(lock.resolveSibling("Holder.java"), source);
            var process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    file.toString(),
                                    lock.toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            assertThat(process.inputReader().readLine()).isEqualTo("held");
            return new Holder(process);
        }

        @Override
        public void close() throws IOException {
            process.outputWriter().close();
            var _ = process.onExit().join();
        }
    }
}
