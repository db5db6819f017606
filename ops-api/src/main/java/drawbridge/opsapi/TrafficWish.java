package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Recorded changes are to go through other mappings, and nothing is to be written.
///
/// @param since changes that came in before it are left out
/// @param flow only this one; absent: every flow
/// @param after what the answer before this one named; absent: from the newest change on
/// @param most so many changes at most, from 1 to 500
/// @param files the mappings folder that is tried; of customers the tenant's own file is enough
public record TrafficWish(
        Instant since,
        @Nullable String flow,
        @Nullable String after,
        int most,
        List<MappingFile> files) {

    public TrafficWish {
        Objects.requireNonNull(since, "since");
        files = List.copyOf(files);
    }
}
