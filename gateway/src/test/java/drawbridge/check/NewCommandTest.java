package drawbridge.check;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.check.Finding.Severity;
import drawbridge.mapping.check.MappingCheck;
import drawbridge.mapping.file.Shipped;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// `drawbridge new` as the person who writes a mapping sees it.
class NewCommandTest {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCUMENTS = REPOSITORY.resolve("mappings/systems/openapi");

    private static final Path PAIR =
            Path.of("src/test/resources/pair/systems/openapi").toAbsolutePath();

    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = NewCommand.commandLine(REPOSITORY, folder);
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private List<String> problems(Path mappings) {
        return MappingCheck.of(mappings).findings().stream()
                .filter(finding -> finding.severity() == Severity.PROBLEM)
                .map(finding -> finding.problem().toString())
                .toList();
    }

    private String written(String file) throws IOException {
        return Files.readString(folder.resolve("ours").resolve(file));
    }

    @Nested
    class ASystem {

        @Test
        void ofAcmesDocumentPassesTheCheck() throws IOException {
            int code =
                    run(
                            "system",
                            "--from",
                            DOCUMENTS.resolve("acme.json").toString(),
                            "--name",
                            "acme",
                            "--into",
                            "ours");

            assertThat(problems(folder.resolve("ours"))).isEmpty();
            assertThat(written("systems/acme.yaml"))
                    .contains("base-path: /api/v2\n")
                    .contains("  header: X-Acme-Key\n  oauth2: { token: /oauth/token }\n")
                    .contains("  appointment:\n    id: /id\n")
                    .contains("    updated-at: { at: /updated_at, format: iso-instant }")
                    .contains("      since: { parameter: updated_since, format: iso-instant }")
                    .contains("      pages: { parameter: cursor, next: /next_cursor }")
                    .contains("      items: /data\n")
                    .contains("    update: PATCH /appointments/{id}\n")
                    .contains("    external-reference: /external_ref")
                    .contains("by-email: { path: /users, query: { email: \"{email}\" }")
                    .contains("  message: /error/message");
            assertThat(code).as(err.toString()).isZero();
        }

        @Test
        void ofTheAppsDocumentPassesTheCheck() throws IOException {
            int code =
                    run(
                            "system",
                            "--from",
                            DOCUMENTS.resolve("app.json").toString(),
                            "--name",
                            "app",
                            "--into",
                            "ours");

            assertThat(problems(folder.resolve("ours"))).isEmpty();
            assertThat(written("systems/app.yaml"))
                    .contains("  header: Authorization\n  prefix: \"Bearer \"\n")
                    .contains("    updated-at: { at: /changedAt, format: epoch-millis }")
                    .contains("      items: /items\n");
            assertThat(code).as(err.toString()).isZero();
        }

        private void document(String paths) throws IOException {
            Files.writeString(
                    folder.resolve("api.yaml"),
                    """
                    openapi: 3.0.3
                    info: { title: Tiny CRM, version: "1" }
                    servers: [ { url: "https://crm.example.com/rest" } ]
                    components:
                      securitySchemes:
                        key: { type: apiKey, in: query, name: token }
                      schemas:
                        Deal:
                          type: object
                          properties:
                            dealId: { type: integer }
                            lastModified: { type: integer, description: Seconds since 1970. }
                            name: { type: string }
                    paths:
                    """
                            + paths.indent(2));
        }

        private void list(String parameters, String page) throws IOException {
            document(
                    """
                    /deals:
                      get:
                        parameters: [ %s ]
                        responses:
                          "200":
                            content:
                              application/json:
                                schema: %s
                    """
                            .formatted(parameters, page));
        }

        private static String parameter(String name, String type) {
            return "{ name: %s, in: query, schema: { type: %s } }".formatted(name, type);
        }

        private static String page(String more) {
            return "{ type: object, properties: { results: { type: array, items: { $ref:"
                    + " \"#/components/schemas/Deal\" } } "
                    + more
                    + " } }";
        }

        @Test
        void saysPlainlyWhatItCannotPropose() throws IOException {
            list("", page(""));

            assertThat(run("system", "--from", "api.yaml")).isEqualTo(1);

            assertThat(out.toString())
                    .contains("system: tiny-crm\n")
                    .contains("# not proposed: a key in the query ('token')")
                    .contains("header: X-Api-Key  # guess:")
                    .contains(
                            "pages: none  # guess: no parameter and no member leads to a next page")
                    .contains("# no parameter asks for what changed");
            assertThat(err.toString())
                    .contains("Decide: auth: in which header the credential goes.")
                    .contains("Decide: deal.list.pages: whether the list comes as a whole.");
        }

