package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Act;
import drawbridge.sandbox.judge.Rows.Parked;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What a person decided was done, and nothing was done in a person's name that nobody asked for.
final class Obeyed implements Check {

    @Override
    public String name() {
        return "operator";
    }

    @Override
    public boolean mayBeIdle() {
        return true;
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        Map<UUID, Parked> items = new HashMap<>();
        evidence.rows().parked().forEach(item -> items.put(item.id(), item));
        var asked = new HashSet<List<Object>>();
        var acts = new HashSet<List<Object>>();
        evidence.rows().acts().forEach(act -> acts.add(named(act)));
        for (var decision : evidence.noted().operator()) {
            asked.add(named(decision));
            if (decision.accepted()) {
                written(decision, acts, finding);
                var item = Optional.ofNullable(items.get(decision.parked()));
                if (decision.kept().isPresent() && item.isPresent()) {
                    done(evidence, decision, decision.kept().get(), item.get(), finding);
                }
                if (decision.verb().equals("reject")) {
                    rejected(evidence, decision, finding);
                }
            }
        }
        for (var act : evidence.rows().acts()) {
            if (!asked.contains(named(act))) {
                unasked(evidence, act, finding);
            }
        }
        return finding;
    }

    private static List<Object> named(Act act) {
        return List.of(act.tenant(), act.parked(), act.verb());
    }

    private static List<Object> named(Decision decision) {
        return List.of(decision.tenant(), decision.parked(), decision.verb());
    }

    private static void written(Decision decision, Set<List<Object>> acts, Finding finding) {
        boolean known = acts.contains(named(decision));
        finding.expect(
                known,
                "An operator's %s of %s (%s) was accepted, but no line of the audit trail says so."
                        .formatted(decision.verb(), decision.parked(), decision.tenant()));
    }

    private static void unasked(Evidence evidence, Act act, Finding finding) {
        var sentence =
                "%s of the parked item %s (%s)".formatted(act.verb(), act.parked(), act.tenant());
        if (evidence.noted().open()) {
            finding.note(sentence + " was asked for by somebody who keeps no ledger.");
        } else {
            finding.breach(sentence + " was done in a person's name, and nobody had asked for it.");
        }
    }

    /// What was edited after somebody was asked is another matter.
    private static void done(
            Evidence evidence, Decision decision, Side kept, Parked item, Finding finding) {
        var couple =
                item.end(kept)
                        .map(id -> new RecordKey(item.tenant(), kept, kept.meeting, id))
                        .flatMap(evidence::couple);
        if (couple.isEmpty() || decidedAgain(evidence, decision, item)) {
            return;
        }
        if (item.group().isEmpty()) {
            whole(couple.get(), kept, decision, finding);
            return;
        }
        var group = item.group().get();
        var chosen = couple.get().on(kept);
        var other = couple.get().on(kept.other());
        if (couple.get().broken()
                || editedSince(chosen, group, item.parkedAt())
                || editedSince(other, group, item.parkedAt())
                || !evidence.parking().now(chosen.key(), group).isEmpty()) {
            return;
        }
        var value = chosen.at(group, decision.at());
        finding.expect(
                other.last().value(group).equals(value) && chosen.last().value(group).equals(value),
                "Not obeyed: an operator kept %s %s '%s' of %s, but in the end it is '%s' there and '%s' in %s."
                        .formatted(
                                kept.owner(),
                                group,
                                value,
                                chosen.key(),
                                chosen.last().value(group),
                                other.last().value(group),
                                other.key()));
    }

    /// The records whose partners are gone stay as they are.
    private static void rejected(Evidence evidence, Decision decision, Finding finding) {
        for (var part : evidence.rows().parked()) {
            if (part.partOf().filter(decision.parked()::equals).isEmpty()) {
                continue;
            }
            for (var side : Side.values()) {
                part.end(side)
                        .map(id -> new RecordKey(part.tenant(), side, side.meeting, id))
                        .flatMap(evidence::couple)
                        .ifPresent(couple -> whole(couple, side, decision, finding));
            }
        }
    }

    /// A delete against an edit: the record that is left goes its own way, or is cancelled. Its
    /// partner may have been made anew, and deleted by people after that.
    private static void whole(Couple couple, Side kept, Decision decision, Finding finding) {
        var left = couple.on(kept);
        var other = couple.on(kept.other());
        boolean again = other.last().byPeople() && other.last().at().isAfter(decision.at());
        if (!left.gone() && other.gone() && !again) {
            finding.expect(
                    left.crossings(Group.STATUS).stream()
                            .filter(write -> write.at().isAfter(decision.at()))
                            .noneMatch(write -> write.value(Group.STATUS).equals("cancelled")),
                    "Not obeyed: %s was to stay, but it was cancelled.".formatted(left.key()));
        }
    }

    private static boolean decidedAgain(Evidence evidence, Decision decision, Parked item) {
        return evidence.noted().operator().stream()
                .anyMatch(
                        later ->
                                later.at().isAfter(decision.at())
                                        && later.kept().isPresent()
                                        && evidence.rows().parked().stream()
                                                .filter(each -> each.id().equals(later.parked()))
                                                .anyMatch(each -> each.lane().equals(item.lane())));
    }

    private static boolean editedSince(History history, Group group, Instant moment) {
        return history.edits(group).stream().anyMatch(edit -> edit.at().isAfter(moment));
    }
}
