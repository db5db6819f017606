package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// What became of a wish to pause or resume.
///
/// @param paused whether it is paused now
/// @param moved whether this wish made it so
/// @param sentence what happened, in plain words
public record PauseResult(
        String tenant,
        @Nullable String flow,
        @Nullable Direction direction,
        boolean paused,
        boolean moved,
        String sentence) {

    public PauseResult {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(sentence, "sentence");
    }
}
