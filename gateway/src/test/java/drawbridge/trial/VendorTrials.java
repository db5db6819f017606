package drawbridge.trial;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.check.Finding;
import drawbridge.mapping.check.MappingCheck;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A descriptor of ours that never met its system, held to the vendor's own document, and tried
/// against a mock that answers by it.
@Tag("vendors")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VendorTrials {

    private final VendorMock.Vendor vendor;
    private final String resource;
    private final String again;

    private final List<VendorMock> running = new ArrayList<>();
    VendorMock mock;
    private VendorMock endless;

    /// @param again what leads from a page of the endless mock to itself
    VendorTrials(VendorMock.Vendor vendor, String resource, String again) {
        this.vendor = vendor;
        this.resource = resource;
        this.again = again;
    }

    @BeforeAll
    void starts(@TempDir Path folder) throws Exception {
        mock = VendorMock.start(folder.resolve("ends"), vendor, true);
        running.add(mock);
        endless = VendorMock.start(folder.resolve("endless"), vendor, false);
        running.add(endless);
    }

    @AfterAll
    void ends() {
        running.forEach(VendorMock::close);
    }

    /// What a call came to.
    record Tried(int code, String text) {}

    static Tried run(VendorMock at, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--tenant", "mock", "--mappings", at.folder().toString()));
        StringWriter out = new StringWriter();
        CommandLine line =
                TryCommand.commandLine(at.folder(), at.folder(), at.environment(), false);
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        int code = line.execute(all.toArray(new String[0]));
        return new Tried(code, out.toString());
    }

    Tried tried(String... arguments) {
        List<String> all = new ArrayList<>(List.of(vendor.system(), resource));
        all.addAll(List.of(arguments));
        return run(mock, all.toArray(new String[0]));
    }

    /// A file with a record.
    String file(String name, String record) throws IOException {
        return Files.writeString(mock.folder().resolve(name), record).getFileName().toString();
    }

    @Test
    void theDescriptorIsAsTheDocumentOfTheApiSays() {
        String file = "systems/" + vendor.system() + ".yaml";

        assertThat(MappingCheck.of(mock.folder()).findings())
                .filteredOn(finding -> finding.problem().file().equals(file))
                .map(Finding::toString)
                .isEmpty();
    }

    @Test
    void eachOperationWorksAndTheShippedFileSaysWhichAndAgainstWhat() throws IOException {
        Tried all = run(mock, "--all", vendor.system(), "--write", "--mock");

        assertThat(all.code()).as(all.text()).isZero();
        Path file = mock.folder().resolve("systems/" + vendor.system() + ".yaml");
        assertThat(verified(VendorMock.shipped(vendor)))
                .as("what systems/%s.yaml says under 'verified'", vendor.system())
                .isEqualTo(verified(file));
    }

    /// The block, but for the day.
    private static List<String> verified(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int from = lines.indexOf("verified:");
        return from < 0
                ? List.of()
                : lines.stream()
                        .skip(from + 1)
                        .takeWhile(line -> line.startsWith("  "))
                        .filter(line -> !line.startsWith("  on: "))
                        .toList();
    }

    @Test
    void aListIsReadToItsEnd() {
        Tried list = tried("list", "--pages", "50");

        assertThat(list.code()).as(list.text()).isZero();
        assertThat(list.text()).contains("none: this is the last");
    }

    @Test
    void aListWithoutEndStopsAtTheSecondPageAndNamesTheDescriptorsPlace() {
        Tried list = run(endless, vendor.system(), resource, "list", "--pages", "50");

        assertThat(list.code()).as(list.text()).isEqualTo(1);
        assertThat(list.text())
                .contains(
                        ("the pages of %1$s.%2$s do not come to an end: '%3$s' leads to one that was"
                                        + " read before; see 'resources.%2$s.list.pages' in"
                                        + " systems/%1$s.yaml")
                                .formatted(vendor.system(), resource, again));
        assertThat(list.text().lines().filter(line -> line.startsWith("GET "))).hasSize(2);
    }

    /// The mock is no yes-man.
    @Test
    void whatTheDocumentDoesNotAllowIsRefused() throws IOException {
        Tried wrong = tried("create", file("wrong.json", "{ \"start\": \"tomorrow\" }"));

        assertThat(wrong.code()).as(wrong.text()).isEqualTo(1);
        assertThat(wrong.text()).contains("422 in").contains("Request body property start must be");
    }
}
