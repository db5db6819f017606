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
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Somebody works on the app's database itself, and neither a push nor a list tells of it:
/// `drawbridge audit` finds it, and repairs it.
@SuppressWarnings("NullAway.Init") // The test sets the fields before it asks them.
class DriftIT {

    private static final String NORTH = "north";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private final Launcher launcher = new Launcher(System.getenv());
    private SandboxControl acme;
    private SandboxControl app;
    private String ops;
    private Path token;

    private record Ended(int code, String told) {}

    @Test
    void anEditBehindEverybodysBackIsFoundRepairedAndFoundNoMore() throws Exception {
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
            var kept = appointment(user, "Kept");
            var moved = appointment(user, "Moved");
            assertThat(event("Kept")).isNotEmpty();
            var event = event("Moved");

            var before = audit();
            assertThat(before.code()).as(before.told()).isZero();

            app.changeUntold(NORTH, "event", event, none().put("title", "Elsewhere"));
            var json = temp.resolve("drift.json");
            var drifted = audit("--export", json.toString());
            var why = Http.JSON.readTree(json.toFile());

            assertThat(drifted.code()).as(drifted.told()).isEqualTo(1);
            assertThat(drifted.told()).contains("DRIFTED", moved, "Elsewhere; agreed was Moved");
            assertThat(why.at("/findings/0/app/id").asText()).isEqualTo(event);
            assertThat(why.path("findings")).hasSize(1);
            assertThat(subject(moved)).as("nothing is repaired unasked").isEqualTo("Moved");

            var repaired = audit("--repair");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(subject(moved)).isEqualTo("Elsewhere"));
            var after = audit();

            assertThat(repaired.told()).contains("Compares once more");
            assertThat(after.code()).as(after.told()).isZero();
            assertThat(after.told()).contains("IN SYNC").doesNotContain("Elsewhere");
            assertThat(subject(kept)).isEqualTo("Kept");
        }
    }

    private Ended audit(String... more) throws Exception {
        var line =
                new ArrayList<>(
                        List.of(
                                launcher.home().resolve("drawbridge").toString(),
                                "audit",
                                "--tenant",
                                NORTH,
                                "--gateway",
                                ops,
                                "--token-file",
                                token.toString()));
        line.addAll(List.of(more));
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
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

    /// The id of the app's event with this title, once it is there.
    private String event(String title) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            for (JsonNode one :
                                    app.as(NORTH, "GET", "/v1/events", none()).path("items")) {
                                if (one.path("title").asText().equals(title)) {
                                    return one.path("id").asText();
                                }
                            }
                            return "";
                        },
                        id -> !id.isEmpty());
    }

    private static ObjectNode none() {
        return Http.JSON.createObjectNode();
    }
}
