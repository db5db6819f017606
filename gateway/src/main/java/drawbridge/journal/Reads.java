package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;

import java.time.Instant;
import java.util.EnumSet;
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

    /// What a settlement may have to clear away beside the lane itself; most have nothing of it.
    enum Left {
        /// Keys that a create reserved.
        KEYS,
        /// A delete that is counted, or waits for a person.
        DELETE
    }

    private final Map<Long, Read> byEpoch = new HashMap<>();
    private final Map<Long, EnumSet<Left>> left = new HashMap<>();

    void keep(Lease lease, Read read) {
        byEpoch.put(lease.epoch(), read);
    }

    Optional<Read> of(Lease lease) {
        return Optional.ofNullable(byEpoch.get(lease.epoch()));
    }

    /// From now on the lane may have this, until it is settled.
    void leaves(Lease lease, Left what) {
        left.computeIfAbsent(lease.epoch(), _ -> EnumSet.noneOf(Left.class)).add(what);
    }

    /// Whether the lane may have this. Of one that was not opened in this process nothing is known.
    boolean mayLeave(Lease lease, Left what) {
        return !byEpoch.containsKey(lease.epoch())
                || left.getOrDefault(lease.epoch(), EnumSet.noneOf(Left.class)).contains(what);
    }

    void forget(Lease lease) {
        byEpoch.remove(lease.epoch());
        left.remove(lease.epoch());
    }

    void clear() {
        byEpoch.clear();
        left.clear();
    }
}
