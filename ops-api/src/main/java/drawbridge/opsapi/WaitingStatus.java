package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// What a record waits for that needs no person.
public enum WaitingStatus {
    WAITING("waiting"),
    IN_DOUBT("in doubt"),
    SUSPENDED("suspended"),
    DIRTY("dirty"),
    WRITING("writing");

    private final String word;

    WaitingStatus(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
