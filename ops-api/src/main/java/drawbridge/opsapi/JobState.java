package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// How far a job has come.
public enum JobState {
    RUNNING("running"),
    DONE("done"),
    CANCELLED("cancelled");

    private final String word;

    JobState(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
