package drawbridge.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A person makes a weekly series in a real browser, cancels one occurrence, moves another, and
/// changes one and the following.
class SeriesPagesIT {

    private static @Nullable Chromium chromium;

    private Town town;
    private Page page;

    @BeforeAll
    static void open() {
        chromium = new Chromium();
    }

    @AfterAll
    static void shut() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        town = new Town(folder);
        var _ = town.user();
        var _ = town.member();
        page = Objects.requireNonNull(chromium).page();
    }

    @AfterEach
    void stop() {
        page.close();
        town.close();
    }

    @Test
    void atAcme() throws Exception {
        var _ = page.navigate(town.acme + "/#from=2026-03-02");
        on("2026-03-03").click();
        page.locator("input[name=subject]").fill("Weekly");
        page.locator("input[name=time]").fill("10:00");
        page.locator("select[name=repeats]").selectOption("weekly");
        page.locator("input[name=times]").fill("5");
        page.getByText("Save").click();
        assertThat(block("2026-03-03")).containsText("Weekly");

        page.locator("#later").click();
        block("2026-03-10").click();
        page.getByText("Cancel this one").click();
        assertThat(block("2026-03-10")).hasCount(0);

        page.locator("#later").click();
        block("2026-03-17").click();
        page.locator("input[name=day]").fill("2026-03-18");
        page.getByText("Save").click();
        assertThat(block("2026-03-18")).containsText("Weekly");

        page.locator("#later").click();
        block("2026-03-24").click();
        page.locator("select[name=scope]").selectOption("following");
        page.locator("input[name=time]").fill("11:00");
        page.locator("select[name=repeats]").selectOption("weekly");
        page.locator("input[name=times]").fill("2");
        page.getByText("Save").click();
        assertThat(block("2026-03-24")).containsText("11:00");

        Assertions.assertThat(starts(town.acme))
                .containsExactlyInAnyOrder(
                        "2026-03-03T09:00:00Z",
                        "2026-03-18T09:00:00Z",
                        "2026-03-24T10:00:00Z",
                        "2026-03-31T09:00:00Z");
    }

    @Test
    void inTheApp() throws Exception {
        var _ = page.navigate(town.app + "/#from=2026-03-02");
        on("2026-03-03").click();
        page.locator("input[name=title]").fill("Weekly");
        page.locator("input[name=start]").fill("10:00");
        page.locator("input[name=end]").fill("11:00");
        page.locator("select[name=repeats]").selectOption("weekly");
        page.locator("input[name=times]").fill("5");
        page.locator("#save").click();
        assertThat(block("2026-03-03")).containsText("Weekly");

        page.locator("#later").click();
        block("2026-03-10").click();
        page.locator("#cancel-one").click();
        assertThat(block("2026-03-10")).hasCount(0);

        page.locator("#later").click();
        block("2026-03-17").click();
        page.locator("input[name=day]").fill("2026-03-18");
        page.locator("#save").click();
        assertThat(block("2026-03-18")).containsText("Weekly");

        page.locator("#later").click();
        block("2026-03-24").click();
        page.locator("select[name=scope]").selectOption("following");
        page.locator("input[name=start]").fill("11:00");
        page.locator("input[name=end]").fill("12:00");
        page.locator("select[name=repeats]").selectOption("weekly");
        page.locator("input[name=times]").fill("2");
        page.locator("#save").click();
        assertThat(block("2026-03-24")).containsText("11:00");

        Assertions.assertThat(starts(town.app))
                .containsExactlyInAnyOrder(
                        "2026-03-03T09:00:00Z",
                        "2026-03-18T09:00:00Z",
                        "2026-03-24T10:00:00Z",
                        "2026-03-31T09:00:00Z");
    }

    private Locator on(String day) {
        return page.locator(".day-column[data-day='" + day + "']");
    }

    private Locator block(String day) {
        return on(day).locator(".block");
    }

    /// When the occurrences of all series begin.
    private List<String> starts(String sandbox) throws Exception {
        List<String> starts = new ArrayList<>();
        for (JsonNode fact :
                town.control("GET", sandbox + "/control/facts?account=north", "").body()) {
            starts.addAll(fact.path("occurrences").findValuesAsText("startsAt"));
        }
        return starts;
    }
}
