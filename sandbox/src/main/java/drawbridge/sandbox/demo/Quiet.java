package drawbridge.sandbox.demo;

import java.io.IOException;
import java.time.Duration;

/// Waits until all is carried and nothing moves any more.
final class Quiet {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration STILL = Duration.ofMillis(2_500);

    private final SandboxControl acme;
    private final SandboxControl app;
    private final OpsClient ops;
    private final Bell wait = new Bell();

    Quiet(SandboxControl acme, SandboxControl app, OpsClient ops) {
        this.acme = acme;
        this.app = app;
        this.ops = ops;
    }

    /// Whether it became quiet in time.
    boolean reached(Duration limit) throws IOException {
        var still = Duration.ZERO;
        for (var waited = Duration.ZERO; waited.compareTo(limit) < 0; waited = waited.plus(LOOK)) {
            still = isStill() ? still.plus(LOOK) : Duration.ZERO;
            if (still.compareTo(STILL) >= 0) {
                return true;
            }
            wait.await(LOOK);
        }
        return false;
    }

    private boolean isStill() throws IOException {
        long happened = acme.happened() + app.happened();
        long unsent = acme.waiting() + app.waiting();
        var overview = ops.overview();
        return happened == 0
                && unsent == 0
                && overview.isPresent()
                && overview.get().path("waiting").asLong() == 0
                && overview.get().path("counts").path("pending").asLong() == 0;
    }
}
