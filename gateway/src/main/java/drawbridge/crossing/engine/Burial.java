package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.crossing.engine.Writing.Wrote;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Decision;
import drawbridge.sync.Decision.Bury;
import drawbridge.sync.Decision.Hold;
import drawbridge.sync.Decision.Last;
import drawbridge.sync.Decision.Move;
import drawbridge.sync.Deleting;
import drawbridge.sync.Link;
import drawbridge.sync.LivesOn;
import drawbridge.sync.Restless;
import drawbridge.sync.Sent;
import drawbridge.sync.Sight;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Carries a delete to the other side, by its policy, and buries the link.
///
/// Before anything is written the journal is asked: too many deletes at once wait for a person
/// ([Guarding]).
final class Burial {

    private static final String GATHERING =
            "a delete waits a moment for others that may belong to it";

    private final Partners partners;
    private final Writing writing;
    private final Failures failures;
    private final Conclusion conclusion;

    private final Journal journal;
    private final Patience patience;
    private final Dice dice;
    private final Consumer<Decision> decided;

    /// Where the guard stopped deletes when it was asked last.
    private final Set<Deletes> stopped = new HashSet<>();

    Burial(
            Partners partners,
            Writing writing,
            Failures failures,
            Conclusion conclusion,
            Journal journal,
            Patience patience,
            Dice dice,
            Consumer<Decision> decided) {
        this.partners = partners;
        this.writing = writing;
        this.failures = failures;
        this.conclusion = conclusion;
        this.journal = journal;
        this.patience = patience;
        this.dice = dice;
        this.decided = decided;
    }

    Future<Settlement> carryOut(Scene scene, Bury bury, Function<Round, Future<Settlement>> again) {
        Supplier<Future<Settlement>> looked =
                () -> unlessMoved(scene, bury.gone(), () -> bury(scene, bury, again));
        return isStopped(scene.round()) && isUnasked(scene, bury)
                ? joined(scene, bury, looked)
                : looked.get();
    }

    /// What lives on elsewhere is no delete and must not be counted as one, so that is looked for
    /// first. But while a person is asked about the deletes of this flow, one more waits for the
    /// answer like the others, and what became of it is looked for once that was given: a bulk of
    /// thousands costs no call each before anybody knows of it.
    private Future<Settlement> joined(
            Scene scene, Bury bury, Supplier<Future<Settlement>> otherwise) {
        Round round = scene.round();
        return patience.with(() -> journal.clear(asked(round, bury)))
                .compose(
                        answer -> {
                            if (answer instanceof Clearance.Stop(var incident)) {
                                return Future.succeededFuture(conclusion.stopped(scene, incident));
                            }
                            goesOn(round);
                            return otherwise.get();
                        });
    }

    /// Deletes of one flow of a tenant.
    private record Deletes(TenantId tenant, FlowName flow) {}

    private boolean isStopped(Round round) {
        return stopped.contains(new Deletes(round.tenant(), round.flow().name()));
    }

    private void stops(Round round) {
        stopped.add(new Deletes(round.tenant(), round.flow().name()));
    }

    private void goesOn(Round round) {
        stopped.remove(new Deletes(round.tenant(), round.flow().name()));
    }

    /// A person is asked, about a record that is gone only if it does not live on elsewhere.
    Future<Settlement> hold(Scene scene, Hold hold) {
        Supplier<Future<Settlement>> asked =
                () -> Future.succeededFuture(conclusion.hold(scene, hold));
        return Arrays.stream(Side.values())
                .filter(_ -> scene.round().isLinked())
                .filter(side -> scene.situation().sight(side) instanceof Sight.Gone)
                .findFirst()
                .map(gone -> unlessMoved(scene, gone, asked))
                .orElseGet(asked);
    }

    /// A record that repeats by now is there, and an occurrence lives on in no other record.
    private Future<Settlement> unlessMoved(
            Scene scene, Side gone, Supplier<Future<Settlement>> otherwise) {
        if (scene.state(gone).isPresent() || scene.round().series(gone).isPresent()) {
            return otherwise.get();
        }
        return movedTo(scene, gone)
                .compose(
                        moved ->
                                survives(scene, gone, moved, List.of())
                                        .orElseGet(() -> unlessMerged(scene, gone, otherwise)));
    }

    private Optional<Future<Settlement>> survives(
            Scene scene, Side gone, List<Remote.Found> free, List<Remote.Found> linked) {
        return LivesOn.decide(gone, new LivesOn.Found(records(free), records(linked)))
                .map(decision -> survives(scene, decision))
                .map(Future::succeededFuture);
    }

    private Settlement survives(Scene scene, Decision.Survival decision) {
        decided.accept(decision);
        return switch (decision) {
            case Move move -> conclusion.moved(scene, move);
            case Hold hold -> conclusion.hold(scene, hold);
        };
    }

    private static List<RecordRef> records(List<Remote.Found> found) {
        return found.stream().map(Remote.Found::record).toList();
    }

    /// What is gone may have become part of another record at its source, which then says what it
    /// said by a strong key. Then it was not deleted, and nothing is done to its partner, unless a
    /// person decided so.
    private Future<Settlement> unlessMerged(
            Scene scene, Side gone, Supplier<Future<Settlement>> otherwise) {
        if (!LivesOn.mayBeMerged(scene.situation(), gone)) {
            return otherwise.get();
        }
        Link.End end = scene.round().link().orElseThrow().end(gone);
        return partners.heirs(
                        scene.round(),
                        gone,
                        end.record().orElse(""),
                        end.base().orElseThrow().agreed())
                .compose(
                        heirs ->
                                survives(scene, gone, heirs.free(), heirs.linked())
                                        .orElseGet(otherwise));
    }

