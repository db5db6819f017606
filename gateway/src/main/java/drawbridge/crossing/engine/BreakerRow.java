package drawbridge.crossing.engine;

import drawbridge.tenant.TenantId;

import java.time.Instant;
import java.util.Optional;

/// A breaker as the journal keeps it.
///
/// @param state `closed`, `open` or `half-open`
public record BreakerRow(
        TenantId tenant,
        String system,
        String state,
        int failures,
        int calls,
        String why,
        Optional<Instant> openedAt,
        Optional<Instant> nextProbe) {}
