package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

/// Lets a suspended connection go on.
///
/// @param user whose grant is resumed; absent for the whole connection
/// @param reason why, for the history; absent if none was given
public record Resume(@Nullable String user, @Nullable String reason) {}
