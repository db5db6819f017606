package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// The state of the calls to one system of one tenant.
///
/// @param failures failed calls in the window that the breaker looks at
/// @param calls all calls in that window
/// @param why a plain sentence; absent while closed
/// @param openedAt absent while closed
/// @param nextProbeAt when a call is tried again; absent while closed
public record Breaker(
        String tenant,
        String system,
        BreakerState state,
        long failures,
        long calls,
        @Nullable String why,
        @Nullable Instant openedAt,
        @Nullable Instant nextProbeAt) {

    public Breaker {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(system, "system");
        Objects.requireNonNull(state, "state");
    }
}
