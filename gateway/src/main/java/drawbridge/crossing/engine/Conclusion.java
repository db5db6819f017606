package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Base;
import drawbridge.sync.Burying;
import drawbridge.sync.Decision;
import drawbridge.sync.Deleting;
import drawbridge.sync.Link;
import drawbridge.sync.Link.Life;
import drawbridge.sync.Making;
import drawbridge.sync.Sight;
import drawbridge.sync.Sync;
import drawbridge.sync.Unanswered;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The settlements of decisions that write nothing.
final class Conclusion {

    private final Park park;
    private final Waits waits;

    Conclusion(Park park, Waits waits) {
        this.park = park;
        this.waits = waits;
    }

    /// Nothing to look at: whatever made the lane due has been settled with something else.
    Settlement idle(Round round) {
        return new Ending(round).then(new Next.Rest());
    }

    /// An enriching record changed: the records that use it are looked at anew.
    Settlement enriching(Round round) {
        return new Ending(round)
                .touch(round.opened().record())
                .pairs(
                        round.opened().side(),
                        OutcomeKind.APPLIED,
                        "enriches",
                        "The records that use it are looked at anew.",
                        Optional.empty())
                .then(new Next.Rest());
    }

    Settlement leave(Scene scene, Decision.Leave leave) {
        Ending ending = ending(scene);
        for (Side side : Side.values()) {
            if (isFromBeforeTheDelete(scene, side)) {
                ending.late(side, "deleted", "It came late: the record was deleted since.");
            } else {
                ending.pairs(
                        side,
                        OutcomeKind.UNCHANGED,
                        leave.reason(),
                        leave.sentence(),
                        Optional.empty());
            }
        }
        closeAll(ending, scene, leave.sentence());
        return ending.then(new Next.Rest());
    }

    /// Whether a side's changes tell that a record is there whose delete was carried out.
    private static boolean isFromBeforeTheDelete(Scene scene, Side side) {
        return scene.round().isBuried()
                && scene.situation().sight(side) instanceof Sight.Gone
                && scene.round().pending(side).stream()
                        .noneMatch(change -> change.tombstone() || change.edit());
    }

    /// The occurrences were told of, each by a change of its own.
    Settlement expanded(Scene scene, String sentence, Next next) {
        Ending ending = ending(scene);
        for (Side side : Side.values()) {
            ending.pairs(side, OutcomeKind.UNCHANGED, "series", sentence, Optional.empty());
        }
        closeAll(ending, scene, sentence);
        return ending.then(next);
    }

    /// An occurrence that is over is left as it is, and no change of its series reaches it any
    /// more.
    Settlement over(Round round) {
        return new Ending(round)
                .uses(Optional.of(new Uses(Set.of(), round.opened().lease().epoch())))
                .then(new Next.Rest());
    }

    Settlement awaitParent(Scene scene, Decision.AwaitParent await) {
        return new Ending(scene.round())
                .then(waits.parent(scene.round(), await.parent(), await.sentence()));
    }

    Settlement awaitOrigin(Scene scene, Decision.AwaitOrigin await) {
        return new Ending(scene.round())
                .then(waits.origin(scene.round(), await.link(), await.sentence()));
    }

    /// No create answers for its reference.
    Settlement stray(Scene scene) {
        return Sync.stray(scene.situation())
                .map(hold -> hold(scene, hold))
                .orElseGet(() -> leave(scene, Sync.gone()));
    }

    /// The record was not found once: the link remembers since when, and what comes in meanwhile
    /// may be the proof. What became of an unanswered call is seen only when it is known whether
    /// the record is there: until then the call stays in doubt, and nothing that was taken for
    /// likely is kept.
    Settlement awaitProof(Scene scene, Decision.AwaitProof await) {
        Link link = asKnown(scene.round());
        Link.End end = link.end(await.missing());
        Link.End missing =
                new Link.End(
                        end.record(), end.base(), end.lastVersion(), Optional.of(await.since()));
        return new Ending(scene.round())
                .seen(scene.seen())
                .link(link.with(await.missing(), missing))
                .then(waits.news(await.until(), await.sentence()));
    }

