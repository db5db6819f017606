package drawbridge.intake;

import drawbridge.tenant.TenantId;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How many unsigned events are taken: each costs a read of the system, and anybody can send them.
/// What is not taken is to come again, and is found by the sweep.
final class Strangers {

    static final int AT_ONCE = 200;
    static final int EACH_SECOND = 20;

    private record Key(TenantId tenant, String system) {}

    private static final class Bucket {
        double left = AT_ONCE;
        long at;

        Bucket(long at) {
            this.at = at;
        }
    }

    private final LongSupplier nanos;
    private final Map<Key, Bucket> buckets = new HashMap<>();

    /// @param nanos a clock that never goes back
    Strangers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Counts so many of them if they may come.
    synchronized boolean mayCome(TenantId tenant, String system, int events) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(new Key(tenant, system), _ -> new Bucket(now));
        bucket.left = Math.min(AT_ONCE, bucket.left + (now - bucket.at) * EACH_SECOND / 1e9);
        bucket.at = now;
        if (bucket.left < events) {
            return false;
        }
        bucket.left -= events;
        return true;
    }
}
