package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

/// Compares both systems of a tenant.
///
/// @param flow only this one; absent: every flow
/// @param repair whether what is found goes through the lanes
/// @param reason why, for the history; absent if none was given
public record AuditWish(@Nullable String flow, boolean repair, @Nullable String reason) {}
