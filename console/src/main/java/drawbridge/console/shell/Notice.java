package drawbridge.console.shell;

/// A sentence at the bottom of the window.
public record Notice(Kind kind, String sentence) {

    /// How grave it is.
    public enum Kind {
        GOOD,
        BAD
    }
}
