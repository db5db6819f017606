package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// What stands still until somebody resumes it. Changes still come in and wait.
///
/// @param flow absent: every flow of the tenant
/// @param direction absent: both ways
/// @param by who paused it
/// @param reason why, in that person's words; absent if none was given
/// @param waiting how many records wait behind it now
public record Pause(
        String tenant,
        @Nullable String flow,
        @Nullable Direction direction,
        String by,
        @Nullable String reason,
        Instant since,
        long waiting) {

    public Pause {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(since, "since");
    }
}
