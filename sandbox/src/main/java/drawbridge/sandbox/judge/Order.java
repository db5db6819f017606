package drawbridge.sandbox.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

/// What the gateway wrote to a record follows the order in which it was put into the other one, and
/// whoever works on a record has the right to it from then on.
final class Order implements Check {

    @Override
    public String name() {
        return "order";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        for (var couple : evidence.couples()) {
            for (var target : Side.values()) {
                for (var group : Group.SHARED) {
                    examine(couple, target, group, finding);
                }
            }
        }
        epochs(evidence, finding);
        return finding;
    }

    private static void examine(Couple couple, Side target, Group group, Finding finding) {
        var source = shown(couple.on(target.other()), group);
        var written = couple.on(target);
        int reached = 0;
        for (var write : written.crossings(group)) {
            var value = write.value(group);
            int next = indexFrom(source, value, reached);
            // A value that the source never had is a ghost, and told as one.
            finding.expect(
                    next >= 0 || !source.contains(value),
                    "Out of order: %s of %s was set to '%s' (%s ledger, line %d) after a later value."
                            .formatted(group, written.key(), value, target.owner(), write.n()));
            reached = Math.max(reached, next);
        }
    }

    private static List<String> shown(History source, Group group) {
        var shown = new ArrayList<String>();
        for (var version : source.versions()) {
            shown.add(version.gone() && group == Group.STATUS ? "cancelled" : version.value(group));
        }
        return shown;
    }

    private static int indexFrom(List<String> values, String value, int from) {
        int found = values.subList(from, values.size()).indexOf(value);
        return found < 0 ? -1 : from + found;
    }

    private static void epochs(Evidence evidence, Finding finding) {
        var highest = new HashMap<UUID, Long>();
        for (var attempt : evidence.rows().attempts()) {
            long before = highest.getOrDefault(attempt.lane(), 0L);
            finding.expect(
                    attempt.epoch() >= before,
                    "Attempt %s (%s) was begun under lease %d after lease %d had been given."
                            .formatted(attempt.id(), attempt.tenant(), attempt.epoch(), before));
            highest.merge(attempt.lane(), attempt.epoch(), Math::max);
        }
    }
}
