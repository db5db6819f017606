package drawbridge.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The launcher while it builds, in a folder of its own and with a Maven that does as it is told.
class LauncherIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path LAUNCHER = Path.of(System.getenv("DRAWBRIDGE_LAUNCHER"));

    @TempDir private Path home;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void aFolderThatLooksLikeOurs() throws IOException {
        Files.copy(LAUNCHER, home.resolve("drawbridge"));
        Files.copy(LAUNCHER.resolveSibling("pom.xml"), home.resolve("pom.xml"));
        for (var module : List.of("ops-api", "gateway", "console", "sandbox")) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.writeString(home.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.createDirectories(home.resolve("bin"));
    }

    @AfterEach
    void endsWhatWasStarted() {
        started.stream().flatMap(Process::descendants).forEach(ProcessHandle::destroyForcibly);
        started.forEach(Process::destroyForcibly);
    }

    private void maven(String... lines) throws IOException {
        var script = home.resolve("bin/mvn");
        Files.writeString(script, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Apart from this process's own group, as a shell starts what is typed.
    private Process launch(String name) throws IOException {
        var builder =
                new ProcessBuilder(
                                "setsid",
                                // Who starts the tests in the background has them ignore it.
                                "env",
                                "--default-signal=INT",
                                home.resolve("drawbridge").toString(),
                                "demo")
                        .redirectErrorStream(true)
                        .redirectOutput(said(name).toFile());
        builder.environment().remove("DRAWBRIDGE_BUILT");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", "", (path, _) -> home.resolve("bin") + ":" + path);
        var process = builder.start();
        started.add(process);
        return process;
    }

    private Path said(String name) {
        return home.resolve("said-" + name);
    }

    private List<String> lines(String file) throws IOException {
        var path = home.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    private static boolean lives(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, whole group", "TERM, 143, launcher alone"})
    void ctrlCDuringTheBuildLeavesNothingRunningAndTheLockFree(String signal, int code, String whom)
            throws Exception {
        maven(
                "sleep 600 &",
                "printf '%s\\n%s\\n' $$ $! >" + home + "/pids.new",
                "mv " + home + "/pids.new " + home + "/pids",
                "wait");
        var launcher = launch("one");
        await().atMost(PATIENCE).until(() -> lines("pids").size() == 2);
        var pids = lines("pids");

        var target = (whom.equals("whole group") ? "-" : "") + launcher.pid();
        var kill = new ProcessBuilder("kill", "-" + signal, "--", target).start();

        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(code);
        await().atMost(PATIENCE).until(() -> pids.stream().noneMatch(LauncherIT::lives));
        var lock =
                new ProcessBuilder(
                                "flock",
                                "-n",
                                home.resolve(".drawbridge/build.lock").toString(),
                                "true")
                        .start();
        assertThat(lock.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lock.exitValue()).as("the lock is free").isZero();
        assertThat(said("one")).content().contains("stopped.").doesNotContain("line ");
        assertThat(home.resolve("target/quick/launcher.stamp"))
                .as("nothing passes for built")
                .doesNotExist();
    }

    @Test
    void twoStartsAtOnceBuildOnce() throws Exception {
        maven(
                "echo run >>" + home + "/runs",
                "until [ -e " + home + "/go ]; do sleep 0.05; done",
                "for m in gateway simulator bench console sandbox; do",
                "  mkdir -p " + home + "/$m/target/quick/classes",
                "  printf '%s' " + LAUNCHER + " >" + home + "/$m/target/quick/runtime.classpath",
                "done");
        var one = launch("one");
        await().atMost(PATIENCE).until(() -> lines("runs").size() == 1);
        var two = launch("two");
        await().atMost(PATIENCE).until(() -> Files.readString(said("two")).contains("Waiting"));

        Files.createFile(home.resolve("go"));

        for (var launcher : List.of(one, two)) {
            assertThat(launcher.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(lines("runs")).hasSize(1);
        assertThat(said("two"))
                .content()
                .contains("Waiting for another build of Drawbridge to end")
                .contains("'demo' is not part of this build")
                .doesNotContain("Building");
    }

    @Test
    void aBuildThatFailsSaysWhyInItsFirstErrors() throws Exception {
        maven("echo '[ERROR] Demo.java:[7,1] a semicolon is missing'", "exit 1");

        var launcher = launch("one");

        assertThat(launcher.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(said("one"))
                .content()
                .contains("failed.", "a semicolon is missing", ".drawbridge/build.log");
    }
}
