package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.crossing.engine.Writing.Wrote;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.sync.Base;
import drawbridge.sync.Decision;
import drawbridge.sync.Decision.Adopt;
import drawbridge.sync.Decision.Create;
import drawbridge.sync.Link;
import drawbridge.sync.Link.Life;
import drawbridge.sync.Making;
import drawbridge.sync.Sent;
import drawbridge.sync.Sight;
import drawbridge.sync.Sync;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Gives a record its partner: makes one, or links one that is there.
///
/// A create carries our reference, the link's id. Once one was sent, every further one is preceded
/// by a look for a record with that reference ([Recovery]): a lost answer must not make a second
/// record.
final class Creator {

    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final String RESERVED =
            "a record that matches it is being made: it waits until that is settled";

    private final Writing writing;
    private final Recovery recovery;
    private final Seeing seeing;
    private final Conclusion conclusion;
    private final Failures failures;
    private final Park park;

    Creator(
            Writing writing,
            Recovery recovery,
            Seeing seeing,
            Conclusion conclusion,
            Failures failures,
            Park park) {
        this.writing = writing;
        this.recovery = recovery;
        this.seeing = seeing;
        this.conclusion = conclusion;
        this.failures = failures;
        this.park = park;
    }

    Future<Settlement> create(
            Scene scene, Create create, Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        Side source = round.opened().side();
        if (create.target() != round.target()) {
            return Future.succeededFuture(new Ending(round).then(new Next.Other()));
        }
        if (Recovery.needsPerson(round, create.target())) {
            return Future.succeededFuture(conclusion.hold(scene, Making.inDoubt()));
        }
        State made = scene.state(source).orElseThrow();
        Link link = unlinked(round, source, made);
        Value.Obj body =
                round.flow()
                        .end(create.target())
                        .externalReference()
                        .map(at -> at.put(create.body(), Value.of(Reference.of(link.id()))))
                        .orElse(create.body());
        Sent sent = new Sent(State.of(Value.Obj.EMPTY), made, create.body(), Set.of(), Map.of());
        return writing.create(round, create.target(), link, keys(scene, source, made), body, sent)
                .compose(
                        wrote ->
                                switch (wrote) {
                                    case Wrote.Done done ->
                                            further(round, create.target(), done)
                                                    .map(
                                                            seen ->
                                                                    made(
                                                                            scene, create, link,
                                                                            done, seen));
                                    case Wrote.Failed(
                                                    EndedAttempt attempt,
                                                    CrossingFailure.Exists exists) ->
                                            recovery.met(
                                                            round,
                                                            create.target(),
                                                            Reference.of(link.id()),
                                                            attempt,
                                                            exists)
                                                    .compose(
                                                            met ->
                                                                    met.map(again)
                                                                            .orElseGet(
                                                                                    () ->
                                                                                            existing(
                                                                                                    scene,
                                                                                                    attempt,
                                                                                                    exists)));
                                    case Wrote.Failed(
                                                    EndedAttempt attempt,
                                                    CrossingFailure failure) ->
                                            Future.succeededFuture(failed(scene, attempt, failure));
                                    case Wrote.Doubtful(var deadline) ->
                                            Future.succeededFuture(
                                                    failures.doubtful(round, deadline));
                                    case Wrote.Taken _ ->
                                            Future.succeededFuture(failures.taken(round));
                                    case Wrote.Reserved _ ->
                                            Future.succeededFuture(
                                                    failures.putBack(round, AGAIN, RESERVED));
                                    case Wrote.Kept _ ->
                                            Future.succeededFuture(
                                                    conclusion.hold(scene, Making.kept()));
                                });
    }

    /// A record that was looked for and found to be another's is no match: what people book twice
    /// is made twice, but one after the other.
    private static List<Key> keys(Scene scene, Side source, State made) {
        Flow flow = scene.round().flow();
        Map<FieldName, Neutral> values = new HashMap<>();
        for (Reading reading : flow.read(source, made, scene.situation().refs()).values()) {
            if (reading instanceof Reading.Of group) {
                values.putAll(group.asMap());
            }
        }
        List<Key> keys = new ArrayList<>();
        for (Flow.MatchKey key : flow.matchKeys()) {
            flow.keyText(key, values)
                    .map(text -> Hash.of("key", key.fields().toString(), text))
                    .ifPresent(hash -> keys.add(new Key(hash, key.strong())));
        }
        return keys;
    }

    /// The copy gets a reference of its own; then it is looked at anew, as any record without a
    /// partner.
    Future<Settlement> rename(Scene scene, Function<Round, Future<Settlement>> again) {
        Round round = scene.round();
        Side source = round.opened().side();
        State state = scene.state(source).orElseThrow();
        Value.Obj members =
                round.flow()
                        .end(source)
                        .externalReference()
                        .orElseThrow()
                        .put(
                                Value.Obj.EMPTY,
                                Value.of(Reference.of(round.opened().lease().lane().value())));
        return writing.update(
                        round,
                        source,
                        round.opened().record(),
                        members,
                        state.version(),
                        Optional.of(new Sent(state, state, members, Set.of(), Map.of())))
                .compose(
                        wrote ->
                                switch (wrote) {
                                    case Wrote.Done done ->
                                            again.apply(
                                                    round.afterMove(done.attempt())
                                                            .reading(source));
                                    case Wrote.Failed(
                                                    EndedAttempt attempt,
                                                    CrossingFailure.Precondition _)
                                            when round.mayGoOn() ->
                                            again.apply(round.afterMove(attempt).reading(source));
                                    case Wrote.Failed(
                                                    EndedAttempt attempt,
                                                    CrossingFailure failure) ->
                                            Future.succeededFuture(failed(scene, attempt, failure));
                                    case Wrote.Doubtful(var deadline) ->
                                            Future.succeededFuture(
                                                    failures.doubtful(round, deadline));
                                    case Wrote.Taken _, Wrote.Reserved _, Wrote.Kept _ ->
                                            Future.succeededFuture(failures.taken(round));
                                });
    }

