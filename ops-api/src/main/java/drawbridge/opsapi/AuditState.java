package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// How far an audit has come.
public enum AuditState {
    WAITING("waiting"),
    RUNNING("running"),
    DONE("done"),
    CANCELLED("cancelled");

    private final String word;

    AuditState(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }

    /// Whether nothing is done about it any more.
    public boolean ended() {
        return this == DONE || this == CANCELLED;
    }
}
