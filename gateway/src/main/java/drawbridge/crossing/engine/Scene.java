package drawbridge.crossing.engine;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Link;
import drawbridge.sync.Parking;
import drawbridge.sync.Sight;
import drawbridge.sync.Situation;
import drawbridge.sync.Sync;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a look at a lane showed.
///
/// @param proven the sides whose state was read in this round; another state is taken to be what it
///   was, which only a precondition can prove
/// @param uses the enriching records that the link rests on, where that is new
/// @param seen contents that the systems answered
record Scene(
        Round round, Situation situation, Set<Side> proven, Optional<Uses> uses, Set<Hash> seen) {

    /// The same look, at a link that rests on other bases.
    Scene resting(Link on) {
        return round.link().equals(Optional.of(on))
                ? this
                : new Scene(round.resting(on), situation.resting(on), proven, uses, seen);
    }

    /// The same look, once a call that rested on it is over.
    Scene after(Settling.EndedAttempt attempt) {
        return new Scene(round.afterLook(Optional.of(attempt)), situation, proven, uses, seen);
    }

    /// The same look, where more is to be put back.
    Scene restoring(Map<GroupName, Parking.Restored> more) {
        return more.isEmpty()
                ? this
                : new Scene(
                        round,
                        situation.parked(situation.parking().restoring(more)),
                        proven,
                        uses,
                        seen);
    }

    Optional<State> state(Side side) {
        return situation.sight(side) instanceof Sight.Present(State state)
                ? Optional.of(state)
                : Optional.empty();
    }

    /// The record of a side as the partner of the other one: none where it is gone, or repeats by
    /// now and each of its occurrences has a partner of its own.
    Optional<State> partner(Side side) {
        return state(side).filter(_ -> !Sync.series(situation).equals(Optional.of(side)));
    }

    /// Whether the target may be written: it was read just now, or the write carries the version
    /// that it rests on.
    boolean mayWrite(Side target) {
        return proven.contains(target)
                || (round.flow().end(target).preconditions()
                        && state(target).flatMap(State::version).isPresent());
    }
}
