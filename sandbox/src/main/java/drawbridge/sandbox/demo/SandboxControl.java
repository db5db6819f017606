package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Faults;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// One sandbox's switches, and its ordinary API in the name of its people.
final class SandboxControl {

    private final Http http;
    private final String url;
    private final String token;
    private long read;

    SandboxControl(Http http, String url, String token) {
        this.http = http;
        this.url = url;
        this.token = token;
    }

    String url() {
        return url;
    }

    void faults(Faults faults) throws IOException {
        var _ = control("PUT", "/control/faults", Http.JSON.writeValueAsString(faults));
    }

    /// Takes something of the product away, or gives it back.
    void turn(String what, boolean on) throws IOException {
        var _ = control("PUT", "/control/switches", "{\"" + what + "\": " + on + "}");
    }

    void target(Account account) throws IOException {
        var body = Http.JSON.writeValueAsString(account);
        var _ = control("PUT", "/control/accounts/" + account.account(), body);
    }

    /// Messages that have not been taken yet.
    long waiting() throws IOException {
        return control("GET", "/control/health", "").path("waiting").asLong();
    }

    /// The account's records in neutral words.
    JsonNode facts(String account) throws IOException {
        return control("GET", "/control/facts?account=" + account, "");
    }

    /// The account's dashboard, in the same words.
    JsonNode dashboard(String account) throws IOException {
        return control("GET", "/control/touchpoints?account=" + account, "");
    }

    /// How many writes and deliveries are in the ledger since the last question.
    long happened() throws IOException {
        long happened = 0;
        JsonNode entries;
        do {
            entries = control("GET", "/control/ledger?after=" + read, "");
            for (var entry : entries) {
                read = Math.max(read, entry.path("n").asLong());
                boolean delivery = entry.path("delivery").isObject();
                boolean write = entry.path("effect").isObject();
                happened += delivery || write ? 1 : 0;
            }
        } while (!entries.isEmpty());
        return happened;
    }

    /// A call as one of the account's people.
    JsonNode as(String account, String method, String path, ObjectNode body) throws IOException {
        Map<String, String> headers = new HashMap<>(authorized());
        headers.put("X-Sandbox-Actor", "traffic");
        headers.put("X-Sandbox-Account", account);
        return http.call(method, url + path, headers, body.isEmpty() ? "" : body.toString());
    }

    /// Changes a record so that nobody is told and no list shows it as changed.
    void changeUntold(String account, String kind, String id, ObjectNode fields)
            throws IOException {
        var _ = control("PUT", record(account, kind, id), fields.toString());
    }

    /// Deletes a record likewise.
    void deleteUntold(String account, String kind, String id) throws IOException {
        var _ = control("DELETE", record(account, kind, id), "");
    }

    private static String record(String account, String kind, String id) {
        return "/control/records/" + account + "/" + kind + "/" + id;
    }

    private JsonNode control(String method, String path, String body) throws IOException {
        return http.call(method, url + path, authorized(), body);
    }

    private Map<String, String> authorized() {
        return Map.of("Authorization", "Bearer " + token);
    }
}
