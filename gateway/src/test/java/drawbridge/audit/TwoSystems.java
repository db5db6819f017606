package drawbridge.audit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Acme's appointments and the app's events over HTTP, in pages of two.
public final class TwoSystems {

    /// By id, as the system answers.
    public final Map<String, JsonObject> appointments = new ConcurrentSkipListMap<>();

    public final Map<String, JsonObject> events = new ConcurrentSkipListMap<>();

    /// Ids of records that their list leaves out.
    public final Set<String> unlisted = ConcurrentHashMap.newKeySet();

    /// Paths whose pages behind the first are answered by 500.
    public final Set<String> brokenOff = ConcurrentHashMap.newKeySet();

    /// Every call, as `GET /path`.
    public final List<String> calls = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    public TwoSystems(Vertx vertx) {
        server =
                vertx.createHttpServer()
                        .requestHandler(this::answer)
                        .listen(0, "127.0.0.1")
                        .await();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /// A pair that agrees.
    public void pair(int n) {
        appointments.put("apt_" + n, appointment(n, "Visit " + n));
        events.put(Integer.toString(n), event(n, "Visit " + n));
    }

    public static JsonObject appointment(int n, String subject) {
        return new JsonObject()
                .put("id", "apt_" + n)
                .putNull("owner_id")
                .putNull("contact_id")
                .put("subject", subject)
                .put("starts_at", "2026-03-02T10:00:00")
                .put("duration_minutes", 45)
                .put("time_zone", "Europe/Berlin")
                .putNull("all_day_on")
                .put("status", "Planned")
                .putNull("location")
                .putNull("room")
                .putNull("external_ref")
                .put("updated_at", "2026-03-01T09:00:00.000Z")
                .put("revision", 1);
    }

    public static JsonObject event(int n, String title) {
        return new JsonObject()
                .put("id", n)
                .putNull("memberId")
                .put("title", title)
                .put("allDay", false)
                .put("start", "2026-03-02T09:00:00Z")
                .put("end", "2026-03-02T09:45:00Z")
                .put("zone", "Europe/Berlin")
                .put("state", "open")
                .putNull("place")
                .put("customer", new JsonObject().putNull("name").putNull("phone").putNull("mail"))
                .putNull("externalRef")
                .put("changedAt", 1_772_355_600_000L);
    }

    private void answer(HttpServerRequest request) {
        calls.add(request.method() + " " + request.path());
        boolean acme = request.path().startsWith("/api/v2/");
        String[] parts = request.path().substring(acme ? 8 : 4).split("/", -1);
        Map<String, JsonObject> all =
                switch (parts[0]) {
                    case "appointments" -> appointments;
                    case "events" -> events;
                    default -> Map.of();
                };
        if (parts.length == 2) {
            Optional.ofNullable(all.get(parts[1]))
                    .ifPresentOrElse(
                            record -> end(request, record),
                            () -> request.response().setStatusCode(404).end());
            return;
        }
        String cursor = request.getParam(acme ? "cursor" : "after");
        int from = cursor == null ? 0 : Integer.parseInt(cursor);
        if (from > 0 && brokenOff.contains(request.path())) {
            request.response().setStatusCode(500).end();
            return;
        }
        List<JsonObject> listed =
                all.entrySet().stream()
                        .filter(entry -> !unlisted.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        int to = Math.min(listed.size(), from + 2);
        Object next = to < listed.size() ? Integer.toString(to) : null;
        end(
                request,
                new JsonObject()
                        .put(acme ? "data" : "items", new JsonArray(listed.subList(from, to)))
                        .put(acme ? "next_cursor" : "after", next));
    }

    private static void end(HttpServerRequest request, JsonObject body) {
        request.response().putHeader("content-type", "application/json").end(body.encode());
    }
}
