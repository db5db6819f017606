package drawbridge.sandbox.judge;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// Nothing was written at either side without a cause: whatever the gateway wrote, somebody had put
/// on the other side before.
final class NoGhost implements Check {

    @Override
    public String name() {
        return "no ghost";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        for (var book : evidence.books()) {
            for (var entry : book.entries()) {
                if (entry.byGateway() && entry.change().isPresent()) {
                    finding.look();
                    write(evidence, entry, finding);
                }
            }
        }
        return finding;
    }

    private static void write(Evidence evidence, Entry entry, Finding finding) {
        var effect = entry.change().orElseThrow();
        var key = entry.key(effect);
        var named = "The gateway's " + effect.op() + " of " + key + " (" + entry.where() + ")";
        if (entry.attempt().flatMap(evidence::attempt).isEmpty()) {
            finding.breach(named + " has no attempt, so nothing caused it.");
        }
        if (key.resource().equals(TouchpointCounts.TOUCHPOINT)) {
            return;
        }
        if (!key.isMeeting()) {
            finding.breach(named + " is of a kind that never crosses.");
            return;
        }
        if (effect.op().equals("delete")) {
            finding.breach(named + ": deletes cross as cancellations.");
            return;
        }
        var couple = evidence.couple(key);
        if (couple.isEmpty()) {
            if (!wentUnseen(evidence, entry, key)) {
                finding.breach(named + " belongs to no record of the other side.");
            }
            return;
        }
        var source = couple.get().on(key.side().other());
        var written =
                couple.get().on(key.side()).versions().stream()
                        .filter(version -> version.n() == entry.n())
                        .findFirst();
        if (written.isEmpty()) {
            return;
        }
        for (var group : written.get().changed()) {
            var value = written.get().value(group);
            boolean putBack =
                    Races.putsBack(evidence, couple.get().on(key.side()), group, written.get());
            if (!putBack && !causes(evidence, source, group, written.get()).contains(value)) {
                finding.breach(
                        "%s set %s to '%s', which nobody had put into %s."
                                .formatted(named, group, value, source.key()));
            }
        }
    }

    /// Values that the source had shown by then.
    private static Set<String> causes(
            Evidence evidence, History source, Group group, Version written) {
        if (group == Group.CUSTOMER) {
            return source.key().side() == Side.ACME
                    ? Customers.shown(evidence, source)
                    : Set.of(written.value(group));
        }
        var values = new HashSet<String>();
        Instant until = written.at().plusMillis(1);
        for (var version : source.versions()) {
            if (!version.at().isAfter(until)) {
                values.add(version.value(group));
                if (version.gone() && group == Group.STATUS) {
                    values.add("cancelled");
                }
            }
        }
        return values;
    }

    /// Nobody heard of the record that was made, and people deleted it and the one that it was made
    /// for before it was looked up.
    private static boolean wentUnseen(Evidence evidence, Entry entry, RecordKey key) {
        var other = key.side().other();
        return wasDeleted(evidence, key)
                && entry.attempt()
                        .flatMap(evidence::attempt)
                        .flatMap(attempt -> evidence.link(attempt.lane()))
                        .flatMap(link -> link.end(other))
                        .map(id -> new RecordKey(key.account(), other, other.meeting, id))
                        .filter(origin -> wasDeleted(evidence, origin))
                        .isPresent();
    }

    private static boolean wasDeleted(Evidence evidence, RecordKey key) {
        return evidence.book(key.side()).history(key).filter(History::deletedByPeople).isPresent();
    }
}
