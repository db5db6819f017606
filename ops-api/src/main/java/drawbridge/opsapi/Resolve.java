package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// Settles a conflict: the named side's values are written to the other side.
///
/// @param version the version of the item that the person saw; an older one is refused with 409
/// @param reason why, for the history; absent if none was given
public record Resolve(Side keep, long version, @Nullable String reason) {

    public Resolve {
        Objects.requireNonNull(keep, "keep");
    }
}
