package drawbridge.opsapi;

import java.util.Objects;

/// A place in the feed of one run of the gateway, written `instance:n`.
public record Position(String instance, long n) {

    public Position {
        Objects.requireNonNull(instance, "instance");
    }

    /// Reads what [#toString] wrote.
    ///
    /// @throws IllegalArgumentException if the text is no position
    public static Position parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("A position is written instance:n");
        }
        return new Position(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return instance + ":" + n;
    }
}
