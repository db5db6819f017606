package drawbridge.mapping.lens;

/// What a value goes through on its way through a lens and back, best first.
public enum Fidelity {
    /// It comes back as it was, byte for byte.
    NO_LOSS,
    /// It comes back; what the lens does not speak of stays where it is.
    KEEPS_THE_REMAINDER,
    /// It comes back equal, perhaps spelt in the normal way.
    NORMAL_FORM,
    /// It is read and never written back, or the other way round.
    ONE_WAY;

    Fidelity weakest(Fidelity other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
