package drawbridge.mapping;

/// The result of writing one group's neutral values through one side's lenses.
public sealed interface Patch {

    /// The native members to send, nested as the system nests them; `null` clears.
    record Of(Value.Obj members) implements Patch {}

    /// The side cannot hold the value.
    ///
    /// @param pointer the native field, as a JSON pointer (RFC 6901)
    /// @param sentence what is wrong and how to mend it, in plain words
    record Refused(FieldName field, String pointer, String sentence) implements Patch {}
}
