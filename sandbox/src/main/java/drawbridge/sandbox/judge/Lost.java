package drawbridge.sandbox.judge;

/// Everything that a system's people did, and were told it was done, reached the other side, unless
/// they themselves did something else with that field later, or it is parked.
final class Lost implements Check {

    @Override
    public String name() {
        return "lost";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        for (var book : evidence.books()) {
            for (var history : book.meetings()) {
                for (var group : Group.SHARED) {
                    for (var edit : history.edits(group)) {
                        examine(evidence, history, group, edit, finding);
                    }
                }
            }
        }
        return finding;
    }

    private static void examine(
            Evidence evidence, History history, Group group, Version edit, Finding finding) {
        finding.look();
        if (history.deletedByPeople() || replaced(history, group, edit)) {
            return;
        }
        if (!evidence.parking().since(history.key(), group, edit.at()).isEmpty()) {
            return;
        }
        var couple = evidence.couple(history.key());
        if (couple.isEmpty()) {
            if (!waitsForOwner(evidence, history)) {
                finding.breach("Lost: " + named(history, group, edit) + " never crossed.");
            }
            return;
        }
        var other = couple.get().on(history.key().side().other());
        boolean shown = other.shownSince(group, edit.at()).anyMatch(edit.value(group)::equals);
        boolean overruled =
                other.edits(group).stream().anyMatch(theirs -> theirs.at().isAfter(edit.at()));
        if (shown || overruled || other.deletedByPeople() || gaveWay(evidence, history, group)) {
            return;
        }
        var sentence = named(history, group, edit) + " never showed in " + other.key();
        if (Races.overran(evidence, history, group, edit).isPresent()) {
            finding.note(sentence + ": it came between the gateway's look and its write.");
        } else {
            finding.breach("Lost: " + sentence + ".");
        }
    }

    private static boolean replaced(History history, Group group, Version edit) {
        return history.edits(group).stream().anyMatch(later -> later.n() > edit.n());
    }

    private static boolean waitsForOwner(Evidence evidence, History history) {
        var key = history.key();
        var owner = history.last().value(Group.OWNER);
        return !evidence.book(key.side().other()).knows(key.account(), owner);
    }

    private static boolean gaveWay(Evidence evidence, History history, Group group) {
        return evidence.agreement().givesWay(history.key(), group)
                && !history.crossings(group).isEmpty();
    }

    private static String named(History history, Group group, Version edit) {
        return "%s '%s' of %s (%s ledger, line %d, by %s)"
                .formatted(
                        group,
                        edit.value(group),
                        history.key(),
                        history.key().side().owner(),
                        edit.n(),
                        edit.actor());
    }
}
