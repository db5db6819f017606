package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Is anyone hurt? The answer to `GET /overview`, and the snapshot that the feed goes on from.
///
/// @param instance the run of the gateway that `position` belongs to
/// @param position the number of the last frame that is already in these numbers
/// @param lastSettledAt absent before the first outcome
/// @param directions the counts of the pairs that went each way; empty if there were none
public record Overview(
        String instance,
        long position,
        Instant at,
        long waiting,
        long oldestWaitingSeconds,
        long conflicts,
        long deadLetters,
        long openBreakers,
        @Nullable Instant lastSettledAt,
        Counts counts,
        Map<Direction, Counts> directions,
        List<TenantSummary> tenants) {

    public Overview {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(counts, "counts");
        directions = PerDirection.copyOf(directions);
        tenants = List.copyOf(tenants);
    }

    /// Where to take up the feed.
    public Position feedPosition() {
        return new Position(instance, position);
    }
}
