package drawbridge.backfill;

/// The backfill is no longer ours to carry out: a person stopped it, another replica has it, or
/// this process ends.
final class Halted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Halted() {
        super("the backfill was stopped, or is another's by now", null, false, false);
    }
}
