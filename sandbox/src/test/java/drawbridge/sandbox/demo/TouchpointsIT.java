package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// E-mails and calls of Acme on the app's dashboard, through the real gateway: whatever becomes of
/// an activity, the figures say the exact truth.
class TouchpointsIT {

    private static final String NORTH = "north";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    @Test
    void theDashboardFollowsActivitiesThatAreEditedMovedAndDeleted() throws Exception {
        var folder = RunFolder.begin(temp.resolve("run"));
        var tenants = List.of(Tenant.fresh(NORTH), Tenant.fresh("south"));
        var record = new RunRecord(folder, InstantSource.system(), 1, tenants);
        try (var http = new Http();
                var cast =
                        new Cast(
                                new Launcher(System.getenv()), folder, record, 1, tenants, false)) {
            cast.startWorld();
            cast.startGateway();
            var acme = new SandboxControl(http, cast.acmeUrl(), cast.control());
            var app = new SandboxControl(http, cast.appUrl(), cast.control());
            cast.introduce(acme, app);
            var one = person(acme, app, 1);
            // Late in the evening in UTC is the next day in Berlin.
            var late = activity(acme, one, "email", "2026-03-02T23:30:00.000Z");
            var early = activity(acme, one, "email", "2026-03-03T08:00:00.000Z");
            var call = activity(acme, one, "call", "2026-03-03T09:00:00.000Z");
            shows(app, Map.of("user1 2026-03-03 email", 2L, "user1 2026-03-03 call", 1L));

            change(acme, early, edit().put("occurred_at", "2026-03-04T08:00:00.000Z"));
            change(acme, call, edit().put("kind", "email"));
            shows(app, Map.of("user1 2026-03-03 email", 2L, "user1 2026-03-04 email", 1L));

            var _ = acme.as(NORTH, "DELETE", "/api/v2/activities/" + late, edit());
            shows(app, Map.of("user1 2026-03-03 email", 1L, "user1 2026-03-04 email", 1L));

            // Whoever is not in the app yet has no dashboard; when they come, it is right at once.
            var two = user(acme, 2);
            change(acme, early, edit().put("user_id", two));
            shows(app, Map.of("user1 2026-03-03 email", 1L));
            member(app, 2);
            shows(app, Map.of("user1 2026-03-03 email", 1L, "user2 2026-03-04 email", 1L));
        }
    }

    private static String person(SandboxControl acme, SandboxControl app, int n)
            throws IOException {
        var id = user(acme, n);
        member(app, n);
        return id;
    }

    private static String user(SandboxControl acme, int n) throws IOException {
        var fields = edit().put("full_name", "User " + n).put("email", mail(n));
        return acme.as(NORTH, "POST", "/api/v2/users", fields).path("id").asText();
    }

    private static void member(SandboxControl app, int n) throws IOException {
        var _ =
                app.as(
                        NORTH,
                        "POST",
                        "/v1/members",
                        edit().put("name", "User " + n).put("mail", mail(n)));
    }

    private static String mail(int n) {
        return "user" + n + "@example.com";
    }

    private static String activity(SandboxControl acme, String user, String kind, String at)
            throws IOException {
        var fields =
                edit().put("kind", kind)
                        .put("direction", "outbound")
                        .put("user_id", user)
                        .put("occurred_at", at);
        return acme.as(NORTH, "POST", "/api/v2/activities", fields).path("id").asText();
    }

    private static void change(SandboxControl acme, String activity, ObjectNode fields)
            throws IOException {
        var _ = acme.as(NORTH, "PATCH", "/api/v2/activities/" + activity, fields);
    }

    private static ObjectNode edit() {
        return Http.JSON.createObjectNode();
    }

    /// Figures of 0 are as good as none.
    private static void shows(SandboxControl app, Map<String, Long> figures) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(dashboard(app)).isEqualTo(new TreeMap<>(figures)));
    }

    private static Map<String, Long> dashboard(SandboxControl app) throws IOException {
        Map<String, Long> found = new TreeMap<>();
        for (var figure : app.dashboard(NORTH)) {
            var owner = figure.path("ownerMail").asText().replace("@example.com", "");
            if (figure.path("count").asLong() != 0) {
                found.put(
                        owner
                                + " "
                                + figure.path("day").asText()
                                + " "
                                + figure.path("kind").asText(),
                        figure.path("count").asLong());
            }
        }
        return found;
    }
}
