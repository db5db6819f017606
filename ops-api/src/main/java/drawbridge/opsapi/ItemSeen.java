package drawbridge.opsapi;

import java.util.Objects;

/// A parked item as a person saw it.
///
/// @param version an item that moved on since is left alone, and told so
public record ItemSeen(String tenant, String id, long version) {

    public ItemSeen {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(id, "id");
    }
}
