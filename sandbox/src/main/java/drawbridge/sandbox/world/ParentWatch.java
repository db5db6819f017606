package drawbridge.sandbox.world;

import java.util.Map;
import java.util.Optional;

/// Ends this process when the one that started it is gone, however that came about. Whoever starts
/// parts names itself in `DRAWBRIDGE_PARENT_PID`.
public final class ParentWatch {

    private static final String PARENT = "DRAWBRIDGE_PARENT_PID";

    private ParentWatch() {}

    /// Begins to watch, if there is somebody to be watched.
    public static void begin(Map<String, String> environment) {
        Optional.ofNullable(environment.get(PARENT))
                .filter(pid -> pid.matches("\\d{1,10}"))
                .map(Long::parseLong)
                .ifPresent(ParentWatch::watch);
    }

    private static void watch(long pid) {
        var parent = ProcessHandle.of(pid);
        if (parent.isPresent()) {
            var _ = parent.get().onExit().thenRun(() -> System.exit(0));
        } else {
            System.exit(0);
        }
    }
}
