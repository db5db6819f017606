package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.LaneId;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.UUID;

/// The key of a lane in the store.
record LaneKey(TenantId tenant, LaneId lane) {

    static LaneKey of(Lease lease) {
        return new LaneKey(lease.tenant(), lease.lane());
    }

    static LaneKey of(UUID tenant, UUID lane) {
        return new LaneKey(new TenantId(tenant), new LaneId(lane));
    }

    /// What a call under a lease that is held no more fails with.
    static <T> Future<T> fenced(Lease lease) {
        return Future.failedFuture(
                new drawbridge.crossing.engine.Journal.Fenced(
                        "the lease " + lease.epoch() + " of lane " + lease.lane() + " has ended"));
    }
}
