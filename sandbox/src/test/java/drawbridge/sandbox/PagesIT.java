package drawbridge.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

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
import java.util.Objects;

/// A person clicks through both pages in a real browser.
class PagesIT {

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
    void anAppointmentIsCreatedMovedEditedCancelledAndDeletedByClicks() throws Exception {
        var _ = page.navigate(town.acme + "/#from=2026-03-02");
        page.locator(".day-column[data-day='2026-03-03']").click();
        page.locator("input[name=subject]").fill("Check-in");
        page.locator("input[name=location]").fill("Head office");
        page.locator("input[name=time]").fill("10:00");
        page.getByText("Save").click();
        assertThat(block()).containsText("10:00");

        drag(block(), page.locator(".day-column[data-day='2026-03-05']"));
        assertThat(page.locator(".day-column[data-day='2026-03-05'] .block"))
                .containsText("Check-in");

        block().click();
        page.locator("input[name=subject]").fill("Review");
        page.getByText("Save").click();
        assertThat(block()).containsText("Review");
        assertThat(page.locator("#drawer")).isHidden();

        block().click();
        page.getByText("Cancel appointment").click();
        assertThat(page.locator(".block.tone-not-held")).isVisible();
        var record = town.acme("GET", "/appointments", "").body().at("/data/0");
        Assertions.assertThat(record.get("status").asText()).isEqualTo("Not Held");
        Assertions.assertThat(record.get("starts_at").asText()).startsWith("2026-03-05T");

        block().click();
        page.getByText("Delete").click();
        assertThat(block()).hasCount(0);
    }

    @Test
    void aContactIsRenamedByClicks() throws Exception {
        var _ = town.acme("POST", "/contacts", "{\"first_name\":\"Contact\",\"last_name\":\"17\"}");
        var _ = page.navigate(town.acme + "/");

        page.getByText("Contacts", new Page.GetByTextOptions().setExact(true)).first().click();
        page.locator("tr", new Page.LocatorOptions().setHasText("Contact 17")).click();
        page.locator("input[name=last]").fill("18");
        page.getByText("Save").click();

        assertThat(page.locator("#contact-rows")).containsText("Contact 18");
    }

    @Test
    void acmeShowsTheFieldThatIsWrong() {
        var _ = page.navigate(town.acme + "/#from=2026-03-02");
        page.locator(".day-column[data-day='2026-03-03']").click();

        page.getByText("Save").click();

        assertThat(page.locator("#trouble")).containsText("subject can't be blank");
    }

    @Test
    void anEventIsCreatedMovedEditedCancelledAndDeletedByClicks() throws Exception {
        var _ = page.navigate(town.app + "/#from=2026-03-02");
        page.locator(".day-column[data-day='2026-03-03']").click();
        page.locator("input[name=title]").fill("Check-in");
        page.locator("input[name=place]").fill("Head office");
        page.locator("#save").click();
        assertThat(block()).containsText("Check-in");

        drag(block(), page.locator(".day-column[data-day='2026-03-05']"));
        assertThat(page.locator(".day-column[data-day='2026-03-05'] .block"))
                .containsText("Check-in");

        block().click();
        page.locator("input[name=title]").fill("Review");
        page.locator("#save").click();
        assertThat(block()).containsText("Review");

        block().click();
        page.locator("#cancel-event").click();
        assertThat(page.locator(".block.tone-cancelled")).isVisible();
        var event = town.app("GET", "/events", "").body().at("/items/0");
        Assertions.assertThat(event.get("state").asText()).isEqualTo("cancelled");
        Assertions.assertThat(event.get("start").asText()).startsWith("2026-03-05T");

        block().click();
        page.locator("#delete").click();
        assertThat(block()).hasCount(0);
    }

    @Test
    void theAppShowsTheFieldThatIsWrong() {
        var _ = page.navigate(town.app + "/#from=2026-03-02");
        page.locator(".day-column[data-day='2026-03-03']").click();

        page.locator("#save").click();

        assertThat(page.locator(".problem[data-for=title]")).containsText("can't be blank");
    }

    @Test
    void aPageShowsWhatIsWrittenElsewhereWithoutAReload() throws Exception {
        var _ = page.navigate(town.app + "/#from=2026-03-02");
        assertThat(page.locator("#live")).hasText("live");
        var member = town.app("GET", "/members", "").body().at("/items/0/id").asText();

        var _ = town.app("POST", "/events", Town.eventBody(member, "From elsewhere"));

        assertThat(block()).containsText("From elsewhere");
    }

    private Locator block() {
        return page.locator(".block");
    }

    private void drag(Locator block, Locator to) {
        Chromium.hold(page, block, to);
        page.mouse().up();
    }
}
