package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// Open while it waits for a person; the others say what the person did.
public enum ParkedState {
    OPEN("open"),
    RESOLVED("resolved"),
    DISCARDED("discarded"),
    REPLAYED("replayed");

    private final String word;

    ParkedState(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