    /// The link without what a look made of a call that stays in doubt.
    private static Link asKnown(Round round) {
        boolean known =
                round.linked() || round.ended().isPresent() || round.opened().attempt().isEmpty();
        return (known ? round.link() : round.opened().link()).orElseThrow();
    }

    /// Only links what was found; what its delete means is looked at next.
    Settlement found(Scene scene) {
        return ending(scene)
                .then(
                        new Next.At(
                                scene.situation().now(),
                                "what was made is linked first; its delete is next"));
    }

    /// A person is asked what became of a create. It stays open until that person has said so, or
    /// what it made turns up; asked is once.
    Settlement undecided(Scene scene) {
        Round round = scene.round();
        boolean isAsked =
                round.opened().pending().isEmpty()
                        && round.opened().parked().stream()
                                .anyMatch(item -> item.reason().equals(Making.IN_DOUBT));
        return isAsked
                ? new Ending(round).then(new Next.Rest())
                : hold(new Ending(round).seen(scene.seen()), scene, Making.inDoubt());
    }

    /// A person is asked. What became of an unanswered write cannot be told while one of the
    /// records is gone: the write stays in doubt until both are there again, or the answer is
    /// carried out.
    Settlement hold(Scene scene, Decision.Hold hold) {
        return hold(isWriteInDoubt(scene) ? inDoubt(scene) : ending(scene), scene, hold);
    }

    private Settlement hold(Ending ending, Scene scene, Decision.Hold hold) {
        for (Side side : Side.values()) {
            ending.pairs(
                    side, OutcomeKind.CONFLICT, hold.reason(), hold.sentence(), Optional.empty());
        }
        park.whole(
                ending,
                scene,
                ParkedKind.CONFLICT,
                hold.reason(),
                hold.sentence(),
                Optional.empty(),
                Optional.empty(),
                List.of(Side.values()));
        return ending.then(new Next.Rest());
    }

    /// The record lives on under another id: so does the link. What it holds is read next, as a
    /// source.
    Settlement moved(Scene scene, Decision.Move move) {
        Side side = move.side();
        String sentence = move.sentence();
        Ending ending = ending(scene);
        ending.pairs(side, OutcomeKind.UNCHANGED, "moved", sentence, Optional.empty());
        closeAll(ending, scene, sentence);
        return ending.link(Burying.moved(scene.situation(), move))
                .wakeChildren()
                .then(
                        scene.round().source() == side
                                ? new Next.At(scene.situation().now(), sentence)
                                : new Next.Other());
    }

    /// The delete waits with others until a person says go.
    Settlement stopped(Scene scene, java.util.UUID incident) {
        Decision.Hold hold = Deleting.stopped();
        Ending ending = ending(scene);
        for (Side side : Side.values()) {
            ending.pairs(
                    side, OutcomeKind.CONFLICT, hold.reason(), hold.sentence(), Optional.empty());
        }
        park.stopped(ending, scene, hold.sentence(), incident);
        return ending.then(new Next.Rest());
    }

    Settlement reject(Scene scene, Decision.Reject reject) {
        Ending ending = ending(scene);
        for (Side side : Side.values()) {
            ending.pairs(side, OutcomeKind.DEAD, "bad-field", reject.sentence(), Optional.empty());
        }
        park.whole(
                ending,
                scene,
                ParkedKind.DEAD,
                "bad-field",
                reject.sentence(),
                Optional.of(reject.pointer()),
                Optional.empty(),
                List.of(Side.values()));
        return ending.then(new Next.Rest());
    }

