package drawbridge.opsapi;

import java.util.Map;
import java.util.Objects;

/// The heartbeat of the feed, one a second.
///
/// @param settled the pairs that were settled in the last full second
public record Tick(
        long waiting,
        long oldestWaitingSeconds,
        long conflicts,
        long deadLetters,
        long openBreakers,
        Map<Direction, Long> settled,
        Counts counts) {

    public Tick {
        Objects.requireNonNull(counts, "counts");
        settled = PerDirection.copyOf(settled);
    }
}
