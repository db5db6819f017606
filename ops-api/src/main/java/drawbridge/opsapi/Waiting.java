package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// A record that waits without needing a person.
///
/// @param side the side that is not yet up to date
/// @param why a plain sentence
/// @param dueAt when it is tried again; absent if something else must happen first
public record Waiting(
        String tenant,
        String flow,
        RecordId record,
        Side side,
        WaitingStatus status,
        String why,
        Instant since,
        @Nullable Instant dueAt) {

    public Waiting {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(side, "side");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(since, "since");
    }
}