    /// @param wrote the call by which the record that is left was written, if it was
    Settlement bury(Scene scene, Decision.Bury bury, Optional<Writing.Wrote.Done> wrote) {
        Round round = scene.round();
        Ending ending = ending(scene);
        wrote.ifPresent(done -> ending.ended(done.attempt()));
        boolean deleted = bury.last() instanceof Decision.Last.Delete;
        wrote.filter(_ -> !deleted)
                .ifPresent(
                        done ->
                                ending.seen(
                                        Set.of(
                                                Content.of(
                                                        done.record(),
                                                        done.state().version(),
                                                        done.state().record()))));
        boolean called = wrote.isPresent() || round.opened().attempt().isPresent();
        // An edit that was on its way told nobody of the delete.
        boolean applied =
                wrote.isPresent()
                        || (called
                                && round.unanswered()
                                        .filter(Unanswered.Update.class::isInstance)
                                        .isEmpty());
        Side gone = Burying.deleted(scene.situation(), bury, unansweredDelete(round));
        ending.pairs(
                gone,
                applied ? OutcomeKind.APPLIED : OutcomeKind.UNCHANGED,
                bury.reason(),
                bury.sentence(),
                Optional.empty());
        boolean made = round.linked() && gone != round.opened().side();
        ending.pairs(
                gone.other(),
                made ? OutcomeKind.APPLIED : OutcomeKind.UNCHANGED,
                made ? "found" : "tombstone",
                bury.sentence(),
                Optional.empty());
        closeAll(ending, scene, bury.sentence());
        Optional<State> left = wrote.map(Writing.Wrote.Done::state);
        return ending.link(Burying.buried(scene.situation(), bury, left, called))
                .then(new Next.Rest());
    }

    /// The side at which a delete of ours went unanswered.
    private static Optional<Side> unansweredDelete(Round round) {
        return round.opened()
                .attempt()
                .filter(open -> open.operation() == Settling.Operation.DELETE)
                .map(Journal.OpenAttempt::target);
    }

    private static boolean isWriteInDoubt(Scene scene) {
        Round round = scene.round();
        boolean lived =
                round.opened().link().filter(link -> link.life() == Life.LINKED).isPresent();
        return lived
                && round.ended().isEmpty()
                && round.unanswered().filter(Unanswered.Update.class::isInstance).isPresent()
                && Arrays.stream(Side.values())
                        .anyMatch(side -> scene.situation().partner(side).isEmpty());
    }

    /// Keeps nothing of what was taken for likely, and leaves the attempt open.
    private static Ending inDoubt(Scene scene) {
        Ending ending = new Ending(scene.round()).link(asKnown(scene.round())).seen(scene.seen());
        for (Side side : Side.values()) {
            told(scene, side).ifPresent(ending::link);
        }
        return ending;
    }

    private static Ending ending(Scene scene) {
        Ending ending = new Ending(scene.round()).doubtEnded("looked up").seen(scene.seen());
        for (Side side : Side.values()) {
            told(scene, side).ifPresent(ending::link);
        }
        return ending;
    }

    /// What is settled without an end of the link must not forget that a system itself told of a
    /// delete: of a record that never answered under its id nothing else would prove it.
    private static Optional<Link> told(Scene scene, Side side) {
        return scene.round()
                .link()
                .filter(_ -> scene.situation().sight(side).equals(new Sight.Gone(true)))
                .flatMap(
                        link ->
                                link.end(side)
                                        .base()
                                        .filter(Base::unread)
                                        .map(base -> read(link, side, base)));
    }

    private static Link read(Link link, Side side, Base base) {
        Link.End end = link.end(side);
        return link.with(
                side,
                new Link.End(
                        end.record(),
                        Optional.of(base.asUnread(false)),
                        end.lastVersion(),
                        end.missingSince()));
    }

    private static void closeAll(Ending ending, Scene scene, String sentence) {
        for (ParkedItem item : scene.round().opened().parked()) {
            ending.closeMended(item, sentence);
        }
    }
}
