package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// All that is known of a parked item. Secrets in request and response are masked.
///
/// @param payload the record as it came, as text; absent if it is not UTF-8 or was not kept
/// @param payloadBase64 the same, byte by byte; absent if it was not kept
/// @param request the last call that was refused; absent if none was made
/// @param response its answer; absent if there was none
public record ParkedDetail(
        Parked parked,
        @Nullable String payload,
        @Nullable String payloadBase64,
        @Nullable String request,
        @Nullable String response,
        List<HistoryLine> history) {

    public ParkedDetail {
        Objects.requireNonNull(parked, "parked");
        history = List.copyOf(history);
    }
}
