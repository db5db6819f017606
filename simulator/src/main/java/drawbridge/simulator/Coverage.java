package drawbridge.simulator;

import drawbridge.sync.Decision;
import drawbridge.sync.Verdict;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How often each fault occurred, and each decision was made: what a run did not touch, it did not
/// try.
final class Coverage {

    private final Map<String, Long> faults = new TreeMap<>();
    private final Map<String, Long> decisions = new TreeMap<>();

    /// Of a closed family nothing is left out, whether it occurred or not.
    Coverage() {
        for (Fault fault : Fault.values()) {
            faults.put(fault.word(), 0L);
        }
        for (String kind : KINDS) {
            decisions.put(kind, 0L);
        }
    }

    void occurred(Fault fault) {
        faults.merge(fault.word(), 1L, Long::sum);
    }

    void made(Decision decision) {
        if (decision instanceof Decision.Merge merge) {
            merge.verdicts().values().forEach(this::made);
        } else {
            decisions.merge(decision.kind(), 1L, Long::sum);
        }
    }

    private void made(Verdict verdict) {
        decisions.merge("merge-" + verdict.kind(), 1L, Long::sum);
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

    private static final java.util.List<String> KINDS =
            java.util.List.of(
                    "create",
                    "adopt",
                    "rename",
                    "leave",
                    "bury",
                    "revive",
                    "remake",
                    "expand",
                    "await-parent",
                    "await-origin",
                    "await-proof",
                    "hold",
                    "reject",
                    "merge-same",
                    "merge-agreed",
                    "merge-write",
                    "merge-conflict",
                    "merge-bad",
                    "merge-wait",
                    "merge-parked");
}
