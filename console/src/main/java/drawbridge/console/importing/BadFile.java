package drawbridge.console.importing;

/// A file that cannot be imported as it is; the message says why and how to mend it.
final class BadFile extends Exception {

    private static final long serialVersionUID = 1L;

    BadFile(String sentence) {
        super(sentence, null, false, false);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
