package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// Whether a part works.
public enum HealthStatus {
    UP("up"),
    DOWN("down");

    private final String word;

    HealthStatus(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
