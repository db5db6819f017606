package drawbridge.tenant;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The identity of one customer. It is the first column of every key in the store.
///
/// The value is derived from the tenant's name in its configuration file, so that the same
/// configuration names the same tenant on every replica and after every restore.
public record TenantId(UUID value) implements Comparable<TenantId> {

    /// The id of the tenant that the configuration calls `name` (case matters).
    public static TenantId named(String name) {
        return new TenantId(
                UUID.nameUUIDFromBytes(
                        ("drawbridge:tenant:" + name).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
