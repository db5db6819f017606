package drawbridge.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What many runs together showed. Not safe for several threads: one collects.
final class Findings {

    /// From so many seeds on, all that may occur has to.
    static final int ALL_OCCURS = 1_000;

    /// How often, at least, in so many seeds.
    static final long OFTEN = 100;

    private final Map<Breach.Kind, Long> counts = new EnumMap<>(Breach.Kind.class);
    private final List<SeedRun> broken = new ArrayList<>();
    private final Coverage coverage = new Coverage();
    private Duration virtual = Duration.ZERO;
    private final boolean allDecisions;
    private int seeds;

    Findings() {
        this(true);
    }

    /// @param allDecisions whether the mappings are such that each decision may occur
    Findings(boolean allDecisions) {
        this.allDecisions = allDecisions;
    }

    void add(SeedRun run) {
        seeds++;
        virtual = virtual.plus(run.virtual());
        coverage.add(run.coverage());
        run.breaches().forEach(breach -> counts.merge(breach.kind(), 1L, Long::sum));
        if (!run.breaches().isEmpty()) {
            broken.add(run);
            broken.sort(Comparator.comparingLong(one -> one.plan().seed()));
        }
    }

    int seeds() {
        return seeds;
    }

    long count(Breach.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    long breaches() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /// In the order of their seeds.
    List<SeedRun> broken() {
        return List.copyOf(broken);
    }

    Coverage coverage() {
        return coverage;
    }

    Duration virtual() {
        return virtual;
    }

    /// What occurred too seldom to count as tried; of few seeds nothing is demanded.
    List<String> seldom() {
        return seeds < ALL_OCCURS
                ? List.of()
                : Stream.concat(
                                coverage.faults().entrySet().stream(),
                                allDecisions
                                        ? coverage.decisions().entrySet().stream()
                                        : Stream.<Map.Entry<String, Long>>empty())
                        .filter(entry -> entry.getValue() < OFTEN)
                        .map(Map.Entry::getKey)
                        .toList();
    }

    boolean clean() {
        return breaches() == 0 && seldom().isEmpty();
    }
}
