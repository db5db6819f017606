package drawbridge.sandbox.demo;

import static drawbridge.sandbox.demo.RunningGateway.NORTH;
import static drawbridge.sandbox.demo.RunningGateway.PATIENCE;
import static drawbridge.sandbox.demo.RunningGateway.WEST;
import static drawbridge.sandbox.demo.RunningGateway.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.parts.Launcher;
import drawbridge.sandbox.world.Account;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The console before a real gateway, between real systems: what a person sees there is so, and
/// what a person decides there happens. The console is a process of its own, which presses and
/// clicks; no class of it is loaded here.
class ConsoleIT {

    private static final String SOUTH = "south";
    private static final String REASON = "the customer asked for it by phone";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    @Test
    void settlesAConflictOfARealGatewayWithAReasonAndSeesItGone() throws Exception {
        var west = new Account(WEST, "", null, null, new Account.OAuth("a", "b", 3), List.of());
        try (var town = RunningGateway.start(temp, west)) {
            var appointment = bothSidesSay(town, NORTH);
            await().atMost(PATIENCE)
                    .until(() -> town.ops("GET", "/overview", "").path("conflicts").asLong() == 1);

            var seen = settle();

            assertThat(seen)
                    .contains("user1, admin")
                    .contains("headline: 1 conflict needs a person.")
                    .contains("dispute: " + appointment + " · title")
                    .contains("acme: Said by Acme")
                    .contains("app: Said by the app")
                    .contains("then: Nothing waits");
            await().atMost(PATIENCE).until(() -> title(town, NORTH).equals("Said by Acme"));
            assertThat(town.ops("GET", "/overview", "").path("conflicts").asLong()).isZero();
            var decided = town.ops("GET", "/parked?kind=conflict&state=resolved&limit=5", "");
            assertThat(decided.path("items")).hasSize(1);
            var path = "/parked/" + NORTH + "/" + decided.at("/items/0/id").asText();
            assertThat(town.ops("GET", path, "").path("history"))
                    .anySatisfy(
                            line -> {
                                assertThat(line.path("who").asText()).isEqualTo("user1");
                                assertThat(line.path("why").asText()).isEqualTo(REASON);
                            });
            whatAPolicyDecidedCanBePutBack(town);
        }
    }

    /// South lets Acme's titles win. Nobody is asked, and what lost is there all the same.
    private static void whatAPolicyDecidedCanBePutBack(RunningGateway town) throws Exception {
        var appointment = bothSidesSay(town, SOUTH);
        await().atMost(PATIENCE).until(() -> title(town, SOUTH).equals("Said by Acme"));
        await().atMost(PATIENCE).until(() -> overview(town, "pending") == 0);
        var list = "/parked?kind=conflict&state=resolved&tenant=" + SOUTH;
        var kept = town.ops("GET", list, "").at("/items/0");
        assertThat(kept.path("reason").asText()).isEqualTo("acme-won");
        assertThat(kept.path("appValue").asText()).isEqualTo("Said by the app");
        assertThat(kept.path("actions").toString()).isEqualTo("[\"restore\"]");

        var back = object().put("version", kept.path("version").asLong()).put("reason", REASON);
        var path = "/parked/" + SOUTH + "/" + kept.path("id").asText() + "/restore";
        assertThat(town.ops("POST", path, back.toString()).path("state").asText())
                .isEqualTo("accepted");

        await().atMost(PATIENCE).until(() -> title(town, SOUTH).equals("Said by the app"));
        var there = "/api/v2/appointments/" + appointment;
        await().atMost(PATIENCE)
                .until(
                        () ->
                                town.acme
                                        .as(SOUTH, "GET", there, object())
                                        .path("subject")
                                        .asText()
                                        .equals("Said by the app"));
    }

    /// Both sides change the title of one appointment while its flow stands still.
    private static String bothSidesSay(RunningGateway town, String tenant) throws IOException {
        var user = object().put("full_name", "User 1").put("email", "user1@example.com");
        var owner = town.acme.as(tenant, "POST", "/api/v2/users", user).path("id").asText();
        var member = object().put("name", "User 1").put("mail", "user1@example.com");
        var _ = town.app.as(tenant, "POST", "/v1/members", member);
        var visit =
                object().put("owner_id", owner)
                        .put("subject", "Agreed")
                        .put("starts_at", "2026-03-03T12:00:00")
                        .put("duration_minutes", 60)
                        .put("time_zone", "America/New_York");
        var appointment = town.acme.as(tenant, "POST", "/api/v2/appointments", visit);
        var id = appointment.path("id").asText();
        await().atMost(PATIENCE).until(() -> title(town, tenant).equals("Agreed"));
        await().atMost(PATIENCE).until(() -> overview(town, "pending") == 0);
        // The new member may still be told by a sweep, and is no concern of the pause.
        var why =
                object().put("flow", "appointments")
                        .put("reason", "both sides are edited")
                        .toString();
        var _ = town.ops("POST", "/pauses/" + tenant, why);
        var acme = object().put("subject", "Said by Acme");
        var _ = town.acme.as(tenant, "PATCH", "/api/v2/appointments/" + id, acme);
        var event = event(town, tenant).path("id").asText();
        var app = object().put("title", "Said by the app");
        var _ = town.app.as(tenant, "PATCH", "/v1/events/" + event, app);
        await().atMost(PATIENCE).until(() -> overview(town, "pending") == 2);
        var _ = town.ops("POST", "/pauses/" + tenant + "/resume", why);
        return id;
    }

    private static long overview(RunningGateway town, String count) throws IOException {
        return town.ops("GET", "/overview", "").path("counts").path(count).asLong();
    }

    private static JsonNode event(RunningGateway town, String tenant) throws IOException {
        return town.app.as(tenant, "GET", "/v1/events", object()).path("items").path(0);
    }

    private static String title(RunningGateway town, String tenant) throws IOException {
        return event(town, tenant).path("title").asText();
    }

    /// All that the person before the window said.
    private String settle() throws IOException, InterruptedException {
        var token = Files.readString(temp.resolve("ops-tokens")).strip().split(" ", -1)[2];
        var file = Files.writeString(temp.resolve("token"), token);
        var ops = Http.JSON.readTree(temp.resolve("gateway.json").toFile()).path("ops").asText();
        var log = temp.resolve("console.log");
        var console =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dglass.platform=Headless",
                                "-Dprism.order=sw",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath(),
                                "drawbridge.console.OneConflictSettled",
                                ops,
                                file.toString(),
                                REASON)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(console.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            var said = Files.readString(log);
            assertThat(console.exitValue()).as(said).isZero();
            return said;
        } finally {
            var _ = console.destroyForcibly();
        }
    }

    /// The console as it was built with its tests; what they are written with is in our own path.
    private static String classPath() throws IOException {
        var home = new Launcher(System.getenv()).home();
        var built = System.getenv("DRAWBRIDGE_BUILT");
        var console = home.resolve("console").resolve(built);
        assertThat(console.resolve("test-classes/drawbridge/console/OneConflictSettled.class"))
                .as("the console's tests are compiled")
                .exists();
        return String.join(
                File.pathSeparator,
                console.resolve("classes").toString(),
                console.resolve("test-classes").toString(),
                home.resolve("ops-api").resolve(built).resolve("classes").toString(),
                Files.readString(console.resolve("runtime.classpath")).strip(),
                System.getProperty("java.class.path"));
    }
}
