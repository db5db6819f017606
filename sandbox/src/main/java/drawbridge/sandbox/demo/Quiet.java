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
        return reached(limit, () -> {});
    }

    /// Whether it became quiet in time.
    ///
    /// @param meanwhile done again and again as long as something moves or waits
    boolean reached(Duration limit, Chore meanwhile) throws IOException {
        var still = Duration.ZERO;
        for (var waited = Duration.ZERO; waited.compareTo(limit) < 0; waited = waited.plus(LOOK)) {
            still = isStill() ? still.plus(LOOK) : Duration.ZERO;
            if (still.compareTo(STILL) >= 0) {
                return true;
            }
            if (still.isZero()) {
                meanwhile.run();
            }
            wait.await(LOOK);
        }
        return false;
    }

    /// What somebody does who talks to the gateway.
    @FunctionalInterface
    interface Chore {
        void run() throws IOException;
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
