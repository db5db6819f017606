package drawbridge.journal;

import drawbridge.crossing.engine.BreakerRow;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Remapping;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.platform.DatabasePool;
import drawbridge.sync.Link;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The journal in PostgreSQL.
///
/// May be called from any thread; a future completes on the caller's context. Within, everything
/// runs on one event loop, where calls that arrive together become one group: one statement for
/// each thing to write, one commit.
public final class PgJournal implements Journal, Remapping {

    private static final Logger LOG = LoggerFactory.getLogger(PgJournal.class);
    private static final int LARGEST_GROUP = 128;
    private static final int GROUPS_UNDER_WAY = 2;
    private static final int ACT_TRIES = 4;

    /// Nobody waits for a settlement but the lane's next change, and that folds into a later one
    /// for half a second anyway.
    private static final Grouped.Gather SETTLE_TOGETHER =
            new Grouped.Gather(Duration.ofMillis(10), 16);

    private static final int SHARDS = PgTally.SETTLE / GROUPS_UNDER_WAY;

    private final Vertx vertx;
    private final Context context;
    private final Supplier<Set<TenantId>> tenants;
    private final Reads reads = new Reads(System::nanoTime);
    private final Ready ready = new Ready(System::nanoTime);
    private final Handover handover;
    private final PgSessions sessions;
    private final PgClaim claims;
    private final PgLinks links;
    private final PgBounds bounds;
    private final PgAct acts;
    private final PgGuard guard;
    private final PgRestore restores;
    private final PgPauses pauses;
    private final PgRemapping remapping;
    private final PgOpen opening;
    private final PgBreakers breakers;
    private final PgWake wakes;
    private final Grouped<Delivery, List<Receipt>> appends;
    private final Grouped<Lease, Optional<Opened>> opens;
    private final Grouped<PgLinks.Asked, Map<RecordRef, Refs.Pair>> pairs;
    private final Grouped<Attempt, Attempted> attempts;
    private final Grouped<Settlement, Void> settles;
    private boolean flushing;

