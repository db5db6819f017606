package drawbridge.console;

import java.io.Serial;

/// The console cannot start; the message is the sentence to print, and all there is to print.
final class PlainFailure extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    PlainFailure(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
