package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.crossing.engine.Writing.Wrote;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.sync.Base;
import drawbridge.sync.Decision.Remake;
import drawbridge.sync.Link;
import drawbridge.sync.Making;
import drawbridge.sync.Reviving;
import drawbridge.sync.Sent;
import drawbridge.sync.Sight;

import io.vertx.core.Future;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Makes the partner of a living record anew, in the place of one that is gone. The link stays, and
/// moves to the new record once that is known to be there; until then it names the one that is
/// gone, so that a create without an answer is looked for ([Recovery]).
final class Remaker {

    private final Writing writing;
    private final Recovery recovery;
    private final Seeing seeing;
    private final Conclusion conclusion;
    private final Failures failures;

    Remaker(
            Writing writing,
            Recovery recovery,
            Seeing seeing,
            Conclusion conclusion,
            Failures failures) {
        this.writing = writing;
        this.recovery = recovery;
        this.seeing = seeing;
        this.conclusion = conclusion;
        this.failures = failures;
    }

    Future<Settlement> remake(
            Scene scene, Remake remake, Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        Side target = remake.target();
        if (target != round.target()) {
            return Future.succeededFuture(new Ending(round).then(new Next.Other()));
        }
        if (!scene.proven().contains(target.other())) {
            return again.apply(round.reading(target.other()));
        }
        if (Recovery.needsPerson(round, target)) {
            return Future.succeededFuture(conclusion.hold(scene, Making.inDoubt()));
        }
        Link link = round.link().orElseThrow();
        State made = scene.state(target.other()).orElseThrow();
        String reference = Reference.anew(link, target);
        Value.Obj body =
                round.flow()
                        .end(target)
                        .externalReference()
                        .map(at -> at.put(remake.body(), Value.of(reference)))
                        .orElse(remake.body());
        // With its reference: by that it is told from the one in whose place it is made.
        Sent sent = new Sent(State.of(Value.Obj.EMPTY), made, body, Set.of(), Map.of());
        return writing.remake(round, target, reference, body, sent)
                .compose(wrote -> wrote(scene, remake, reference, wrote, again));
    }

    private Future<Settlement> wrote(
            Scene scene,
            Remake remake,
            String reference,
            Wrote wrote,
            Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        return switch (wrote) {
            case Wrote.Done done ->
                    seeing.enriched(round, remake.target(), done.state(), Optional.empty())
                            .otherwise(Seeing.Seen.taken(new Sight.Present(done.state())))
                            .map(seen -> made(scene, remake, done, seen));
            case Wrote.Failed(EndedAttempt attempt, CrossingFailure.Exists exists) ->
                    recovery.met(round, remake.target(), reference, attempt, exists)
                            .compose(
                                    met ->
                                            met.map(again)
                                                    .orElseGet(
                                                            () -> failed(scene, attempt, exists)));
            case Wrote.Failed(EndedAttempt attempt, CrossingFailure failure) ->
                    failed(scene, attempt, failure);
            case Wrote.Doubtful(var deadline) ->
                    Future.succeededFuture(failures.doubtful(round, deadline));
            case Wrote.Taken _, Wrote.Reserved _, Wrote.Kept _ ->
                    Future.succeededFuture(failures.taken(round));
        };
    }

    private Future<Settlement> failed(Scene scene, EndedAttempt attempt, CrossingFailure failure) {
        return Future.succeededFuture(
                switch (failure) {
                    case CrossingFailure.BadRecord bad -> failures.refused(scene, attempt, bad);
                    case CrossingFailure.Transient _,
                            CrossingFailure.Exists _,
                            CrossingFailure.Credential _,
                            CrossingFailure.InDoubt _ ->
                            failures.afterCall(scene, Optional.of(attempt), failure);
                    // An answer that fits no class does not say that nothing was made.
                    case CrossingFailure.Precondition _,
                            CrossingFailure.Gone _,
                            CrossingFailure.Unexplained _ ->
                            failures.afterCall(scene, Optional.empty(), failure);
                });
    }

    private static Settlement made(Scene scene, Remake remake, Wrote.Done done, Seeing.Seen seen) {
        Round round = scene.round();
        Side target = remake.target();
        State source = scene.state(target.other()).orElseThrow();
        State state = seen.sight() instanceof Sight.Present(State whole) ? whole : done.state();
        Link link =
                round.link()
                        .orElseThrow()
                        .with(target.other(), end(round, target.other(), Base.of(source)))
                        .with(
                                target,
                                end(done.record().id(), fresh(scene, target, state).asUnread(true)))
                        .with(Link.Life.LINKED);
        Ending ending =
                new Ending(round)
                        .ended(done.attempt())
                        .link(link)
                        .wakeChildren()
                        .uses(scene.uses().or(seen::uses))
                        .seen(scene.seen())
                        .seen(
                                Set.of(
                                        Content.of(
                                                done.record(),
                                                done.state().version(),
                                                done.state().record())))
                        .pairs(
                                target.other(),
                                OutcomeKind.APPLIED,
                                remake.reason(),
                                remake.sentence(),
                                Optional.empty())
                        .pairs(
                                target,
                                OutcomeKind.UNCHANGED,
                                remake.reason(),
                                remake.sentence(),
                                Optional.empty());
        for (ParkedItem item : round.opened().parked()) {
            ending.closeMended(item, remake.sentence());
        }
        return ending.then(new Next.Other());
    }

    /// What only the new record tells the other one of is compared once more: it may say less than
    /// the one before. So is what it was made with in place of the mark of a delete, which the
    /// other one still bears.
    private static Base fresh(Scene scene, Side target, State state) {
        Flow flow = scene.round().flow();
        Base base = Reviving.asIfMarked(scene.situation(), target, state);
        for (Flow.Group group : flow.groups()) {
            if (group.ways().equals(Set.of(target.outbound()))) {
                base = base.with(group.name(), State.of(Value.Obj.EMPTY));
            }
        }
        return base;
    }

    private static Link.End end(Round round, Side side, Base base) {
        return end(round.link().orElseThrow().end(side).record().orElseThrow(), base);
    }

    private static Link.End end(String id, Base base) {
        return new Link.End(
                Optional.of(id),
                Optional.of(base),
                base.agreed().version().map(Version::text),
                Optional.empty());
    }
}
