package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// What became of a change for a flow.
public enum OutcomeWord {
    APPLIED("applied"),
    UNCHANGED("unchanged"),
    SUPERSEDED("superseded"),
    CONFLICT("conflict"),
    DEAD("dead"),
    PENDING("pending");

    private final String word;

    OutcomeWord(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
