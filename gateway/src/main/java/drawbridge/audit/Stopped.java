package drawbridge.audit;

/// The audit is no longer ours to carry out: a person stopped it, or another replica has it.
final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Stopped() {
        super("the audit was stopped, or is another's by now", null, false, false);
    }
}
