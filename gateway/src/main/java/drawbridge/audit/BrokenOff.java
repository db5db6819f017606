package drawbridge.audit;

/// An audit of a flow that could not be carried through: it proves nothing.
final class BrokenOff extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param sentence what was in the way, for people
    BrokenOff(String sentence) {
        super(sentence, null, false, false);
    }
}
