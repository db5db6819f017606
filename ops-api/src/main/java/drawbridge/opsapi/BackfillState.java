package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// How far a backfill has come.
public enum BackfillState {
    WAITING("waiting"),
    RUNNING("running"),
    PAUSED("paused"),
    DONE("done"),
    CANCELLED("cancelled");

    private final String word;

    BackfillState(String word) {
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
