package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// When both systems of a flow were last proven to be in sync.
///
/// @param inSyncAt from then on each pair was found in sync; absent: that never was
/// @param lastResult of the last audit that ended; absent: there was none
/// @param lastAt when that one ended
/// @param drift how many pairs drifted or were missing in it
public record Proof(
        String tenant,
        String flow,
        @Nullable Instant inSyncAt,
        @Nullable AuditResult lastResult,
        @Nullable Instant lastAt,
        long drift) {

    public Proof {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(flow, "flow");
    }
}
