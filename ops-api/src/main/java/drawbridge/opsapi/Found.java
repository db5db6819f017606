package drawbridge.opsapi;

import java.util.Objects;

/// A record that a search by id found.
///
/// @param flow the flow that knows it
public record Found(String tenant, String flow, RecordId record) {

    public Found {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(record, "record");
    }
}
