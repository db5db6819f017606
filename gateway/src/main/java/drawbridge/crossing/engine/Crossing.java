package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.crossing.engine.Settling.Taken;
import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.sync.Decision;
import drawbridge.sync.Rules;
import drawbridge.sync.Sync;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// The work on one leased lane: open it, look at what is doubtful, decide, carry out, settle. In
/// every case but a lost lease the lane is settled, if only to be put back.
final class Crossing {

    private static final Logger LOG = LoggerFactory.getLogger(Crossing.class);
    private static final Duration NO_FLOW = Duration.ofSeconds(30);

    /// Bytes of heavy lanes that an engine has in hand.
    private static final long IN_HAND = 8L * 1024 * 1024;

    private final Journal journal;
    private final Flows flows;
    private final Clock clock;
    private final Parts parts;
    private final Room room = new Room(IN_HAND);

    /// What a crossing is made of.
    record Parts(
            Look look,
            Merger merger,
            Recovery recovery,
            Creator creator,
            Remaker remaker,
            Burial burial,
            Counting counting,
            Unsettled unsettled,
            Expansion expansion,
            Conclusion conclusion,
            Failures failures,
            Patience patience,
            Rules rules,
            Consumer<Decision> decided) {}

    Crossing(Journal journal, Flows flows, Clock clock, Parts parts) {
        this.journal = journal;
        this.flows = flows;
        this.clock = clock;
        this.parts = parts;
    }

    /// Succeeds also when the lease was lost: then somebody else is at work on the lane.
    Future<Void> cross(Lease lease) {
        return parts.patience()
                .with(() -> journal.open(lease))
                .compose(opened -> opened.map(this::fetched).orElseGet(Future::succeededFuture))
                .recover(failure -> ended(lease, failure));
    }

    /// What is heavy waits until there is room for it.
    private Future<Void> fetched(Opened opened) {
        long left = Bodies.left(opened.pending());
        return left == 0
                ? carry(opened)
                : room.with(
                        left,
                        () ->
                                parts.patience()
                                        .with(
                                                () ->
                                                        journal.bodies(
                                                                opened.lease().tenant(),
                                                                Bodies.heavy(opened.pending())))
                                        .compose(bodies -> carry(opened.fetched(bodies))));
    }

    private Future<Void> carry(Opened opened) {
        TenantId tenant = opened.lease().tenant();
        Optional<Count> count = flows.count(tenant, opened.flow());
        if (count.isPresent()) {
            return parts.counting().carry(opened, count.get()).compose(this::settle);
        }
        Optional<Flow> flow = flows.flow(tenant, opened.flow());
        if (flow.isEmpty()) {
            return settle(Unmapped.waiting(opened, clock.now().plus(NO_FLOW)));
        }
        Round first = Round.first(opened, flow.get());
        return begin(first)
                .compose(
                        settlement ->
                                settle(settlement).recover(failure -> unlessTaken(first, failure)));
    }

    private Future<Settlement> begin(Round round) {
        if (isEnriching(round)) {
            return Future.succeededFuture(parts.conclusion().enriching(round));
        }
        Optional<Instant> doubtEnds = doubtEnds(round);
        if (doubtEnds.filter(clock.now()::isBefore).isPresent()) {
            return Future.succeededFuture(
                    parts.failures().doubtful(round, doubtEnds.orElseThrow()));
        }
        if (parts.expansion().isOver(round)) {
            return Future.succeededFuture(parts.conclusion().over(round));
        }
        if (hasNothingToDo(round)) {
            return Future.succeededFuture(parts.conclusion().idle(round));
        }
        return round(round);
    }

    private static boolean isEnriching(Round round) {
        return !round.opened()
                .record()
                .resource()
                .equals(round.flow().end(round.opened().side()).resource());
    }

    /// When the call of an attempt that nobody ended can no longer be under way.
    private static Optional<Instant> doubtEnds(Round round) {
        return round.opened()
                .attempt()
                .map(open -> open.deadline().plus(round.flow().end(open.target()).consistency()));
    }

    /// An unlinked record is looked at for a change, a doubt or a person only. A linked one may
    /// also be due because the other direction saw something, and a series because time goes on.
    private static boolean hasNothingToDo(Round round) {
        return !round.isLinked()
                && !Expansion.mayRepeat(round)
                && round.opened().pending().isEmpty()
                && round.opened().attempt().isEmpty()
                && round.opened().parked().stream().allMatch(item -> item.resolution().isEmpty());
    }