    /// @param tenants all of them, as they are configured now
    public PgJournal(Vertx vertx, Pool pool, Ends ends, Supplier<Set<TenantId>> tenants) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.tenants = tenants;
        PgScope scope = new PgScope(pool);
        int shardBase = ThreadLocalRandom.current().nextInt(SHARDS) * GROUPS_UNDER_WAY;
        this.handover = new Handover(vertx);
        this.sessions = new PgSessions(pool);
        this.claims = new PgClaim(pool, sessions);
        PgMarks marks = new PgMarks(scope, this::due);
        PgUpkeep upkeep = PgUpkeep.start(vertx, pool, tenants, marks);
        this.links = new PgLinks(scope, ends);
        this.bounds = new PgBounds(scope);
        this.acts = new PgAct(scope, handover);
        this.guard = new PgGuard(scope, reads);
        this.restores = new PgRestore(scope, handover);
        this.pauses = new PgPauses(scope, handover, marks);
        this.remapping = new PgRemapping(scope, handover);
        this.breakers = new PgBreakers(scope);
        this.wakes = new PgWake(scope);
        this.opening = new PgOpen(scope, ends, new PgRehome(scope, handover), pauses, reads, ready);
        this.appends =
                grouped(
                        Grouped.Gather.NOT,
                        new PgAppend(scope, ends, handover, upkeep, opening, ready, shardBase)
                                ::run);
        this.opens = grouped(Grouped.Gather.NOT, opening::run);
        this.pairs = grouped(Grouped.Gather.NOT, links::pairs);
        this.attempts = grouped(Grouped.Gather.NOT, new PgAttempt(scope, reads)::run);
        this.settles =
                grouped(SETTLE_TOGETHER, new PgSettle(scope, reads, handover, shardBase)::run);
    }

    private <I, O> Grouped<I, O> grouped(Grouped.Gather gather, Grouped.Run<I, O> run) {
        return new Grouped<>(
                LARGEST_GROUP,
                GROUPS_UNDER_WAY,
                gather,
                this::later,
                PgFailures::causedByContent,
                PgFailures::worthRepeating,
                run);
    }

    private void later(Duration wait, Runnable what) {
        long _ = vertx.setTimer(wait.toMillis(), _ -> what.run());
    }

    @Override
    public Future<List<Receipt>> append(Delivery delivery) {
        return here(
                () -> {
                    claims.mayBeDue(Set.of(delivery.tenant()));
                    return soon(appends, delivery);
                });
    }

    @Override
    public Future<Session> begin(Duration leaseLength) {
        return here(() -> timely(sessions.begin(UUID.randomUUID(), leaseLength)));
    }

    @Override
    public Future<Void> heartbeat(Session session) {
        return here(() -> timely(sessions.beat(session)).onFailure(lost -> forget(session, lost)));
    }

    @Override
    public Future<Void> end(Session session) {
        return here(
                () -> {
                    forget(session);
                    return timely(sessions.end(session));
                });
    }

    @Override
    public Future<List<Lease>> claim(Session session, Direction direction, int lanes) {
        return here(
                () -> {
                    handover.claims(session.id(), direction);
                    return timely(claims.claim(session, direction, lanes))
                            .onFailure(lost -> forget(session, lost));
                });
    }

    /// A claim that is given up may have leased lanes all the same: its session knows it is in
    /// doubt.
    private static <T> Future<T> timely(Future<T> answer) {
        return answer.timeout(DatabasePool.ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Nothing is handed to a session that has ended.
    private void forget(Session session, Throwable failure) {
        if (failure instanceof Fenced) {
            forget(session);
        }
    }

    private void forget(Session session) {
        handover.forget(session.id());
        ready.forgetAll();
    }

    @Override
    public void listen(Session session, Hints hints) {
        Context listener = vertx.getOrCreateContext();
        context.runOnContext(_ -> handover.listen(session, hints, listener));
    }

    @Override
    public void leave(Session session) {
        context.runOnContext(_ -> handover.forget(session.id()));
    }

    @Override
    public Future<Optional<Opened>> open(Lease lease) {
        return here(
                () ->
                        opening.ready(lease)
                                .map(opened -> Future.succeededFuture(Optional.of(opened)))
                                .orElseGet(() -> soon(opens, lease)));
    }

    @Override
    public Future<Map<UUID, Bytes>> bodies(TenantId tenant, List<Pending> changes) {
        return here(() -> opening.bodies(tenant, changes));
    }

    @Override
    public Future<Map<RecordRef, Refs.Pair>> pairs(
            TenantId tenant, FlowName flow, Set<RecordRef> records) {
        return here(() -> soon(pairs, new PgLinks.Asked(tenant, flow, Set.copyOf(records))));
    }

    @Override
    public Future<Optional<Link>> link(TenantId tenant, FlowName flow, UUID id) {
        return here(() -> links.link(tenant, flow, id));
    }

    @Override
    public Future<List<LaneId>> creating(TenantId tenant, FlowName flow, Side target, LaneId lane) {
        return here(() -> links.creating(tenant, flow, target, lane));
    }

    @Override
    public Future<List<Newcomer>> newcomers(
            TenantId tenant, LaneId creating, Optional<Newcomer> after) {
        return here(() -> links.newcomers(tenant, creating, after));
    }

    @Override
    public Future<List<Lost>> lost(TenantId tenant, FlowName flow, Side target, Duration over) {
        return here(() -> bounds.lost(tenant, flow, target, over));
    }

    @Override
    public Future<Void> bound(TenantId tenant, List<Lost> creates) {
        return here(() -> bounds.bound(tenant, creates));
    }

    @Override
    public Future<Attempted> attempt(Attempt attempt) {
        return here(() -> soon(attempts, attempt));
    }

    @Override
    public Future<Void> settle(Settlement settlement) {
        return here(
                () -> {
                    claims.mayBeDue(Set.of(settlement.lease().tenant()));
                    return soon(settles, settlement);
                });
    }

    @Override
    public Future<ActAnswer> act(Act act) {
        return here(
                () -> {
                    claims.mayBeDue(Set.of(act.tenant()));
                    return anew(act.tenant(), () -> acts.act(act));
                });
    }

    @Override
    public Future<Clearance> clear(ConfirmedDelete delete) {
        return here(() -> guard.clear(delete));
    }

    @Override
    public Future<ActAnswer> replace(Act act, UUID newer) {
        return here(() -> anew(act.tenant(), () -> acts.replace(act, newer)));
    }

    @Override
    public Future<ActAnswer> restore(Act act) {
        return here(
                () -> {
                    claims.mayBeDue(Set.of(act.tenant()));
                    return anew(act.tenant(), () -> restores.restore(act));
                });
    }

    @Override
    public Future<Optional<Opened>> peek(TenantId tenant, LaneId lane, Direction direction) {
        return here(() -> opening.peek(new Lease(tenant, lane, 0, direction)));
    }

    @Override
    public Future<PauseAnswer> pause(Stop stop, Signed signed) {
        return here(() -> anew(stop.tenant(), () -> pauses.pause(stop, signed)));
    }

    @Override
    public Future<PauseAnswer> resume(Stop stop, Signed signed) {
        return here(() -> pauses.resume(stop, signed));
    }

    @Override
    public Future<Stretch> stretch(TenantId tenant, FlowName flow, String version, int most) {
        return here(() -> remapping.stretch(tenant, flow, version, most));
    }

    @Override
    public Future<Void> walked(
            TenantId tenant, FlowName flow, Stretch stretch, Set<UUID> otherwise) {
        return here(
                () -> {
                    claims.mayBeDue(Set.of(tenant));
                    return anew(tenant, () -> remapping.walked(tenant, flow, stretch, otherwise));
                });
    }

    @Override
    public Future<Void> wake(TenantId tenant, String system, int most) {
        return here(
                () ->
                        wakes.of(tenant, system, most)
                                .map(
                                        _ -> {
                                            due(tenant);
                                            return null;
                                        }));
    }

    /// Lanes of the tenant may be claimed by now.
    private void due(TenantId tenant) {
        claims.mayBeDue(Set.of(tenant));
        for (Direction direction : Direction.values()) {
            handover.due(direction);
        }
    }

    @Override
    public Future<Void> keep(BreakerRow row) {
        return here(() -> breakers.keep(row));
    }

    @Override
    public Future<List<BreakerRow>> breakers() {
        return here(() -> breakers.all(tenants.get()));
    }

    /// What was read of the tenant's lanes may no longer hold. An act that was rolled back for the
    /// sake of a lane's worker, as when its item is on its way to the lane of a link, begins again.
    private <T> Future<T> anew(TenantId tenant, Supplier<Future<T>> act) {
        return tried(act, 1).onComplete(_ -> ready.forget(tenant));
    }

    private static <T> Future<T> tried(Supplier<Future<T>> act, int tries) {
        return act.get()
                .recover(
                        failure ->
                                tries < ACT_TRIES && PgFailures.worthRepeating(failure)
                                        ? tried(act, tries + 1)
                                        : Future.failedFuture(failure));
    }

    /// Joins the group that is being gathered. What arrives in one turn of the event loop goes
    /// together.
    private <I, O> Future<O> soon(Grouped<I, O> group, I item) {
        Future<O> answer = group.add(item);
        if (!flushing) {
            flushing = true;
            context.runOnContext(_ -> flush());
        }
        return answer;
    }

    private void flush() {
        flushing = false;
        appends.flush();
        opens.flush();
        pairs.flush();
        attempts.flush();
        settles.flush();
    }

    /// Runs `work` on the journal's event loop; the answer comes back on the caller's context.
    private <T> Future<T> here(Supplier<Future<T>> work) {
        Context caller = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        context.runOnContext(
                _ -> {
                    try {
                        work.get()
                                .onComplete(done -> caller.runOnContext(_ -> promise.handle(done)));
                    } catch (RuntimeException e) {
                        LOG.atError().setCause(e).log("the journal could not begin its work");
                        caller.runOnContext(_ -> promise.fail(e));
                    }
                });
        return promise.future();
    }
}
