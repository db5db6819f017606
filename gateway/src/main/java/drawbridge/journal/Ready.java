package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What appends of this process read of the lanes that they leased, until those are opened. So a
/// lane that is handed over is not read a second time.
///
/// It is what was there when the lease began. What has changed a lane since in this process makes
/// it forgotten; what changed elsewhere is missed for [#LONGEST] at most, and met when the lane is
/// settled, like everything that happens under a lease. Used on the journal's event loop only.
final class Ready {

    static final Duration LONGEST = Duration.ofSeconds(1);

    private record Kept(Lease lease, long at, Supplier<Opened> opened) {}

    private final Map<LaneKey, Kept> byLane = new LinkedHashMap<>();
    private final LongSupplier nanos;

    /// @param nanos a clock that runs evenly, in nanoseconds
    Ready(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void keep(Lease lease, Supplier<Opened> opened) {
        forgetOld();
        LaneKey lane = LaneKey.of(lease);
        byLane.remove(lane);
        byLane.put(lane, new Kept(lease, nanos.getAsLong(), opened));
    }

    /// Once, and empty where it has to be read.
    Optional<Opened> take(Lease lease) {
        forgetOld();
        return Optional.ofNullable(byLane.remove(LaneKey.of(lease)))
                .filter(kept -> kept.lease.equals(lease))
                .map(kept -> kept.opened.get());
    }

    void forget(LaneKey lane) {
        byLane.remove(lane);
    }

    void forget(TenantId tenant) {
        byLane.keySet().removeIf(lane -> lane.tenant().equals(tenant));
    }

    void forgetAll() {
        byLane.clear();
    }

    private void forgetOld() {
        long oldest = nanos.getAsLong() - LONGEST.toNanos();
        Iterator<Kept> all = byLane.values().iterator();
        while (all.hasNext() && all.next().at - oldest < 0) {
            all.remove();
        }
    }
}
