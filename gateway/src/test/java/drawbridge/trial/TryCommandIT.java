package drawbridge.trial;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;
import drawbridge.system.ScriptedSystem;
import drawbridge.system.ScriptedSystem.Asked;
import drawbridge.system.ScriptedSystem.Reply;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `drawbridge try` against a real server, as the person who describes a system sees it.
class TryCommandIT {

    private static final String KEY = "key-of-north-0815";

    private static final String SYSTEM =
            """
            # yaml-language-server: $schema=../schema/system.schema.json
            #
            # A small CRM.
            system: crm
            openapi: openapi/crm.yaml   # its document

            # How it is called.
            base-path: /api
            auth: { header: X-Key }
            limits: { timeout: 20s, concurrent: 4, body: 64KiB }
            errors: { message: /error, fields: /fields, shape: list-of-name-and-reason }
            resources:
              thing:
                id: /id
                version: { at: /rev, ordered: true, precondition: '"r{version}"' }
                updated-at: { at: /changed, format: iso-instant }
                external-reference: /ref
                read: GET /things/{id}
                list:
                  path: /things
                  since: { parameter: since, format: iso-instant }
                  pages: { parameter: cursor, next: /next }
                  items: /data
                create: POST /things
                update: PATCH /things/{id}
                delete: DELETE /things/{id}
                lookups:
                  by-name: { path: /things, query: { name: "{name}" }, items: /data }
                  external-reference: { path: /things, query: { ref: "{reference}" }, items: /data }
                  by-colour: { path: /things, query: { colour: "{colour}" }, items: /data }
                  by-filter: { path: /things, query: { filter: "name eq '{called}'" }, items: /data }
            # The end.
            """;

    private static final String DOCUMENT =
            """
            openapi: 3.0.3
            info: { title: CRM, version: "1" }
            servers: [ { url: /api } ]
            paths:
              /things:
                get:
                  parameters:
                    - { name: since, in: query, schema: { type: string } }
                    - { name: cursor, in: query, schema: { type: string } }
                    - { name: name, in: query, schema: { type: string } }
                    - { name: colour, in: query, schema: { type: string } }
                    - { name: ref, in: query, schema: { type: string } }
                  responses:
                    "200":
                      content:
                        application/json:
                          schema:
                            type: object
                            required: [data]
                            properties:
                              data: { type: array, items: { $ref: "#/components/schemas/Thing" } }
                              next: { type: string, nullable: true }
                post:
                  requestBody:
                    content:
                      application/json: { schema: { $ref: "#/components/schemas/Thing" } }
                  responses:
                    "201":
                      content:
                        application/json: { schema: { $ref: "#/components/schemas/Thing" } }
                    "422":
                      content:
                        application/json: { schema: { type: object } }
              /things/{id}:
                get:
                  responses:
                    "200":
                      content:
                        application/json: { schema: { $ref: "#/components/schemas/Thing" } }
                    "404": { description: none }
                patch:
                  requestBody:
                    content:
                      application/json: { schema: { $ref: "#/components/schemas/Thing" } }
                  responses:
                    "200":
                      content:
                        application/json: { schema: { $ref: "#/components/schemas/Thing" } }
                delete: { responses: { "204": { description: done } } }
            components:
              schemas:
                Thing:
                  type: object
                  required: [id, name]
                  properties:
                    id: { type: string, readOnly: true }
                    rev: { type: integer, readOnly: true }
                    changed: { type: string, format: date-time, readOnly: true }
                    ref: { type: string, nullable: true }
                    name: { type: string, maxLength: 20 }
                    state: { type: string, enum: [open, done] }
            """;

    private static final String ONE =
            """
            {"id":"t1","rev":3,"changed":"2026-03-01T10:00:00Z","ref":null,"name":"Lamp","state":"open"}""";