    private Future<Settlement> round(Round round) {
        Future<Settlement> settlement =
                Recovery.mustLook(round)
                        ? parts.recovery().look(round, this::round)
                        : parts.unsettled()
                                .unlessOurs(
                                        round, () -> parts.look().at(round).compose(this::decide));
        return settlement.recover(failure -> putBack(round, failure));
    }

    private Future<Settlement> decide(Scene seen) {
        Sync.Decided decided =
                parts.rules()
                        .decide(
                                seen.situation(),
                                seen.round().unanswered(),
                                BlindWrites.told(seen));
        Scene scene = seen.as(decided.situation());
        Decision decision = decided.decision();
        parts.decided().accept(decision);
        LOG.atDebug()
                .addKeyValue("tenant", scene.round().tenant().toString())
                .addKeyValue("lane", scene.round().opened().lease().lane().toString())
                .log("Decided");
        return carriedOut(scene, decision)
                .map(settlement -> parts.expansion().after(scene, decision, settlement));
    }

    private Future<Settlement> carriedOut(Scene scene, Decision decision) {
        if (Recovery.isUndecided(scene.round())) {
            return done(parts.conclusion().undecided(scene));
        }
        return switch (decision) {
            case Decision.Merge merge -> parts.merger().carryOut(scene, merge, this::round);
            case Decision.Create create -> parts.creator().create(scene, create, this::round);
            case Decision.Rename _ -> parts.creator().rename(scene, this::round);
            case Decision.Move move -> done(parts.conclusion().moved(scene, move));
            case Decision.Adopt adopt -> parts.creator().adopt(scene, adopt);
            case Decision.Bury bury -> parts.burial().carryOut(scene, bury, this::round);
            case Decision.Revive revive -> parts.merger().revive(scene, revive, this::round);
            case Decision.Remake remake ->
                    parts.burial()
                            .remake(
                                    scene,
                                    remake.target(),
                                    () -> parts.remaker().remake(scene, remake, this::round));
            case Decision.Leave leave -> parts.unsettled().leave(scene, leave);
            case Decision.Expand expand -> parts.expansion().carryOut(scene, expand);
            case Decision.AwaitParent await -> done(parts.conclusion().awaitParent(scene, await));
            case Decision.AwaitOrigin await -> parts.unsettled().await(scene, await);
            case Decision.AwaitProof await -> done(parts.conclusion().awaitProof(scene, await));
            case Decision.Hold hold -> parts.burial().hold(scene, hold);
            case Decision.Reject reject -> done(parts.conclusion().reject(scene, reject));
        };
    }

    private static Future<Settlement> done(Settlement settlement) {
        return Future.succeededFuture(settlement);
    }

    private Future<Settlement> putBack(Round round, Throwable failure) {
        if (failure instanceof Fenced) {
            return Future.failedFuture(failure);
        }
        if (!(failure instanceof CrossingFailure)) {
            LOG.atError()
                    .addKeyValue("tenant", round.tenant().toString())
                    .addKeyValue("flow", round.flow().name().toString())
                    .addKeyValue("lane", round.opened().lease().lane().toString())
                    .setCause(failure)
                    .log("A crossing failed");
        }
        return done(parts.failures().afterLook(round, failure));
    }

    private Future<Void> settle(Settlement settlement) {
        return parts.patience().with(() -> journal.settle(settlement));
    }

    /// A record of the link was linked by another lane meanwhile: nothing is written here, and the
    /// lane is opened anew.
    private Future<Void> unlessTaken(Round first, Throwable failure) {
        return failure instanceof Taken
                ? settle(parts.failures().taken(first))
                : Future.failedFuture(failure);
    }

    private static Future<Void> ended(Lease lease, Throwable failure) {
        if (failure instanceof Fenced) {
            LOG.atDebug().addKeyValue("lane", lease.lane().toString()).log("A lease was lost");
        } else {
            LOG.atError()
                    .addKeyValue("tenant", lease.tenant().toString())
                    .addKeyValue("lane", lease.lane().toString())
                    .setCause(failure)
                    .log("A lane was left without being settled");
        }
        return Future.succeededFuture();
    }
}
