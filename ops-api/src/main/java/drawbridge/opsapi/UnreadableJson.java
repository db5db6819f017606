package drawbridge.opsapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;

import java.io.Serial;
import java.util.Arrays;
import java.util.stream.Collectors;

/// JSON that is broken, or not what was expected. Its message names the place and what belongs
/// there, never the content.
public final class UnreadableJson extends IllegalArgumentException {

    @Serial private static final long serialVersionUID = 1L;

    UnreadableJson(String message) {
        super(message);
    }

    UnreadableJson(JsonProcessingException cause) {
        super(sentence(cause));
    }

    private static String sentence(JsonProcessingException cause) {
        if (cause instanceof JsonMappingException wrong) {
            if (wrong.getCause() instanceof NullPointerException missing) {
                return at(wrong) + "/" + missing.getMessage() + " is missing";
            }
            if (!wrong.getPath().isEmpty()) {
                return at(wrong) + expected(wrong);
            }
        }
        var place = cause.getLocation();
        return place == null
                ? "Unreadable JSON"
                : "Unreadable JSON at line %d, column %d"
                        .formatted(place.getLineNr(), place.getColumnNr());
    }

    private static String at(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? step.getIndex() : step.getFieldName())
                .map(step -> "/" + step)
                .collect(Collectors.joining());
    }

    private static String expected(JsonMappingException wrong) {
        return wrong instanceof InvalidFormatException format && format.getTargetType().isEnum()
                ? " must be one of "
                        + Arrays.stream(format.getTargetType().getEnumConstants())
                                .map(word -> OpsJson.tree(word).asText())
                                .collect(Collectors.joining(", "))
                : " is not of the kind that is expected there";
    }
}
