package drawbridge.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Makes a plan that breaks a promise smaller, as long as it breaks one of that kind: fewer
/// customers, fewer faults, less time. What is left is what it takes.
final class Shrinking {

    private static final Duration LEAST = Duration.ofSeconds(5);

    private final Breach.Kind kind;

    Shrinking(Breach.Kind kind) {
        this.kind = kind;
    }

    /// @param broken breaks a promise of that kind
    SimPlan shrink(SimPlan broken) {
        SimPlan small = broken;
        for (String tenant : broken.tenants()) {
            if (small.tenants().size() > 1) {
                small = smaller(small, small.forTenant(tenant)).orElse(small);
            }
        }
        for (Fault fault : List.of(Fault.values())) {
            small = smaller(small, small.without(fault)).orElse(small);
        }
        Duration half = small.unrest().dividedBy(2);
        while (half.compareTo(LEAST) >= 0) {
            Optional<SimPlan> shorter = smaller(small, small.within(half));
            if (shorter.isEmpty()) {
                break;
            }
            small = shorter.get();
            half = half.dividedBy(2);
        }
        return small;
    }

    private Optional<SimPlan> smaller(SimPlan now, SimPlan tried) {
        return !tried.equals(now) && SeedRun.of(tried).breaks(kind)
                ? Optional.of(tried)
                : Optional.empty();
    }
}
