package drawbridge.sandbox.judge;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The final state of every group is what was last put into it, on whichever side that was.
final class NeverOlder implements Check {

    @Override
    public String name() {
        return "never older";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        for (var couple : evidence.couples()) {
            if (couple.broken()) {
                continue;
            }
            for (var group : Group.SHARED) {
                examine(evidence, couple, group, finding);
            }
        }
        return finding;
    }

    private record Newest(History on, Version edit) {}

    private static void examine(Evidence evidence, Couple couple, Group group, Finding finding) {
        var newest = newest(couple, group);
        if (newest.isEmpty()) {
            return;
        }
        var on = newest.get().on();
        var edit = newest.get().edit();
        if (!evidence.parking().since(on.key(), group, edit.at()).isEmpty()) {
            return;
        }
        var end = evidence.fact(on.key()).map(fact -> fact.value(group)).orElse("");
        finding.look();
        if (end.equals(edit.value(group)) || gaveWay(evidence, on, group, edit)) {
            return;
        }
        var sentence =
                "%s of %s ended as '%s', but '%s' was put there last (%s ledger, line %d)"
                        .formatted(
                                group,
                                on.key(),
                                end,
                                edit.value(group),
                                on.key().side().owner(),
                                edit.n());
        var overran = Races.overran(evidence, on, group, edit);
        if (overran.isPresent()) {
            finding.note(sentence + ", after the gateway had looked and just before it wrote.");
        } else {
            finding.breach("Older data won: " + sentence + ".");
        }
    }

    private static Optional<Newest> newest(Couple couple, Group group) {
        return Stream.of(couple.acme(), couple.app())
                .flatMap(on -> on.newestEdit(group).map(edit -> new Newest(on, edit)).stream())
                .max(Comparator.comparing(newest -> newest.edit().at()));
    }

    /// Both sides changed it at once, and that is settled beforehand.
    private static boolean gaveWay(Evidence evidence, History on, Group group, Version edit) {
        return evidence.agreement().givesWay(on.key(), group)
                && on.crossings(group).stream().anyMatch(write -> write.n() > edit.n());
    }
}
