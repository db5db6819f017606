package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.RecordRef;
import drawbridge.sync.Decision;

import io.vertx.core.Future;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Whether a record that no link knows may be one that we have just made: its create is not settled
/// yet. Where it is gone nothing in it tells, because its delete was quicker; where it is there it
/// may carry our reference, but so does a copy of a record that was never made known to us; and
/// where its system keeps no reference, no record ever tells. So it waits for every create that may
/// have made it: it began before the record was first told of, and no complete reading of the list
/// lay between ([Bounding]). Then its link is there, or it never was ours. An outage may make that
/// long: how often it was looked at says nothing.
final class Unsettled {

    /// So often it is looked at in any case: a create that was ended may still be found.
    private static final int LOOKS = 8;

    private final Journal journal;
    private final Patience patience;
    private final Clock clock;
    private final Waits waits;
    private final Conclusion conclusion;

    Unsettled(Journal journal, Patience patience, Clock clock, Waits waits, Conclusion conclusion) {
        this.journal = journal;
        this.patience = patience;
        this.clock = clock;
        this.waits = waits;
        this.conclusion = conclusion;
    }

    /// What is there, or where its system keeps no reference, was asked about before it was looked
    /// at.
    Future<Settlement> leave(Scene scene, Decision.Leave leave) {
        Round round = scene.round();
        boolean isGone = scene.state(round.opened().side()).isEmpty();
        return round.link().isEmpty() && isGone && keepsReference(round)
                ? unlessOurs(
                        round,
                        "It is gone, and a create of ours that may have made it is not settled: its"
                                + " delete waits for that.",
                        () -> Future.succeededFuture(conclusion.leave(scene, leave)))
                : Future.succeededFuture(conclusion.leave(scene, leave));
    }

    /// Looks at a record once it is known that it is none of ours: what waits is not read again and
    /// again. Where its system keeps a reference, that decides later.
    Future<Settlement> unlessOurs(Round round, Supplier<Future<Settlement>> look) {
        return round.link().isPresent() || keepsReference(round)
                ? look.get()
                : unlessOurs(
                        round,
                        "A create of ours that may have made it is not settled, and nothing in it"
                                + " tells: it waits for that.",
                        look);
    }

    private static boolean keepsReference(Round round) {
        return round.flow().end(round.opened().side()).externalReference().isPresent();
    }

    /// In this order: of a create that is settled in between the link tells.
    private Future<Settlement> unlessOurs(
            Round round, String why, Supplier<Future<Settlement>> otherwise) {
        return creating(round)
                .compose(
                        lanes ->
                                lanes.isEmpty()
                                        ? unlessLinked(round, otherwise)
                                        : Future.succeededFuture(waiting(round, lanes, why)));
    }

    Future<Settlement> await(Scene scene, Decision.AwaitOrigin await) {
        if (scene.round().opened().tries() < LOOKS) {
            return Future.succeededFuture(conclusion.awaitOrigin(scene, await));
        }
        return creating(scene.round())
                .compose(
                        lanes ->
                                lanes.isEmpty()
                                        ? unlessLinked(
                                                scene.round(),
                                                () ->
                                                        Future.succeededFuture(
                                                                conclusion.stray(scene)))
                                        : Future.succeededFuture(
                                                conclusion.awaitOrigin(scene, await)));
    }

    private Future<List<LaneId>> creating(Round round) {
        return patience.with(
                () ->
                        journal.creating(
                                round.tenant(),
                                round.flow().name(),
                                round.opened().side(),
                                round.opened().lease().lane()));
    }

    /// What asks a person about a create looks again, whenever there is something new to see: this
    /// may be the record that it made.
    private Settlement waiting(Round round, List<LaneId> making, String why) {
        Ending ending = new Ending(round);
        if (round.opened().tries() == 0) {
            ending.wake(making);
        }
        return ending.then(waits.create(round.opened(), making.getFirst(), why));
    }

    private Future<Settlement> unlessLinked(Round round, Supplier<Future<Settlement>> otherwise) {
        RecordRef record = round.opened().record();
        return patience.with(
                        () -> journal.pairs(round.tenant(), round.flow().name(), Set.of(record)))
                .compose(
                        pairs ->
                                pairs.containsKey(record)
                                        ? Future.succeededFuture(
                                                new Ending(round)
                                                        .then(
                                                                new Next.At(
                                                                        clock.now(),
                                                                        "It was linked"
                                                                                + " meanwhile.")))
                                        : otherwise.get());
    }
}
