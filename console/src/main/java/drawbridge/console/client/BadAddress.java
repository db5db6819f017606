package drawbridge.console.client;

import java.io.Serial;

/// An address that cannot be used; the message is a sentence for the person who typed it.
public final class BadAddress extends IllegalArgumentException {

    @Serial private static final long serialVersionUID = 1L;

    BadAddress(String sentence) {
        super(sentence);
    }

    BadAddress(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /// The sentence.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
