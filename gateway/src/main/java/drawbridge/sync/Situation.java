package drawbridge.sync;

import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that a decision rests on.
///
/// @param origin the side of the lane's record; the only side with a record while there is no link
/// @param link empty, or of life UNLINKED, while the record has no partner
/// @param refs the links of every record that the present states and the bases point to
/// @param refused groups that the target refused a moment ago, with what it said
/// @param reference the link of ours that the unlinked record's external reference names
/// @param twin the record of the same side that belongs to that link, where it was looked at
/// @param candidates what the match key found at the other side
/// @param deleteGap how far apart two "not found" must lie to prove a delete
public record Situation(
        Flow flow,
        Side origin,
        Optional<Link> link,
        Sight acme,
        Sight app,
        Refs refs,
        Parking parking,
        Map<GroupName, Verdict.Bad> refused,
        Optional<Link> reference,
        Sight twin,
        List<Candidate> candidates,
        Instant now,
        Duration deleteGap) {

    public Situation {
        refused = Map.copyOf(refused);
        candidates = List.copyOf(candidates);
    }

    /// A record that could be the partner.
    ///
    /// @param linked whether it belongs to a link already
    /// @param strong whether the key that found it is shared by no two records
    public record Candidate(RecordRef record, State state, boolean linked, boolean strong) {}

    /// The same situation of a link that rests on other bases.
    public Situation resting(Link on) {
        if (link.equals(Optional.of(on))) {
            return this;
        }
        return new Situation(
                flow,
                origin,
                Optional.of(on),
                acme,
                app,
                refs,
                parking,
                refused,
                reference,
                twin,
                candidates,
                now,
                deleteGap);
    }

    /// The same situation with something else to be put back.
    public Situation parked(Parking now) {
        return new Situation(
                flow,
                origin,
                link,
                acme,
                app,
                refs,
                now,
                refused,
                reference,
                twin,
                candidates,
                this.now,
                deleteGap);
    }

    /// The same situation, had a look at `side` shown something else.
    Situation seeing(Side side, Sight sight) {
        return new Situation(
                flow,
                origin,
                link,
                side == Side.ACME ? sight : acme,
                side == Side.APP ? sight : app,
                refs,
                parking,
                refused,
                reference,
                twin,
                candidates,
                now,
                deleteGap);
    }

    public Sight sight(Side side) {
        return side == Side.ACME ? acme : app;
    }

    public Optional<State> state(Side side) {
        return sight(side) instanceof Sight.Present(State state)
                ? Optional.of(state)
                : Optional.empty();
    }

    /// The record of a side as the partner of the other one: none where it is gone, or repeats by
    /// now and each of its occurrences has a partner of its own.
    public Optional<State> partner(Side side) {
        return state(side).filter(_ -> !Sync.series(this).equals(Optional.of(side)));
    }
}
