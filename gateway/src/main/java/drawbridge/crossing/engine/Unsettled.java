package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Decision;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Whether a record that no link knows may be one that we have just made: its create is not settled
/// yet. Where it is gone nothing in it tells, because its delete was quicker; where it is there it
/// may carry our reference, but so does a copy of a record that was never made known to us. So it
/// waits for every create that began before it came; then its link is there, or it never was ours.
/// An outage may make that long: how often it was looked at says nothing.
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

    Future<Settlement> leave(Scene scene, Decision.Leave leave) {
        Round round = scene.round();
        Side origin = round.opened().side();
        if (round.link().isPresent() || scene.state(origin).isPresent()) {
            return Future.succeededFuture(conclusion.leave(scene, leave));
        }
        // In this order: of a create that is settled in between the link tells.
        return creating(round)
                .compose(
                        lane ->
                                lane.map(making -> Future.succeededFuture(waiting(round, making)))
                                        .orElseGet(
                                                () ->
                                                        unlessLinked(
                                                                scene,
                                                                () ->
                                                                        conclusion.leave(
                                                                                scene, leave))));
    }

    Future<Settlement> await(Scene scene, Decision.AwaitOrigin await) {
        if (scene.round().opened().tries() < LOOKS) {
            return Future.succeededFuture(conclusion.awaitOrigin(scene, await));
        }
        return creating(scene.round())
                .compose(
                        lane ->
                                lane.isPresent()
                                        ? Future.succeededFuture(
                                                conclusion.awaitOrigin(scene, await))
                                        : unlessLinked(scene, () -> conclusion.stray(scene)));
    }

    private Future<Optional<LaneId>> creating(Round round) {
        Side origin = round.opened().side();
        return patience.with(
                () ->
                        journal.creating(
                                round.tenant(),
                                round.flow().name(),
                                origin,
                                lastCame(round, origin)));
    }

    private Settlement waiting(Round round, LaneId making) {
        return new Ending(round)
                .then(
                        waits.on(
                                round.opened(),
                                making,
                                "It is gone, and a create of ours that may have made it is not"
                                        + " settled: its delete waits for that."));
    }

    private Future<Settlement> unlessLinked(Scene scene, Supplier<Settlement> otherwise) {
        Round round = scene.round();
        RecordRef record = round.opened().record();
        return patience.with(
                        () -> journal.pairs(round.tenant(), round.flow().name(), Set.of(record)))
                .map(
                        pairs ->
                                pairs.containsKey(record)
                                        ? new Ending(round)
                                                .then(
                                                        new Next.At(
                                                                clock.now(),
                                                                "It was linked meanwhile."))
                                        : otherwise.get());
    }

    private Instant lastCame(Round round, Side origin) {
        return round.pending(origin).stream()
                .map(Pending::at)
                .max(Comparator.naturalOrder())
                .orElseGet(clock::now);
    }
}
