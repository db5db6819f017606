package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/// What a frame of the feed tells.
public enum FrameType {
    TICK("tick"),
    PARKED("parked"),
    UNPARKED("unparked"),
    BREAKER("breaker"),
    ACTION("action"),
    SNAPSHOT("snapshot"),

    /// A word that this version does not know; the frame counts, its body is left alone.
    @JsonEnumDefaultValue
    OTHER("other");

    private final String word;

    FrameType(String word) {
        this.word = word;
    }

    /// The word that stands in JSON.
    @JsonValue
    public String word() {
        return word;
    }
}
