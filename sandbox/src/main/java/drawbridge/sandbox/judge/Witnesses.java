package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Entry.Effect;
import drawbridge.sandbox.judge.Traffic.Intent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The witnesses agree with each other: ledgers have no gaps, states are what the ledgers say, and
/// everything that was acknowledged to the traffic is in a ledger. Otherwise nothing can be judged
/// by them.
final class Witnesses implements Check {

    @Override
    public String name() {
        return "witnesses";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        for (var book : evidence.books()) {
            long expected = 1;
            for (var entry : book.entries()) {
                finding.expect(
                        entry.n() == expected,
                        "After line " + (expected - 1) + " there is a gap before " + entry.where());
                expected = entry.n() + 1;
            }
            book.meetings().forEach(history -> state(evidence, history, finding));
        }
        evidence.facts().forEach(fact -> known(evidence, fact, finding));
        var used = new HashSet<String>();
        var written = written(evidence);
        for (var intent : evidence.traffic().intents()) {
            if (intent.acknowledged()) {
                finding.expect(
                        inLedger(written, intent, used),
                        "%s of %s %s was acknowledged to the traffic (%s), but %s ledger has no such line."
                                .formatted(
                                        intent.op(),
                                        intent.account(),
                                        intent.id(),
                                        intent.name(),
                                        intent.side().owner()));
            }
        }
        return finding;
    }

    private static void state(Evidence evidence, History history, Finding finding) {
        var fact = evidence.fact(history.key());
        finding.expect(
                fact.isPresent(),
                history.key() + " is in the ledger but not among the states at the end.");
        if (fact.isPresent()) {
            finding.expect(
                    fact.get().deleted() == history.gone()
                            && fact.get().sequence() == history.last().n(),
                    history.key()
                            + " is stated as line "
                            + fact.get().sequence()
                            + " left it,"
                            + " the ledger's last line of it is "
                            + history.last().n()
                            + ".");
            for (var group : history.gone() ? Set.<Group>of() : Group.SHARED) {
                finding.expect(
                        fact.get().value(group).equals(history.last().value(group)),
                        "%s of %s is stated as '%s', the ledger says '%s'."
                                .formatted(
                                        group,
                                        history.key(),
                                        fact.get().value(group),
                                        history.last().value(group)));
            }
        }
    }

    private static void known(Evidence evidence, Fact fact, Finding finding) {
        finding.expect(
                evidence.book(fact.key().side()).history(fact.key()).isPresent(),
                fact.key() + " is stated at the end but no line of the ledger made it.");
    }

    /// What the traffic did, by side, account and record.
    private static Map<List<Object>, List<Entry>> written(Evidence evidence) {
        Map<List<Object>, List<Entry>> written = new HashMap<>();
        for (var book : evidence.books()) {
            for (var entry : book.byTraffic()) {
                entry.effect()
                        .ifPresent(
                                effect ->
                                        written.computeIfAbsent(
                                                        List.of(
                                                                book.side(),
                                                                entry.account(),
                                                                effect.id()),
                                                        _ -> new ArrayList<>())
                                                .add(entry));
            }
        }
        return written;
    }

    private static boolean inLedger(
            Map<List<Object>, List<Entry>> written, Intent intent, Set<String> used) {
        var key = List.<Object>of(intent.side(), intent.account(), intent.id());
        for (var entry : written.getOrDefault(key, List.of())) {
            if (entry.took()
                    && !entry.at().isBefore(intent.at().minusMillis(1))
                    && entry.effect().filter(effect -> fits(entry, effect, intent)).isPresent()
                    && used.add(entry.where())) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(Entry entry, Effect effect, Intent intent) {
        return effect.id().equals(intent.id())
                && (intent.op().equals("delete")
                        ? effect.op().equals("delete")
                        : entry.request().equals(intent.fields()));
    }
}
