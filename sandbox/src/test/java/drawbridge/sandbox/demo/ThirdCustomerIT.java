package drawbridge.sandbox.demo;

import static drawbridge.sandbox.demo.RunningGateway.NORTH;
import static drawbridge.sandbox.demo.RunningGateway.PATIENCE;
import static drawbridge.sandbox.demo.RunningGateway.WEST;
import static drawbridge.sandbox.demo.RunningGateway.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

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
import java.util.Map;

/// A customer whose Acme opens by tokens of three seconds comes to a gateway that runs, by one
/// file, and goes through all that can become of a connection. Nobody else notices.
class ThirdCustomerIT {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private final Map<String, String> owners = new HashMap<>();
    private RunningGateway town;

    @BeforeEach
    void start() throws IOException {
        town = RunningGateway.start(temp, west("secret-of-the-client", null));
    }

    @AfterEach
    void stop() {
        town.close();
    }

    private static Account west(String secret, Account.@Nullable Webhook hook) {
        return new Account(
                WEST, "", hook, null, new Account.OAuth("drawbridge", secret, 3), List.of());
    }

    @Test
    void comesAndGoesAndStandsStillAndGoesOnWhileNobodyElseNotices() throws Exception {
        person(NORTH);
        person(WEST);
        var before = appointment(WEST, "Before anybody listened");

        Files.copy(
                town.mappings().resolve("examples/west.yaml"),
                town.mappings().resolve("tenants/west.yaml"));

        crosses(WEST, before, "Before anybody listened");
        var second = appointment(WEST, "By webhook");
        crosses(WEST, second, "By webhook");
        await().atMost(PATIENCE).until(() -> tokens("issued") >= 4);
        rename(WEST, second, "With another token");
        crosses(WEST, second, "With another token");
        assertThat(tokensInHand()).as("tokens in use at once").isLessThanOrEqualTo(2);

        // A token server that answers a page: what cannot cross waits, and nobody is suspended.
        town.acme.faults(Http.JSON.readValue("{\"htmlTokens\":true}", Faults.class));
        await().atMost(PATIENCE).until(() -> tokens("html") >= 2);
        rename(WEST, second, "After the page");
        crosses(NORTH, appointment(NORTH, "Meanwhile"), "Meanwhile");
        assertThat(town.connection(null).path("state").asText()).isEqualTo("open");
        town.acme.faults(Faults.NONE);
        crosses(WEST, second, "After the page");

        // A client that is no longer known: suspended, told, and resumed.
        town.acme.target(west("another-secret", town.hook(WEST)));
        await().atMost(PATIENCE)
                .until(() -> town.connection(null).path("state").asText().equals("suspended"));
        assertThat(town.connection(null).path("why").asText()).contains("invalid_client");
        assertThat(town.connection(null).path("mend").asText()).isNotBlank();
        var asked = tokens("invalid_client");
        var fromApp = event("From the app while it stood still");
        await().atMost(PATIENCE).until(() -> town.waits("suspended"));
        crosses(NORTH, appointment(NORTH, "Still going"), "Still going");
        assertThat(tokens("invalid_client")).as("calls while it stands still").isEqualTo(asked);
        assertThat(overview().path("deadLetters").asLong()).isZero();
        town.acme.target(west("secret-of-the-client", town.hook(WEST)));
        var _ = town.ops("POST", "/connections/west/acme/resume", "{\"reason\":\"it is back\"}");
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
        var file = town.mappings().resolve("tenants/west.yaml");
        Files.delete(file);
        await().atMost(PATIENCE).until(() -> !tenants().contains(WEST));
        rename(WEST, second, "While it was away");
        crosses(NORTH, appointment(NORTH, "Nobody noticed"), "Nobody noticed");
        Files.copy(town.mappings().resolve("examples/west.yaml"), file);
        crosses(WEST, second, "While it was away");

        // What the file calls otherwise from now on the app gets under that name.
        var version = version();
        replace("flows/appointments.yaml", "app: { at: /place,", "app: { at: /spot,");
        await().atMost(PATIENCE).until(() -> !version().equals(version));
        var _ = appointment(WEST, "To another field");
        await().atMost(PATIENCE).until(() -> isToldToTheApp("spot", "Room 4"));
    }

    private void person(String tenant) throws IOException {
        var user = object().put("full_name", "User 1").put("email", "user1@example.com");
        owners.put(tenant, town.acme.as(tenant, "POST", "/api/v2/users", user).path("id").asText());
        var member = object().put("name", "User 1").put("mail", "user1@example.com");
        owners.put(
                tenant + "-app",
                town.app.as(tenant, "POST", "/v1/members", member).path("id").asText());
    }

    private String appointment(String tenant, String subject) throws IOException {
        var fields =
                object().put("owner_id", owners.get(tenant))
                        .put("subject", subject)
                        .put("room", "Room 4")
                        .put("starts_at", "2026-03-03T12:00:00")
                        .put("duration_minutes", 60)
                        .put("time_zone", "America/New_York");
        return town.acme.as(tenant, "POST", "/api/v2/appointments", fields).path("id").asText();
    }

    private void rename(String tenant, String appointment, String subject) throws IOException {
        var path = "/api/v2/appointments/" + appointment;
        var _ = town.acme.as(tenant, "PATCH", path, object().put("subject", subject));
    }

    private String event(String title) throws IOException {
        var fields =
                object().put("memberId", Long.parseLong(owners.get("west-app")))
                        .put("title", title)
                        .put("start", "2026-03-05T15:00:00Z")
                        .put("end", "2026-03-05T16:00:00Z")
                        .put("zone", "America/New_York");
        var _ = town.app.as(WEST, "POST", "/v1/events", fields);
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
        town.app.as(tenant, "GET", "/v1/events", object()).path("items").forEach(all::add);
        return all;
    }

    private boolean inAcme(String subject) throws IOException {
        for (var one : town.acme.as(WEST, "GET", "/api/v2/appointments", object()).path("data")) {
            if (one.path("subject").asText().equals(subject)) {
                return true;
            }
        }
        return false;
    }

    private boolean isToldToTheApp(String field, String value) throws IOException {
        return town.ledger(town.app).stream()
                .filter(entry -> entry.path("actor").asText().equals("gateway"))
                .anyMatch(entry -> entry.at("/request/" + field).asText().equals(value));
    }

    /// How many token calls of the gateway ended in such a way.
    private long tokens(String how) throws IOException {
        long count = 0;
        for (var entry : town.ledger()) {
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
        for (var entry : town.ledger()) {
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

    private JsonNode overview() throws IOException {
        return town.ops("GET", "/overview", "");
    }

    private JsonNode problems() throws IOException {
        return town.ops("GET", "/mappings", "").path("problems");
    }

    private String version() throws IOException {
        return town.ops("GET", "/mappings", "").path("version").asText();
    }

    private List<String> tenants() throws IOException {
        var all = new ArrayList<String>();
        town.ops("GET", "/mappings", "").path("tenants").forEach(one -> all.add(one.asText()));
        return all;
    }

    private void replace(String file, String old, String now) throws IOException {
        var text = Files.readString(town.mappings().resolve(file));
        assertThat(text).contains(old);
        Files.writeString(town.mappings().resolve(file), text.replace(old, now));
    }
}
