package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;
import drawbridge.sandbox.parts.Part;
import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Faults;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// A customer whose Acme opens by tokens of three seconds comes to a gateway that runs, by one
/// file, and goes through all that can become of a connection. Nobody else notices.
class ThirdCustomerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONTROL = "control-of-the-test";
    private static final String OPS = "token-of-the-operator-0123456789";
    private static final String KEY = "whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";
    private static final String WEST = "west";
    private static final String NORTH = "north";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private final Http http = new Http();
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, String> owners = new HashMap<>();
    private Path mappings;
    private SandboxControl acme;
    private SandboxControl app;
    private String opsUrl;

    @BeforeEach
    void start() throws IOException {
        var launcher = new Launcher(System.getenv());
        mappings = temp.resolve("mappings");
        copy(launcher.home().resolve("mappings"), mappings);
        var database =
                start(launcher, "postgres", Map.of(), "postgres", "--data", at("postgres-data"));
        var acmeUrl = sandbox(launcher, "acme");
        var appUrl = sandbox(launcher, "app");
        acme = new SandboxControl(http, acmeUrl, CONTROL);
        app = new SandboxControl(http, appUrl, CONTROL);
        var _ = database.ready(temp.resolve("postgres.json"), PATIENCE);
        Files.writeString(temp.resolve("ops-tokens"), "user1 admin " + OPS + "\n");
        var environment = new HashMap<String, String>();
        environment.put("DRAWBRIDGE_DATA", at("gateway-data"));
        environment.put("DRAWBRIDGE_MAPPINGS", mappings.toString());
        environment.put("DRAWBRIDGE_DATABASE_READY", at("postgres.json"));
        environment.put("DRAWBRIDGE_OPS_TOKENS", at("ops-tokens"));
        environment.put("DRAWBRIDGE_PUBLIC_PORT", "0");
        environment.put("DRAWBRIDGE_OPS_PORT", "0");
        for (var tenant : List.of("NORTH", "SOUTH", "WEST")) {
            var prefix = "DRAWBRIDGE_" + tenant + "_";
            environment.put(prefix + "ACME_URL", acmeUrl);
            environment.put(prefix + "ACME_KEY", "acme-key-of-" + tenant);
            environment.put(prefix + "ACME_CLIENT", "drawbridge");
            environment.put(prefix + "ACME_SECRET", "secret-of-the-client");
            environment.put(prefix + "ACME_WEBHOOK", KEY);
            environment.put(prefix + "APP_URL", appUrl);
            environment.put(prefix + "APP_TOKEN", "app-token-of-" + tenant);
            environment.put(prefix + "APP_PUSH", "push-token-of-" + tenant);
        }
        var gateway = start(launcher, "gateway", environment, "serve");
        var told = gateway.ready(temp.resolve("gateway.json"), PATIENCE);
        opsUrl = told.path("ops").asText();
        for (var tenant : List.of(NORTH, "south", WEST)) {
            var at = told.path("public").asText() + "/v1/tenants/" + tenant;
            var name = upper(tenant);
            var hook = new Account.Webhook(at + "/hooks/acme", KEY);
            acme.target(
                    tenant.equals(WEST)
                            ? west("secret-of-the-client", hook)
                            : new Account(tenant, "acme-key-of-" + name, hook, null));
            app.target(
                    new Account(
                            tenant,
                            "app-token-of-" + name,
                            null,
                            new Account.Push(at, "push-token-of-" + name)));
        }
    }

    private static String upper(String tenant) {
        return tenant.toUpperCase(Locale.ROOT);
    }

    private static Account west(String secret, Account.@Nullable Webhook hook) {
        return new Account(
                WEST, "", hook, null, new Account.OAuth("drawbridge", secret, 3), List.of());
    }

    private String sandbox(Launcher launcher, String name) throws IOException {
        var accounts = Http.JSON.createObjectNode().put("control", CONTROL);
        var list = accounts.putArray("accounts");
        for (var tenant : List.of(NORTH, "south", WEST)) {
            var key = name + (name.equals("acme") ? "-key-of-" : "-token-of-") + upper(tenant);
            var account =
                    name.equals("acme") && tenant.equals(WEST)
                            ? west("secret-of-the-client", null)
                            : new Account(tenant, key, null, null);
            list.add(Http.JSON.<JsonNode>valueToTree(account));
        }
        var file = Files.writeString(temp.resolve(name + "-accounts.json"), accounts.toString());
        var part =
                start(
                        launcher,
                        name,
                        Map.of(),
                        "sandbox",
                        name,
                        "--port",
                        "0",
                        "--data",
                        at(name + "-data"),
                        "--accounts",
                        file.toString());
        return part.ready(temp.resolve(name + ".json"), PATIENCE).path("url").asText();
    }

    private Part start(
            Launcher launcher, String name, Map<String, String> environment, String... command)
            throws IOException {
        var line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--ready", at(name + ".json")));
        var part = launcher.start(name, line, environment, temp.resolve(name + ".log"));
        parts.add(part);
        return part;
    }

    private String at(String name) {
        return temp.resolve(name).toString();
    }

    @AfterEach
    void stop() {
        parts.reversed().forEach(Part::close);
        http.close();
    }

    @Test
    void comesAndGoesAndStandsStillAndGoesOnWhileNobodyElseNotices() throws Exception {
        person(NORTH);
        person(WEST);
        var before = appointment(WEST, "Before anybody listened");

        Files.copy(mappings.resolve("examples/west.yaml"), mappings.resolve("tenants/west.yaml"));

        crosses(WEST, before, "Before anybody listened");
        var second = appointment(WEST, "By webhook");
        crosses(WEST, second, "By webhook");
        await().atMost(PATIENCE).until(() -> tokens("issued") >= 4);
        rename(WEST, second, "With another token");
        crosses(WEST, second, "With another token");
        assertThat(tokensInHand()).as("tokens in use at once").isLessThanOrEqualTo(2);

        // A token server that answers a page: what cannot cross waits, and nobody is suspended.
        acme.faults(Http.JSON.readValue("{\"htmlTokens\":true}", Faults.class));
        await().atMost(PATIENCE).until(() -> tokens("html") >= 2);
        rename(WEST, second, "After the page");
        crosses(NORTH, appointment(NORTH, "Meanwhile"), "Meanwhile");
        assertThat(connection().path("state").asText()).isEqualTo("open");
        acme.faults(Faults.NONE);
        crosses(WEST, second, "After the page");

        // A client that is no longer known: suspended, told, and resumed.
        acme.target(west("another-secret", hook()));
        await().atMost(PATIENCE)
                .until(() -> connection().path("state").asText().equals("suspended"));
        assertThat(connection().path("why").asText()).contains("invalid_client");
        assertThat(connection().path("mend").asText()).isNotBlank();
        var asked = tokens("invalid_client");
        var fromApp = event("From the app while it stood still");
        await().atMost(PATIENCE).until(() -> waits("suspended"));
        crosses(NORTH, appointment(NORTH, "Still going"), "Still going");
        assertThat(tokens("invalid_client")).as("calls while it stands still").isEqualTo(asked);
        assertThat(overview().path("deadLetters").asLong()).isZero();
        acme.target(west("secret-of-the-client", hook()));
        var _ = ops("POST", "/connections/west/acme/resume", "{\"reason\":\"it is back\"}");
        await().atMost(Duration.ofSeconds(30)).until(() -> inAcme(fromApp));

        // A mistake is refused at its place; all goes on as it was.
        replace("tenants/west.yaml", "title: { policy: app }", "titel: { policy: app }");
        await().atMost(PATIENCE).until(() -> !problems().isEmpty());
        assertThat(problems().get(0).path("file").asText()).isEqualTo("tenants/west.yaml");
        assertThat(problems().get(0).path("line").asInt()).isPositive();
        assertThat(problems().get(0).path("sentence").asText()).contains("did you mean 'title'?");
        rename(WEST, second, "Under the old mapping");
        crosses(WEST, second, "Under the old mapping");

        // A customer that is taken away waits, and goes on when it is back.
        var file = mappings.resolve("tenants/west.yaml");
        Files.delete(file);
        await().atMost(PATIENCE).until(() -> !tenants().contains(WEST));
        rename(WEST, second, "While it was away");
        crosses(NORTH, appointment(NORTH, "Nobody noticed"), "Nobody noticed");
        Files.copy(mappings.resolve("examples/west.yaml"), file);
        crosses(WEST, second, "While it was away");
    }

    private Account.Webhook hook() throws IOException {
        var url = Http.JSON.readTree(temp.resolve("gateway.json").toFile()).path("public").asText();
        return new Account.Webhook(url + "/v1/tenants/west/hooks/acme", KEY);
    }

    private void person(String tenant) throws IOException {
        var user = object().put("full_name", "User 1").put("email", "user1@example.com");
        owners.put(tenant, acme.as(tenant, "POST", "/api/v2/users", user).path("id").asText());
        var member = object().put("name", "User 1").put("mail", "user1@example.com");
        owners.put(
                tenant + "-app", app.as(tenant, "POST", "/v1/members", member).path("id").asText());
    }

    private String appointment(String tenant, String subject) throws IOException {
        var fields =
                object().put("owner_id", owners.get(tenant))
                        .put("subject", subject)
                        .put("room", "Room 4")
                        .put("starts_at", "2026-03-03T12:00:00")
                        .put("duration_minutes", 60)
                        .put("time_zone", "America/New_York");
        return acme.as(tenant, "POST", "/api/v2/appointments", fields).path("id").asText();
    }

    private void rename(String tenant, String appointment, String subject) throws IOException {
        var path = "/api/v2/appointments/" + appointment;
        var _ = acme.as(tenant, "PATCH", path, object().put("subject", subject));
    }

    private String event(String title) throws IOException {
        var fields =
                object().put("memberId", Long.parseLong(owners.get("west-app")))
                        .put("title", title)
                        .put("start", "2026-03-05T15:00:00Z")
                        .put("end", "2026-03-05T16:00:00Z")
                        .put("zone", "America/New_York");
        var _ = app.as(WEST, "POST", "/v1/events", fields);
        return title;
    }

    private void crosses(String tenant, String appointment, String title) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(events(tenant))
                                        .as(appointment)
                                        .anySatisfy(
                                                event -> {
                                                    assertThat(event.path("title").asText())
                                                            .isEqualTo(title);
                                                    assertThat(event.path("place").asText())
                                                            .isEqualTo(
                                                                    tenant.equals(WEST)
                                                                            ? "Room 4"
                                                                            : "null");
                                                }));
    }

    private List<JsonNode> events(String tenant) throws IOException {
        var all = new ArrayList<JsonNode>();
        app.as(tenant, "GET", "/v1/events", object()).path("items").forEach(all::add);
        return all;
    }

    private boolean inAcme(String subject) throws IOException {
        for (var one : acme.as(WEST, "GET", "/api/v2/appointments", object()).path("data")) {
            if (one.path("subject").asText().equals(subject)) {
                return true;
            }
        }
        return false;
    }

    /// How many token calls of the gateway ended in such a way.
    private long tokens(String how) throws IOException {
        long count = 0;
        for (var entry : ledger()) {
            if (entry.path("kind").asText().equals("token")
                    && (entry.has(how)
                            || entry.path("fault").asText().equals(how)
                            || entry.path("error").asText().equals(how))) {
                count++;
            }
        }
        return count;
    }

    /// The most tokens that were alive at once, each for its three seconds.
    private long tokensInHand() throws IOException {
        var times = new ArrayList<Long>();
        for (var entry : ledger()) {
            if (entry.has("issued")) {
                times.add(java.time.Instant.parse(entry.path("at").asText()).toEpochMilli());
            }
        }
        return times.stream()
                .mapToLong(
                        at ->
                                times.stream()
                                        .filter(other -> other <= at && other > at - 2_000)
                                        .count())
                .max()
                .orElse(0);
    }

    private List<JsonNode> ledger() throws IOException {
        var all = new ArrayList<JsonNode>();
        JsonNode page;
        do {
            long after = all.isEmpty() ? 0 : all.getLast().path("n").asLong();
            page =
                    http.call(
                            "GET",
                            acme.url() + "/control/ledger?after=" + after,
                            Map.of("Authorization", "Bearer " + CONTROL),
                            "");
            page.forEach(all::add);
        } while (!page.isEmpty());
        return all;
    }

    private JsonNode connection() throws IOException {
        for (var one : ops("GET", "/connections?tenant=west", "")) {
            if (one.path("system").asText().equals("acme")) {
                return one;
            }
        }
        return object();
    }

    private boolean waits(String status) throws IOException {
        for (var one : ops("GET", "/waiting?tenant=west", "")) {
            if (one.path("status").asText().equals(status)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode overview() throws IOException {
        return ops("GET", "/overview", "");
    }

    private JsonNode problems() throws IOException {
        return ops("GET", "/mappings", "").path("problems");
    }

    private List<String> tenants() throws IOException {
        var all = new ArrayList<String>();
        ops("GET", "/mappings", "").path("tenants").forEach(one -> all.add(one.asText()));
        return all;
    }

    private JsonNode ops(String method, String path, String body) throws IOException {
        var headers =
                Map.of(
                        "Authorization",
                        "Bearer " + OPS,
                        "Idempotency-Key",
                        UUID.randomUUID().toString());
        return http.call(method, opsUrl + "/ops/v1" + path, headers, body);
    }

    private void replace(String file, String old, String now) throws IOException {
        var text = Files.readString(mappings.resolve(file));
        assertThat(text).contains(old);
        Files.writeString(mappings.resolve(file), text.replace(old, now));
    }

    private static ObjectNode object() {
        return Http.JSON.createObjectNode();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
