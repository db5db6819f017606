package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// What a person may do with a parked item.
public enum ParkedAction {
    KEEP_ACME("keep-acme"),
    KEEP_APP("keep-app"),
    REPLAY("replay"),
    EDIT("edit"),
    DISCARD("discard"),
    /// Deletes that wait are carried out.
    APPROVE("approve"),
    /// Deletes that wait are not carried out; the records stay.
    REJECT("reject"),
    /// Puts the value back that lost when a conflict was decided.
    RESTORE("restore");

    private final String word;

    ParkedAction(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
