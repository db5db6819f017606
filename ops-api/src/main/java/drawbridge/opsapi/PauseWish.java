package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

/// Pauses, or resumes, a part of a tenant.
///
/// @param flow only this flow; absent: every one
/// @param direction only this way; absent: both
/// @param reason why, for the history; absent if none was given
public record PauseWish(
        @Nullable String flow, @Nullable Direction direction, @Nullable String reason) {}
