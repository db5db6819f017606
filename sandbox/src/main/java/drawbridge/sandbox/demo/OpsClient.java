package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Asks the gateway how it is. It may be dead: then the answer is empty.
final class OpsClient {

    private final Http http;
    private final String url;
    private final String token;

    OpsClient(Http http, String url, String token) {
        this.http = http;
        this.url = url;
        this.token = token;
    }

    Optional<JsonNode> overview() {
        return get("/overview");
    }

    /// Settled pairs of each of the last seconds, by direction.
    Optional<JsonNode> throughput(int seconds) {
        return get("/throughput?seconds=" + seconds).map(answer -> answer.path("directions"));
    }

    /// The customers whose mappings are in force.
    List<String> tenants() {
        var tenants = new ArrayList<String>();
        get("/mappings")
                .ifPresent(said -> said.path("tenants").forEach(one -> tenants.add(one.asText())));
        return tenants;
    }

    /// All that waits for a person.
    ArrayNode parked() throws IOException {
        var all = Http.JSON.createArrayNode();
        var cursor = "";
        do {
            var page =
                    call(
                            "GET",
                            "/parked?state=open&limit=100"
                                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor),
                            "");
            page.path("items").forEach(all::add);
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return all;
    }

    /// Acts on a parked item as it was seen.
    ///
    /// @param verb `keep-acme`, `keep-app`, `replay` or `approve`
    Http.Answer act(JsonNode parked, UUID key, String verb) throws IOException {
        var body = Http.JSON.createObjectNode().put("version", parked.path("version").asLong());
        var path = "/parked/" + parked.path("tenant").asText() + "/" + parked.path("id").asText();
        if (verb.startsWith("keep-")) {
            body.put("keep", verb.substring("keep-".length()));
            body.put("reason", "This side is right about this one.");
            return send("POST", path + "/resolve", body.toString(), key);
        }
        body.put("reason", "Its cause is known.");
        return send("POST", path + "/" + verb, body.toString(), key);
    }

    /// Says one of the words that the item offers, such as `approve`.
    void act(JsonNode parked, String word) throws IOException {
        var body = Http.JSON.createObjectNode().put("version", parked.path("version").asLong());
        var path = "/parked/" + parked.path("tenant").asText() + "/" + parked.path("id").asText();
        var _ = call("POST", path + "/" + word, body.toString());
    }

    /// Changes of the flow come in and wait.
    void pause(String tenant, String flow) throws IOException {
        pauses(tenant, "", flow);
    }

    /// The flow goes on, if it was paused.
    void resume(String tenant, String flow) throws IOException {
        pauses(tenant, "/resume", flow);
    }

    private void pauses(String tenant, String verb, String flow) throws IOException {
        var wish = Http.JSON.createObjectNode().put("flow", flow).put("reason", "A rehearsal.");
        var _ = call("POST", "/pauses/" + tenant + verb, wish.toString());
    }

    private Optional<JsonNode> get(String path) {
        try {
            return Optional.of(call("GET", path, ""));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private JsonNode call(String method, String path, String body) throws IOException {
        return http.call(method, url + "/ops/v1" + path, headers(UUID.randomUUID()), body);
    }

    private Http.Answer send(String method, String path, String body, UUID key) throws IOException {
        return http.send(method, url + "/ops/v1" + path, headers(key), body);
    }

    private Map<String, String> headers(UUID key) {
        return Map.of("Authorization", "Bearer " + token, "Idempotency-Key", key.toString());
    }
}
