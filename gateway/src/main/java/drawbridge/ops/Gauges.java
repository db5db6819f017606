package drawbridge.ops;

import drawbridge.opsapi.Counts;
import drawbridge.opsapi.Direction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// The figures of the last look at the store as metrics. Labels are directions and outcomes only,
/// so that a thousand tenants make no more series than one.
///
/// | metric | what |
/// | --- | --- |
/// | `drawbridge_waiting` | records that wait without needing a person |
/// | `drawbridge_oldest_waiting_seconds` | how long the oldest of them has waited |
/// | `drawbridge_parked{kind}` | conflicts and dead letters that wait for a person |
/// | `drawbridge_breakers_open` | systems of tenants that are not called now |
/// | `drawbridge_pairs{direction,outcome}` | (change, flow) pairs by what became of them |
/// | `drawbridge_duplicates_total{direction}` | deliveries that were no new change |
/// | `drawbridge_store_current` | 1 while the figures are not older than three seconds |
final class Gauges {

    private static final String PARKED = "Conflicts and dead letters that wait for a person";

    private Gauges() {}

    static void register(MeterRegistry registry, Watch watch) {
        Supplier<Snapshot> last = watch::last;
        gauge(
                registry,
                "drawbridge.waiting",
                "Records that wait without needing a person",
                last,
                s -> s.tick(Map.of()).waiting());
        gauge(
                registry,
                "drawbridge.oldest.waiting.seconds",
                "How long the oldest of them has waited",
                last,
                s -> s.tick(Map.of()).oldestWaitingSeconds());
        Gauge.builder("drawbridge.parked", last, l -> l.get().tick(Map.of()).conflicts())
                .description(PARKED)
                .tag("kind", "conflict")
                .strongReference(true)
                .register(registry);
        Gauge.builder("drawbridge.parked", last, l -> l.get().tick(Map.of()).deadLetters())
                .description(PARKED)
                .tag("kind", "dead")
                .strongReference(true)
                .register(registry);
        gauge(
                registry,
                "drawbridge.breakers.open",
                "Systems of tenants that are not called now",
                last,
                s -> s.tick(Map.of()).openBreakers());
        Gauge.builder("drawbridge.store.current", watch, w -> w.current() ? 1 : 0)
                .description("1 while the figures are not older than three seconds")
                .strongReference(true)
                .register(registry);
        for (Direction direction : Direction.values()) {
            pairs(registry, last, direction, "acknowledged", Counts::acknowledged);
            pairs(registry, last, direction, "applied", Counts::applied);
            pairs(registry, last, direction, "unchanged", Counts::unchanged);
            pairs(registry, last, direction, "superseded", Counts::superseded);
            pairs(registry, last, direction, "conflict", Counts::conflict);
            pairs(registry, last, direction, "dead", Counts::dead);
            pairs(registry, last, direction, "pending", Counts::pending);
            FunctionCounter.builder(
                            "drawbridge.duplicates", last, l -> of(l.get(), direction).duplicates())
                    .description("Deliveries that were no new change")
                    .tag("direction", direction.name())
                    .register(registry);
        }
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            String description,
            Supplier<Snapshot> last,
            ToDoubleFunction<Snapshot> figure) {
        Gauge.builder(name, last, l -> figure.applyAsDouble(l.get()))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private static void pairs(
            MeterRegistry registry,
            Supplier<Snapshot> last,
            Direction direction,
            String outcome,
            ToDoubleFunction<Counts> figure) {
        Gauge.builder("drawbridge.pairs", last, l -> figure.applyAsDouble(of(l.get(), direction)))
                .description("(change, flow) pairs by what became of them")
                .tag("direction", direction.name())
                .tag("outcome", outcome)
                .strongReference(true)
                .register(registry);
    }

    private static Counts of(Snapshot snapshot, Direction direction) {
        return snapshot.directions().getOrDefault(direction, Counts.NONE);
    }
}
