package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a person asked of the gateway about a parked item, as that person wrote it down.
///
/// @param key by which the gateway knows the same request again
/// @param verb `keep-acme`, `keep-app`, `replay`, `discard`, `approve` or `reject`
/// @param status of the answer; 0 if there was none
/// @param state what the answer said: `accepted`, `done` or `refused`
record Decision(
        UUID key, Instant at, String tenant, UUID parked, String verb, int status, String state) {

    /// The gateway promised to do it.
    boolean accepted() {
        return status / 100 == 2 && !state.equals("refused");
    }

    /// The side whose values are to stand.
    Optional<Side> kept() {
        return switch (verb) {
            case "keep-acme" -> Optional.of(Side.ACME);
            case "keep-app" -> Optional.of(Side.APP);
            default -> Optional.empty();
        };
    }

    static List<Decision> read(List<JsonNode> lines) {
        var asked = new LinkedHashMap<String, Decision>();
        for (var line : lines) {
            if (line.has("ask")) {
                var key = line.path("ask").asText();
                asked.put(
                        key,
                        new Decision(
                                UUID.fromString(key),
                                Instant.parse(line.path("at").asText()),
                                line.path("tenant").asText(),
                                id(line.path("parked")),
                                line.path("verb").asText(),
                                0,
                                ""));
            } else if (line.has("answer")) {
                asked.computeIfPresent(
                        line.path("answer").asText(), (_, known) -> known.answered(line));
            }
        }
        return new ArrayList<>(asked.values());
    }

    private static UUID id(JsonNode text) {
        return text.isTextual() ? UUID.fromString(text.asText()) : new UUID(0, 0);
    }

    private Decision answered(JsonNode line) {
        return new Decision(
                key,
                at,
                tenant,
                parked,
                verb,
                line.path("status").asInt(0),
                line.path("state").asText());
    }
}
