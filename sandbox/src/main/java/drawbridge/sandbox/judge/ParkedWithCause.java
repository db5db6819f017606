package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Parked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Nobody was asked without need: whatever was parked has a cause in the ledgers. A conflict needs
/// two edits that did not know of each other, or a doubt; a dead letter needs a system that refused
/// the record, or a value that the other side cannot hold.
final class ParkedWithCause implements Check {

    @Override
    public String name() {
        return "parked";
    }

    @Override
    public boolean mayBeIdle() {
        return true;
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        Map<String, Long> unreadable = new LinkedHashMap<>();
        for (var item : evidence.rows().parked()) {
            if (item.isUnreadable()) {
                unreadable.merge(item.tenant(), 1L, Long::sum);
            } else {
                finding.expect(
                        hasCause(evidence, item, evidence.rows().parked()),
                        "Parked without cause: %s (%s): %s"
                                .formatted(named(item), item.tenant(), item.sentence()));
            }
        }
        unreadable.forEach((tenant, parked) -> unreadable(evidence, tenant, parked, finding));
        return finding;
    }

    private static String named(Parked item) {
        var what = item.group().map(group -> "the " + group + " of ").orElse("");
        var ends = new ArrayList<String>();
        item.acmeId().ifPresent(id -> ends.add("Acme's " + id));
        item.appId().ifPresent(id -> ends.add("the app's " + id));
        var record = ends.isEmpty() ? "a record of " + item.flow() : String.join(" and ", ends);
        return item.kind() + ", " + what + record;
    }

    /// Bytes that nobody can read were sent by somebody.
    private static void unreadable(Evidence evidence, String tenant, long parked, Finding finding) {
        long sent =
                evidence.traffic().deliveries().stream()
                        .filter(each -> each.account().equals(tenant))
                        .filter(each -> each.kind().equals("broken"))
                        .count();
        finding.expect(
                parked <= sent,
                ("Parked without cause: %d unreadable deliveries of %s, but the traffic sent %d; if"
                                + " somebody else sent the others, no ledger tells of it.")
                        .formatted(parked, tenant, sent));
    }

    private static boolean hasCause(Evidence evidence, Parked item, List<Parked> all) {
        return ofItsOwn(evidence, item)
                || all.stream()
                        .anyMatch(
                                before ->
                                        takesThePlaceOf(item, before)
                                                && hasCause(evidence, before, all));
    }

    /// The newer item about the same thing takes over what is not decided yet.
    private static boolean takesThePlaceOf(Parked item, Parked before) {
        return before.tenant().equals(item.tenant())
                && before.lane().isPresent()
                && before.lane().equals(item.lane())
                && before.state().equals("superseded")
                && before.parkedAt().isBefore(item.parkedAt())
                && before.closedAt().filter(item.parkedAt()::equals).isPresent()
                && (before.group().isEmpty()
                        || item.group().isEmpty()
                        || before.group().equals(item.group()));
    }

    private static boolean ofItsOwn(Evidence evidence, Parked item) {
        var by = item.parkedAt().plusMillis(1);
        return item.kind().equals("dead")
                ? refused(evidence, item, by)
                : disputed(evidence, item, by);
    }

    private static boolean refused(Evidence evidence, Parked item, Instant by) {
        return item.lane().filter(lane -> evidence.calls().refused(lane, by)).isPresent()
                || records(evidence, item).stream().anyMatch(record -> unfit(record, item, by));
    }

    private static boolean unfit(History record, Parked item, Instant by) {
        return item.group()
                .map(group -> Unfit.shown(record, group, by))
                .orElseGet(
                        () ->
                                Group.SHARED.stream()
                                        .anyMatch(group -> Unfit.shown(record, group, by)));
    }

    private static boolean disputed(Evidence evidence, Parked item, Instant by) {
        if (item.isQuestion()) {
            return Deletes.wereTooMany(evidence, item.tenant(), by);
        }
        if (!item.flow().equals(Evidence.MEETINGS)) {
            return evidence.books().stream().anyMatch(book -> book.hasNamesakes(item.tenant()));
        }
        var couple =
                records(evidence, item).stream()
                        .flatMap(record -> evidence.couple(record.key()).stream())
                        .findFirst();
        if (couple.isPresent()) {
            var lane = item.lane().orElse(couple.get().link());
            var disagreement = new Disagreement(evidence, couple.get(), lane, item.parkedAt());
            if (item.group().map(disagreement::about).orElseGet(disagreement::asAWhole)) {
                return true;
            }
            if (item.reason().equals("flap")
                    && item.group().filter(disagreement::toAndFro).isPresent()) {
                return true;
            }
        }
        return item.group().isEmpty() && inDoubt(evidence, item, by);
    }

    /// What the record was to have made may be there already, or it carries another's reference.
    private static boolean inDoubt(Evidence evidence, Parked item, Instant by) {
        return item.lane()
                        .filter(
                                lane ->
                                        !evidence.calls().doubts(lane, item.parkedAt()).isEmpty()
                                                || evidence.calls().met(lane, by))
                        .isPresent()
                || records(evidence, item).stream().anyMatch(evidence::isCopy)
                || Deletes.stoppedAt(evidence, item, by);
    }

    /// The records that the item is about, as the ledgers know them.
    private static List<History> records(Evidence evidence, Parked item) {
        var records = new ArrayList<History>();
        for (var side : Side.values()) {
            item.end(side)
                    .map(id -> new RecordKey(item.tenant(), side, side.meeting, id))
                    .flatMap(evidence.book(side)::history)
                    .ifPresent(records::add);
        }
        return records;
    }
}
