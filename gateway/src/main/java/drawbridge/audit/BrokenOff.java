package drawbridge.audit;

/// A list that could not be read to its end. An audit of its flow proves nothing.
public final class BrokenOff extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param sentence what was in the way, for people
    BrokenOff(String sentence) {
        super(sentence, null, false, false);
    }
}
