package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// Whether calls are made over a connection.
public enum ConnectionState {
    OPEN("open"),
    SUSPENDED("suspended");

    private final String word;

    ConnectionState(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
