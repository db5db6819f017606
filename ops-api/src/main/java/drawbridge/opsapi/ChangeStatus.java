package drawbridge.opsapi;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A change and what became of it.
///
/// @param source how it was learnt, such as `webhook`, `push` or `poll`
public record ChangeStatus(
        String change,
        String tenant,
        String source,
        RecordId record,
        Instant receivedAt,
        List<OutcomeLine> outcomes) {

    public ChangeStatus {
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(receivedAt, "receivedAt");
        outcomes = List.copyOf(outcomes);
    }
}
