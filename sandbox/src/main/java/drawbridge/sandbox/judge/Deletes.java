package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Parked;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A delete crosses on evidence alone, and leaves a tombstone. More than ten of them, or two in a
/// hundred of all pairs, in an hour are stopped until a person has been asked.
final class Deletes implements Check {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final long AT_LEAST = 10;
    private static final long HUNDREDTHS = 2;

    @Override
    public String name() {
        return "deletes";
    }

    @Override
    public boolean mayBeIdle() {
        return true;
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        var accounts = new TreeSet<String>();
        for (var couple : evidence.couples()) {
            accounts.add(couple.account());
            for (var side : Side.values()) {
                crossed(couple, side)
                        .ifPresent(write -> examine(evidence, couple, side, write, finding));
            }
        }
        accounts.forEach(account -> unasked(evidence, account, finding));
        return finding;
    }

    /// The write by which the record of this side was cancelled because the other one was deleted.
    static Optional<Version> crossed(Couple couple, Side side) {
        var gone = couple.on(side.other());
        return gone.gone()
                ? couple.on(side).crossings(Group.STATUS).stream()
                        .filter(write -> write.value(Group.STATUS).equals("cancelled"))
                        .filter(write -> !write.at().isBefore(gone.last().at()))
                        .findFirst()
                : Optional.empty();
    }

    private static void examine(
            Evidence evidence, Couple couple, Side side, Version write, Finding finding) {
        finding.expect(
                couple.on(side.other()).last().byPeople(),
                "%s was cancelled (line %d) because the gateway itself had deleted %s."
                        .formatted(
                                couple.on(side).key(), write.n(), couple.on(side.other()).key()));
        var life = evidence.link(couple.link()).map(Rows.Link::life).orElse("gone");
        finding.expect(
                life.equals("tombstone") || isAskedAgain(evidence, couple, side, write),
                "The delete of %s crossed to %s, but the link %s is no tombstone: it is %s."
                        .formatted(
                                couple.on(side.other()).key(),
                                couple.on(side).key(),
                                couple.link(),
                                life));
    }

    /// People took the mark away again: whether the delete stands is asked.
    private static boolean isAskedAgain(
            Evidence evidence, Couple couple, Side side, Version write) {
        return couple.on(side)
                .newestEdit(Group.STATUS)
                .filter(edit -> !edit.at().isBefore(write.at()))
                .filter(
                        edit ->
                                evidence.parking().any(couple.on(side).key()).stream()
                                        .filter(item -> !item.parkedAt().isBefore(edit.at()))
                                        .anyMatch(
                                                item ->
                                                        item.reason()
                                                                .equals("deleted-against-edited")))
                .isPresent();
    }

    /// @param gone whose record people had deleted
    /// @param at when it crossed
    private record Crossed(Couple couple, Side gone, Instant at) {}

    private static void unasked(Evidence evidence, String account, Finding finding) {
        var writes = new ArrayList<Crossed>();
        for (var couple : couples(evidence, account)) {
            for (var side : Side.values()) {
                crossed(couple, side)
                        .map(write -> new Crossed(couple, side.other(), write.at()))
                        .filter(write -> !wasApproved(evidence, write))
                        .filter(write -> !wasKept(evidence, write))
                        .ifPresent(writes::add);
            }
        }
        writes.sort(Comparator.comparing(Crossed::at));
        for (int i = 0; i < writes.size(); i++) {
            var at = writes.get(i).at();
            long within =
                    writes.subList(0, i + 1).stream()
                            .filter(each -> each.at().isAfter(at.minus(HOUR)))
                            .count();
            long allowed = allowed(evidence, account, at);
            if (within > allowed) {
                finding.breach(
                        "A mass delete was let through unasked: the delete number %d of %s within an hour crossed at %s, and %d may."
                                .formatted(within, account, at, allowed));
                return;
            }
            finding.look();
        }
    }

    /// Somebody was asked about it, and said so before it crossed.
    private static boolean wasApproved(Evidence evidence, Crossed write) {
        return evidence.parking().any(write.couple().acme().key()).stream()
                .flatMap(part -> part.partOf().stream())
                .anyMatch(
                        question ->
                                evidence.saidBy(question, "approve")
                                        .filter(said -> !said.isAfter(write.at()))
                                        .isPresent());
    }

    /// The other record had been edited meanwhile: somebody was asked, and kept the delete.
    private static boolean wasKept(Evidence evidence, Crossed write) {
        return evidence.parking().any(write.couple().acme().key()).stream()
                .filter(item -> item.group().isEmpty())
                .anyMatch(
                        item ->
                                evidence.saidBy(item.id(), "keep-" + write.gone())
                                        .filter(said -> !said.isAfter(write.at()))
                                        .isPresent());
    }

    /// Somebody was asked about the delete of one of the two, and said no.
    static boolean wereRejected(Evidence evidence, RecordKey record) {
        return evidence.parking().any(record).stream()
                .flatMap(part -> part.partOf().stream())
                .anyMatch(question -> evidence.saidBy(question, "reject").isPresent());
    }

    private static List<Couple> couples(Evidence evidence, String account) {
        return evidence.couples().stream().filter(each -> each.account().equals(account)).toList();
    }

    private static long allowed(Evidence evidence, String account, Instant at) {
        long pairs =
                couples(evidence, account).stream()
                        .filter(couple -> !begun(couple.acme()).isAfter(at))
                        .filter(couple -> !begun(couple.app()).isAfter(at))
                        .count();
        return Math.max(AT_LEAST, pairs * HUNDREDTHS / 100);
    }

    private static Instant begun(History history) {
        return history.versions().getFirst().at();
    }

    /// Whether the item is a delete that was one of too many.
    static boolean stoppedAt(Evidence evidence, Parked item, Instant by) {
        return wereTooMany(evidence, item.tenant(), by)
                && evidence.books().stream()
                        .flatMap(book -> deletedWithin(book.meetings(), item.tenant(), by).stream())
                        .anyMatch(
                                gone ->
                                        item.end(gone.key().side())
                                                .filter(gone.key().id()::equals)
                                                .isPresent());
    }

    /// Whether people had deleted more within an hour than may go unasked, or all that there was.
    static boolean wereTooMany(Evidence evidence, String account, Instant by) {
        long deleted = 0;
        boolean emptied = false;
        for (var book : evidence.books()) {
            long here = deletedWithin(book.meetings(), account, by).size();
            deleted += here;
            emptied |= here > 0 && livingAt(book.meetings(), account, by) == 0;
        }
        return emptied || deleted > allowed(evidence, account, by);
    }

    private static long livingAt(Collection<History> histories, String account, Instant by) {
        return histories.stream()
                .filter(history -> history.key().account().equals(account))
                .filter(history -> !begun(history).isAfter(by))
                .filter(history -> !history.gone() || history.last().at().isAfter(by))
                .count();
    }

    private static List<History> deletedWithin(
            Collection<History> histories, String account, Instant by) {
        return histories.stream()
                .filter(history -> history.key().account().equals(account))
                .filter(History::deletedByPeople)
                .filter(history -> !history.last().at().isAfter(by))
                .filter(history -> history.last().at().isAfter(by.minus(HOUR)))
                .toList();
    }
}
