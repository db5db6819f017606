package drawbridge.opsapi;

import java.time.Instant;
import java.util.Objects;

/// What one change writes by the mappings in force, and would write by others.
///
/// @param change its id
/// @param at when it came in
/// @param record the record that changed
/// @param then a value as JSON, or what becomes of it in words, by the mappings in force
/// @param now the same by the mappings that are tried
public record TrafficSample(String change, Instant at, RecordId record, String then, String now) {

    public TrafficSample {
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(then, "then");
        Objects.requireNonNull(now, "now");
    }
}
