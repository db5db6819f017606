package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A comparison of both systems of a tenant. The gateway carries it out; one whose process died
/// begins anew.
///
/// @param flow absent: every flow
/// @param repair whether what is found goes through the lanes
/// @param by who asked for it; `gateway`: it is on schedule
/// @param begun how often it was begun
/// @param flows those that have begun, by name
public record Audit(
        String tenant,
        String id,
        @Nullable String flow,
        boolean repair,
        String by,
        AuditState state,
        int begun,
        Instant askedAt,
        @Nullable Instant beganAt,
        @Nullable Instant endedAt,
        List<AuditFlow> flows) {

    public Audit {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(askedAt, "askedAt");
        flows = List.copyOf(flows);
    }
}
