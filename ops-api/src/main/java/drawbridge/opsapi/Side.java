package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// The two sides of a flow.
public enum Side {
    ACME("acme"),
    APP("app");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