        @Test
        void findsIdsAndTimesByTheirNames() throws IOException {
            list("", page(""));

            assertThat(run("system", "--from", "api.yaml")).isEqualTo(1);
            assertThat(out.toString())
                    .contains("    id: /dealId  # guess: by its name\n")
                    .contains("    updated-at: { at: /lastModified, format: epoch-seconds }");
        }

        @Test
        void knowsPagesByNumber() throws IOException {
            list(parameter("page", "integer") + ", " + parameter("per_page", "integer"), page(""));

            assertThat(run("system", "--from", "api.yaml")).isEqualTo(1);
            assertThat(out.toString())
                    .contains("      query: { per_page: \"100\" }")
                    .contains("      pages: { page: page, size: 100 }");
        }

        @Test
        void knowsPagesByOffset() throws IOException {
            list(parameter("$skip", "integer"), page(""));

            assertThat(run("system", "--from", "api.yaml")).isEqualTo(1);
            assertThat(out.toString()).contains("      pages: { offset: \"$skip\", size: 100 }");
        }

        @Test
        void knowsPagesByAnAddress() throws IOException {
            list("", page(", \"@odata.nextLink\": { type: string }"));

            assertThat(run("system", "--from", "api.yaml")).isEqualTo(1);
            assertThat(out.toString())
                    .contains(
                            "      pages: { next-url: \"/@odata.nextLink\" }  # guess: by its name");
        }

        /// Of a CRM with paths in the manner of OData and ids by odd names nothing was proposed.
        @Test
        void findsRecordsInTheMannerOfODataAndIdsByThePath() {
            assertThat(
                            run(
                                    "system",
                                    "--from",
                                    PAIR.resolve("crm.json").toString(),
                                    "--name",
                                    "crm"))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString())
                    .contains("  employee:\n    id: /EMPL_NO  # guess: by its name\n")
                    .contains("  activity:\n    id: /ACT_NO  # guess: by its name\n")
                    .contains("    read: GET /Activities({id})\n")
                    .contains("    update: PATCH /Activities({id})\n");
        }

