package drawbridge.crossing.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes as they were received; immutable, compared by content.
public final class Bytes {

    public static final Bytes NONE = new Bytes(new byte[0], 0);
    private final byte[] content;
    private final int left;

    private Bytes(byte[] content, int left) {
        this.content = content;
        this.left = left;
    }

    /// So many bytes that were left in the store: who asks for them must fetch them first.
    public static Bytes left(int length) {
        return new Bytes(NONE.content, length);
    }

    boolean isLeft() {
        return left > 0;
    }

    public static Bytes copyOf(byte[] content) {
        return new Bytes(content.clone(), 0);
    }

    public static Bytes of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    public byte[] toArray() {
        if (isLeft()) {
            throw new IllegalStateException("not fetched: " + this);
        }
        return content.clone();
    }

    public int length() {
        return isLeft() ? left : content.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && left == that.left
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(content) + left;
    }

    /// Never the content: it may be personal.
    @Override
    public String toString() {
        return length() + (isLeft() ? " bytes in the store" : " bytes");
    }
}
