package drawbridge.crossing.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes as they were received; immutable, compared by content.
public final class Bytes {

    public static final Bytes NONE = new Bytes(new byte[0]);
    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes copyOf(byte[] content) {
        return new Bytes(content.clone());
    }

    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] toArray() {
        return content.clone();
    }

    public int length() {
        return content.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /// Never the content: it may be personal.
    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
