package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// Why a person is needed: both sides changed the same, or the record cannot be written.
public enum ParkedKind {
    CONFLICT("conflict"),
    DEAD("dead");

    private final String word;

    ParkedKind(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
