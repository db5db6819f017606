package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Rows.Outcome;
import drawbridge.sandbox.judge.Rows.Pair;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every change that was superseded names a newer one of the same record, and that one came to an
/// end of its own. One that came late names none: then its system must have had the record at a
/// higher revision, or had deleted it, before it was settled.
final class SupersededHasWinner implements Check {

    @Override
    public String name() {
        return "superseded";
    }

    @Override
    public boolean mayBeIdle() {
        return true;
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        Map<List<Object>, Pair> pairs = new HashMap<>();
        evidence.rows().pairs().forEach(pair -> pairs.put(key(pair, pair.change()), pair));
        for (var pair : evidence.rows().pairs()) {
            if (superseded(pair)) {
                finding.look();
                examine(evidence, pair, pairs, finding);
            }
        }
        return finding;
    }

    private static List<Object> key(Pair pair, Object change) {
        return List.of(pair.tenant(), pair.flow(), change);
    }

    private static boolean superseded(Pair pair) {
        return pair.outcome().filter(outcome -> outcome.kind().equals("superseded")).isPresent();
    }

    private static void examine(
            Evidence evidence, Pair pair, Map<List<Object>, Pair> pairs, Finding finding) {
        var seen = new HashSet<Object>();
        var at = pair;
        while (superseded(at)) {
            var winner =
                    at.outcome()
                            .flatMap(Outcome::newer)
                            .flatMap(newer -> Optional.ofNullable(pairs.get(key(pair, newer))));
            if (winner.isEmpty() && cameLate(evidence, at)) {
                return;
            }
            if (winner.isEmpty()) {
                finding.breach(at.named() + " was superseded by nothing.");
                return;
            }
            if (!seen.add(at.change())) {
                finding.breach(pair.named() + " was superseded in a circle.");
                return;
            }
            if (older(winner.get(), at)
                    && !settledBeforehand(evidence.agreement(), winner.get(), at)) {
                finding.breach(
                        at.named() + " was superseded by the older " + winner.get().named() + ".");
            }
            at = winner.get();
        }
        if (at.outcome().isEmpty()) {
            finding.breach(pair.named() + " was superseded by one that is still pending.");
        }
    }

    /// Whether the record's own system had it at a higher revision, or had deleted it, when the
    /// change was called late.
    private static boolean cameLate(Evidence evidence, Pair late) {
        var outcome = late.outcome().orElseThrow();
        boolean deleted = outcome.reason().equals("deleted");
        if (!deleted && (!outcome.reason().equals("older") || revision(late) == 0)) {
            return false;
        }
        return evidence.book(late.side()).entries().stream()
                .filter(entry -> entry.account().equals(late.tenant()))
                .filter(entry -> !entry.at().isAfter(outcome.settledAt()))
                .flatMap(entry -> entry.effect().stream())
                .filter(effect -> effect.id().equals(late.recordId()))
                .filter(effect -> late.resource().endsWith(effect.resource()))
                .anyMatch(
                        effect ->
                                deleted
                                        ? effect.op().equals("delete")
                                        : effect.revision() > revision(late));
    }

    private static long revision(Pair pair) {
        var body = Json.read(pair.body());
        return body.path("data").path("revision").asLong(body.path("revision").asLong(0));
    }

    /// Where one side's value stands whenever both changed it, an older change of that side may
    /// win.
    private static boolean settledBeforehand(Agreement agreement, Pair winner, Pair loser) {
        return winner.side() != loser.side()
                && Group.SHARED.stream()
                        .flatMap(group -> agreement.winner(winner.tenant(), group).stream())
                        .anyMatch(side -> side == winner.side());
    }

    /// Of one record the newer revision wins, and of webhooks that came in another order than they
    /// were sent the later one may be named: what is written is the record's newest state, all the
    /// same.
    private static boolean older(Pair winner, Pair loser) {
        boolean known =
                winner.resource().equals(loser.resource())
                        && winner.recordId().equals(loser.recordId())
                        && revision(winner) > 0
                        && revision(loser) > 0;
        return cameBefore(winner, loser) && (!known || revision(winner) < revision(loser));
    }

    private static boolean cameBefore(Pair winner, Pair loser) {
        boolean sameQueue = winner.lane().equals(loser.lane()) && winner.side() == loser.side();
        return sameQueue
                ? winner.sequence() < loser.sequence()
                : winner.acceptedAt().isBefore(loser.acceptedAt());
    }
}
