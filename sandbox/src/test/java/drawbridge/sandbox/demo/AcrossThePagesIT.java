package drawbridge.sandbox.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import drawbridge.sandbox.Chromium;
import drawbridge.sandbox.parts.Launcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What a person moves in one page is seen in the other, through the real gateway. How long that
/// takes is logged, and not judged: machines differ.
class AcrossThePagesIT {

    private static final System.Logger LOG = System.getLogger(AcrossThePagesIT.class.getName());
    private static final List<String> DAYS =
            List.of("2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06");
    private static final int TIMES = 11;

    /// Asked with every frame that is drawn; a locator would look twice a second.
    private static final String IS_THERE =
            "day => document.querySelector(`.day-column[data-day='${day}'] .block`)";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private int turn;

    @Test
    void anAppointmentMovedInOnePageIsSeenInTheOther() throws Exception {
        var folder = RunFolder.begin(temp.resolve("run"));
        var tenants = List.of(Tenant.fresh("north"), Tenant.fresh("south"));
        var record = new RunRecord(folder, InstantSource.system(), 1, tenants);
        try (var chromium = new Chromium();
                var http = new Http();
                var cast =
                        new Cast(
                                new Launcher(System.getenv()), folder, record, 1, tenants, false)) {
            cast.startWorld();
            cast.startGateway();
            var acme = new SandboxControl(http, cast.acmeUrl(), cast.control());
            var app = new SandboxControl(http, cast.appUrl(), cast.control());
            cast.introduce(acme, app);
            var user = acme.as("north", "POST", "/api/v2/users", user("full_name", "email"));
            var _ = app.as("north", "POST", "/v1/members", user("name", "mail"));
            var inAcme = open(chromium, cast.acmeUrl());
            var inApp = open(chromium, cast.appUrl());
            var _ =
                    acme.as(
                            "north",
                            "POST",
                            "/api/v2/appointments",
                            visit(user.path("id").asText()));
            assertThat(on(inApp, DAYS.getFirst())).isVisible();

            report("from Acme's page to the app's", times(inAcme, inApp));
            report("from the app's page to Acme's", times(inApp, inAcme));
        }
    }

    private static ObjectNode user(String name, String mail) {
        return Http.JSON.createObjectNode().put(name, "User 1").put(mail, "user1@example.com");
    }

    private static ObjectNode visit(String owner) {
        return Http.JSON
                .createObjectNode()
                .put("owner_id", owner)
                .put("subject", "Visit")
                .put("starts_at", DAYS.getFirst() + "T12:00:00")
                .put("duration_minutes", 60)
                .put("time_zone", "Europe/Berlin");
    }

    private static Page open(Chromium chromium, String url) {
        var page = chromium.page();
        var _ = page.navigate(url + "/#account=north&from=2026-03-02");
        assertThat(page.locator("#live")).hasText("live");
        return page;
    }

    /// Moves the visit to the next day, over and over, and waits until the other page has it there.
    private List<Duration> times(Page here, Page there) {
        var times = new ArrayList<Duration>();
        for (int i = 0; i < TIMES; i++) {
            turn++;
            var day = DAYS.get(turn % DAYS.size());
            Chromium.hold(here, here.locator(".block"), column(here, day));
            long began = System.nanoTime();
            here.mouse().up();
            var _ = there.waitForFunction(IS_THERE, day);
            times.add(Duration.ofNanos(System.nanoTime() - began));
            assertThat(on(here, day)).hasCount(1);
            assertThat(there.locator(".block")).hasCount(1);
        }
        return times;
    }

    private static Locator column(Page page, String day) {
        return page.locator(".day-column[data-day='" + day + "']");
    }

    private static Locator on(Page page, String day) {
        return column(page, day).locator(".block");
    }

    private static void report(String way, List<Duration> times) {
        var sorted = times.stream().sorted().map(Duration::toMillis).toList();
        LOG.log(
                System.Logger.Level.INFO,
                "seen across {0}: median {1} ms of {2}",
                way,
                sorted.get(sorted.size() / 2),
                sorted);
    }
}
