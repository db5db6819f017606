package drawbridge.mapping;

import java.util.OptionalLong;

/// The version that a system gave a record: opaque text, returned byte for byte as a precondition.
///
/// `order` is present only where the system's descriptor declares that its versions grow per
/// record; only then may one version be called older than another.
public record Version(String text, OptionalLong order) {

    /// Whether this version is provably older than `other`; false when that cannot be known.
    public boolean isOlderThan(Version other) {
        return order.isPresent()
                && other.order.isPresent()
                && order.getAsLong() < other.order.getAsLong();
    }
}
