package drawbridge.console.overview;

/// How much a number should draw the eye.
public enum Tone {
    CALM,
    WATCH,
    HURT
}
