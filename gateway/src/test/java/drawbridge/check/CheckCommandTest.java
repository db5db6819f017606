package drawbridge.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `drawbridge check` as the person who writes a mapping sees it.
class CheckCommandTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(String... arguments) {
        return check(REPOSITORY, REPOSITORY, arguments);
    }

    private int check(Path home, Path here, String... arguments) {
        CommandLine line = CheckCommand.commandLine(home, here, false);
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void theShippedMappingsAreWell() {
        assertThat(check()).isZero();

        assertThat(lines())
                .singleElement()
                .asString()
                .matches(
                        "All is well: 10 systems, 4 flows, 1 count, 2 tenants and 2 to copy; 8 worked"
                                + " examples, [0-9,]+ tries of the laws; in [0-9.]+ s\\.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void eachProblemBeginsWithAPlaceThatAnEditorOpens() {
        Shipped.copy(folder);
        Shipped.replace(
                folder, "systems/acme.yaml", "read: GET /users/{id}", "read: GET /user/{id}");
        Shipped.replace(folder, "flows/appointments.yaml", "at: /subject,", "at: /subjct,");

        assertThat(check(folder.toString())).isEqualTo(1);

        assertThat(lines())
                .containsExactly(
                        folder
                                + "/flows/appointments.yaml:60:40: acme.appointment has no /subjct;"
                                + " did you mean /subject?",
                        folder
                                + "/systems/acme.yaml:62:11: the document has no GET /user/{id}; did"
                                + " you mean /users/{id}?",
                        "",
                        "2 problems in 2 files.");
    }

    @Test
    void aFolderIsNamedAsItWasGiven() {
        Shipped.copy(folder.resolve("ours"));
        Shipped.replace(folder.resolve("ours"), "flows/users.yaml", "strong: true", "strong: yes");

        assertThat(check(REPOSITORY, folder, "ours")).isEqualTo(1);

        assertThat(lines().getFirst())
                .isEqualTo("ours/flows/users.yaml:15:11: true or false is expected here");
    }

    @Test
    void withoutAFolderThatOfTheProgramIsChecked() {
        Shipped.copy(folder.resolve("mappings"));
        Shipped.replace(
                folder.resolve("mappings"), "flows/users.yaml", "strong: true", "strong: yes");

        assertThat(check(folder, folder)).isEqualTo(1);
        assertThat(lines().getFirst()).startsWith("mappings/flows/users.yaml:15:11: ");
    }

    @Test
    void aCopyAnywhereGivesTheSameLines() {
        Path one = folder.resolve("one");
        Path other = folder.resolve("deep/down/other");
        for (Path copy : List.of(one, other)) {
            Shipped.copy(copy);
            Shipped.replace(copy, "flows/appointments.yaml", "max: 60", "max: 66, default: x");
            Shipped.replace(copy, "systems/app.yaml", "items: /items", "items: /item");
        }

        int first = check(one.toString());
        String lines = out.toString();
        out.getBuffer().setLength(0);

        assertThat(check(other.toString())).isEqualTo(first).isEqualTo(1);
        assertThat(out.toString()).isEqualTo(lines.replace(one.toString(), other.toString()));
    }

    @Test
    void aNoteIsNoProblem() {
        Shipped.copy(folder);
        Shipped.replace(folder, "systems/app.yaml", "openapi: openapi/app.json\n", "");

        assertThat(check(folder.toString())).isZero();
        assertThat(lines().getFirst())
                .startsWith(folder + "/systems/app.yaml:6:9: note: no place in the records of app");
        assertThat(lines().getLast()).startsWith("All is well: ").endsWith(", 1 note.");
    }

    @Test
    void programsGetJson() throws JsonText.Malformed {
        Shipped.copy(folder);
        Shipped.replace(folder, "flows/users.yaml", "strong: true", "strong: yes");

        assertThat(check("--json", folder.toString())).isEqualTo(1);
        assertThat(JsonText.parse(out.toString().strip().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        new Value.Arr(
                                List.of(
                                        new Value.Obj(
                                                Map.of(
                                                        "file",
                                                        Value.of(folder + "/flows/users.yaml"),
                                                        "line",
                                                        Value.of(15),
                                                        "column",
                                                        Value.of(11),
                                                        "problem",
                                                        Value.of("true or false is expected here"),
                                                        "severity",
                                                        Value.of("problem"))))));
    }

    @Test
    void programsGetAnEmptyListWhenAllIsWell() {
        assertThat(check("--json")).isZero();
        assertThat(out.toString().strip()).isEqualTo("[]");
    }

    /// Where there is nothing to check.
    @Nested
    class Elsewhere {

        @Test
        void aFolderThatIsNotThereIsToldInASentence() {
            assertThat(check("nowhere")).isEqualTo(2);
            assertThat(err.toString()).startsWith("There is no folder 'nowhere'. Name the folder");
            assertThat(out.toString()).isEmpty();
        }

        @Test
        void ofAFileItsFolderIsNamed() {
            assertThat(check("mappings/flows/users.yaml")).isEqualTo(2);
            assertThat(err.toString())
                    .contains("is a file")
                    .contains("./drawbridge check mappings.");
        }

        @Test
        void anEmptyFolderAndOneWithoutSystemsAreTold() throws IOException {
            assertThat(check(folder.toString())).isEqualTo(2);
            Files.createDirectory(folder.resolve("flows"));
            assertThat(check(folder.toString())).isEqualTo(2);
            Files.createDirectory(folder.resolve("systems"));
            assertThat(check(folder.toString())).isEqualTo(2);

            assertThat(err.toString().lines())
                    .satisfiesExactly(
                            empty ->
                                    assertThat(empty)
                                            .contains("' is empty. It is to hold the folders"),
                            without -> assertThat(without).contains("has no folder 'systems'"),
                            none ->
                                    assertThat(none)
                                            .contains("systems' is empty. It is to hold a file"));
        }

        @Test
        void theFolderAroundMappingsIsNotThem() {
            assertThat(check(".")).isEqualTo(2);
            assertThat(err.toString()).contains("did you mean './mappings'?");
        }

        @Test
        void aSystemAloneIsABeginning() throws IOException {
            Files.createDirectory(folder.resolve("systems"));
            Files.writeString(
                    folder.resolve("systems/crm.yaml"),
                    """
                    system: crm
                    auth: { header: X-Key }
                    limits: { timeout: 10s, concurrent: 8, body: 1MiB }
                    resources:
                      deal:
                        id: /id
                        updated-at: { at: /at, format: iso-instant }
                    """);

            assertThat(check(folder.toString())).isZero();
            assertThat(lines().getLast())
                    .startsWith(
                            "All is well: 1 system, 0 flows, 0 counts, 0 tenants; 0 worked examples");
        }

        @Test
        void whatIsNoOptionIsToldInASentence() {
            assertThat(check("--jsn")).isEqualTo(2);
            assertThat(err.toString()).contains("--jsn").doesNotContain("\tat ");
        }
    }
}