    @TempDir Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSystem crm = new ScriptedSystem(vertx);
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writesTheMappings() throws IOException {
        for (String part : List.of("systems/openapi", "flows", "tenants", "examples")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(folder.resolve("systems/crm.yaml"), SYSTEM);
        Files.writeString(folder.resolve("systems/openapi/crm.yaml"), DOCUMENT);
        Files.writeString(folder.resolve("examples/trial.yaml"), tenant("trial"));
        environment.put("CRM_URL", crm.endpoint());
        environment.put("CRM_KEY", KEY);
        answers(_ -> Reply.json(ONE));
    }

    /// As JSON, where the test says nothing else.
    private void answers(java.util.function.Function<Asked, Reply> script) {
        crm.answers(
                asked -> {
                    Reply reply = script.apply(asked);
                    return reply.body().length() == 0 || reply.headers().containsKey("Content-Type")
                            ? reply
                            : reply.with("Content-Type", "application/json; charset=utf-8");
                });
    }

    private static Reply nothing(int status) {
        return new Reply(status, Map.of(), Buffer.buffer());
    }

    private static String tenant(String name) {
        return """
        tenant: %s
        title: North
        zone: Europe/Berlin
        connections:
          crm: { endpoint: "${CRM_URL}", credential: { env: CRM_KEY } }
        flows: {}
        """
                .formatted(name);
    }

    @AfterEach
    void closes() {
        var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--mappings");
        all.add(folder.toString());
        CommandLine line = TryCommand.commandLine(folder, folder, environment, false);
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(all.toArray(new String[0]));
    }

    private int trial(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--tenant", "trial"));
        return run(all.toArray(new String[0]));
    }

    private String text() {
        return out.toString();
    }

    private Value json() throws JsonText.Malformed {
        return JsonText.parse(text().getBytes(StandardCharsets.UTF_8));
    }

    private static Value at(Value value, String pointer) {
        return Pointer.parse(pointer).reach(value).orElse(Value.NULL);
    }

    @Nested
    class OneCall {

        /// With `--json`, a program reads all that is printed.
        @Test
        void isNotBrokenUpByLinesOfALogWhereADocumentHoldsWordsOfItsOwn() throws IOException {
            Files.writeString(
                    folder.resolve("systems/openapi/crm.yaml"),
                    DOCUMENT.replace(
                            "required: [id, name]", "x-hue: 7\n      required: [id, name]"));
            PrintStream usual = System.out;
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try {
                assertThat(trial("crm", "thing", "read", "t1", "--json")).isZero();
            } finally {
                System.setOut(usual);
            }

            assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        }

        @Test
        void isMadeAsTheGatewayMakesItAndShownWhole() {
            assertThat(trial("crm", "thing", "read", "t1")).isZero();

            assertThat(crm.asked)
                    .singleElement()
                    .satisfies(
                            asked -> {
                                assertThat(asked.path()).isEqualTo("/api/things/t1");
                                assertThat(asked.headers()).containsEntry("X-Key", KEY);
                            });
            assertThat(text())
                    .contains("GET " + crm.endpoint() + "/api/things/t1")
                    .contains("  X-Key: •••")
                    .containsPattern("200 in [0-9]+ ms, 92 bytes")
                    .contains("    \"name\" : \"Lamp\"")
                    .contains("How systems/crm.yaml reads it")
                    .containsPattern("  id +t1 +/id")
                    .containsPattern("  version +3 +/rev")
                    .containsPattern("  changed +2026-03-01T10:00:00Z +/changed")
                    .containsPattern("  our reference +nothing +/ref")
                    .contains("The answer is as the document of the API says.");
        }

        @Test
        void isAlsoALineForAShellThatLooksTheSecretUp() {
            assertThat(trial("crm", "thing", "read", "t1")).isZero();

            assertThat(text())
                    .contains(
                            "curl -sS '%s/api/things/t1' -H 'Accept: application/json' -H \"X-Key: $CRM_KEY\""
                                    .formatted(crm.endpoint()));
        }

        @Test
        void neverShowsASecretWhoeverRepeatsIt() {
            answers(
                    asked ->
                            Reply.of(500, "{\"error\":\"your key " + KEY + " is odd\"}")
                                    .with("X-Echo", asked.headers().getOrDefault("X-Key", ""))
                                    .with("Set-Cookie", "session=4711"));

            assertThat(trial("crm", "thing", "read", "t1", "--json")).isEqualTo(1);
            assertThat(trial("crm", "thing", "read", "t1")).isEqualTo(1);

            assertThat(text() + err)
                    .doesNotContain(KEY)
                    .doesNotContain("4711")
                    .contains("your key ••• is odd")
                    .contains("X-Echo: •••");
        }

        @Test
        void whatTheAnswerDoesToTheTerminalIsLeftOut() {
            answers(_ -> Reply.json("\u001b[31mred\u0007"));

            assertThat(trial("crm", "thing", "read", "t1")).isEqualTo(1);

            assertThat(text())
                    .contains("[31mred")
                    .doesNotContain("\u001b")
                    .doesNotContain("\u0007");
        }

        @Test
        void tellsWhereTheAnswerDepartsFromTheDocument() {
            answers(
                    _ ->
                            Reply.json(
                                            """
                                            {"id":"t1","rev":"3","changed":"today","state":"lost","hue":1}""")
                                    .with("Content-Type", "application/json"));

            assertThat(trial("crm", "thing", "read", "t1")).isEqualTo(1);

            assertThat(text())
                    .contains("/rev: is text, and the document says a whole number")
                    .contains("/name: is missing, and the document says that it is always there")
                    .contains("/state: is 'lost', which the document does not name")
                    .contains("note: /hue: is not in the document")
                    .contains("/changed: ")
                    .contains("the time of change at /changed, and reads nothing there");
        }

        @Test
        void whatTheDocumentDoesNotNameIsNoMistake() {
            answers(_ -> Reply.json(ONE.replace("}", ",\"hue\":1}")));

            assertThat(trial("crm", "thing", "read", "t1")).isZero();
            assertThat(text()).contains("note: /hue: is not in the document");
        }

        @Test
        void tellsOfAStatusThatTheDocumentDoesNotName() {
            answers(_ -> nothing(410));

            assertThat(trial("crm", "thing", "read", "t1")).isEqualTo(1);
            assertThat(text())
                    .contains("the document names no answer 410; it names 200, 404")
                    .contains("deleted, says the system");
        }

        @Test
        void aRefusalIsToldAsTheGatewayTakesIt() throws IOException {
            answers(
                    _ ->
                            Reply.of(
                                            422,
                                            """
                                            {"error":"wrong","fields":[{"name":"name","reason":"is too long"}]}""")
                                    .with("Content-Type", "application/json"));
            Files.writeString(folder.resolve("body.json"), "{\"name\":\"Lamp\"}");

            assertThat(trial("crm", "thing", "create", "body.json")).isEqualTo(1);
            assertThat(text())
                    .contains("crm answered 422: wrong")
                    .contains("a person mends it: name is too long");
        }

        @Test
        void whatCannotBeReachedIsToldInWords() {
            environment.put("CRM_URL", "http://127.0.0.1:1");

            assertThat(trial("crm", "thing", "read", "t1")).isEqualTo(1);
            assertThat(text()).contains("No answer: not sent: ").contains("tries again");
        }

        @Test
        void aLongBodyIsShownByItsBeginning() {
            String many = "1,".repeat(500) + "1";
            answers(_ -> Reply.json(ONE.replace("}", ",\"hue\":[" + many + "]}")));

            assertThat(trial("crm", "thing", "read", "t1", "--lines", "4")).isZero();
            assertThat(text()).contains("… 5 more lines (--lines shows more)");
        }
    }

    @Nested
    class Lists {

        private Reply page(Asked asked) {
            return asked.parameter("cursor").isEmpty()
                    ? Reply.json("{\"data\":[" + ONE + "],\"next\":\"c2\"}")
                    : Reply.json("{\"data\":[],\"next\":null}");
        }

        @Test
        void tellTheirRowsAndTheNextPage() {
            answers(this::page);

            assertThat(trial("crm", "thing", "list", "--since", "2026-02-01")).isZero();

            assertThat(crm.asked.getFirst().parameter("since")).isEqualTo("2026-02-01T00:00:00Z");
            assertThat(text())
                    .containsPattern("rows +1 +/data")
                    .contains("t1, version 3, changed 2026-03-01T10:00:00Z")
                    .containsPattern("next page +yes, from c2 +/next");
        }

        @Test
        void goOnAsFarAsIsAskedFor() {
            answers(this::page);

            assertThat(trial("crm", "thing", "list", "--pages", "5")).isZero();

            assertThat(crm.asked).hasSize(2);
            assertThat(text()).contains("none: this is the last");
        }

        @Test
        void endWithTheReasonWhereACursorLeadsInACircle() {
            answers(_ -> Reply.json("{\"data\":[" + ONE + "],\"next\":\"c2\"}"));

            assertThat(trial("crm", "thing", "list", "--pages", "50")).isEqualTo(1);

            assertThat(crm.asked).hasSize(2);
            assertThat(text())
                    .contains(
                            "the pages of crm.thing do not come to an end: 'c2' leads to one that"
                                    + " was read before; see 'resources.thing.list.pages' in"
                                    + " systems/crm.yaml");
        }
    }

    @Nested
    class Writes {

        @Test
        void areMadeWhenAskedForByName() throws IOException {
            answers(_ -> new Reply(201, Map.of(), Buffer.buffer(ONE)));
            Files.writeString(folder.resolve("body.json"), "{\"name\":\"Lamp\"}");

            assertThat(trial("crm", "thing", "create", "body.json")).isZero();

            assertThat(crm.asked.getFirst().method()).isEqualTo("POST");
            assertThat(crm.asked.getFirst().body()).isEqualTo("{\"name\":\"Lamp\"}");
            assertThat(text())
                    .contains("--data-binary '{\"name\":\"Lamp\"}'")
                    .containsPattern("id +t1 +/id");
            assertThat(err.toString()).isEmpty();
        }

        @Test
        void warnWhereTheTenantIsInUse() throws IOException {
            Files.writeString(folder.resolve("tenants/north.yaml"), tenant("north"));
            answers(_ -> nothing(204));

            assertThat(run("crm", "thing", "delete", "t1")).isZero();
            assertThat(err.toString()).startsWith("Careful: north is in use.");
        }

        @Test
        void heedAVersionThatIsNamed() throws IOException {
            Files.writeString(folder.resolve("body.json"), "{\"name\":\"Lamp\"}");

            assertThat(trial("crm", "thing", "update", "t1", "body.json", "--if-version", "3"))
                    .isZero();
            assertThat(crm.asked.getFirst().headers()).containsEntry("If-Match", "\"r3\"");
        }
    }

    @Nested
    class All {

        private final Map<String, String> kept = new HashMap<>();

        private Reply answer(Asked asked) {
            return switch (asked.method()) {
                case "GET" ->
                        asked.path().endsWith("/things")
                                ? asked.query().containsKey("colour")
                                        ? Reply.of(400, "{}")
                                        : Reply.json("{\"data\":[" + ONE + "]}")
                                : Reply.json(ONE);
                case "POST" -> {
                    kept.put("made", asked.body());
                    yield new Reply(201, Map.of(), Buffer.buffer(ONE.replace("t1", "t2")));
                }
                case "PATCH" -> Reply.json(ONE.replace("t1", "t2"));
                default -> {
                    kept.put("deleted", asked.path());
                    yield nothing(204);
                }
            };
        }

        @Test
        void triesWhatChangesNothingAndWritesItDown() throws IOException {
            answers(this::answer);

            assertThat(trial("--all", "crm")).isZero();

            assertThat(text().lines().map(line -> line.replaceAll(" +", " ")))
                    .anyMatch(line -> line.matches("thing\\.list works 200 in [0-9]+ ms"))
                    .anyMatch(line -> line.matches("thing\\.read works 200 in [0-9]+ ms"))
                    .anyMatch(line -> line.matches("thing\\.by-name works 200 in [0-9]+ ms"))
                    .anyMatch(line -> line.matches("thing\\.by-filter works 200 in [0-9]+ ms"))
                    .contains(
                            "thing.by-colour untried no record that the list shows has a value for"
                                    + " {colour}",
                            "thing.create untried it writes: --write tries it");
            assertThat(crm.asked).allMatch(asked -> asked.method().equals("GET"));
            String today = java.time.LocalDate.now(java.time.ZoneOffset.UTC).toString();
            assertThat(Files.readString(folder.resolve("systems/crm.yaml")))
                    .isEqualTo(
                            SYSTEM.replace(
                                    "   # its document\n",
                                    """
                                       # its document
                                    verified:
                                      on: %s
                                      tenant: trial
                                      works: [thing.list, thing.read, thing.by-filter, thing.by-name]
                                      untried: [thing.by-colour, thing.external-reference, thing.create, thing.update, thing.delete]
                                    """
                                            .formatted(today)));
        }

        @Test
        void ofAMockItSaysSo() throws IOException {
            answers(this::answer);

            assertThat(trial("--all", "crm", "--mock")).isZero();

            assertThat(Files.readString(folder.resolve("systems/crm.yaml")))
                    .contains("  tenant: trial\n  against: mock\n  works: [thing.list,");
        }

        @Test
        void whatItWroteIsReplacedTheNextTime() throws IOException {
            answers(this::answer);
            assertThat(trial("--all", "crm")).isZero();
            String first = Files.readString(folder.resolve("systems/crm.yaml"));

            assertThat(trial("--all", "crm")).isZero();

            assertThat(Files.readString(folder.resolve("systems/crm.yaml"))).isEqualTo(first);
        }

        @Test
        void withLeaveToWriteACopyIsMadeChangedAndDeleted() throws JsonText.Malformed {
            answers(this::answer);

            assertThat(trial("--all", "crm", "--write")).isZero();

            Value made =
                    JsonText.parse(kept.getOrDefault("made", "").getBytes(StandardCharsets.UTF_8));
            assertThat(at(made, "/name")).isEqualTo(Value.of("Lamp"));
            assertThat(at(made, "/id")).isEqualTo(Value.NULL);
            assertThat(at(made, "/ref").toString()).contains("drawbridge-try-");
            assertThat(kept).containsEntry("deleted", "/api/things/t2");
            assertThat(crm.asked)
                    .anyMatch(asked -> asked.parameter("ref").startsWith("drawbridge-try-"));
        }

        @Test
        void whatFailsIsWrittenDownAsWell() throws IOException {
            answers(asked -> asked.path().endsWith("/t1") ? nothing(404) : answer(asked));

            assertThat(trial("--all", "crm", "--json")).isZero();

            answers(_ -> nothing(503));
            assertThat(trial("--all", "crm")).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("systems/crm.yaml")))
                    .contains("  fails: [thing.list]");
        }
    }

    @Nested
    class StartedWrongly {

        private void is(String sentence, String... arguments) {
            assertThat(run(arguments)).isEqualTo(2);
            assertThat(err.toString()).contains(sentence);
            assertThat(crm.asked).isEmpty();
        }

        @Test
        void anUnknownSystem() {
            is("There is no system 'cmr'; did you mean 'crm'?", "cmr", "thing", "list");
        }

        @Test
        void anUnknownResource() {
            is(
                    "crm has no resource 'thin'; did you mean 'thing'?",
                    "crm",
                    "thin",
                    "list",
                    "--tenant",
                    "trial");
        }

        @Test
        void anUnknownAction() {
            is(
                    "'raed' is nothing that can be done with a resource; did you mean 'read'?",
                    "crm",
                    "thing",
                    "raed",
                    "--tenant",
                    "trial");
        }

        @Test
        void withoutAnId() {
            is(
                    "read takes ID: drawbridge try crm thing read ID",
                    "crm",
                    "thing",
                    "read",
                    "--tenant",
                    "trial");
        }

        @Test
        void withoutATenantThatIsInUse() {
            is("No tenant has a connection to crm.", "crm", "thing", "list");
        }

        @Test
        void aVariableThatIsNotSet() {
            environment.remove("CRM_KEY");
            is(
                    "examples/trial.yaml:5: the credential of crm is to come from the environment"
                            + " variable CRM_KEY, and nothing is there.",
                    "crm",
                    "thing",
                    "list",
                    "--tenant",
                    "trial");
        }

        @Test
        void anAddressThatIsNotSet() {
            environment.remove("CRM_URL");
            is(
                    "examples/trial.yaml:5: the environment variable CRM_URL is not set, and the"
                            + " address of crm is in it.",
                    "crm",
                    "thing",
                    "list",
                    "--tenant",
                    "trial");
        }

        @Test
        void aSystemFileWithAMistake() throws IOException {
            Files.writeString(
                    folder.resolve("systems/crm.yaml"), SYSTEM.replace("    id: /id\n", ""));
            is("systems/crm.yaml:", "crm", "thing", "list", "--tenant", "trial");
        }

        @Test
        void aBodyThatIsNoJson() throws IOException {
            Files.writeString(folder.resolve("body.json"), "{\"name\":}");
            is(
                    "body.json: line 1, column 9",
                    "crm",
                    "thing",
                    "create",
                    "body.json",
                    "--tenant",
                    "trial");
        }
    }

    @Nested
    class Files4OtherTools {

        @Test
        void aHttpFileHoldsEachCallAndNoSecret() {
            assertThat(run("crm", "--http", "-")).isZero();

            assertThat(text())
                    .contains("@key =\n")
                    .contains(
                            """
                            ### thing.list
                            GET {{endpoint}}/api/things?since={{since}}
                            X-Key: {{key}}
                            Accept: application/json
                            """)
                    .contains("PATCH {{endpoint}}/api/things/{{id}}\n")
                    .contains("\"name\" : \"\"")
                    .doesNotContain(KEY);
        }

        @Test
        void aPostmanCollectionHoldsEachCall() throws JsonText.Malformed {
            assertThat(run("crm", "--postman", "-", "--tenant", "trial")).isZero();

            assertThat(at(json(), "/info/schema"))
                    .isEqualTo(
                            Value.of(
                                    "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"));
            assertThat(at(json(), "/item/0/name")).isEqualTo(Value.of("thing"));
            assertThat(at(json(), "/item/0/item/0/request/url/raw"))
                    .isEqualTo(Value.of("{{endpoint}}/api/things?since={{since}}"));
            assertThat(at(json(), "/auth/type")).isEqualTo(Value.of("apikey"));
            assertThat(text()).contains(crm.endpoint()).doesNotContain(KEY);
        }

        @Test
        void nothingIsOverwritten() throws IOException {
            Files.writeString(folder.resolve("crm.http"), "mine");

            assertThat(run("crm", "--http", "crm.http")).isEqualTo(2);
            assertThat(folder.resolve("crm.http")).hasContent("mine");
        }
    }

    @Test
    void tokensOfAClientAreGotAndShownMasked() throws IOException {
        Files.writeString(
                folder.resolve("systems/crm.yaml"),
                SYSTEM.replace("{ header: X-Key }", "{ oauth2: { token: /oauth/token } }"));
        Files.writeString(
                folder.resolve("examples/trial.yaml"),
                tenant("trial")
                        .replace(
                                "credential: { env: CRM_KEY }",
                                "oauth2: { client-id: { env: CRM_ID }, client-secret: { env: CRM_KEY } }"));
        environment.put("CRM_ID", "north-client");
        answers(
                asked ->
                        asked.path().equals("/oauth/token")
                                ? Reply.json(
                                        "{\"access_token\":\"token-4711\",\"token_type\":\"Bearer\",\"expires_in\":60}")
                                : Reply.json(ONE));

        int code = trial("crm", "thing", "read", "t1");

        assertThat(code).as(text()).isZero();
        assertThat(crm.asked.getLast().headers())
                .containsEntry("Authorization", "Bearer token-4711");
        assertThat(text())
                .contains("POST " + crm.endpoint() + "/oauth/token")
                .contains("Authorization: Basic •••")
                .contains("Authorization: Bearer •••")
                .contains("-H \"Authorization: Bearer $TOKEN\"")
                .doesNotContain("token-4711")
                .doesNotContain(KEY);
    }
}
