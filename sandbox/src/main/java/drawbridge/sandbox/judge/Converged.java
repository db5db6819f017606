package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Parked;

import java.util.ArrayList;
import java.util.List;

/// At the end both systems state the same facts, record by record, but for what is parked and for
/// people who are in one system only.
final class Converged implements Check {

    @Override
    public String name() {
        return "converged";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        for (var couple : evidence.couples()) {
            examine(evidence, couple, finding);
        }
        for (var fact : evidence.facts()) {
            if (!fact.deleted() && evidence.couple(fact.key()).isEmpty()) {
                alone(evidence, fact, finding);
            }
        }
        for (var link : evidence.unsupported()) {
            finding.breach(
                    "Link %s (%s) joins %s and %s, of which a ledger knows nothing."
                            .formatted(
                                    link.id(),
                                    link.tenant(),
                                    link.acmeId().orElse("nothing"),
                                    link.appId().orElse("nothing")));
        }
        return finding;
    }

    private static void examine(Evidence evidence, Couple couple, Finding finding) {
        var acme = evidence.fact(couple.acme().key());
        var app = evidence.fact(couple.app().key());
        if (acme.isEmpty() || app.isEmpty()) {
            finding.breach("Diverged: " + couple + " are a pair, but one is missing at the end.");
        } else if (acme.get().deleted() && app.get().deleted()) {
            finding.look();
        } else if (acme.get().deleted()) {
            cancelled(evidence, couple.acme(), couple.app(), finding);
        } else if (app.get().deleted()) {
            cancelled(evidence, couple.app(), couple.acme(), finding);
        } else {
            for (var group : Group.values()) {
                same(evidence, acme.get(), app.get(), group, finding);
            }
        }
    }

    private static void same(Evidence evidence, Fact acme, Fact app, Group group, Finding finding) {
        if (evidence.parking().now(acme.key(), group).isEmpty()) {
            finding.expect(
                    acme.value(group).equals(app.value(group)),
                    "Diverged: %s of %s is '%s', of %s it is '%s'."
                            .formatted(
                                    group,
                                    acme.key(),
                                    acme.value(group),
                                    app.key(),
                                    app.value(group)));
        }
    }

    /// What is deleted on one side is cancelled on the other; what people make of it later is
    /// theirs.
    private static void cancelled(
            Evidence evidence, History gone, History living, Finding finding) {
        if (evidence.parking().now(living.key(), Group.STATUS).isEmpty()
                && !Deletes.wereRejected(evidence, living.key())) {
            var deletion = gone.last().at();
            finding.expect(
                    living.shownSince(Group.STATUS, deletion).anyMatch("cancelled"::equals),
                    "Diverged: %s was deleted, %s was never cancelled."
                            .formatted(gone.key(), living.key()));
        }
    }

    /// A record without a partner is right only where its owner has none.
    private static void alone(Evidence evidence, Fact fact, Finding finding) {
        var key = fact.key();
        var owner = fact.value(Group.OWNER);
        boolean ownerIsThere = evidence.book(key.side().other()).knows(key.account(), owner);
        if (ownerIsThere && evidence.parking().whole(key).isEmpty()) {
            finding.expect(
                    false,
                    "Diverged: %s has no partner although its owner %s has one."
                            .formatted(key, owner));
        }
    }

    /// What waits for a person at the end.
    static List<String> parked(Evidence evidence) {
        var parked = new ArrayList<String>();
        for (var item : evidence.parking().open()) {
            parked.add(
                    "%s, %s%s: %s%s"
                            .formatted(
                                    item.tenant(),
                                    item.kind().equals("dead") ? "dead letter" : item.kind(),
                                    named(item),
                                    item.field().isBlank() ? "" : item.field() + ": ",
                                    item.sentence()));
        }
        return parked;
    }

    private static String named(Parked item) {
        var ends = new ArrayList<String>();
        item.acmeId().ifPresent(id -> ends.add(Side.ACME.owner() + " " + id));
        item.appId().ifPresent(id -> ends.add(Side.APP.owner() + " " + id));
        return ends.isEmpty() ? "" : ", " + String.join(" and ", ends);
    }
}
