package drawbridge.bench.parts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts processes: commands of `./drawbridge`, and programs of this class path. Each watches this
/// process and ends with it, however it ended.
public final class Launcher {

    private static final String PARENT = "DRAWBRIDGE_PARENT_PID";
    private static final String OPTIONS = "DRAWBRIDGE_JAVA_OPTS";

    /// Ctrl-C goes to all processes of a terminal's foreground: here it is for this one alone,
    /// which ends the others in their order.
    private static final String APART = "trap '' INT; exec \"$@\"";

    private final Map<String, String> environment;
    private final Path folder;

    /// @param environment of this process
    /// @param folder where logs go
    public Launcher(Map<String, String> environment, Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    /// The top folder of Drawbridge.
    public static Path home(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("DRAWBRIDGE_HOME", ".")).toAbsolutePath();
    }

    /// Starts a command of the launcher.
    ///
    /// @param options of its JVM, after those that this process was given for it
    public Part command(
            String name, List<String> arguments, Map<String, String> more, List<String> options)
            throws IOException {
        List<String> line = new ArrayList<>();
        line.add(
                Optional.ofNullable(environment.get("DRAWBRIDGE_LAUNCHER"))
                        .orElse(home(environment).resolve("drawbridge").toString()));
        line.addAll(arguments);
        ProcessBuilder builder = builder(name, line);
        builder.environment()
                .put(
                        OPTIONS,
                        (environment.getOrDefault(OPTIONS, "") + " " + String.join(" ", options))
                                .strip());
        builder.environment().putIfAbsent("DRAWBRIDGE_BUILT", built());
        builder.environment().putAll(more);
        return new Part(name, builder.start(), log(name));
    }

    /// Starts a program of this class path.
    public Part program(Class<?> main, String name, Map<String, String> more) throws IOException {
        List<String> line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName());
        ProcessBuilder builder = builder(name, line);
        builder.environment().putAll(more);
        return new Part(name, builder.start(), log(name));
    }

    private ProcessBuilder builder(String name, List<String> line) {
        List<String> apart = new ArrayList<>(List.of("bash", "-c", APART, name));
        apart.addAll(line);
        ProcessBuilder builder =
                new ProcessBuilder(apart)
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(log(name).toFile());
        builder.environment().put(PARENT, Long.toString(ProcessHandle.current().pid()));
        return builder;
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /// The build that this process runs from, so that nothing is built in the middle of a run.
    private String built() {
        Path classes =
                Path.of(System.getProperty("java.class.path", "").split(File.pathSeparator, 2)[0]);
        Path bench = home(environment).resolve("bench");
        return Optional.of(classes)
                .filter(path -> path.startsWith(bench))
                .flatMap(path -> Optional.ofNullable(bench.relativize(path).getParent()))
                .map(Path::toString)
                .orElse("target/quick");
    }

    /// Ends this process when the one that started it is gone. Does nothing when nobody did.
    public static void endWithParent() {
        Optional.ofNullable(System.getenv(PARENT))
                .map(Long::parseLong)
                .ifPresent(
                        pid ->
                                ProcessHandle.of(pid)
                                        .ifPresentOrElse(
                                                parent -> {
                                                    var _ =
                                                            parent.onExit()
                                                                    .thenRun(() -> System.exit(0));
                                                },
                                                () -> System.exit(0)));
    }
}
