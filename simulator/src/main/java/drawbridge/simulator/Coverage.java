package drawbridge.simulator;

import drawbridge.sync.Decision;
import drawbridge.sync.Verdict;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How often each fault occurred, and each decision was made: what a run did not touch, it did not
/// try.
final class Coverage {

    private final Map<String, Long> faults = new TreeMap<>();
    private final Map<String, Long> decisions = new TreeMap<>();

    /// Of a closed family nothing is left out, whether it occurred or not: what is decided by now
    /// and was not when this was written, too.
    Coverage() {
        for (Fault fault : Fault.values()) {
            faults.put(fault.word(), 0L);
        }
        kinds(Decision.class)
                .filter(kind -> kind != Decision.Merge.class)
                .forEach(kind -> decisions.put(word(kind), 0L));
        kinds(Verdict.class).forEach(kind -> decisions.put(ofMerge(kind), 0L));
    }

    void occurred(Fault fault) {
        faults.merge(fault.word(), 1L, Long::sum);
    }

    void made(Decision decision) {
        if (decision instanceof Decision.Merge merge) {
            merge.verdicts().values().forEach(this::made);
        } else {
            decisions.merge(word(decision.getClass()), 1L, Long::sum);
        }
    }

    private void made(Verdict verdict) {
        decisions.merge(ofMerge(verdict.getClass()), 1L, Long::sum);
    }

    void add(Coverage other) {
        other.faults.forEach((name, count) -> faults.merge(name, count, Long::sum));
        other.decisions.forEach((name, count) -> decisions.merge(name, count, Long::sum));
    }

    Map<String, Long> faults() {
        return Collections.unmodifiableMap(faults);
    }

    /// Decisions by kind; those of a merge group by group.
    Map<String, Long> decisions() {
        return Collections.unmodifiableMap(decisions);
    }

    /// The records of a sealed family, those of its branches among them.
    private static Stream<Class<?>> kinds(Class<?> family) {
        return family.isSealed()
                ? Arrays.stream(family.getPermittedSubclasses()).flatMap(Coverage::kinds)
                : Stream.of(family);
    }

    private static String ofMerge(Class<?> verdict) {
        return "merge-" + word(verdict);
    }

    /// As the gateway counts it, too.
    private static String word(Class<?> kind) {
        return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
