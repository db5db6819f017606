package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Entry.Effect;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One record for one record, one write for one change, and none for a write of our own.
final class Once implements Check {

    @Override
    public String name() {
        return "once";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        evidence.books().forEach(book -> creations(book, finding));
        evidence.books().forEach(book -> attempts(book, finding));
        for (var couple : evidence.couples()) {
            finding.expect(
                    !(couple.acme().madeByGateway() && couple.app().madeByGateway()),
                    "Doubled: the gateway made both of "
                            + couple
                            + ", one of them for an echo of its own.");
            for (var target : Side.values()) {
                for (var group : Group.values()) {
                    writes(evidence, couple, target, group, finding);
                }
            }
        }
        return finding;
    }

    /// A reference names a link: no two records are made for it.
    private static void creations(Book book, Finding finding) {
        var made = new LinkedHashMap<List<String>, RecordKey>();
        for (var entry : book.entries()) {
            var creation =
                    entry.byGateway()
                            ? entry.change().filter(effect -> effect.op().equals("create"))
                            : Optional.<Effect>empty();
            if (creation.isEmpty()) {
                continue;
            }
            var key = entry.key(creation.get());
            var ref = reference(book.side(), creation.get());
            var first = made.putIfAbsent(List.of(entry.account(), ref), key);
            finding.expect(
                    first == null || ref.isEmpty(),
                    "Doubled: " + key + " and " + first + " were both made for link " + ref + ".");
        }
    }

    private static String reference(Side side, Effect effect) {
        var name = side == Side.ACME ? "external_ref" : "externalRef";
        return Canon.text(effect.record().path(name));
    }

    private static void attempts(Book book, Finding finding) {
        Map<String, Entry> seen = new HashMap<>();
        for (var entry : book.entries()) {
            if (entry.byGateway() && entry.change().isPresent() && entry.attempt().isPresent()) {
                var first = seen.putIfAbsent(entry.attempt().get(), entry);
                if (first != null) {
                    finding.breach(
                            "Attempt %s took effect twice: %s and line %d."
                                    .formatted(entry.attempt().get(), first.where(), entry.n()));
                }
            }
        }
    }

    /// Each write that took effect uses up one thing that a person did on the other side.
    private static void writes(
            Evidence evidence, Couple couple, Side target, Group group, Finding finding) {
        var written = couple.on(target);
        long writes = written.crossings(group).size();
        if (writes == 0) {
            return;
        }
        long causes = causes(evidence, couple.on(target.other()), group, written);
        finding.expect(
                writes <= causes,
                "%s of %s was written %d times, but people gave %d reasons: %s."
                        .formatted(
                                group,
                                written.key(),
                                writes,
                                causes,
                                causes == 0 ? "an echo" : "written more than once for a change"));
    }

    private static long causes(Evidence evidence, History source, Group group, History written) {
        long acts = evidence.decisions(source.key());
        long consumed = written.madeByGateway() ? 1 : 0;
        if (group == Group.CUSTOMER) {
            return source.key().side() == Side.ACME
                    ? acts + Customers.changes(evidence, source) - consumed
                    : 0;
        }
        long deletions =
                group == Group.STATUS
                        ? source.versions().stream().filter(v -> v.gone() && v.byPeople()).count()
                        : 0;
        long putBack =
                written.crossings(group).stream()
                        .filter(write -> Races.putsBack(evidence, written, group, write))
                        .count();
        return acts + deletions + putBack + source.edits(group).size() - consumed;
    }
}
