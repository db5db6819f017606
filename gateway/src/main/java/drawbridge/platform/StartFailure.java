package drawbridge.platform;

/// The service cannot start, for a reason that a person can mend. The message is made of plain
/// sentences, fit to be shown as they are: without a stack trace, a class name or a secret.
public final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public StartFailure(String sentences) {
        super(sentences, null, false, false);
    }
}
