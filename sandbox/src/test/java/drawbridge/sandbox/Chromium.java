package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The machine's own browser. Where there is none a test that asks for it fails, so that nobody
/// takes pages for tried that were not.
public final class Chromium implements AutoCloseable {

    private static final List<String> QUIET =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-sync",
                    "--disable-background-networking",
                    "--disable-component-update");

    private final Playwright playwright;
    private final Browser browser;

    /// Starts it.
    public Chromium() {
        var program =
                Stream.of(
                                "/usr/bin/chromium",
                                "/usr/bin/chromium-browser",
                                "/usr/bin/google-chrome")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeFalse(Boolean.getBoolean("pages.skip"), "The pages are not clicked: -Dpages.skip");
        assertThat(program)
                .as(
                        "Chromium, which clicks the pages: install it, or go without by -Dpages.skip=true")
                .isPresent();
        var noDownload = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(noDownload));
        var options = new LaunchOptions().setExecutablePath(program.orElseThrow()).setArgs(QUIET);
        browser = playwright.chromium().launch(options);
    }

    /// A page that is patient with a slow machine.
    public Page page() {
        var page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1400, 900));
        page.setDefaultTimeout(20_000);
        return page;
    }

    /// Presses in the middle of a block and holds it over another day; the button is still down.
    public static void hold(Page page, Locator block, Locator over) {
        var from = block.boundingBox();
        var target = over.boundingBox();
        double y = from.y + from.height / 2;
        page.mouse().move(from.x + from.width / 2, y);
        page.mouse().down();
        page.mouse().move(target.x + target.width / 3, y);
        page.mouse().move(target.x + target.width / 2, y);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
