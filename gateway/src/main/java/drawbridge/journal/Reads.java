package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What was read under each lease of this process, so that its settlement can tell what came in
/// since. Lost with the process, as its leases are. Used on the journal's event loop only.
final class Reads {

    /// @param acme the last sequence of Acme's side that was read
    /// @param touches the touches that were read
    /// @param at the database's time of the reading
    /// @param sides of the changes that were read
    record Read(
            FlowName flow, long acme, long app, long touches, Instant at, Map<UUID, Side> sides) {}

    private final Map<Long, Read> byEpoch = new HashMap<>();

    void keep(Lease lease, Read read) {
        byEpoch.put(lease.epoch(), read);
    }

    Optional<Read> of(Lease lease) {
        return Optional.ofNullable(byEpoch.get(lease.epoch()));
    }

    void forget(Lease lease) {
        byEpoch.remove(lease.epoch());
    }

    void clear() {
        byEpoch.clear();
    }
}
