package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.crossing.engine.Writing.Wrote;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Decision.Bury;
import drawbridge.sync.Decision.Hold;

import io.vertx.core.Future;

import java.util.Optional;
import java.util.function.Function;

/// Carries a delete to the other side, by its policy, and buries the link.
final class Burial {

    private final Writing writing;
    private final Failures failures;
    private final Conclusion conclusion;

    Burial(Writing writing, Failures failures, Conclusion conclusion) {
        this.writing = writing;
        this.failures = failures;
        this.conclusion = conclusion;
    }

    Future<Settlement> carryOut(Scene scene, Bury bury, Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        Side target = bury.gone().other();
        Optional<Value.Obj> members = bury.members();
        if (members.isEmpty()) {
            return scene.proven().contains(target)
                    ? Future.succeededFuture(conclusion.bury(scene, bury, Optional.empty()))
                    : again.apply(round.reading(target));
        }
        if (target != round.target()) {
            return Future.succeededFuture(new Ending(round).then(new Next.Other()));
        }
        if (!scene.mayWrite(target)) {
            return again.apply(round.reading(target));
        }
        State before = scene.state(target).orElseThrow();
        return writing.update(
                        round,
                        target,
                        round.record(target).orElseThrow(),
                        members.get(),
                        before.version(),
                        Optional.empty())
                .compose(
                        wrote ->
                                switch (wrote) {
                                    case Wrote.Done done ->
                                            Future.succeededFuture(
                                                    conclusion.bury(
                                                            scene, bury, Optional.of(done)));
                                    case Wrote.Failed(
                                                    EndedAttempt attempt,
                                                    CrossingFailure failure) ->
                                            failed(scene, attempt, failure, again);
                                    case Wrote.Doubtful(var deadline) ->
                                            Future.succeededFuture(
                                                    failures.doubtful(round, deadline));
                                    case Wrote.Taken _ ->
                                            Future.succeededFuture(failures.taken(round));
                                });
    }

    private Future<Settlement> failed(
            Scene scene,
            EndedAttempt attempt,
            CrossingFailure failure,
            Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        return switch (failure) {
            case CrossingFailure.Precondition _, CrossingFailure.Gone _ ->
                    round.number() < Round.LIMIT
                            ? again.apply(round.afterMove(attempt))
                            : Future.succeededFuture(
                                    conclusion.hold(
                                            scene,
                                            new Hold(
                                                    "restless",
                                                    "The record changed each time that its delete"
                                                            + " was to be carried out: a person"
                                                            + " decides.")));
            case CrossingFailure.BadRecord bad ->
                    Future.succeededFuture(failures.refused(scene, attempt, bad));
            case CrossingFailure.Transient _,
                    CrossingFailure.InDoubt _,
                    CrossingFailure.Credential _,
                    CrossingFailure.Exists _,
                    CrossingFailure.Unexplained _ ->
                    Future.succeededFuture(
                            failures.afterCall(scene, Optional.of(attempt), failure));
        };
    }
}
