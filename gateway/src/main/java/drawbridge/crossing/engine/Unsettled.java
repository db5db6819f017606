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
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Whether a record that no link knows may be one that we have just made: its create is not settled
/// yet. Where it is gone nothing in it tells, because its delete was quicker; where it is there it
/// may carry our reference, but so does a copy of a record that was never made known to us; and
/// where its system keeps no reference, no record ever tells. So it waits for every create that
/// began before it came; then its link is there, or it never was ours. An outage may make that
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

    Future<Settlement> leave(Scene scene, Decision.Leave leave) {
        Round round = scene.round();
        Side origin = round.opened().side();
        if (round.link().isPresent() || scene.state(origin).isPresent()) {
            return Future.succeededFuture(conclusion.leave(scene, leave));
        }
        return unlessOurs(
                round,
                "It is gone, and a create of ours that may have made it is not settled: its delete"
                        + " waits for that.",
                () -> Future.succeededFuture(conclusion.leave(scene, leave)));
    }

    /// Carries a decision out, once it is known that the record is none of ours. Where its system
    /// keeps a reference, that decides.
    Future<Settlement> unlessOurs(Scene scene, Supplier<Future<Settlement>> otherwise) {
        Round round = scene.round();
        Side origin = round.opened().side();
        boolean tells =
                round.link().isPresent()
                        || scene.state(origin).isEmpty()
                        || round.flow().end(origin).externalReference().isPresent();
        return tells
                ? otherwise.get()
                : unlessOurs(
                        round,
                        "A create of ours that may have made it is not settled, and nothing in it"
                                + " tells: it waits for that.",
                        otherwise);
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
        Side origin = round.opened().side();
        return patience.with(
                () ->
                        journal.creating(
                                round.tenant(), round.flow().name(), origin, came(round, origin)));
    }

    /// What asks a person about a create looks again: this may be the record that it made.
    private Settlement waiting(Round round, List<LaneId> making, String why) {
        return new Ending(round)
                .wake(making)
                .then(waits.on(round.opened(), making.getFirst(), why));
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

    /// It was there when the first of its open changes came in.
    private Instant came(Round round, Side origin) {
        return round.pending(origin).stream()
                .map(Pending::at)
                .min(Comparator.naturalOrder())
                .orElseGet(clock::now);
    }
}
