package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Asks what would come of an act.
///
/// @param payload the payload as a person would send it; absent: as it is
public record PreviewWish(ParkedAction action, @Nullable String payload) {

    public PreviewWish {
        Objects.requireNonNull(action, "action");
    }
}
