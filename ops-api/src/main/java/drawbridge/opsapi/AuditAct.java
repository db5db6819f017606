package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// What would be done about a pair, if it were sent through the lanes as it stands.
public enum AuditAct {
    /// The record that one side lacks would be made there.
    CREATE("create"),
    /// What one side holds would be written to the other.
    CHANGE("change"),
    /// The record that is left would be deleted.
    DELETE("delete"),
    /// The record that is left would be cancelled, or marked as deleted, as the flow deletes.
    CANCEL("cancel"),
    /// The link would end, and the record that is left go its own way.
    UNLINK("unlink"),
    /// Nothing would be written: both hold the same, which would be noted.
    NOTE("note"),
    /// A person would be asked.
    ASK("ask"),
    /// It would wait for a record that it points to, or for a proof.
    WAIT("wait");

    private final String word;

    AuditAct(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
