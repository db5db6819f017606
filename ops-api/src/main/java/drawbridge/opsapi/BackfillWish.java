package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

/// Brings in every record that is there already.
///
/// @param flow only this one; absent: every flow
/// @param side `acme` or `app`: only the lists of this side; absent: both
/// @param perSecond so many records are sent at most; absent: 20
/// @param reason why, for the history; absent if none was given
public record BackfillWish(
        @Nullable String flow,
        @Nullable String side,
        @Nullable Integer perSecond,
        @Nullable String reason) {}
