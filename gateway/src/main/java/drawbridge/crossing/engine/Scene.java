package drawbridge.crossing.engine;

import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Situation;

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

    /// The same look, once a call that rested on it is over.
    Scene after(Settling.EndedAttempt attempt) {
        return new Scene(round.afterLook(Optional.of(attempt)), situation, proven, uses, seen);
    }

    /// The same look, at a situation that turned out to be another: of a link on other bases, or
    /// with more that is to be put back.
    Scene as(Situation now) {
        return new Scene(now.link().map(round::resting).orElse(round), now, proven, uses, seen);
    }

    Optional<State> state(Side side) {
        return situation.state(side);
    }

    /// Whether the target may be written: it was read just now, or the write carries the version
    /// that it rests on.
    boolean mayWrite(Side target) {
        return proven.contains(target)
                || (round.flow().end(target).preconditions()
                        && state(target).flatMap(State::version).isPresent());
    }
}
