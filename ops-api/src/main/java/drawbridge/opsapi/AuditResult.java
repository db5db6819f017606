package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// What an audit says about a flow.
public enum AuditResult {
    RUNNING("running"),
    /// Nothing drifted, nothing is missing, and everything could be read.
    IN_SYNC("in-sync"),
    DRIFTED("drifted"),
    /// It could not be carried through, or something could not be read: nothing is proven.
    NO_PASS("no-pass");

    private final String word;

    AuditResult(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