    private Settlement failed(Scene scene, EndedAttempt attempt, CrossingFailure failure) {
        return switch (failure) {
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
        };
    }

    /// What the target names is treated as what a look would have found, if that leads to a link;
    /// else a person is asked.
    private Future<Settlement> existing(
            Scene scene, EndedAttempt attempt, CrossingFailure.Exists exists) {
        return recovery.candidate(scene, exists)
                // The create is over whether the record can be read now or not.
                .recover(
                        failure ->
                                failure instanceof CrossingFailure
                                        ? Future.succeededFuture(Optional.empty())
                                        : Future.failedFuture(failure))
                .map(found -> found.map(Sync::decide))
                .compose(
                        decision -> {
                            if (decision.isPresent() && decision.get() instanceof Adopt adopt) {
                                return adopt(scene.after(attempt), adopt);
                            }
                            // Or its other end has linked it meanwhile.
                            return decision.filter(Decision.AwaitOrigin.class::isInstance)
                                    .map(_ -> failures.taken(scene.after(attempt).round()))
                                    .map(Future::succeededFuture)
                                    .orElseGet(() -> exists(scene, attempt, exists));
                        });
    }

    private Future<Settlement> exists(
            Scene scene, EndedAttempt attempt, CrossingFailure.Exists exists) {
        Ending ending = new Ending(scene.round()).ended(attempt);
        Side side = scene.round().opened().side();
        String sentence =
                "The target says that this record exists already"
                        + exists.record().map(id -> ", as " + id).orElse("")
                        + ": a person decides.";
        ending.pairs(side, OutcomeKind.CONFLICT, "exists", sentence, Optional.empty());
        park.whole(
                ending,
                scene,
                ParkedKind.CONFLICT,
                "exists",
                sentence,
                Optional.empty(),
                Optional.of(exists.facts()),
                List.of(side));
        return Future.succeededFuture(ending.then(new Next.Rest()));
    }

    /// The new record with what enriches it. If that cannot be read now, it is unknown for a while.
    private Future<Seeing.Seen> further(Round round, Side target, Wrote.Done done) {
        return seeing.enriched(round, target, done.state(), Optional.empty())
                .otherwise(Seeing.Seen.taken(new Sight.Present(done.state())));
    }

    private Settlement made(
            Scene scene, Create create, Link link, Wrote.Done done, Seeing.Seen seen) {
        Side source = create.target().other();
        Ending ending =
                new Ending(scene.round())
                        .ended(done.attempt())
                        .link(linked(link, create.target(), done.record(), state(seen, done)))
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
                                source,
                                OutcomeKind.APPLIED,
                                "created",
                                create.sentence(),
                                Optional.empty());
        closeAll(ending, scene.round(), create.sentence());
        return ending.then(new Next.Rest());
    }

    private static State state(Seeing.Seen seen, Wrote.Done done) {
        return seen.sight() instanceof Sight.Present(State whole) ? whole : done.state();
    }

    Future<Settlement> adopt(Scene scene, Adopt adopt) {
        Round round = scene.round();
        Side source = round.opened().side();
        Link link = unlinked(round, source, scene.state(source).orElseThrow());
        return seeing.enriched(round, source.other(), adopt.state(), Optional.empty())
                .map(
                        seen -> {
                            State state =
                                    seen.sight() instanceof Sight.Present(State whole)
                                            ? whole
                                            : adopt.state();
                            Ending ending =
                                    new Ending(round)
                                            .doubtEnded("looked up")
                                            .link(
                                                    adopt.merges()
                                                            ? unmerged(
                                                                    link, source, adopt.partner())
                                                            : linked(
                                                                    link,
                                                                    source.other(),
                                                                    adopt.partner(),
                                                                    state))
                                            .wakeChildren()
                                            .uses(scene.uses().or(seen::uses))
                                            .seen(scene.seen())
                                            .pairs(
                                                    source,
                                                    OutcomeKind.APPLIED,
                                                    "linked",
                                                    adopt.sentence(),
                                                    Optional.empty());
                            closeAll(ending, round, adopt.sentence());
                            return ending.then(adopt.merges() ? new Next.Other() : new Next.Rest());
                        });
    }

    /// Without bases: whatever both hold is new, and is merged when the lane is opened next.
    private static Link unmerged(Link link, Side source, RecordRef partner) {
        Link.End own =
                new Link.End(
                        link.end(source).record(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        Link.End its =
                new Link.End(
                        Optional.of(partner.id()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return link.with(source, own).with(source.other(), its).with(Life.LINKED);
    }

    private static void closeAll(Ending ending, Round round, String sentence) {
        for (ParkedItem item : round.opened().parked()) {
            ending.closeMended(item, sentence);
        }
    }

    /// The link as it is stored with the attempt: it remembers from what the create was made.
    private static Link unlinked(Round round, Side source, State made) {
        Opened opened = round.opened();
        return new Link(
                        opened.lease().lane().value(),
                        round.flow().name(),
                        Life.UNLINKED,
                        Link.End.NONE,
                        Link.End.NONE,
                        round.flow().version())
                .with(source, end(opened.record().id(), Base.of(made)));
    }

    private static Link linked(Link link, Side target, RecordRef record, State state) {
        return link.with(target, end(record.id(), Base.ofUnread(state))).with(Life.LINKED);
    }

    private static Link.End end(String id, Base base) {
        return new Link.End(
                Optional.of(id),
                Optional.of(base),
                base.agreed().version().map(Version::text),
                Optional.empty());
    }
}
