package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/// What was read under each lease of this process, so that its settlement can tell what came in
/// since. Lost with the process, as its leases are. Used on the journal's event loop only.
///
/// A lease may end without a settlement: with its session, or because its lane went to somebody
/// else. What was read under it is forgotten after a while; of a lease that is held for longer
/// nothing is known then, as of one that was opened elsewhere, and its settlement asks the journal.
final class Reads {

    static final Duration LONGEST = Duration.ofMinutes(15);

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

    private static final class Known {
        final Read read;
        final long at;
        final EnumSet<Left> left;

        Known(Read read, long at, EnumSet<Left> left) {
            this.read = read;
            this.at = at;
            this.left = left;
        }
    }

    private final Map<Long, Known> byEpoch = new LinkedHashMap<>();
    private final LongSupplier nanos;

    /// @param nanos a clock that runs evenly, in nanoseconds
    Reads(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void keep(Lease lease, Read read) {
        forgetOld();
        Known before = byEpoch.remove(lease.epoch());
        byEpoch.put(
                lease.epoch(),
                new Known(
                        read,
                        nanos.getAsLong(),
                        before == null ? EnumSet.noneOf(Left.class) : before.left));
    }

    Optional<Read> of(Lease lease) {
        return Optional.ofNullable(byEpoch.get(lease.epoch())).map(known -> known.read);
    }

    /// From now on the lane may have this, until it is settled.
    void leaves(Lease lease, Left what) {
        Known known = byEpoch.get(lease.epoch());
        if (known != null) {
            known.left.add(what);
        }
    }

    /// Whether the lane may have this. Of one that was not opened in this process nothing is known.
    boolean mayLeave(Lease lease, Left what) {
        Known known = byEpoch.get(lease.epoch());
        return known == null || known.left.contains(what);
    }

    void forget(Lease lease) {
        byEpoch.remove(lease.epoch());
    }

    int size() {
        return byEpoch.size();
    }

    private void forgetOld() {
        long oldest = nanos.getAsLong() - LONGEST.toNanos();
        Iterator<Known> all = byEpoch.values().iterator();
        while (all.hasNext() && all.next().at - oldest < 0) {
            all.remove();
        }
    }
}
