package drawbridge.crossing.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// The first 16 bytes of a SHA-256, by which the journal knows what it has seen.
public record Hash(long high, long low) {

    /// The hash of texts, each preceded by its length, so that no two lists run together.
    public static Hash of(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return first(digest.digest());
    }

    public static Hash of(Bytes bytes) {
        return first(sha256().digest(bytes.toArray()));
    }

    /// For columns of type uuid.
    public UUID asUuid() {
        return new UUID(high, low);
    }

    private static Hash first(byte[] sha) {
        ByteBuffer buffer = ByteBuffer.wrap(sha);
        return new Hash(buffer.getLong(), buffer.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
