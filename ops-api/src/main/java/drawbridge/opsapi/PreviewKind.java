package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/// What would come of an act.
public enum PreviewKind {
    /// A system would be changed.
    WRITES("writes"),
    /// Nothing would be written, and it would be over.
    SETTLES("settles"),
    /// It would wait for a person again.
    PARKS("parks"),
    /// It would wait by itself, or cannot be told now.
    WAITS("waits"),

    /// A word that this version does not know.
    @JsonEnumDefaultValue
    OTHER("other");

    private final String word;

    PreviewKind(String word) {
        this.word = word;
    }

    /// The word that stands in JSON and on the screen.
    @JsonValue
    public String word() {
        return word;
    }
}
