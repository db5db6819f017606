package drawbridge.crossing.engine;

import drawbridge.mapping.Flow;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Enriching records that were read lately, a bounded number of them. Each remembers the epoch
/// under which it was read, so that the journal can tell whether it was touched since. One instance
/// serves all workers of a process, from any thread.
final class Enrichments {

    /// @param asOf the epoch of the lease under which it was read
    /// @param readNanos when it was read, by a clock that never goes back
    record Kept(Value.Obj record, long asOf, long readNanos) {

        /// Whether it may still be taken for what it is.
        boolean isGood(Flow.Enrichment further, long nowNanos) {
            return further.keep()
                    .map(longest -> nowNanos - readNanos < longest.toNanos())
                    .orElse(true);
        }
    }

    private record Key(TenantId tenant, RecordRef record) {}

    private final Map<Key, Kept> kept;

    Enrichments(int bound) {
        this.kept =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
                        return size() > bound;
                    }
                };
    }

    synchronized Optional<Kept> find(TenantId tenant, RecordRef record) {
        return Optional.ofNullable(kept.get(new Key(tenant, record)));
    }

    synchronized void keep(TenantId tenant, RecordRef record, Kept now) {
        kept.put(new Key(tenant, record), now);
    }

    synchronized void forget(TenantId tenant, RecordRef record) {
        kept.remove(new Key(tenant, record));
    }
}
