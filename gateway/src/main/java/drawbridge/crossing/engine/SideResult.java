package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.sync.Verdict;

import java.util.Map;
import java.util.Optional;

/// What a merge means for the changes of one side: the gravest of its groups decides.
record SideResult(OutcomeKind kind, String reason, String sentence, Optional<Bytes> losing) {

    static SideResult of(Round round, Side side, Map<GroupName, Verdict> verdicts) {
        SideResult result = start(round, side);
        for (Verdict verdict : verdicts.values()) {
            SideResult its = of(round, side, verdict);
            Optional<Bytes> losing = its.losing().or(result::losing);
            SideResult graver = rank(its.kind()) > rank(result.kind()) ? its : result;
            result = new SideResult(graver.kind(), graver.reason(), graver.sentence(), losing);
        }
        return result;
    }

    private static SideResult start(Round round, Side side) {
        if (round.linked() && side == round.opened().side()) {
            return plain(
                    OutcomeKind.APPLIED, "found", "The record that was made for it was found.");
        }
        return plain(
                OutcomeKind.UNCHANGED,
                "echo",
                "It says what this side said when both agreed last: nothing is to be written.");
    }

    private static SideResult of(Round round, Side side, Verdict verdict) {
        String sentence = verdict.sentence();
        return switch (verdict) {
            case Verdict.Bad bad when bad.source() == side ->
                    plain(OutcomeKind.DEAD, "bad-field", sentence);
            case Verdict.Conflict conflict ->
                    plain(OutcomeKind.CONFLICT, conflict.reason(), sentence);
            case Verdict.Write write when write.target() == side.other() ->
                    plain(OutcomeKind.APPLIED, "written", sentence);
            case Verdict.Write write when write.losing().isPresent() ->
                    new SideResult(
                            OutcomeKind.SUPERSEDED,
                            "other-side-won",
                            sentence,
                            write.losing().map(Bytes::of));
            case Verdict.Agreed _ ->
                    wasInDoubt(round, side)
                            ? plain(
                                    OutcomeKind.APPLIED,
                                    "written",
                                    "An unanswered call turned out to have been carried out.")
                            : plain(OutcomeKind.UNCHANGED, "same", sentence);
            case Verdict.Parked _ -> plain(OutcomeKind.UNCHANGED, "parked", sentence);
            case Verdict.Rests _ -> plain(OutcomeKind.UNCHANGED, "rests", sentence);
            case Verdict.Same _, Verdict.Bad _, Verdict.Write _, Verdict.Wait _ ->
                    plain(OutcomeKind.UNCHANGED, "echo", sentence);
        };
    }

    /// Whether the call carried what these changes told. What came in later was read before it was
    /// told of: for that one nothing was written.
    private static boolean wasInDoubt(Round round, Side side) {
        return round.opened()
                .attempt()
                .filter(open -> open.operation() == Operation.UPDATE)
                .filter(open -> open.target() == side.other())
                .filter(
                        open ->
                                round.pending(side).stream()
                                        .anyMatch(change -> !change.at().isAfter(open.startedAt())))
                .isPresent();
    }

    private static SideResult plain(OutcomeKind kind, String reason, String sentence) {
        return new SideResult(kind, reason, sentence, Optional.empty());
    }

    private static int rank(OutcomeKind kind) {
        return switch (kind) {
            case DEAD -> 4;
            case CONFLICT -> 3;
            case APPLIED -> 2;
            case SUPERSEDED -> 1;
            case UNCHANGED -> 0;
        };
    }
}
