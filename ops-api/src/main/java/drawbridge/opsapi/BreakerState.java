package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// Whether calls to a system pass, are held back, or are tried one at a time.
public enum BreakerState {
    CLOSED("closed"),
    OPEN("open"),
    HALF_OPEN("half-open");

    private final String word;

    BreakerState(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
