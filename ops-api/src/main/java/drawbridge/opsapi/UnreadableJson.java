package drawbridge.opsapi;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.io.Serial;

/// JSON that is broken, or not what was expected. Its message names the place, never the content.
public final class UnreadableJson extends IllegalArgumentException {

    @Serial private static final long serialVersionUID = 1L;

    UnreadableJson(String message) {
        super(message);
    }

    UnreadableJson(JsonProcessingException cause) {
        super(sentence(cause));
    }

    private static String sentence(JsonProcessingException cause) {
        var place = cause.getLocation();
        return place == null
                ? "Unreadable JSON"
                : "Unreadable JSON at line %d, column %d"
                        .formatted(place.getLineNr(), place.getColumnNr());
    }
}
