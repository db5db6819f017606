package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;

/// How the two systems of a [TinyRun] state their records.
final class TinyFacts {

    private TinyFacts() {}

    static ObjectNode ofAcme(JsonNode record) {
        var fact =
                TinyRun.json(
                        "{\"allDay\": false, \"startsAt\": \"2026-03-02T09:00:00Z\", \"customer\": {}}");
        fact.set("title", record.get("subject"));
        fact.set("minutes", record.get("duration_minutes"));
        fact.set("zone", record.get("time_zone"));
        fact.set("place", record.get("location"));
        fact.put(
                "state",
                record.path("status").asText().equals("Not Held") ? "cancelled" : "planned");
        return fact.put("ownerMail", "user1@example.com");
    }

    static ObjectNode ofApp(JsonNode record) {
        var fact = TinyRun.json("{\"allDay\": false, \"customer\": {}}");
        fact.set("title", record.get("title"));
        fact.set("startsAt", record.get("start"));
        fact.put(
                "minutes",
                Duration.between(
                                Instant.parse(record.path("start").asText()),
                                Instant.parse(record.path("end").asText()))
                        .toMinutes());
        fact.set("zone", record.get("zone"));
        fact.set("place", record.get("place"));
        fact.put(
                "state",
                record.path("state").asText().equals("cancelled") ? "cancelled" : "planned");
        return fact.put("ownerMail", "user1@example.com");
    }
}
