package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What the people of the traffic meant to do, what they were told, and what they sent to the
/// gateway themselves.
record Traffic(List<Intent> intents, List<Sent> deliveries) {

    Traffic {
        intents = List.copyOf(intents);
        deliveries = List.copyOf(deliveries);
    }

    /// @param id of the record; for a creation the one that the answer gave
    /// @param status 0 if there was no answer
    record Intent(
            String name,
            Instant at,
            String account,
            Side side,
            String op,
            String id,
            JsonNode fields,
            int status) {

        boolean acknowledged() {
            return status >= 200 && status < 300;
        }
    }

    /// @param kind what was wrong with it: `wrong-signature`, `stale`, `broken`, `duplicate`
    record Sent(String account, String id, String kind, int status) {

        boolean taken() {
            return status == 202;
        }
    }

    /// @param lines of one or more traffic ledgers, each ledger's in a list of its own
    static Traffic read(List<List<JsonNode>> lines) {
        var intents = new ArrayList<Intent>();
        var sent = new ArrayList<Sent>();
        for (var ledger : lines) {
            var open = new LinkedHashMap<String, Intent>();
            for (var line : ledger) {
                if (line.has("intent")) {
                    var intent = intent(line);
                    open.put(intent.name(), intent);
                } else if (line.has("ack")) {
                    open.computeIfPresent(
                            line.path("ack").asText(), (_, intent) -> answered(intent, line));
                } else if (line.has("delivery")) {
                    sent.add(
                            new Sent(
                                    line.path("account").asText(),
                                    line.path("delivery").asText(),
                                    line.path("kind").asText(),
                                    line.path("status").asInt(0)));
                }
            }
            intents.addAll(open.values());
        }
        return new Traffic(intents, sent);
    }

    private static Intent intent(JsonNode line) {
        return new Intent(
                line.path("intent").asText(),
                Instant.parse(line.path("at").asText()),
                line.path("account").asText(),
                Side.named(line.path("side").asText()),
                line.path("op").asText(),
                line.hasNonNull("id") ? line.path("id").asText() : "",
                line.path("fields"),
                0);
    }

    private static Intent answered(Intent intent, JsonNode line) {
        return new Intent(
                intent.name,
                intent.at,
                intent.account,
                intent.side,
                intent.op,
                line.hasNonNull("id") ? line.path("id").asText() : intent.id,
                intent.fields,
                line.path("status").asInt(0));
    }
}