    /// Before a delete does anything: whether a record that we made lives on under another id, with
    /// the reference that we gave it.
    private Future<List<Remote.Found>> movedTo(Scene scene, Side gone) {
        Round round = scene.round();
        return reference(round, gone)
                .filter(_ -> scene.state(gone.other()).isPresent())
                .map(reference -> partners.freeCarrying(round, gone, reference))
                .orElseGet(() -> Future.succeededFuture(List.of()));
    }

    /// What the record carries, if we made it.
    private static Optional<String> reference(Round round, Side gone) {
        Link link = round.link().orElseThrow();
        Optional<String> anew =
                round.flow()
                        .end(gone)
                        .externalReference()
                        .flatMap(
                                at ->
                                        link.end(gone)
                                                .base()
                                                .flatMap(base -> at.find(base.agreed().record())))
                        .flatMap(Values::idText)
                        .filter(Reference::isAnew);
        return anew.isPresent() || gone == round.opened().side()
                ? anew
                : Optional.of(Reference.of(link.id()));
    }

    /// The partner is made anew, unless it lives on elsewhere.
    Future<Settlement> remake(Scene scene, Side target, Supplier<Future<Settlement>> making) {
        return unlessMoved(scene, target, making);
    }

    private Future<Settlement> bury(
            Scene scene, Bury bury, Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        Side target = bury.gone().other();
        if (bury.last() instanceof Last.Nothing) {
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
        if (round.linked()) {
            return Future.succeededFuture(conclusion.found(scene));
        }
        if (!isUnasked(scene, bury)) {
            return write(scene, bury, again);
        }
        return patience.with(() -> journal.clear(asked(round, bury)))
                .compose(
                        answer ->
                                switch (answer) {
                                    case Clearance.Go _ -> write(scene, bury, again);
                                    case Clearance.Wait(var until) ->
                                            Future.succeededFuture(
                                                    new Ending(asOpened(round))
                                                            .then(new Next.At(until, GATHERING)));
                                    case Clearance.Stop(var incident) -> {
                                        stops(round);
                                        yield Future.succeededFuture(
                                                conclusion.stopped(scene, incident));
                                    }
                                    case Clearance.Spare _ ->
                                            Future.succeededFuture(
                                                    conclusion.bury(
                                                            scene,
                                                            Deleting.spared(bury),
                                                            Optional.empty()));
                                });
    }

    /// Whether it is for the guard to say if this delete goes: it does something at the other side,
    /// and neither decided a person about this very record, nor made a series of it.
    private static boolean isUnasked(Scene scene, Bury bury) {
        return !(bury.last() instanceof Last.Nothing)
                && bury.gone().other() == scene.round().target()
                && Deleting.mayBeOneOfMany(scene.situation(), bury.gone());
    }

    /// A delete that waits writes no link: one that is linked would count as living. What an
    /// unanswered write did is looked up again with the next look.
    private static Round asOpened(Round round) {
        return round.linked() ? round : Round.first(round.opened(), round.flow());
    }

    private ConfirmedDelete asked(Round round, Bury bury) {
        return new ConfirmedDelete(
                round.opened().lease(),
                round.flow().name(),
                bury.gone(),
                round.series(bury.gone())
                        .map(series -> LaneId.of(round.tenant(), round.flow().name(), series))
                        .orElse(round.opened().lease().lane()),
                round.flow().massDelete(),
                round.flow().version(),
                dice.id());
    }

    private Future<Settlement> write(
            Scene scene, Bury bury, Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        Side target = bury.gone().other();
        State before = scene.state(target).orElseThrow();
        return sent(round, bury, round.record(target).orElseThrow(), before)
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
                                    case Wrote.Taken _, Wrote.Reserved _, Wrote.Kept _ ->
                                            Future.succeededFuture(failures.taken(round));
                                });
    }

    private Future<Wrote> sent(Round round, Bury bury, RecordRef record, State before) {
        Side target = bury.gone().other();
        return switch (bury.last()) {
            case Last.Write(Value.Obj members) ->
                    writing.update(
                            round,
                            target,
                            record,
                            members,
                            before.version(),
                            Optional.of(Sent.mark(before, members, marked(round))));
            case Last.Delete() -> writing.delete(round, target, record, before);
            case Last.Nothing() -> throw new IllegalStateException("nothing is to be written");
        };
    }

    private static Set<GroupName> marked(Round round) {
        Set<GroupName> marked = new TreeSet<>();
        for (Flow.Group group : round.flow().groups()) {
            if (round.flow().isMarkedByDeletes(group)) {
                marked.add(group.name());
            }
        }
        return marked;
    }

    private Future<Settlement> failed(
            Scene scene,
            EndedAttempt attempt,
            CrossingFailure failure,
            Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        return switch (failure) {
            case CrossingFailure.Precondition _, CrossingFailure.Gone _ ->
                    round.mayGoOn()
                            ? again.apply(round.afterMove(attempt))
                            : Future.succeededFuture(conclusion.hold(scene, Restless.delete()));
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