        @Test
        void namesOneOfPeopleAPersonAndFindsTheKeyOfOthers() {
            assertThat(run("system", "--from", PAIR.resolve("calendar.yaml").toString()))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString())
                    .contains("  person:\n    id: /id\n")
                    .contains("    external-reference: /externalKey  # guess: by its name\n");
        }

        @Test
        void leavesPathsWithPlacesToThePerson() throws IOException {
            document(
                    """
                    /calendars/{calendarId}/events:
                      get:
                        responses:
                          "200":
                            content:
                              application/json:
                                schema: { type: array, items: { $ref: "#/components/schemas/Deal" } }
                    /calendars/{calendarId}/events/{id}:
                      get:
                        responses: { "200": { description: one } }
                    """);

            assertThat(run("system", "--from", "api.yaml")).isEqualTo(1);
            assertThat(out.toString())
                    .contains(
                            "# not described: /calendars/{calendarId}/events, which needs values");
        }

        @Test
        void isNeverWrittenOverAnother() throws IOException {
            Files.createDirectories(folder.resolve("ours/systems"));
            Files.writeString(folder.resolve("ours/systems/tiny-crm.yaml"), "mine");
            list("", page(""));

            assertThat(run("system", "--from", "api.yaml", "--into", "ours")).isEqualTo(2);

            assertThat(err.toString()).contains("tiny-crm.yaml' is there already");
            assertThat(folder.resolve("ours/systems/tiny-crm.yaml")).hasContent("mine");
            assertThat(folder.resolve("ours/systems/openapi")).doesNotExist();
        }

        @Test
        void ofAWsdlDocumentIsRefusedInWords() throws IOException {
            Files.writeString(
                    folder.resolve("crm.wsdl"),
                    "<?xml version=\"1.0\"?>\n<wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\"/>");

            assertThat(run("system", "--from", "crm.wsdl")).isEqualTo(2);
            assertThat(err.toString())
                    .contains(
                            "'crm.wsdl' is a WSDL document, and calls in SOAP cannot be described yet");
        }

        @Test
        void ofADocumentThatIsNotThereIsRefused() {
            assertThat(run("system", "--from", "none.yaml")).isEqualTo(2);
            assertThat(err.toString()).contains("The file 'none.yaml' cannot be read.");
        }

        @Test
        void ofAnOlderKindOfDocumentIsRefused() throws IOException {
            Files.writeString(folder.resolve("old.json"), "{\"swagger\":\"2.0\"}");

            assertThat(run("system", "--from", "old.json")).isEqualTo(2);
            assertThat(err.toString()).contains("convert it to OpenAPI 3");
        }
    }

    @Nested
    class AFlow {

        private void systemsAlone() throws IOException {
            Shipped.copy(folder.resolve("ours"));
            for (String part : List.of("flows", "tenants", "examples", "counts")) {
                try (Stream<Path> files = Files.list(folder.resolve("ours").resolve(part))) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        }

        @Test
        void betweenUsersAndMembersPassesTheCheck() throws IOException {
            systemsAlone();

            int code = run("flow", "acme.user", "app.member", "--name", "users", "--into", "ours");

            assertThat(problems(folder.resolve("ours"))).isEmpty();
            assertThat(written("flows/users.yaml"))
                    .contains("sides:\n  acme: acme.user\n  app: app.member\n")
                    .contains("match:\n  fields: [email]\n")
                    .contains("lookup: { acme: by-email, app: by-email }")
                    .contains("email: { lens: email, acme: /email, app: /mail }");
            assertThat(code).as(err.toString()).isZero();
        }

        @Test
        void betweenAppointmentsAndEventsPairsWhatIsAlike() throws IOException {
            systemsAlone();

            var _ = run("flow", "acme.appointment", "app.event", "--into", "ours");

            assertThat(problems(folder.resolve("ours"))).isEmpty();
            assertThat(written("flows/appointments.yaml"))
                    .contains("lens: text, acme: { at: /subject, max: 120 }, app: { at: /title")
                    .contains("acme: /status\n")
                    .contains("open: { acme: Planned, app: open }")
                    .contains("at: /location, max: 80 }, app: { at: /place, max: 60 }")
                    .contains("# reference? ")
                    .contains("# no partner for, of acme: ");
        }

        @Test
        void tellsOfAnUnknownResource() throws IOException {
            systemsAlone();

            assertThat(run("flow", "acme.appointmen", "app.event", "--into", "ours")).isEqualTo(2);
            assertThat(err.toString())
                    .contains(
                            "acme has no resource 'appointmen'. There are: activity, appointment");
        }

        /// SUBJ_TX and title, LOC_TX and location, MAIL_ADDR and email.
        @Test
        void seesThroughTheNamesOfOldColumns() throws IOException {
            systemsOf("crm", "crm.json");
            systemsOf("calendar", "calendar.yaml");

            assertThat(run("flow", "crm.activity", "calendar.booking", "--into", "ours"))
                    .isNotEqualTo(2);

            assertThat(written("flows/activities.yaml"))
                    .contains("acme: { at: /SUBJ_TX, max: 60 }")
                    .contains("/LOC_TX")
                    .contains("/MEMO_TX");
        }

        private void systemsOf(String name, String document) {
            assertThat(
                            run(
                                    "system",
                                    "--from",
                                    PAIR.resolve(document).toAbsolutePath().toString(),
                                    "--name",
                                    name,
                                    "--into",
                                    "ours"))
                    .as(err.toString())
                    .isZero();
        }

        @Test
        void ofRecordsOfWhichNothingIsKnownIsRefused() throws IOException {
            systemsAlone();
            Shipped.replace(
                    folder.resolve("ours"), "systems/app.yaml", "openapi: openapi/app.json\n", "");

            assertThat(run("flow", "acme.appointment", "app.event", "--into", "ours")).isEqualTo(2);
            assertThat(err.toString()).contains("Of the records of app.event nothing is known");
        }
    }

    @Test
    void programsGetJson() {
        assertThat(run("system", "--from", DOCUMENTS.resolve("app.json").toString(), "--json"))
                .isZero();
        assertThat(out.toString()).startsWith("{\"name\":").contains("\"decide\":[]");
    }

    @Test
    void onlySystemsAndFlowsAreProposed() {
        assertThat(run("tenant")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no new 'tenant'. There are: system, flow.");
    }
}
