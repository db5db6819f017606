package drawbridge.mapping.lens;

import drawbridge.mapping.Pointer;

import java.util.Optional;

/// Ends a reading or a writing at the first member that is missing, or wrong, or cannot hold what
/// it should. A lens turns it into a value; it never leaves this package.
final class Stop extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final transient Pointer at;
    private final transient boolean missing;

    private Stop(Pointer at, String sentence, boolean missing) {
        super(sentence, null, false, false);
        this.at = at;
        this.missing = missing;
    }

    /// @param sentence for people: what is wrong there
    Stop(Pointer at, String sentence) {
        this(at, sentence, false);
    }

    static Stop missing(Pointer at) {
        return new Stop(at, "", true);
    }

    /// The member that was never read, if that is why.
    Optional<Pointer> missing() {
        return missing ? Optional.of(at) : Optional.empty();
    }

    Lens.Got got() {
        return missing ? Lens.UNKNOWN : new Lens.Got.Bad(at, sentence());
    }

    Lens.Put refused() {
        return new Lens.Put.Refused(at, sentence());
    }

    private String sentence() {
        return String.valueOf(getMessage());
    }
}
