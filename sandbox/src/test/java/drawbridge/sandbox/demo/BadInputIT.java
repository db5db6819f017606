package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;
import drawbridge.sandbox.parts.Part;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What people and programs send that is none: each is told in words, with its field; nothing else
/// waits for it, and nothing is lost. A gateway and the app in processes of their own, and a CRM
/// that keeps whatever it is given.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NORTH = "north";
    private static final String UPDATED = "2026-03-01T08:00:00.000Z";
    private static final Tenant TENANT = Tenant.fresh(NORTH);
    private static final String CONTROL = "control-token-of-this-test";
    private static final String OPS = "ops-token-of-this-test-alone";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path temp;

    private final Http http = new Http();
    private final HttpClient plain = HttpClient.newHttpClient();
    private final List<Part> parts = new ArrayList<>();
    private RottenCrm crm;
    private SandboxControl app;
    private OpsClient ops;
    private String gateway;
    private String opsUrl;

    @BeforeAll
    void start() throws IOException {
        crm = new RottenCrm();
        var launcher = new Launcher(System.getenv());
        var accounts = Http.JSON.createObjectNode().put("control", CONTROL);
        accounts.putArray("accounts").add(TENANT.appAccount());
        var file = Files.writeString(temp.resolve("accounts.json"), accounts.toString());
        var appUrl =
                part(
                                launcher,
                                "app",
                                List.of(
                                        "sandbox",
                                        "app",
                                        "--data",
                                        at("app"),
                                        "--accounts",
                                        file.toString()),
                                Map.of())
                        .path("url")
                        .asText();
        app = new SandboxControl(http, appUrl, CONTROL);
        var _ = app.as(NORTH, "POST", "/v1/members", person("name", "mail"));
        crm.keep("users", named("usr_1", person("full_name", "email")));
        crm.keep("users", named("usr_stranger", stranger()));
        crm.keep("contacts", contact("con_1", "+49 30 1234567"));
        crm.keep("contacts", contact("con_odd", "call me maybe"));
        Files.writeString(temp.resolve("tokens"), "test admin " + OPS + "\n");
        var environment = new TreeMap<>(TENANT.environment(crm.url(), appUrl));
        environment.put("DRAWBRIDGE_OPS_TOKENS", at("tokens"));
        var up =
                part(
                        launcher,
                        "gateway",
                        List.of(
                                "serve",
                                "--data",
                                at("gateway"),
                                "--mappings",
                                mappings(launcher),
                                "--public-port",
                                "0",
                                "--ops-port",
                                "0"),
                        environment);
        gateway = up.path("public").asText() + "/v1/tenants/" + NORTH;
        opsUrl = up.path("ops").asText();
        ops = new OpsClient(http, opsUrl, OPS);
        app.target(TENANT.appTarget(up.path("public").asText()));
    }

    @AfterAll
    void everyPairIsAccountedFor() throws IOException {
        try {
            nothingIsLost();
        } finally {
            end();
        }
    }

    private void end() {
        parts.reversed().forEach(Part::close);
        crm.close();
        http.close();
    }

    private String at(String name) {
        return temp.resolve(name).toString();
    }

    private JsonNode part(
            Launcher launcher, String name, List<String> command, Map<String, String> environment)
            throws IOException {
        var ready = temp.resolve(name + ".json");
        var line = new ArrayList<>(command);
        line.addAll(List.of("--ready", ready.toString()));
        var part = launcher.start(name, line, environment, temp.resolve(name + ".log"));
        parts.add(part);
        return part.ready(ready, PATIENCE);
    }

    /// The shipped mappings with one customer.
    private String mappings(Launcher launcher) throws IOException {
        var shipped = launcher.home().resolve("mappings");
        try (var files = Files.walk(shipped)) {
            for (var each : files.filter(Files::isRegularFile).toList()) {
                var copy = temp.resolve("mappings").resolve(shipped.relativize(each).toString());
                if (!each.startsWith(shipped.resolve("tenants"))
                        || each.endsWith(NORTH + ".yaml")) {
                    Files.createDirectories(copy.resolveSibling("."));
                    Files.copy(each, copy);
                }
            }
        }
        return at("mappings");
    }

    // ---- Records

    private static ObjectNode person(String name, String mail) {
        return Http.JSON.createObjectNode().put(name, "User 1").put(mail, "user1@example.com");
    }

    private static ObjectNode stranger() {
        return Http.JSON
                .createObjectNode()
                .put("full_name", "User 9")
                .put("email", "user9@example.com");
    }

    private static ObjectNode named(String id, ObjectNode record) {
        return record.put("id", id)
                .put("created_at", UPDATED)
                .put("updated_at", UPDATED)
                .put("revision", 1);
    }

    private static ObjectNode contact(String id, String phone) {
        return named(
                id,
                Http.JSON
                        .createObjectNode()
                        .put("first_name", "Contact")
                        .put("last_name", "17")
                        .put("phone", phone)
                        .put("email", "contact17@example.com"));
    }

    private static ObjectNode appointment(String id) {
        return named(
                "apt_" + id,
                Http.JSON
                        .createObjectNode()
                        .put("owner_id", "usr_1")
                        .put("contact_id", "con_1")
                        .put("subject", "Visit " + id)
                        .put("starts_at", "2026-03-02T10:00:00")
                        .put("duration_minutes", 30)
                        .put("time_zone", "Europe/Berlin")
                        .putNull("all_day_on")
                        .put("status", "Planned")
                        .putNull("location")
                        .putNull("room")
                        .putNull("external_ref"));
    }

    /// A record, and where in it and in which words it is to be told; no words: it crosses.
    private record Case(ObjectNode record, String field, String words) {

        static Case of(ObjectNode record, String field, String words) {
            return new Case(record, field, words);
        }

        String id() {
            return record.path("id").asText();
        }
    }

    /// The same cases for each way in.
    private static List<Case> cases(String way) {
        return List.of(
                Case.of(
                        appointment(way + "-february").put("starts_at", "2026-02-31T10:00:00"),
                        "/starts_at",
                        "not '2026-02-31T10:00:00'"),
                Case.of(
                        appointment(way + "-backwards").put("duration_minutes", -30),
                        "/duration_minutes",
                        "it ends before it starts"),
                Case.of(
                        appointment(way + "-atlantis").put("time_zone", "Europe/Atlantis"),
                        "/time_zone",
                        "not 'Europe/Atlantis'"),
                Case.of(appointment(way + "-undated").putNull("starts_at"), "/start", ""),
                Case.of(appointment(way + "-typed").put("subject", 7), "/subject", "text"),
                Case.of(
                        appointment(way + "-status").put("status", "Maybe"),
                        "/status",
                        "'Maybe' is no word that is known here; known are Planned"));
    }

    // ---- Requests

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return plain.send(
                    request.timeout(Duration.ofSeconds(30)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String event(ObjectNode record) {
        return Http.JSON
                .createObjectNode()
                .put("type", "appointment.updated")
                .put("timestamp", UPDATED)
                .set("data", record)
                .toString();
    }

    private HttpResponse<String> webhook(String body) {
        return webhook(gateway + "/hooks/acme", body, Clock.systemUTC().instant(), secret());
    }

    private static byte[] secret() {
        return Base64.getDecoder().decode(TENANT.webhookSecret().substring("whsec_".length()));
    }

    private HttpResponse<String> webhook(String url, String body, Instant at, byte[] key) {
        var id = "msg_" + System.nanoTime();
        var stamp = Long.toString(at.getEpochSecond());
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("webhook-id", id)
                        .header("webhook-timestamp", stamp)
                        .header(
                                "webhook-signature",
                                "v1," + sign(key, id + "." + stamp + "." + body))
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String sign(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> push(String id, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(gateway + "/event/" + id))
                        .header("Authorization", "Bearer " + TENANT.pushToken())
                        .PUT(BodyPublishers.ofString(body)));
    }

    // ---- What became of it

    private Set<String> inTheApp() {
        try {
            var titles = new HashSet<String>();
            app.facts(NORTH).forEach(fact -> titles.add(fact.path("title").asText()));
            return titles;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, JsonNode> parked() {
        try {
            var parked = new TreeMap<String, JsonNode>();
            ops.parked().forEach(item -> parked.put(item.at("/acme/id").asText(), item));
            return parked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void told(List<Case> cases) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> {
                            var parked = parked();
                            for (var each : cases) {
                                assertThat(parked)
                                        .as("%s is parked", each.id())
                                        .containsKey(each.id());
                                var item = Objects.requireNonNull(parked.get(each.id()));
                                assertThat(item.path("kind").asText()).isEqualTo("dead");
                                assertThat(item.path("field").asText("")).isEqualTo(each.field());
                                assertThat(item.path("sentence").asText()).contains(each.words());
                            }
                        });
    }

    private void crosses(String title) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(inTheApp()).contains(title));
    }

    private double refused(String reason) {
        var metrics =
                send(HttpRequest.newBuilder(URI.create(opsUrl + "/ops/v1/metrics"))
                                .header("Authorization", "Bearer " + OPS))
                        .body();
        return metrics.lines()
                .filter(line -> line.startsWith("drawbridge_intake_refused_total"))
                .filter(line -> line.contains("reason=\"" + reason + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void whatTheSweepFindsIsToldAndHoldsUpNothing() {
        var cases = cases("swept");
        cases.forEach(each -> crm.keep("appointments", each.record()));
        crm.keep("appointments", appointment("swept-huge").put("notes", "n".repeat(10_000_000)));
        crm.keep("appointments", appointment("swept-notes").put("notes", "n".repeat(900_000)));
        crm.keep("appointments", appointment("swept-well"));

        crosses("Visit swept-well");
        crosses("Visit swept-notes");
        told(cases);
        told(List.of(Case.of(appointment("swept-huge"), "", "bytes large; the limit is")));
    }

    @Test
    void whatAWebhookBringsIsTakenAndTold() {
        var cases = cases("hooked");
        for (var each : cases) {
            crm.keep("appointments", each.record());
            assertThat(webhook(event(each.record())).statusCode()).isEqualTo(202);
        }
        crm.keep("appointments", appointment("hooked-well"));
        assertThat(webhook(event(appointment("hooked-well"))).statusCode()).isEqualTo(202);

        crosses("Visit hooked-well");
        told(cases);
    }

    @Test
    void aWebhookThatLacksAFieldIsReadAnewAndIsDeadIfTheRecordLacksItToo() {
        var whole = appointment("torn-hook");
        crm.keep("appointments", whole.deepCopy());
        var torn = appointment("torn-record");
        torn.remove("subject");
        crm.keep("appointments", torn);
        whole.remove("subject");

        assertThat(webhook(event(whole)).statusCode()).isEqualTo(202);
        assertThat(webhook(event(torn)).statusCode()).isEqualTo(202);

        crosses("Visit torn-hook");
        told(List.of(Case.of(torn, "/subject", "is missing")));
    }

    @Test
    void oddButGoodTextCrosses() {
        crm.keep("appointments", appointment("odd-1").put("subject", "Tea ☕ and 🥐"));
        crm.keep("appointments", appointment("odd-2").put("contact_id", "con_odd"));
        crm.keep("appointments", appointment("odd-3").put("subject", "Nul \u0000 within"));

        crosses("Tea ☕ and 🥐");
        crosses("Visit odd-2");
        await().atMost(PATIENCE)
                .until(
                        () ->
                                inTheApp().stream()
                                        .anyMatch(title -> title.matches("(?s)Nul.+within")));
    }

    @Test
    void whoeverHasNoPartnerYetMakesItsRecordsWaitInSight() {
        crm.keep("appointments", appointment("of-a-stranger").put("owner_id", "usr_stranger"));
        crm.keep("appointments", appointment("of-nobody").put("owner_id", "usr_nobody"));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(waiting()).contains("apt_of-a-stranger", "apt_of-nobody"));
    }

    private String waiting() {
        return send(HttpRequest.newBuilder(URI.create(opsUrl + "/ops/v1/waiting"))
                        .header("Authorization", "Bearer " + OPS))
                .body();
    }

    @Test
    void theSameReferenceTwiceIsToldOrCrossesOnceEach() {
        crm.keep("appointments", appointment("twin-1").put("external_ref", "ref-17"));
        crm.keep("appointments", appointment("twin-2").put("external_ref", "ref-17"));

        crosses("Visit twin-1");
        crosses("Visit twin-2");
    }

    @Test
    void strangersSeeTheSameWhateverIsWrong() {
        var now = Clock.systemUTC().instant();
        var body = event(appointment("strange"));
        var other = new byte[32];
        var unknown = gateway.replace("/north", "/nobody") + "/hooks/acme";

        var answers =
                List.of(
                        webhook(gateway + "/hooks/acme", body, now, other),
                        webhook(gateway + "/hooks/acme", body, now.minusSeconds(3_600), secret()),
                        webhook(unknown, body, now, secret()),
                        send(
                                HttpRequest.newBuilder(URI.create(gateway + "/event/17"))
                                        .header("Authorization", "Bearer wrong")
                                        .PUT(BodyPublishers.ofString("{}"))));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(401);
        assertThat(answers)
                .extracting(HttpResponse::body)
                .hasSize(4)
                .containsOnly(answers.getFirst().body());
    }

    @Test
    void aWebhookOverOneMebibyteIsRefusedAndCountedAndTheSweepReadsTheRecord() {
        double before = refused("too-large");
        var large = appointment("too-large-to-send");
        crm.keep("appointments", large);

        var answer = webhook(event(large.deepCopy().put("notes", "n".repeat(1_100_000))));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("larger than 1048576 bytes");
        assertThat(refused("too-large")).isEqualTo(before + 1);
        crosses("Visit too-large-to-send");
    }

    @Test
    void aWebhookThatIsNoJsonIsKeptForAPerson() throws IOException {
        assertThat(webhook("{\"type\":\"appointment.updated\", \"data\":{").statusCode())
                .isEqualTo(202);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(ops.parked())
                                        .anySatisfy(
                                                item ->
                                                        assertThat(item.path("sentence").asText())
                                                                .contains("no JSON: line 1")));
    }

    @Test
    void aPushThatIsWrongIsAnsweredInTheSendersOwnWords() {
        var good =
                """
                {"id":17,"memberId":1,"title":"Call","allDay":false,"start":"2026-03-01T09:00:00Z",
                "end":"2026-03-01T09:30:00Z","zone":"Europe/Berlin","state":"open","place":null}""";
        var wrong =
                Map.of(
                        "/title", good.replace("\"title\":\"Call\",", ""),
                        "/memberId", good.replace("\"memberId\":1,", ""),
                        "/start", good.replace("2026-03-01T09:00:00Z", "2026-02-31T09:00:00Z"),
                        "/end", good.replace("09:30:00Z", "08:30:00Z"),
                        "/zone", good.replace("Europe/Berlin", "Europe/Atlantis"),
                        "/state", good.replace("open", "maybe"));

        wrong.forEach(
                (pointer, body) -> {
                    var answer = push("17", body);

                    assertThat(answer.statusCode()).as(pointer).isEqualTo(400);
                    assertThat(answer.headers().firstValue("Content-Type"))
                            .contains("application/problem+json");
                    assertThat(answer.body()).contains("\"pointer\":\"" + pointer + "\"");
                });
        assertThat(push("17", "{\"id\":17,").body()).contains("no JSON: line 1");
    }

    private void nothingIsLost() throws IOException {
        var counts = ops.overview().orElseThrow().path("counts");
        long settled = 0;
        for (var word : List.of("applied", "unchanged", "superseded", "conflict", "dead")) {
            settled += counts.path(word).asLong();
        }
        assertThat(settled + counts.path("pending").asLong())
                .isEqualTo(counts.path("acknowledged").asLong());
    }
}
