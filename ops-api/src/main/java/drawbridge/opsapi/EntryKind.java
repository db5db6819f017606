package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/// What a line of a record's timeline tells.
public enum EntryKind {
    /// A system told something new.
    CHANGE("change"),
    /// What was decided about a change, and what became of it.
    OUTCOME("outcome"),
    /// A call that could change a system.
    ATTEMPT("attempt"),
    /// Two records were joined, or their link was buried.
    LINK("link"),
    /// It began to wait for a person.
    PARKED("parked"),
    /// It waits for a person no longer.
    CLOSED("closed"),
    /// A person did something.
    ACT("act"),

    /// A word that this version does not know.
    @JsonEnumDefaultValue
    OTHER("other");

    private final String word;

    EntryKind(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
