package drawbridge.console.connection;

import drawbridge.console.client.Probe;

/// One step of the test, as it stands now.
public record StepRow(Probe.Step step, Standing standing, String sentence) {

    /// How a step stands.
    public enum Standing {
        AHEAD,
        RUNNING,
        WELL,
        BADLY
    }
}
