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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The app's database was changed behind everybody's back, and `drawbridge backfill` brings it in:
/// through a `kill -9` of the gateway, and past a person who goes on working.
@SuppressWarnings("NullAway.Init") // The test sets the fields before it asks them.
class BackfillIT {

    private static final String NORTH = "north";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int RECORDS = 24;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private final Launcher launcher = new Launcher(System.getenv());
    private SandboxControl acme;
    private SandboxControl app;
    private String ops;
    private Path token;

    private record Ended(int code, String told) {}

    @Test
    void goesOnWhereItStoodAndALiveEditWins() throws Exception {
        var folder = RunFolder.begin(temp.resolve("run"));
        var tenants = List.of(Tenant.fresh(NORTH), Tenant.fresh("south"));
        var record = new RunRecord(folder, InstantSource.system(), 1, tenants);
        try (var http = new Http();
                var cast = new Cast(launcher, folder, record, 1, tenants, false)) {
            cast.startWorld();
            cast.startGateway();
            acme = new SandboxControl(http, cast.acmeUrl(), cast.control());
            app = new SandboxControl(http, cast.appUrl(), cast.control());
            ops = cast.opsUrl();
            token = Files.writeString(temp.resolve("token"), cast.opsToken() + "\n");
            cast.introduce(acme, app);
            var user = person();
            List<String> appointments = new ArrayList<>();
            for (int n = 0; n < RECORDS; n++) {
                appointments.add(appointment(user, "Visit " + n));
            }
            Map<String, String> events = events();
            for (Map.Entry<String, String> event : events.entrySet()) {
                app.changeUntold(
                        NORTH,
                        "event",
                        event.getValue(),
                        none().put("title", event.getKey() + ", moved"));
            }

            var process = begin("--flow", "appointments", "--side", "app", "--rate", "4/s");
            await().atMost(PATIENCE).until(() -> sent() >= 4);
            var _ = cast.killGateway();
            var edited = events.get("Visit " + (RECORDS - 1));
            cast.startGateway();
            var _ =
                    app.as(
                            NORTH,
                            "PATCH",
                            "/v1/events/" + edited,
                            none().put("title", "By a person"));
            var ended = ended(process);

            assertThat(ended.code()).as(ended.told()).isZero();
            assertThat(ended.told())
                    .contains(RECORDS + " of " + RECORDS + " sent")
                    .contains("app.event");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                for (int n = 0; n < RECORDS - 1; n++) {
                                    assertThat(subject(appointments.get(n)))
                                            .isEqualTo("Visit " + n + ", moved");
                                }
                                assertThat(subject(appointments.get(RECORDS - 1)))
                                        .isEqualTo("By a person");
                            });
            assertThat(backfills().get(0).path("begun").asInt()).isEqualTo(2);
        }
    }

    private long sent() throws Exception {
        var known = backfills();
        long sent = 0;
        for (JsonNode list : known.path(0).path("lists")) {
            sent += list.path("sent").asLong();
        }
        return sent;
    }

    private JsonNode backfills() throws Exception {
        return Http.JSON.readTree(ended(begin("--list", "--json")).told());
    }

    private Process begin(String... more) throws IOException {
        var line =
                new ArrayList<>(
                        List.of(
                                launcher.home().resolve("drawbridge").toString(),
                                "backfill",
                                "--tenant",
                                NORTH,
                                "--gateway",
                                ops,
                                "--token-file",
                                token.toString()));
        line.addAll(List.of(more));
        return new ProcessBuilder(line).redirectErrorStream(true).start();
    }

    private static Ended ended(Process process) throws Exception {
        var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), told);
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

    private String appointment(String user, String subject) throws IOException {
        var fields =
                none().put("owner_id", user)
                        .put("subject", subject)
                        .put("starts_at", "2026-03-02T10:00:00")
                        .put("duration_minutes", 30)
                        .put("time_zone", "Europe/Berlin");
        return acme.as(NORTH, "POST", "/api/v2/appointments", fields).path("id").asText();
    }

    private String subject(String appointment) throws IOException {
        return acme.as(NORTH, "GET", "/api/v2/appointments/" + appointment, none())
                .path("subject")
                .asText();
    }

    /// The app's events by title, once all are there.
    private Map<String, String> events() {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            Map<String, String> found = new LinkedHashMap<>();
                            String after = "";
                            do {
                                JsonNode page = app.as(NORTH, "GET", "/v1/events" + after, none());
                                page.path("items")
                                        .forEach(
                                                one ->
                                                        found.put(
                                                                one.path("title").asText(),
                                                                one.path("id").asText()));
                                after = "?after=" + page.path("after").asText();
                            } while (!after.equals("?after=null") && !after.equals("?after="));
                            return found;
                        },
                        found -> found.size() == RECORDS);
    }

    private static ObjectNode none() {
        return Http.JSON.createObjectNode();
    }
}
