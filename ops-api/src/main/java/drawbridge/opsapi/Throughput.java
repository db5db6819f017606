package drawbridge.opsapi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Settled pairs a second.
///
/// @param until the end of the last second
/// @param directions one number for each second, the oldest first
public record Throughput(Instant until, Map<Direction, List<Long>> directions) {

    public Throughput {
        Objects.requireNonNull(until, "until");
        directions = PerDirection.copyOf(directions, List::copyOf);
    }
}
