package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// A CRM with Acme's addresses and none of its care: what it is given it keeps and shows, whatever
/// that is.
final class RottenCrm implements AutoCloseable {

    private static final String API = "/api/v2/";

    private final Map<String, Map<String, JsonNode>> records = new ConcurrentHashMap<>();
    private final HttpServer server;

    RottenCrm() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(API, this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void keep(String kind, ObjectNode record) {
        kept(kind).put(record.path("id").asText(), record);
    }

    private Map<String, JsonNode> kept(String kind) {
        return records.computeIfAbsent(kind, _ -> new ConcurrentHashMap<>());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var steps = exchange.getRequestURI().getPath().substring(API.length()).split("/", -1);
            var kept = kept(steps[0]);
            var body = exchange.getRequestBody().readAllBytes();
            if (steps.length == 1) {
                send(exchange, 200, list(kept, exchange.getRequestURI().getQuery()));
            } else if (!kept.containsKey(steps[1])) {
                send(exchange, 404, Http.JSON.createObjectNode());
            } else {
                if (body.length > 0) {
                    var changed = (ObjectNode) kept.get(steps[1]).deepCopy();
                    changed.setAll((ObjectNode) Http.JSON.readTree(body));
                    changed.put("revision", changed.path("revision").asInt() + 1);
                    kept.put(steps[1], changed);
                }
                send(exchange, 200, kept.get(steps[1]));
            }
        }
    }

    private static JsonNode list(Map<String, JsonNode> kept, String query) {
        var page = Http.JSON.createObjectNode();
        var rows = page.putArray("data");
        var asked = query == null ? "" : query;
        kept.values().stream()
                .filter(
                        row ->
                                !asked.contains("email=")
                                        || asked.contains(row.path("email").asText("-")))
                .filter(
                        row ->
                                !asked.contains("external_ref=")
                                        || asked.contains(row.path("external_ref").asText("-")))
                .forEach(rows::add);
        page.putNull("next_cursor");
        return page;
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        var bytes = Http.JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
