package drawbridge.crossing.engine;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.tenant.TenantId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// The identity of a lane. The lane of an unlinked record is derived from what it is; a link keeps
/// the lane of the record from which it was made, and its id *is* that lane's id.
public record LaneId(UUID value) implements Comparable<LaneId> {

    /// The lane of a record that has no link in `flow`.
    public static LaneId of(TenantId tenant, FlowName flow, RecordRef record) {
        String text =
                tenant
                        + "\n"
                        + flow
                        + "\n"
                        + record.resource().system()
                        + "\n"
                        + record.resource().resource()
                        + "\n"
                        + record.id();
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
            // RFC 9562 §5.8: version 8, a custom hash.
            long high = (hash.getLong() & ~0xF000L) | 0x8000L;
            long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
            return new LaneId(new UUID(high, low));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public int compareTo(LaneId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
