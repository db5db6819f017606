package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Replays an item with another payload.
///
/// @param payload the payload as it should be. Of a record that could be read, only what differs
///   from the item's payload counts: it is laid over the record as it is now
/// @param version the version of the item that the person saw
/// @param reason why, for the history; absent if none was given
public record Edit(String payload, long version, @Nullable String reason) {

    public Edit {
        Objects.requireNonNull(payload, "payload");
    }
}
