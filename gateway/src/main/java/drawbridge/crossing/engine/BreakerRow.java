package drawbridge.crossing.engine;

import drawbridge.tenant.TenantId;

import java.time.Instant;
import java.util.Optional;

/// A breaker as the journal keeps it.
///
/// @param state `closed`, `open` or `half-open`
/// @param notBefore until when the system asked to be left alone, whatever the state
public record BreakerRow(
        TenantId tenant,
        String system,
        String state,
        int failures,
        int calls,
        String why,
        Optional<Instant> openedAt,
        Optional<Instant> nextProbe,
        Optional<Instant> notBefore) {}
