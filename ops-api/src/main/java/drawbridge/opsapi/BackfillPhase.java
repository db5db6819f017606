package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// What is done with a list of a backfill.
public enum BackfillPhase {
    /// It is read, and each record that it shows is noted.
    MARKING("marking"),
    /// What was noted is handed to the lanes, in the order of the ids.
    SENDING("sending"),
    DONE("done");

    private final String word;

    BackfillPhase(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
