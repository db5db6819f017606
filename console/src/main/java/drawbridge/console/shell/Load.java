package drawbridge.console.shell;

/// What a screen has of what it wants to show. Being sealed, no screen forgets a case.
public sealed interface Load<T> {

    /// Asked for; nothing to show yet.
    record Loading<T>() implements Load<T> {}

    /// The answer is there, and there is nothing in it.
    record Empty<T>() implements Load<T> {}

    /// There is no answer; the sentence says why and what to do.
    record Failed<T>(String sentence) implements Load<T> {}

    /// The answer is there.
    record Ready<T>(T value) implements Load<T> {}
}
