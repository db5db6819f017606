package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import drawbridge.sandbox.parts.Launcher;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// However the demo ends, no process of it outlives it.
class NothingIsLeftIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private @Nullable Process demo;

    @AfterEach
    void endsTheDemo() {
        if (demo != null) {
            demo.destroy();
        }
    }

    private Process start(String... more) throws IOException {
        var line = new ArrayList<String>();
        line.add(new Launcher(System.getenv()).home().resolve("drawbridge").toString());
        line.addAll(List.of("demo", "--for", "60s", "--data", temp.resolve("run").toString()));
        line.addAll(List.of(more));
        var started =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(temp.resolve("said.txt").toFile())
                        .start();
        demo = started;
        return started;
    }

    private List<Long> parts() {
        try {
            var pids = new ArrayList<Long>();
            var file = temp.resolve("run").resolve("run.json");
            if (Files.exists(file)) {
                Http.JSON
                        .readTree(file.toFile())
                        .path("parts")
                        .forEach(part -> pids.add(part.path("pid").asLong()));
            }
            var server = temp.resolve("run/postgres/data/postmaster.pid");
            if (Files.exists(server)) {
                Files.readAllLines(server).stream().limit(1).map(Long::valueOf).forEach(pids::add);
            }
            return pids;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static boolean lives(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void whenItIsEndedByASignalAndPlainLinesWereWritten(String signal) throws Exception {
        var demo = start();
        await().atMost(PATIENCE).until(() -> parts().size() == 5);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(temp.resolve("said.txt"))
                                        .content()
                                        .contains("PostgreSQL, Acme and the app are up")
                                        .contains("Acme's page")
                                        .doesNotContain("\u001b"));
        var parts = parts();
        assertThat(parts).allMatch(NothingIsLeftIT::lives);

        var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(demo.pid())).start();

        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        await().atMost(PATIENCE).until(() -> parts.stream().noneMatch(NothingIsLeftIT::lives));
        if (signal.equals("TERM")) {
            await().atMost(PATIENCE).until(() -> !demo.isAlive());
            assertThat(temp.resolve("said.txt"))
                    .content()
                    .contains("The run is kept in " + temp.resolve("run"));
        }
    }

    /// `script` gives it a terminal, whose keyboard is our pipe.
    @Test
    void whenCtrlCIsTypedTwiceAndNoErrorIsToldBesides() throws Exception {
        var line =
                new Launcher(System.getenv()).home().resolve("drawbridge")
                        + " demo --data "
                        + temp.resolve("run");
        var builder =
                new ProcessBuilder("script", "-qec", line, "/dev/null")
                        .redirectErrorStream(true)
                        .redirectOutput(temp.resolve("said.txt").toFile());
        builder.environment().put("TERM", "xterm");
        var started = builder.start();
        demo = started;
        await().atMost(PATIENCE).until(() -> parts().size() == 5);
        var parts = parts();

        await().atMost(PATIENCE)
                .until(
                        () -> {
                            if (started.isAlive()) {
                                started.getOutputStream().write(3);
                                started.getOutputStream().flush();
                            }
                            return !started.isAlive();
                        });

        assertThat(started.exitValue()).isEqualTo(130);
        await().atMost(PATIENCE).until(() -> parts.stream().noneMatch(NothingIsLeftIT::lives));
        assertThat(temp.resolve("said.txt")).content().doesNotContain("could not be run");
    }

    @Test
    void andNothingIsBegunInAFolderThatHoldsARun() throws Exception {
        Files.createDirectories(temp.resolve("run"));
        Files.writeString(temp.resolve("run").resolve("run.json"), "{}");

        var demo = start();

        assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isEqualTo(2);
        assertThat(Files.readString(temp.resolve("said.txt")))
                .contains("a run needs a folder of its own")
                .doesNotContain("Exception");
    }
}
