package drawbridge.crossing.engine;

import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.sync.Parking;
import drawbridge.sync.Sight;
import drawbridge.sync.Situation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts a lane back after a failure, or gives its changes up where trying again makes no sense.
final class Failures {

    private final Retry retry;
    private final Park park;
    private final Clock clock;
    private final Pace pace;

    Failures(Retry retry, Park park, Clock clock, Pace pace) {
        this.retry = retry;
        this.park = park;
        this.clock = clock;
        this.pace = pace;
    }

    /// A call that can change the target did not take effect.
    Settlement afterCall(Scene scene, Optional<EndedAttempt> attempt, CrossingFailure failure) {
        Round round = scene.round();
        Optional<Next> next =
                retry.after(
                        round.opened(),
                        round.flow().end(round.target()).resource().system(),
                        failure);
        Ending ending = new Ending(round);
        attempt.ifPresent(ending::ended);
        if (round.isLinked() && !round.linked() && !round.link().equals(round.opened().link())) {
            // What an earlier unanswered call did is known by now, and its attempt is over.
            round.link().ifPresent(ending::link);
        }
        return next.map(ending::then)
                .orElseGet(() -> dead(scene, ending, Optional.empty(), failure));
    }

    /// A look at the systems or into the journal failed.
    Settlement afterLook(Round round, Throwable failure) {
        String source = round.flow().end(round.source()).resource().system();
        String target = round.flow().end(round.target()).resource().system();
        String system = retry.blamed(round.tenant(), source, target);
        Ending ending = new Ending(round);
        return retry.after(round.opened(), system, failure)
                .map(ending::then)
                .orElseGet(() -> dead(blind(round), ending, Optional.empty(), failure));
    }

    /// The target refuses the record as a whole.
    Settlement refused(Scene scene, EndedAttempt attempt, CrossingFailure.BadRecord bad) {
        Optional<String> field =
                bad.fields().stream().findFirst().map(named -> Merger.pointer(named.field()));
        return dead(scene, new Ending(scene.round()).ended(attempt), field, bad);
    }

    private Settlement dead(Scene scene, Ending ending, Optional<String> field, Throwable failure) {
        Optional<Facts> facts =
                failure instanceof CrossingFailure known
                        ? Optional.of(known.facts())
                        : Optional.empty();
        String sentence =
                failure instanceof CrossingFailure.BadRecord bad && !bad.fields().isEmpty()
                        ? bad.fields().getFirst().sentence()
                        : facts.map(Facts::sentence)
                                .orElse("The gateway failed on this record; see its log.");
        String reason = failure instanceof CrossingFailure.BadRecord ? "refused" : "unexplained";
        for (Side side : Side.values()) {
            ending.pairs(side, OutcomeKind.DEAD, reason, sentence, Optional.empty());
        }
        park.whole(
                ending,
                scene,
                ParkedKind.DEAD,
                reason,
                sentence,
                field,
                facts,
                List.of(Side.values()));
        return ending.then(new Next.Rest());
    }

    /// Nobody knows whether a call was carried out. Its attempt stays open; whoever opens the lane
    /// after its deadline looks it up.
    Settlement doubtful(Round round, Instant deadline) {
        Instant due = deadline.isAfter(clock.now()) ? deadline : clock.now();
        return new Ending(round)
                .then(
                        new Next.At(
                                due.plus(round.flow().end(round.target()).consistency()),
                                "in doubt: a call was not answered"));
    }

    /// A record belongs to another link by now: the lane is opened anew.
    Settlement taken(Round round) {
        return putBack(round, Duration.ZERO, "a record was linked meanwhile");
    }

    Settlement putBack(Round round, Duration delay, String why) {
        return new Ending(round).then(new Next.At(clock.now().plus(delay), why));
    }

    /// A scene for a lane at which no look succeeded.
    private Scene blind(Round round) {
        return new Scene(
                round,
                new Situation(
                        round.flow(),
                        round.opened().side(),
                        round.link(),
                        new Sight.None(),
                        new Sight.None(),
                        Refs.NONE,
                        Parking.NOTHING,
                        Map.of(),
                        Optional.empty(),
                        new Sight.None(),
                        List.of(),
                        clock.now(),
                        pace.deleteGap()),
                Set.of(),
                Optional.empty(),
                Set.of());
    }
}
