package drawbridge.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.acme.Acme;
import drawbridge.sandbox.app.App;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

@ExtendWith(VertxExtension.class)
class DocumentIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private SandboxServer acme;
    private SandboxServer app;

    @BeforeEach
    void start(@TempDir Path folder, Vertx vertx) {
        var clock = InstantSource.system();
        acme = server(new Acme(1, clock), folder.resolve("acme"), clock);
        app = server(new App(1), folder.resolve("app"), clock);
        for (var server : List.of(acme, app)) {
            var _ = vertx.deployVerticle(server).await();
        }
    }

    private static SandboxServer server(Product product, Path folder, InstantSource clock) {
        var accounts = new Accounts("control", List.of(new Account("north", "key", null, null)));
        return new SandboxServer(product, accounts, folder, "127.0.0.1", 0, 1, clock);
    }

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void acmesDocumentDescribesEachRouteAndNoOther() throws Exception {
        assertThat(described(document(acme))).isEqualTo(routed(acme, "/api/v2"));
    }

    @Test
    void theAppsDocumentDescribesEachRouteAndNoOther() throws Exception {
        assertThat(described(document(app))).isEqualTo(routed(app, "/v1"));
    }

    /// Mappings are checked against copies, because a check calls no system.
    @Test
    void theCopiesBesideTheMappingsAreWhatIsServed() throws Exception {
        var copies = Path.of("..", "mappings", "systems", "openapi");

        assertThat(JSON.readTree(copies.resolve("acme.json").toFile())).isEqualTo(document(acme));
        assertThat(JSON.readTree(copies.resolve("app.json").toFile())).isEqualTo(document(app));
    }

    @Test
    void everyReferenceLeadsSomewhere() throws Exception {
        for (var document : List.of(document(acme), document(app))) {
            assertThat(document.get("openapi").asText()).startsWith("3.1");
            for (var reference : document.findValuesAsText("$ref")) {
                assertThat(document.at(reference.substring(1)).isObject()).as(reference).isTrue();
            }
        }
    }

    @Test
    void acmesAnswersHaveTheDescribedProperties() throws Exception {
        var schemas = document(acme).at("/components/schemas");
        var user =
                post(
                        acme,
                        "/api/v2/users",
                        "{\"email\":\"user1@example.com\",\"full_name\":\"User 1\"}");
        var contact = post(acme, "/api/v2/contacts", "{\"last_name\":\"17\"}");
        var body =
                "{\"owner_id\":%s,\"subject\":\"Day\",\"all_day_on\":\"2026-03-02\"}"
                        .formatted(user.get("id"));
        var appointment = post(acme, "/api/v2/appointments", body);

        var activity =
                post(
                        acme,
                        "/api/v2/activities",
                        "{\"kind\":\"call\",\"direction\":\"inbound\",\"user_id\":%s,\"occurred_at\":\"2026-03-02T09:00:00Z\"}"
                                .formatted(user.get("id")));
        var batch = post(acme, "/api/v2/contacts/batch", "{\"records\":[]}");

        matches(activity, schemas.get("Activity"));
        matches(get(acme, "/api/v2/activities"), schemas.get("ActivityList"));
        matches(batch, schemas.get("BatchResults"));
        writable(schemas.get("ActivityWrite"), activity);
        matches(user, schemas.get("User"));
        matches(contact, schemas.get("Contact"));
        matches(appointment, schemas.get("Appointment"));
        matches(get(acme, "/api/v2/users"), schemas.get("UserList"));
        matches(post(acme, "/api/v2/users", "{}"), schemas.get("Error"));
        writable(schemas.get("AppointmentWrite"), appointment);
    }

    @Test
    void theAppsAnswersHaveTheDescribedProperties() throws Exception {
        var schemas = document(app).at("/components/schemas");
        var member =
                post(app, "/v1/members", "{\"mail\":\"user1@example.com\",\"name\":\"User 1\"}");
        var body =
                "{\"memberId\":%s,\"title\":\"Day\",\"allDay\":true,\"start\":\"2026-03-02\",\"end\":\"2026-03-03\"}"
                        .formatted(member.get("id"));
        var event = post(app, "/v1/events", body);

        var touchpoint =
                send(
                        request(
                                        app,
                                        "/v1/members/%s/touchpoints/2026-03-02/mails"
                                                .formatted(member.get("id")))
                                .PUT(BodyPublishers.ofString("{\"count\":3}"))
                                .build());

        matches(touchpoint, schemas.get("Touchpoint"));
        matches(get(app, "/v1/touchpoints"), schemas.get("TouchpointList"));
        writable(schemas.get("TouchpointWrite"), touchpoint);
        matches(member, schemas.get("Member"));
        matches(event, schemas.get("Event"));
        matches(event.get("customer"), schemas.get("Customer"));
        matches(get(app, "/v1/events"), schemas.get("EventList"));
        matches(post(app, "/v1/events", "{}"), schemas.get("Errors"));
        var referring = body.replaceFirst("\\{", "{\"externalRef\":\"r-1\",");
        var _ = post(app, "/v1/events", referring);
        matches(post(app, "/v1/events", referring), schemas.get("Exists"));
        writable(schemas.get("EventWrite"), event);
    }

    /// An answer has all that is required, and nothing that is not described.
    private static void matches(JsonNode answer, JsonNode schema) {
        var required = new TreeSet<String>();
        schema.get("required").forEach(name -> required.add(name.asText()));
        assertThat(names((ObjectNode) answer))
                .containsAll(required)
                .isSubsetOf(names((ObjectNode) schema.get("properties")));
    }

    private static void writable(JsonNode schema, JsonNode record) {
        assertThat(names((ObjectNode) record))
                .containsAll(names((ObjectNode) schema.get("properties")));
    }

    private static Set<String> names(ObjectNode node) {
        var names = new TreeSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> described(JsonNode document) {
        var base = document.at("/servers/0/url").asText();
        var found = new TreeSet<String>();
        document.get("paths")
                .properties()
                .forEach(
                        path -> {
                            boolean apart = path.getValue().has("servers");
                            var at = (apart ? "" : base) + path.getKey();
                            path.getValue()
                                    .fieldNames()
                                    .forEachRemaining(name -> found.add(name + " " + at));
                            found.removeAll(Set.of("parameters " + at, "servers " + at));
                        });
        return found;
    }

    /// The routes with a method; those without only turn callers away.
    private static Set<String> routed(SandboxServer server, String base) {
        var found = new TreeSet<String>();
        for (var route : server.router().getRoutes()) {
            var path = route.getPath();
            var methods = route.methods() == null ? Set.<HttpMethod>of() : route.methods();
            if (path != null && (path.startsWith(base + "/") || path.startsWith("/oauth/"))) {
                for (var method : methods) {
                    var name = method.name().toLowerCase(Locale.ROOT);
                    found.add(name + " " + path.replaceAll(":(\\w+)", "{$1}"));
                }
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    private JsonNode document(SandboxServer server) throws Exception {
        return get(server, "/openapi.json");
    }

    private JsonNode get(SandboxServer server, String path) throws Exception {
        return send(request(server, path).build());
    }

    private JsonNode post(SandboxServer server, String path, String body) throws Exception {
        return send(request(server, path).POST(BodyPublishers.ofString(body)).build());
    }

    private static HttpRequest.Builder request(SandboxServer server, String path) {
        var headers = new ArrayList<>(List.of("X-Acme-Key", "key", "Authorization", "Bearer key"));
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .headers(headers.toArray(String[]::new));
    }

    private JsonNode send(HttpRequest request) throws Exception {
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    }
}
