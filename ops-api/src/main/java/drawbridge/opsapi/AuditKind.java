package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// How a pair of records stands that is not plainly equal.
public enum AuditKind {
    DRIFTED("drifted"),
    MISSING_AT_ACME("missing-at-acme"),
    MISSING_AT_APP("missing-at-app"),
    UNREADABLE("unreadable"),
    /// It waits for a person, who was asked already.
    HELD("held"),
    /// Somebody changed what the flow carries the other way only.
    APART("apart");

    private final String word;

    AuditKind(String word) {
        this.word = word;
    }

    /// Whether both systems are proven to disagree, so that a repair sends the pair.
    public boolean isDrift() {
        return this == DRIFTED || this == MISSING_AT_ACME || this == MISSING_AT_APP;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
