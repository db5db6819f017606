package drawbridge.mapping;

/// Whether something of a flow is about a record.
public sealed interface Applies {

    record Yes() implements Applies {}

    record No() implements Applies {}

    /// The record does not tell: a member is missing, or of another kind than the condition takes.
    ///
    /// @param pointer the native field that the condition asks for, as a JSON pointer (RFC 6901)
    /// @param sentence what is wrong, in plain words
    record Unclear(String pointer, String sentence) implements Applies {}

    /// Both together: what does not apply does not, whatever is unclear beside it.
    default Applies and(Applies other) {
        if (this instanceof No || other instanceof No) {
            return new No();
        }
        return this instanceof Unclear ? this : other;
    }
}
