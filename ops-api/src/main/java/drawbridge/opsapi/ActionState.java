package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// How far an action has come. A refusal is an answer, not a failure: its sentence says why.
public enum ActionState {
    ACCEPTED("accepted"),
    DONE("done"),
    REFUSED("refused");

    private final String word;

    ActionState(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
