package drawbridge.platform;

import java.util.Optional;

/// Ends this process when the one that started it is gone, however that happened, so that a demo
/// leaves nothing running even when it is killed.
final class ParentWatch {

    static final String VARIABLE = "DRAWBRIDGE_PARENT_PID";

    private ParentWatch() {}

    /// Does nothing unless the environment names a parent.
    static void begin(String pid, Runnable whenGone) {
        Optional<ProcessHandle> parent;
        try {
            parent = ProcessHandle.of(Long.parseLong(pid));
        } catch (NumberFormatException notOne) {
            return;
        }
        parent.ifPresentOrElse(
                handle -> handle.onExit().thenRun(whenGone).isCompletedExceptionally(), whenGone);
    }
}
