package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Optional;

/// What goes back to the caller, and what the call did.
public record Answer(
        int status, Map<String, String> headers, Optional<JsonNode> body, Optional<Effect> effect) {

    static Answer of(int status, JsonNode body) {
        return new Answer(status, Map.of(), Optional.of(body), Optional.empty());
    }
}
