package drawbridge.simulator;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Labels of records, which both sides add and take away: none is ever added twice.
@NullUnmarked
final class SimLabels {

    private final VirtualTime time;
    private final Map<RecordRef, Set<Value>> added = new HashMap<>();
    private final Map<RecordRef, Set<Value>> removed = new HashMap<>();
    private int serial;

    SimLabels(VirtualTime time) {
        this.time = time;
    }

    /// What a user sends who adds a label, or takes one away.
    Value.Obj change(Side side, RecordRef record, Value.Obj now) {
        List<Value> labels = new ArrayList<>(of(side, now));
        if (labels.size() > 1 && time.chance(0.4)) {
            Value label = labels.remove(time.random.nextInt(labels.size()));
            removed.computeIfAbsent(record, _ -> new HashSet<>()).add(label);
        } else {
            Value label = Value.of("Label " + ++serial);
            added.computeIfAbsent(record, _ -> new HashSet<>()).add(label);
            labels.add(label);
        }
        return new Value.Obj(Map.of(member(side), new Value.Arr(labels)));
    }

    /// What is wrong with the labels of two linked records.
    ///
    /// @param records both that are linked
    /// @param before those in whose place they were made: what was taken from one of them is
    ///   nobody's loss
    List<String> wrong(List<RecordRef> records, List<RecordRef> before, Side side, Value.Obj now) {
        Set<Value> there = new HashSet<>(of(side, now));
        Set<Value> gone = new HashSet<>();
        Set<Value> wanted = new HashSet<>();
        for (RecordRef record : records) {
            gone.addAll(removed.getOrDefault(record, Set.of()));
            wanted.addAll(added.getOrDefault(record, Set.of()));
        }
        wanted.removeAll(gone);
        before.forEach(record -> wanted.removeAll(removed.getOrDefault(record, Set.of())));
        List<String> wrong = new ArrayList<>();
        if (!there.containsAll(wanted)) {
            wrong.add("lost label: " + records + " have " + there + ", not all of " + wanted);
        }
        gone.retainAll(there);
        if (!gone.isEmpty()) {
            wrong.add("label that came back: " + gone + " of " + records);
        }
        return wrong;
    }

    private static String member(Side side) {
        return side == Side.ACME ? "labels" : "tags";
    }

    private static List<Value> of(Side side, Value.Obj record) {
        return record.members().get(member(side)) instanceof Value.Arr(List<Value> labels)
                ? labels
                : List.of();
    }
}
