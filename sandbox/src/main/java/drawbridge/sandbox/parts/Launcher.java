package drawbridge.sandbox.parts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts commands of `./drawbridge`. What it starts ends with the process that started it, even if
/// that one is killed: each gets its pid in `DRAWBRIDGE_PARENT_PID` and watches it.
public final class Launcher {

    /// The keyboard's Ctrl-C goes to the whole foreground group: parts are told by us when to end.
    private static final String APART =
            "trap '' INT; if command -v setsid >/dev/null 2>&1; then exec setsid \"$@\"; fi; exec"
                    + " \"$@\"";

    private final Path script;
    private final Map<String, String> environment;

    /// @param environment of this process
    public Launcher(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.script =
                Optional.ofNullable(environment.get("DRAWBRIDGE_LAUNCHER"))
                        .map(Path::of)
                        .or(
                                () ->
                                        Optional.ofNullable(environment.get("DRAWBRIDGE_HOME"))
                                                .map(home -> Path.of(home, "drawbridge")))
                        .orElse(Path.of("drawbridge"))
                        .toAbsolutePath();
    }

    /// The top folder of Drawbridge.
    public Path home() {
        return Optional.ofNullable(environment.get("DRAWBRIDGE_HOME"))
                .map(Path::of)
                .or(() -> Optional.ofNullable(script.getParent()))
                .orElse(Path.of("."))
                .toAbsolutePath();
    }

    /// Starts a command. All that it says goes to `log`.
    ///
    /// @param more environment on top of this process's own
    public Part start(String name, List<String> command, Map<String, String> more, Path log)
            throws IOException {
        var line = new ArrayList<>(List.of("bash", "-c", APART, name, script.toString()));
        line.addAll(command);
        var builder =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(log.toFile());
        builder.environment()
                .put("DRAWBRIDGE_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
        built().ifPresent(folder -> builder.environment().putIfAbsent("DRAWBRIDGE_BUILT", folder));
        builder.environment().putAll(more);
        return new Part(name, builder.start(), log);
    }

    /// The build that this process runs from, so that no part builds anew in the middle of a run.
    private Optional<String> built() {
        var path = System.getProperty("java.class.path", "");
        int end = path.indexOf(File.pathSeparatorChar);
        var classes = Path.of(end < 0 ? path : path.substring(0, end));
        var sandbox = home().resolve("sandbox");
        return classes.isAbsolute() && classes.startsWith(sandbox) && classes.endsWith("classes")
                ? Optional.ofNullable(sandbox.relativize(classes).getParent()).map(Path::toString)
                : Optional.empty();
    }
}
