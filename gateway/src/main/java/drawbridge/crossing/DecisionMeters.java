package drawbridge.crossing;

import drawbridge.sync.Decision;

import io.micrometer.core.instrument.MeterRegistry;

import java.util.function.Consumer;

/// Counts what is decided, by kind: `drawbridge.decisions`, and for the groups of a merge
/// `drawbridge.verdicts`.
public final class DecisionMeters implements Consumer<Decision> {

    private final MeterRegistry registry;

    public DecisionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accept(Decision decision) {
        registry.counter("drawbridge.decisions", "kind", decision.kind()).increment();
        if (decision instanceof Decision.Merge merge) {
            merge.verdicts()
                    .values()
                    .forEach(
                            verdict ->
                                    registry.counter("drawbridge.verdicts", "kind", verdict.kind())
                                            .increment());
        }
    }
}
