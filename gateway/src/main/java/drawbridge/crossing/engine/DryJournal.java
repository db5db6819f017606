package drawbridge.crossing.engine;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A journal that answers what it is asked, and remembers what it should write down instead of
/// doing so.
final class DryJournal implements Journal {

    private final Journal journal;
    private final Opened opened;
    private Optional<Settlement> settlement = Optional.empty();
    private Optional<Side> target = Optional.empty();

    /// @param opened what the one lane of the run is opened as
    DryJournal(Journal journal, Opened opened) {
        this.journal = journal;
        this.opened = opened;
    }

    Optional<Settlement> settlement() {
        return settlement;
    }

    /// Of the call that was about to be made.
    Optional<Side> target() {
        return target;
    }

    @Override
    public Future<Optional<Opened>> open(Lease lease) {
        return Future.succeededFuture(Optional.of(opened));
    }

    @Override
    public Future<Map<UUID, Bytes>> bodies(TenantId tenant, List<Pending> changes) {
        return journal.bodies(tenant, changes);
    }

    /// What would be written once a person let it go.
    @Override
    public Future<Clearance> clear(ConfirmedDelete delete) {
        return Future.succeededFuture(new Clearance.Go());
    }

    @Override
    public Future<Attempted> attempt(Attempt attempt) {
        target = Optional.of(attempt.target());
        return Future.succeededFuture(Attempted.GO);
    }

    @Override
    public Future<Void> settle(Settlement settled) {
        settlement = Optional.of(settled);
        return Future.succeededFuture();
    }

    @Override
    public Future<Map<RecordRef, Refs.Pair>> pairs(
            TenantId tenant, FlowName flow, Set<RecordRef> records) {
        return journal.pairs(tenant, flow, records);
    }

    @Override
    public Future<Optional<Link>> link(TenantId tenant, FlowName flow, UUID id) {
        return journal.link(tenant, flow, id);
    }

    @Override
    public Future<List<LaneId>> creating(TenantId tenant, FlowName flow, Side target, LaneId lane) {
        return journal.creating(tenant, flow, target, lane);
    }

    @Override
    public Future<List<Newcomer>> newcomers(
            TenantId tenant, LaneId creating, Optional<Newcomer> after) {
        return journal.newcomers(tenant, creating, after);
    }

    @Override
    public Future<List<Lost>> lost(TenantId tenant, FlowName flow, Side target, Duration over) {
        return journal.lost(tenant, flow, target, over);
    }

    @Override
    public Future<Void> bound(TenantId tenant, List<Lost> creates) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<Opened>> peek(TenantId tenant, LaneId lane, Direction direction) {
        return journal.peek(tenant, lane, direction);
    }

    @Override
    public Future<Session> begin(Duration leaseLength) {
        return Future.succeededFuture(new Session(new UUID(0, 0), leaseLength));
    }

    @Override
    public Future<Void> heartbeat(Session session) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end(Session session) {
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Lease>> claim(Session session, Direction direction, int lanes) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public void listen(Session session, Hints hints) {
        // Nothing becomes due in a preview.
    }

    @Override
    public void leave(Session session) {
        // Nobody is told of anything in a preview.
    }

    @Override
    public Future<List<BreakerRow>> breakers() {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> wake(TenantId tenant, String system, int most) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> keep(BreakerRow row) {
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Receipt>> append(Delivery delivery) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<ActAnswer> act(Act act) {
        return refused();
    }

    @Override
    public Future<ActAnswer> replace(Act act, UUID newer) {
        return refused();
    }

    @Override
    public Future<ActAnswer> restore(Act act) {
        return refused();
    }

    @Override
    public Future<PauseAnswer> pause(Stop stop, Signed signed) {
        return refused();
    }

    @Override
    public Future<PauseAnswer> resume(Stop stop, Signed signed) {
        return refused();
    }

    private static <T> Future<T> refused() {
        return Future.failedFuture(new IllegalStateException("a preview writes nothing"));
    }
}
