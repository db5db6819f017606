package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// What would come of an act, computed as the gateway would do it, with nothing written.
///
/// @param side whose system would be changed; absent if none would
/// @param operation `create`, `update` or `delete`
/// @param record absent for a create
/// @param content the members that would be sent, as JSON
/// @param sentence the same in plain words
public record Preview(
        PreviewKind kind,
        @Nullable Side side,
        @Nullable String operation,
        @Nullable RecordId record,
        @Nullable String content,
        String sentence) {

    public Preview {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(sentence, "sentence");
    }
}
