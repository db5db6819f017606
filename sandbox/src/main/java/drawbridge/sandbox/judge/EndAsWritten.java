package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Attempt;
import drawbridge.sandbox.judge.Rows.Outcome;
import drawbridge.sandbox.judge.Rows.Pair;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What a pair is said to have come to is what the ledgers show. *Applied*: the gateway wrote to
/// the other side after the change had come and before its end was told. *Unchanged*: no write was
/// settled with it, unless another pair brought that about. And nothing ends before it comes.
final class EndAsWritten implements Check {

    @Override
    public String name() {
        return "end as written";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        Map<UUID, List<Pair>> lanes = new HashMap<>();
        for (var pair : evidence.rows().pairs()) {
            pair.lane()
                    .filter(_ -> isOfAMeeting(pair))
                    .ifPresent(
                            lane -> lanes.computeIfAbsent(lane, _ -> new ArrayList<>()).add(pair));
            pair.outcome().ifPresent(outcome -> told(pair, outcome, finding));
        }
        lanes.forEach(
                (lane, pairs) -> examine(evidence, evidence.calls().writes(lane), pairs, finding));
        return finding;
    }

    /// Not of a person's record, which pairs, or is used by many.
    private static boolean isOfAMeeting(Pair pair) {
        return pair.flow().equals(Evidence.MEETINGS)
                && pair.resource().equals(pair.side() + "." + pair.side().meeting);
    }

    private static void told(Pair pair, Outcome outcome, Finding finding) {
        finding.expect(
                !outcome.settledAt().isBefore(pair.acceptedAt()),
                pair.named() + " came to its end before it came.");
    }

    private static void examine(
            Evidence evidence, List<Entry> writes, List<Pair> pairs, Finding finding) {
        for (var pair : pairs) {
            if (ended(pair, "applied") && !isSettledByAPerson(pair)) {
                var began = began(pair, pairs);
                finding.expect(
                        writes.stream().anyMatch(write -> wasUnderWay(pair, began, write))
                                || isSaidOfADoubt(evidence, pair, began),
                        pair.named()
                                + " is told to be applied, but between its coming and its end"
                                + " nothing was written.");
            }
        }
        for (var write : writes) {
            var told = toldWith(evidence, write, pairs);
            finding.expect(
                    told.isEmpty() || !told.stream().allMatch(EndAsWritten::changedNothing),
                    "%s %s (%s) was carried out for %s, which is told to have changed nothing."
                            .formatted(
                                    write.method(),
                                    write.path(),
                                    write.where(),
                                    told.isEmpty() ? "" : told.getFirst().named()));
        }
    }

    /// The pairs from the other side whose end was told as the write's was, in one commit. What
    /// came after the write was not what it was made for.
    private static List<Pair> toldWith(Evidence evidence, Entry write, List<Pair> pairs) {
        var ended = write.attempt().flatMap(evidence::attempt).flatMap(Attempt::endedAt);
        return pairs.stream()
                .filter(pair -> pair.side() != write.side())
                .filter(pair -> !pair.acceptedAt().isAfter(write.at()))
                .filter(pair -> ended.isPresent())
                .filter(pair -> pair.outcome().map(Outcome::settledAt).equals(ended))
                .toList();
    }

    private static boolean ended(Pair pair, String kind) {
        return pair.outcome().filter(outcome -> outcome.kind().equals(kind)).isPresent();
    }

    /// Of a record that is gone by now, what was made for it without an answer may be gone, too.
    private static boolean changedNothing(Pair pair) {
        return ended(pair, "unchanged")
                && pair.outcome().filter(outcome -> outcome.reason().equals("gone")).isEmpty();
    }

    /// Whose value stands where a person decided may need no write.
    private static boolean isSettledByAPerson(Pair pair) {
        return pair.outcome().filter(outcome -> outcome.reason().equals("mended")).isPresent();
    }

    /// A call whose answer was lost, to a system where people changed the record before it was
    /// looked for: whether it was the call that put its value there, or they, that system does not
    /// tell.
    private static boolean isSaidOfADoubt(Evidence evidence, Pair pair, Instant began) {
        Instant end = pair.outcome().map(Outcome::settledAt).orElse(Instant.MIN);
        return evidence.calls().doubts(pair.lane().orElseThrow(), end).stream()
                .filter(doubt -> doubt.target() != pair.side())
                .filter(doubt -> !doubt.startedAt().isBefore(began))
                .anyMatch(doubt -> wasEdited(evidence, doubt, end));
    }

    private static boolean wasEdited(Evidence evidence, Attempt doubt, Instant end) {
        return evidence.couples().stream()
                .filter(couple -> couple.link().equals(doubt.lane()))
                .flatMap(couple -> couple.on(doubt.target()).versions().stream())
                .filter(Version::byPeople)
                .map(Version::at)
                .anyMatch(at -> !at.isBefore(doubt.startedAt()) && !at.isAfter(end));
    }

    /// The work that it ended may have begun for an older one, whose place it took.
    private static Instant began(Pair pair, List<Pair> pairs) {
        var end = pair.outcome().map(Outcome::settledAt);
        return pairs.stream()
                .filter(other -> other.side() == pair.side())
                .filter(other -> other.outcome().map(Outcome::settledAt).equals(end))
                .map(Pair::acceptedAt)
                .min(Comparator.naturalOrder())
                .orElse(pair.acceptedAt());
    }

    private static boolean wasUnderWay(Pair pair, Instant began, Entry write) {
        Instant end = pair.outcome().map(Outcome::settledAt).orElse(Instant.MAX);
        return pair.side() != write.side()
                && !write.at().isBefore(began)
                && !write.at().isAfter(end);
    }
}
