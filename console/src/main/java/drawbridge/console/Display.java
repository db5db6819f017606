package drawbridge.console;

import java.util.Locale;
import java.util.Map;

/// Is there a screen to open a window on?
final class Display {

    private Display() {}

    /// Makes JavaFX draw into memory. Must be called before JavaFX starts.
    static void headless() {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
    }

    /// @throws PlainFailure if there is none
    static void require(Map<String, String> environment) {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        boolean inMemory = "Headless".equalsIgnoreCase(System.getProperty("glass.platform", ""));
        // JavaFX needs X11; under Wayland it comes with the variable DISPLAY of XWayland.
        if (linux && !inMemory && environment.getOrDefault("DISPLAY", "").isEmpty()) {
            throw new PlainFailure(
                    "There is no display to open a window on (DISPLAY is not set). Start the"
                            + " console on a desktop, or use --selftest DIR for pictures of it.");
        }
    }
}
