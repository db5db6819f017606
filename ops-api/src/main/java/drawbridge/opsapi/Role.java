package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// What a token may do; each role may do all that the ones before it may.
public enum Role {
    VIEWER("viewer"),
    OPERATOR("operator"),
    ADMIN("admin");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }

    /// Does this role reach as far as the one asked for?
    public boolean reaches(Role asked) {
        return compareTo(asked) >= 0;
    }
}
