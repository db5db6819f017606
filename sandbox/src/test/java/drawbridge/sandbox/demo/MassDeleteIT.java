package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Somebody deletes a screenful of appointments in Acme by one call: the gateway asks first.
@SuppressWarnings("NullAway.Init") // The test sets the fields before it asks them.
class MassDeleteIT {

    private static final String NORTH = "north";
    private static final int MANY = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private SandboxControl acme;
    private SandboxControl app;
    private OpsClient ops;

    @Test
    void aBulkDeleteIsStoppedAndCarriedOutOnlyWhenAPersonApproves() throws Exception {
        var folder = RunFolder.begin(temp.resolve("run"));
        var tenants = List.of(Tenant.fresh(NORTH), Tenant.fresh("south"));
        var record = new RunRecord(folder, InstantSource.system(), 1, tenants);
        try (var http = new Http();
                var cast =
                        new Cast(
                                new Launcher(System.getenv()), folder, record, 1, tenants, false)) {
            cast.startWorld();
            cast.startGateway();
            acme = new SandboxControl(http, cast.acmeUrl(), cast.control());
            app = new SandboxControl(http, cast.appUrl(), cast.control());
            ops = new OpsClient(http, cast.opsUrl(), cast.opsToken());
            cast.introduce(acme, app);
            var user = person();

            var kept = appointments(user, "2026-03-02");
            deleteAll(kept);
            var first = stopped();
            assertThat(states("2026-03-02")).containsOnlyKeys("open").containsValue((long) MANY);
            ops.act(first, "reject");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(waiting()).isEmpty());

            var gone = appointments(user, "2026-03-03");
            deleteAll(gone);
            var second = stopped();
            assertThat(states("2026-03-03")).containsOnlyKeys("open").containsValue((long) MANY);
            ops.act(second, "approve");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () ->
                                    assertThat(states("2026-03-03"))
                                            .containsOnlyKeys("cancelled")
                                            .containsValue((long) MANY));

            assertThat(states("2026-03-02")).containsOnlyKeys("open").containsValue((long) MANY);
            assertThat(waiting()).isEmpty();
        }
    }

    private String person() throws IOException {
        var _ = app.as(NORTH, "POST", "/v1/members", person("name", "mail"));
        return acme.as(NORTH, "POST", "/api/v2/users", person("full_name", "email"))
                .path("id")
                .asText();
    }

    private static ObjectNode person(String name, String mail) {
        return none().put(name, "User 1").put(mail, "user1@example.com");
    }

    /// Made in Acme and seen in the app.
    private List<String> appointments(String user, String day) throws IOException {
        var ids = new ArrayList<String>();
        for (int i = 0; i < MANY; i++) {
            var fields =
                    none().put("owner_id", user)
                            .put("subject", "Visit " + i)
                            .put("starts_at", day + "T10:00:00")
                            .put("duration_minutes", 30)
                            .put("time_zone", "Europe/Berlin");
            ids.add(acme.as(NORTH, "POST", "/api/v2/appointments", fields).path("id").asText());
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(states(day)).containsEntry("open", (long) MANY));
        return ids;
    }

    private void deleteAll(List<String> ids) throws IOException {
        var body = none();
        var asked = body.putArray("ids");
        ids.forEach(asked::add);
        var _ = acme.as(NORTH, "POST", "/api/v2/appointments/batch-delete", body);
    }

    /// The one item that asks, once it speaks for all of them.
    private JsonNode stopped() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(waiting())
                                        .singleElement()
                                        .satisfies(
                                                item ->
                                                        assertThat(item.path("sentence").asText())
                                                                .startsWith(
                                                                        MANY
                                                                                + " deletes of the"
                                                                                + " flow appointments"
                                                                                + " wait")));
        return waiting().getFirst();
    }

    private List<JsonNode> waiting() {
        var items = new ArrayList<JsonNode>();
        try {
            ops.parked().forEach(items::add);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return items;
    }

    /// How many events of a day stand in each state.
    private Map<String, Long> states(String day) throws IOException {
        var member =
                app.as(NORTH, "GET", "/v1/members?mail=user1@example.com", none())
                        .path("items")
                        .path(0)
                        .path("id")
                        .asText();
        var found = new TreeMap<String, Long>();
        var path = "/v1/events?limit=100&memberId=" + member + "&day=" + day;
        for (var event : app.as(NORTH, "GET", path, none()).path("items")) {
            found.merge(event.path("state").asText(), 1L, Long::sum);
        }
        return found;
    }

    private static ObjectNode none() {
        return Http.JSON.createObjectNode();
    }
}
