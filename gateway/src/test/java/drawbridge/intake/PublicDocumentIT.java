package drawbridge.intake;

import static drawbridge.intake.PushDesk.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import drawbridge.intake.PushDesk.Told;
import drawbridge.mapping.JsonText;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The description of the public port says what the port does: its routes, and every status that
/// each of them answers, no more and no fewer.
class PublicDocumentIT {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");
    private static final String TENANT = "/v1/tenants/{tenant}";
    private static final String PUT = "PUT " + TENANT + "/{resource}/{id}";
    private static final String DELETE = "DELETE " + TENANT + "/{resource}/{id}";
    private static final String BATCH = "POST " + TENANT + "/{resource}/batch";
    private static final String CHANGE = "GET " + TENANT + "/changes/{change}";
    private static final String HOOK = "POST " + TENANT + "/hooks/{system}";

    private static final String CONSENT = "GET /v1/oauth2/callback";
    private static final String QUESTION = "GET " + TENANT + "/hooks/{system}";

    private static PushDesk desk;
    private static PushDesk starting;
    private static PushDesk impatient;
    private static JsonNode document;

    private final Set<String> given = new TreeSet<>();

    @BeforeAll
    static void open() throws Exception {
        desk = new PushDesk();
        starting = new PushDesk(() -> false, Duration.ofSeconds(15));
        impatient = new PushDesk(() -> true, Duration.ofMillis(200));
        document = new ObjectMapper().readTree(JsonText.write(PublicDocument.document()));
    }

    @AfterAll
    static void close() {
        desk.close();
        starting.close();
        impatient.close();
    }

    @Test
    void namesEveryRouteAndNoOther() {
        assertThat(operations()).containsExactlyInAnyOrderElementsOf(Intake.described());
    }

    @Test
    void namesEveryStatusThatIsGivenAndNoOther() {
        pushes();
        batches();
        statuses();
        webhooks();
        questions();
        consents();
        documents();

        assertThat(given).isEqualTo(described());
    }

    private void pushes() {
        String body = event("17", "5");
        String big = body + " ".repeat(PublicServer.BODY_BYTES);
        give(PUT, desk.put("17", body, "Idempotency-Key", "put"));
        give(PUT, desk.put("17", event("17", "6"), "Idempotency-Key", "put"));
        give(PUT, desk.put("17", "{"));
        give(PUT, desk.put("17", body, "If-Match", "\"1\""));
        give(PUT, desk.put("17", big));
        give(PUT, desk.put("17", body, "Content-Encoding", "gzip"));
        give(PUT, desk.north("PUT", "/invoice/17", body));
        give(PUT, desk.as("north", "nobody's", "PUT", "/event/17", body));
        give(PUT, starting.put("17", body));
        given(PUT, impatient.half("PUT", "/v1/tenants/north/event/17"));

        give(DELETE, desk.north("DELETE", "/event/18", "", "Idempotency-Key", "delete"));
        give(DELETE, desk.north("DELETE", "/event/19", "", "Idempotency-Key", "delete"));
        give(DELETE, desk.north("DELETE", "/event/18", "", "Idempotency-Key", "no key"));
        give(DELETE, desk.north("DELETE", "/event/17", "", "If-Match", "\"1\""));
        give(DELETE, desk.north("DELETE", "/event/17", big));
        give(DELETE, desk.north("DELETE", "/event/17", "", "Content-Encoding", "gzip"));
        give(DELETE, desk.north("DELETE", "/invoice/17", ""));
        give(DELETE, desk.as("north", "nobody's", "DELETE", "/event/17", ""));
        give(DELETE, starting.north("DELETE", "/event/17", ""));
        given(DELETE, impatient.half("DELETE", "/v1/tenants/north/event/17"));
    }

    private void batches() {
        String body = "{\"items\":[{\"delete\":21}]}";
        give(BATCH, desk.north("POST", "/event/batch", body, "Idempotency-Key", "batch"));
        give(BATCH, desk.north("POST", "/event/batch", body + " ", "Idempotency-Key", "batch"));
        give(BATCH, desk.north("POST", "/event/batch", "{}"));
        give(BATCH, desk.north("POST", "/event/batch", " ".repeat(1 + PublicServer.BODY_BYTES)));
        give(BATCH, desk.north("POST", "/event/batch", body, "Content-Encoding", "gzip"));
        give(BATCH, desk.north("POST", "/invoice/batch", body));
        give(BATCH, desk.as("north", "nobody's", "POST", "/event/batch", body));
        give(BATCH, starting.north("POST", "/event/batch", body));
        given(BATCH, impatient.half("POST", "/v1/tenants/north/event/batch"));
    }

    private void statuses() {
        Told pushed = desk.put("23", event("23", "5"));
        String path = "/changes/" + pushed.text("/change");
        give(CHANGE, desk.north("GET", path, ""));
        give(CHANGE, desk.north("GET", "/changes/unknown", ""));
        give(CHANGE, desk.as("north", "nobody's", "GET", path, ""));
        give(CHANGE, starting.north("GET", path, ""));
    }

