package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Three customers whose records two scripts edit on both sides at once, and the silence after it.
@NullUnmarked
class TwoScriptsIT {

    private static final int RECORDS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration IDLE = Duration.ofMinutes(2);

    /// North asks a person, in south Acme's title stands, in west the app's.
    private static final List<Tenant> TENANTS =
            List.of(Tenant.fresh("north"), Tenant.fresh("south"), Tenant.withTokens("west"));

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private SandboxControl acme;
    private SandboxControl app;
    private OpsClient ops;

    /// One appointment and its event.
    private record Pair(String tenant, String appointment, String event, String title) {

        String inAcme() {
            return title + ", says Acme";
        }

        String inApp() {
            return title + ", says the app";
        }
    }

    @Test
    void leaveEachRecordEqualOrHeldWithBothValuesAndThenNobodyWritesAnything() throws Exception {
        var folder = RunFolder.begin(temp.resolve("run"));
        var record = new RunRecord(folder, InstantSource.system(), 1, TENANTS);
        var launcher = new Launcher(System.getenv());
        try (var http = new Http();
                var cast = new Cast(launcher, folder, record, 1, TENANTS, false)) {
            cast.startWorld();
            cast.startGateway();
            acme = new SandboxControl(http, cast.acmeUrl(), cast.control());
            app = new SandboxControl(http, cast.appUrl(), cast.control());
            ops = new OpsClient(http, cast.opsUrl(), cast.opsToken());
            cast.introduce(acme, app);
            cast.admit("west");
            await().atMost(PATIENCE).until(() -> ops.tenants().contains("west"));
            var pairs = pairs();

            atOnce(
                    () -> {
                        for (var pair : pairs) {
                            var path = "/api/v2/appointments/" + pair.appointment();
                            var edit = none().put("subject", pair.inAcme());
                            var _ = acme.as(pair.tenant(), "PATCH", path, edit);
                        }
                        return "Acme's script";
                    },
                    () -> {
                        for (var pair : pairs) {
                            var path = "/v1/events/" + pair.event();
                            var edit = none().put("title", pair.inApp());
                            var _ = app.as(pair.tenant(), "PATCH", path, edit);
                        }
                        return "the app's script";
                    });

            assertThat(new Quiet(acme, app, ops).reached(PATIENCE)).as("all came to rest").isTrue();
            ended(pairs);
            nothingHappens();
        }
    }

    /// Made in Acme and seen in the app.
    private List<Pair> pairs() throws IOException {
        var made = new ArrayList<Pair>();
        for (var tenant : TENANTS) {
            var _ = app.as(tenant.name(), "POST", "/v1/members", person("name", "mail"));
            var user =
                    acme.as(tenant.name(), "POST", "/api/v2/users", person("full_name", "email"));
            for (int i = made.size(); i < RECORDS * (TENANTS.indexOf(tenant) + 1) / 3; i++) {
                var title = "Visit " + i;
                var fields =
                        none().put("owner_id", user.path("id").asText())
                                .put("subject", title)
                                .put("starts_at", "2026-03-03T10:00:00")
                                .put("duration_minutes", 30)
                                .put("time_zone", "Europe/Berlin");
                var id =
                        acme.as(tenant.name(), "POST", "/api/v2/appointments", fields)
                                .path("id")
                                .asText();
                made.add(new Pair(tenant.name(), id, "", title));
            }
        }
        assertThat(made).hasSize(RECORDS);
        await().atMost(PATIENCE).until(() -> titled(app).keySet().size() == RECORDS);
        assertThat(new Quiet(acme, app, ops).reached(PATIENCE)).isTrue();
        var events = titled(app);
        return made.stream()
                .map(
                        pair ->
                                new Pair(
                                        pair.tenant(),
                                        pair.appointment(),
                                        events.get(pair.title()).path("id").asText(),
                                        pair.title()))
                .toList();
    }

    private static Map<String, JsonNode> titled(SandboxControl side) throws IOException {
        var titled = new HashMap<String, JsonNode>();
        for (var tenant : TENANTS) {
            side.facts(tenant.name())
                    .forEach(fact -> titled.put(fact.path("title").asText(), fact));
        }
        return titled;
    }

    private static void atOnce(Callable<String> one, Callable<String> other) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var ended : threads.invokeAll(List.of(one, other))) {
                assertThat(ended.get()).isNotEmpty();
            }
        }
    }

    private void ended(List<Pair> pairs) throws IOException {
        var inAcme = byId(acme);
        var inApp = byId(app);
        Map<String, JsonNode> held = new HashMap<>();
        ops.parked().forEach(item -> held.put(item.path("acme").path("id").asText(), item));
        for (var pair : pairs) {
            var ours = inAcme.get(pair.appointment()).path("title").asText();
            var theirs = inApp.get(pair.event()).path("title").asText();
            var item = held.get(pair.appointment());
            if (item == null) {
                assertThat(theirs).as(pair.toString()).isEqualTo(ours);
                assertThat(ours).as(pair.toString()).isIn(pair.inAcme(), pair.inApp());
            } else {
                assertThat(pair.tenant()).as("asks a person").isEqualTo("north");
                assertThat(ours).isEqualTo(pair.inAcme());
                assertThat(theirs).isEqualTo(pair.inApp());
                assertThat(item.path("acmeValue").asText()).contains(pair.inAcme());
                assertThat(item.path("appValue").asText()).contains(pair.inApp());
            }
        }
        assertThat(held).as("collisions that a person is asked about").isNotEmpty();
    }

    private static Map<String, JsonNode> byId(SandboxControl side) throws IOException {
        var found = new HashMap<String, JsonNode>();
        for (var tenant : TENANTS) {
            side.facts(tenant.name()).forEach(fact -> found.put(fact.path("id").asText(), fact));
        }
        return found;
    }

    /// By both ledgers: sweeps go on, and nothing is written or delivered.
    private void nothingHappens() throws IOException {
        var before = acme.happened() + app.happened();
        assertThat(before).as("since all came to rest").isZero();
        await().during(IDLE)
                .atMost(IDLE.plusMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> acme.happened() + app.happened() == 0);
        assertThat(acme.happened() + app.happened()).isZero();
    }

    private static ObjectNode person(String name, String mail) {
        return none().put(name, "User 1").put(mail, "user1@example.com");
    }

    private static ObjectNode none() {
        return Http.JSON.createObjectNode();
    }
}
