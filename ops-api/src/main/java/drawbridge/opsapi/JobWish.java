package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// Does the same to many parked items: to those that are named, or else to all open ones that match
/// what is said of them.
///
/// @param tenant only this tenant's; absent: of every tenant that the token may see
/// @param kind must be said where no items are named
/// @param flow only of this flow
/// @param cause only with this reason
/// @param about only about this field or group
/// @param items absent: all that match
/// @param reason why, for the history; absent if none was given
public record JobWish(
        ParkedAction action,
        @Nullable String tenant,
        @Nullable ParkedKind kind,
        @Nullable String flow,
        @Nullable String cause,
        @Nullable String about,
        @Nullable List<ItemSeen> items,
        @Nullable String reason) {

    public JobWish {
        Objects.requireNonNull(action, "action");
        items = items == null ? null : List.copyOf(items);
    }
}
