package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

/// Replays or discards a parked item.
///
/// @param version the version of the item that the person saw; an older one is refused with 409
/// @param reason why, for the history; absent if none was given
public record Act(long version, @Nullable String reason) {}