    private void webhooks() {
        String body = "{\"type\":\"contact.deleted\",\"data\":{\"id\":\"con_1\",\"revision\":2}}";
        String path = "/v1/tenants/north/hooks/acme";
        give(HOOK, desk.hook(body, Customers.NORTH_KEY));
        give(HOOK, desk.hook(body, Customers.SOUTH_KEY));
        give(HOOK, starting.hook(body, Customers.NORTH_KEY));
        give(HOOK, desk.north("POST", "/hooks/acme", " ".repeat(1 + PublicServer.BODY_BYTES)));
        give(HOOK, desk.north("POST", "/hooks/acme", body, "Content-Encoding", "gzip"));
        given(HOOK, impatient.half("POST", path));
    }

    private void consents() {
        for (String query : new String[] {"?code=x", "?error=access_denied", "?state=x"}) {
            Told told = desk.get("/v1/oauth2/callback" + query);
            given(CONSENT, told.status());
            assertThat(told.answer().body()).contains("<h1>Title &lt;b&gt;</h1>");
        }
    }

    private void questions() {
        try (HookDesk hub = new HookDesk("hub", "Xk3vQ9pLw2tRz7yU")) {
            String word = "?hub.challenge=1158201444&hub.verify_token=";
            give(QUESTION, hub.desk.get(hub.path() + word + "Xk3vQ9pLw2tRz7yU"));
            give(QUESTION, hub.desk.get(hub.path() + word + "nobody's"));
        }
    }

    private void documents() {
        String token = "Bearer " + Customers.SOUTH_TOKEN;
        give("GET /openapi.json", desk.get("/openapi.json", "Authorization", token));
        give("GET /openapi.json", desk.get("/openapi.json"));
        give("GET /docs", desk.get("/docs", "Authorization", token));
        give("GET /docs", desk.get("/docs"));
    }

    @Test
    void isServedAsItIs() throws Exception {
        Told told = desk.get("/openapi.json", "Authorization", "Bearer " + Customers.NORTH_TOKEN);

        assertThat(told.body()).isEqualTo(document);
        assertThat(told.text("/openapi")).isEqualTo("3.1.0");
    }

    @Test
    void isReadInABrowserWithTheTenantsNameAndToken() {
        Told stranger = desk.get("/docs");
        Told other = desk.get("/docs", "Authorization", basic("south", Customers.NORTH_TOKEN));
        Told page = desk.get("/docs", "Authorization", basic("north", Customers.NORTH_TOKEN));

        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(other.status()).isEqualTo(401);
        assertThat(page.status()).isEqualTo(200);
        String html = page.answer().body();
        document.at("/paths")
                .fieldNames()
                .forEachRemaining(path -> assertThat(html).contains(path));
        assertThat(html)
                .contains("Idempotency-Key")
                .contains("Newer held")
                .doesNotContain("<script")
                .doesNotContain("<link")
                .doesNotContain("src=")
                .doesNotContain("$ref");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-");
    }

    @Test
    void pointsNowhereInVain() {
        document.findValues("$ref")
                .forEach(
                        ref ->
                                assertThat(document.at(ref.asText().substring(1)).isMissingNode())
                                        .as(ref.asText())
                                        .isFalse());
    }

    private static String basic(String tenant, String token) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((tenant + ":" + token).getBytes(StandardCharsets.UTF_8));
    }

    private void give(String operation, Told told) {
        given(operation, told.status());
        JsonNode response = response(operation, told.status());
        assertThat(response.isMissingNode())
                .as(operation + " answers " + told.status() + ": " + told.answer().body())
                .isFalse();
        String type = told.header("Content-Type").replaceAll(";.*", "");
        assertThat(response.at("/content").has(type)).as(operation + " " + type).isTrue();
        if (told.status() >= 400) {
            assertThat(told.text("/status")).isEqualTo(Integer.toString(told.status()));
            assertThat(told.text("/detail")).isNotEmpty();
        }
    }

    private void given(String operation, int status) {
        given.add(operation + " " + status);
    }

    private static JsonNode response(String operation, int status) {
        String[] parts = operation.split(" ", 2);
        JsonNode response =
                document.path("paths")
                        .path(parts[1])
                        .path(parts[0].toLowerCase(java.util.Locale.ROOT))
                        .path("responses")
                        .path(Integer.toString(status));
        return response.has("$ref")
                ? document.at(response.get("$ref").asText().substring(1))
                : response;
    }

    private static Set<String> operations() {
        Set<String> all = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                each -> {
                                                    if (METHODS.contains(each.getKey())) {
                                                        all.add(
                                                                each.getKey()
                                                                                .toUpperCase(
                                                                                        java.util
                                                                                                .Locale
                                                                                                .ROOT)
                                                                        + " "
                                                                        + path.getKey());
                                                    }
                                                }));
        return all;
    }

    private static Set<String> described() {
        return operations().stream()
                .flatMap(
                        operation -> {
                            String[] parts = operation.split(" ", 2);
                            return document.path("paths")
                                    .path(parts[1])
                                    .path(parts[0].toLowerCase(java.util.Locale.ROOT))
                                    .path("responses")
                                    .propertyStream()
                                    .map(each -> operation + " " + each.getKey());
                        })
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
