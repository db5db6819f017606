package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonValue;

/// How a record stands in a flow; derived, never stored. The worst comes first.
public enum LinkStatus {
    DEAD("dead"),
    HELD("held"),
    IN_DOUBT("in doubt"),
    SUSPENDED("suspended"),
    WAITING("waiting"),
    WRITING("writing"),
    DIRTY("dirty"),
    IN_SYNC("in sync"),
    TOMBSTONE("tombstone"),

    /// At rest, and no partner was made or found.
    UNLINKED("unlinked");

    private final String word;

    LinkStatus(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
