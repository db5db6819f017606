package drawbridge.simulator;

import drawbridge.crossing.engine.BreakerRow;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.LaneId;
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

/// A journal as it is, for whoever changes one of its answers.
abstract class JournalWrap implements Journal {

    private final Journal port;

    JournalWrap(Journal port) {
        this.port = port;
    }

    @Override
    public Future<List<Receipt>> append(Delivery delivery) {
        return port.append(delivery);
    }

    @Override
    public Future<Session> begin(Duration leaseLength) {
        return port.begin(leaseLength);
    }

    @Override
    public Future<Void> heartbeat(Session session) {
        return port.heartbeat(session);
    }

    @Override
    public Future<Void> end(Session session) {
        return port.end(session);
    }

    @Override
    public Future<List<Lease>> claim(Session session, Direction direction, int lanes) {
        return port.claim(session, direction, lanes);
    }

    @Override
    public void listen(Session session, Hints hints) {
        port.listen(session, hints);
    }

    @Override
    public void leave(Session session) {
        port.leave(session);
    }

    @Override
    public Future<Optional<Opened>> open(Lease lease) {
        return port.open(lease);
    }

    @Override
    public Future<Map<UUID, Bytes>> bodies(TenantId tenant, List<Pending> changes) {
        return port.bodies(tenant, changes);
    }

    @Override
    public Future<Map<RecordRef, Refs.Pair>> pairs(
            TenantId tenant, FlowName flow, Set<RecordRef> records) {
        return port.pairs(tenant, flow, records);
    }

    @Override
    public Future<Optional<Link>> link(TenantId tenant, FlowName flow, UUID id) {
        return port.link(tenant, flow, id);
    }

    @Override
    public Future<List<LaneId>> creating(TenantId tenant, FlowName flow, Side target, LaneId lane) {
        return port.creating(tenant, flow, target, lane);
    }

    @Override
    public Future<List<Newcomer>> newcomers(
            TenantId tenant, LaneId creating, Optional<Newcomer> after) {
        return port.newcomers(tenant, creating, after);
    }

    @Override
    public Future<List<Lost>> lost(TenantId tenant, FlowName flow, Side target, Duration over) {
        return port.lost(tenant, flow, target, over);
    }

    @Override
    public Future<Void> bound(TenantId tenant, List<Lost> creates) {
        return port.bound(tenant, creates);
    }

    @Override
    public Future<Attempted> attempt(Attempt attempt) {
        return port.attempt(attempt);
    }

    @Override
    public Future<Void> settle(Settlement settlement) {
        return port.settle(settlement);
    }

    @Override
    public Future<Clearance> clear(ConfirmedDelete delete) {
        return port.clear(delete);
    }

    @Override
    public Future<ActAnswer> act(Act act) {
        return port.act(act);
    }

    @Override
    public Future<ActAnswer> replace(Act act, UUID newer) {
        return port.replace(act, newer);
    }

    @Override
    public Future<ActAnswer> restore(Act act) {
        return port.restore(act);
    }

    @Override
    public Future<Optional<Opened>> peek(TenantId tenant, LaneId lane, Direction direction) {
        return port.peek(tenant, lane, direction);
    }

    @Override
    public Future<PauseAnswer> pause(Stop stop, Signed signed) {
        return port.pause(stop, signed);
    }

    @Override
    public Future<PauseAnswer> resume(Stop stop, Signed signed) {
        return port.resume(stop, signed);
    }

    @Override
    public Future<Void> wake(TenantId tenant, String system, int most) {
        return port.wake(tenant, system, most);
    }

    @Override
    public Future<Void> keep(BreakerRow row) {
        return port.keep(row);
    }

    @Override
    public Future<List<BreakerRow>> breakers() {
        return port.breakers();
    }
}
