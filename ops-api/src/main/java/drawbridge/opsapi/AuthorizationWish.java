package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

/// Asks for the address that a person opens to grant access to a system.
///
/// @param user whose grant it is; absent for the whole connection
public record AuthorizationWish(@Nullable String user) {}
