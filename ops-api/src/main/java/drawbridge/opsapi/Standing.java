package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// How a record stands in one flow.
///
/// @param acme the record at Acme's side; absent while there is none
/// @param app the record at the app's side; absent while there is none
/// @param why a plain sentence
public record Standing(
        String tenant,
        String flow,
        @Nullable RecordId acme,
        @Nullable RecordId app,
        LinkStatus status,
        String why) {

    public Standing {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(why, "why");
    }
}
