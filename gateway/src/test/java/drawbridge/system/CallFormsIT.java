package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.crossing.engine.Remote.Found;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.crossing.engine.Remote.Written;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.system.ScriptedSystem.Described;
import drawbridge.system.ScriptedSystem.Reply;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/// How calls are written, how records are packed and what answers mean, as descriptors say it, over
/// a real server.
class CallFormsIT {

    private static final ResourceName THING = new ResourceName("crm", "thing");
    private static final RecordRef T1 = new RecordRef(THING, "t1");
    private static final Value.Obj NAMED = new Value.Obj(Map.of("name", Value.of("Call")));
    private static final String RECORD =
            "{\"id\":\"t1\",\"changed\":\"2026-03-01T09:00:00Z\",\"name\":\"Call\"}";
    private static final String PLAIN =
            """
            id: /id
            updated-at: { at: /changed, format: iso-instant }
            read: GET /things/{id}
            create: POST /things
            update: PATCH /things/{id}
            delete: DELETE /things/{id}
            list: { path: /things, pages: none, items: "" }
            """;

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSystem system = new ScriptedSystem(vertx);

    @AfterEach
    void stop() {
        Outcomes.of(vertx.close());
    }

    private Call call() {
        return new Call(
                ScriptedSystem.NORTH,
                Optional.of(new UUID(0, 1)),
                system.clock.now().plusSeconds(20));
    }

    private Future<Read> read(Described crm) {
        return crm.remote.read(call(), T1);
    }

    private Future<Written> create(Described crm) {
        return crm.remote.create(call(), THING, NAMED);
    }

    private Future<Written> update(Described crm) {
        return crm.remote.update(call(), T1, NAMED, Optional.empty());
    }

    private static String name(Read read) {
        return read instanceof Read.Present(var state)
                        && state.record().members().get("name") instanceof Value.Text(String text)
                ? text
                : String.valueOf(read);
    }

    /// By what a system knows a create that it has met before.
    @Nested
    class Creates {

        private Future<Written> create(Described crm, String reference, String name) {
            Call call = call();
            return crm.remote.create(
                    new Call(
                            call.tenant(), call.attempt(), call.deadline(), Optional.of(reference)),
                    THING,
                    new Value.Obj(Map.of("name", Value.of(name), "external", Value.of(reference))));
        }

        @Test
        void thatAreSentAgainMakeOneRecordWhereTheSystemKeepsTheirKeys() {
            Map<String, String> made = new ConcurrentHashMap<>();
            system.answers(
                    asked ->
                            Reply.json(
                                    "{\"id\":\"%s\",\"changed\":\"2026-03-01T09:00:00Z\"}"
                                            .formatted(
                                                    made.computeIfAbsent(
                                                            asked.headers().get("Idempotency-Key"),
                                                            _ -> "t" + made.size()))));
            Described crm =
                    system.describe(
                            "",
                            PLAIN.replace(
                                    "create: POST /things",
                                    "create: { call: POST /things, headers: { Idempotency-Key:"
                                            + " \"{key}\" } }"));

            String first = Outcomes.of(create(crm, "r1", "Call")).record().id();
            String again = Outcomes.of(create(crm, "r1", "Call")).record().id();
            String edited = Outcomes.of(create(crm, "r1", "Other")).record().id();
            String alike = Outcomes.of(create(crm, "r2", "Call")).record().id();

            assertThat(again).isEqualTo(first);
            assertThat(List.of(first, edited, alike)).doesNotHaveDuplicates();
            assertThat(made.keySet()).allSatisfy(key -> assertThat(key).hasSize(36));
        }

        @Test
        void thatChangeWhatIsThereNameOurReferenceInThePathAndNotInTheBody() {
            system.answers(_ -> Reply.json(RECORD));
            Described crm =
                    system.describe(
                            "",
                            PLAIN.replace(
                                            "create: POST /things",
                                            "create: PUT /things/by-external/{reference}")
                                    + """
                                    external-reference: /external
                                    lookups:
                                      external-reference:
                                        { path: /things, query: { external: "{reference}" }, items: "" }
                                    """);

            assertThat(Outcomes.of(create(crm, "a b/1", "Call")).record().id()).isEqualTo("t1");

            ScriptedSystem.Asked asked = system.asked.getFirst();
            assertThat(asked.method()).isEqualTo("PUT");
            assertThat(asked.path()).endsWith("/things/by-external/a%20b%2F1");
            assertThat(asked.body()).isEqualTo("{\"name\":\"Call\"}");
        }
    }

    @Nested
    class Calls {

        @Test
        void fillQueryHeadersAndBody() {
            system.answers(_ -> Reply.json("{\"found\":[" + RECORD + "]}"));
            Described crm =
                    system.describe(
                            "",
                            PLAIN.replace(
                                    "read: GET /things/{id}",
                                    """
                                    read:
                                      call: POST /search
                                      query: { trace: "x-{id}" }
                                      headers: { X-Record: "{id}" }
                                      body: { filter: { ids: ["{id}"], fixed: 7 } }
                                    record: /found/0
                                    """
                                            .strip()));

            assertThat(name(Outcomes.of(read(crm)))).isEqualTo("Call");

            ScriptedSystem.Asked asked = system.asked.getFirst();
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.parameter("trace")).isEqualTo("x-t1");
            assertThat(asked.headers()).containsEntry("X-Record", "t1");
            assertThat(asked.body()).isEqualTo("{\"filter\":{\"ids\":[\"t1\"],\"fixed\":7}}");
        }

        @Test
        void thatSearchAndFindNothingFoundNoRecord() {
            system.answers(_ -> Reply.json("{\"found\":[]}"));
            Described crm = system.describe("", PLAIN + "record: /found/0\n");

            assertThat(Outcomes.of(read(crm))).isEqualTo(new Read.Absent(false));
        }

        @Test
        void neitherEndAHeaderNorBeginAnother() {
            Described crm =
                    system.describe(
                            "",
                            PLAIN.replace(
                                    "read: GET /things/{id}",
                                    "read: { call: GET /thing, headers: { X-Record: \"{id}\" } }"));

            assertThat(
                            Outcomes.failureOf(
                                    crm.remote.read(call(), new RecordRef(THING, "a\r\nX-Key: b"))))
                    .isInstanceOf(CrossingFailure.BadRecord.class);
            assertThat(system.asked).isEmpty();
        }

        @Test
        void thatLookUpWithinAFilterFindPeopleWithAQuotationMarkInTheirName() {
            system.answers(_ -> Reply.of(404, ""));
            Described crm =
                    system.describe(
                            "",
                            PLAIN
                                    + """
                                    lookups:
                                      by-name:
                                        call: GET /query
                                        query: { q: "name = '{name}'" }
                                        quotes: backslash
                                        empty: [404]
                                        items: /data
                                    """);

            List<Found> found =
                    Outcomes.of(
                            crm.remote.find(call(), THING, "by-name", Map.of("name", "O'Brien")));

            assertThat(found).isEmpty();
            assertThat(system.asked.getFirst().parameter("q")).isEqualTo("name = 'O\\'Brien'");
        }
    }

    @Nested
    class Records {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        /data      | {"data":{"name":"Call"}}          | {"data":%s}
                        /data/0    | {"data":[{"name":"Call"}]}        | {"data":[%s]}
                        /data      | {"data":{"name":"Call"}}          | {"data":[%s]}
                        /a/b       | {"a":{"b":{"name":"Call"}}}       | {"a":{"b":%s}}
                        """)
        void mayStandWithinABody(String place, String sent, String answered) {
            system.answers(_ -> Reply.json(answered.formatted(RECORD)));
            Described crm = system.describe("", PLAIN + "record: " + place + "\n");

            assertThat(Outcomes.of(create(crm)).state()).isPresent();
            assertThat(Outcomes.of(update(crm)).state()).isPresent();
            assertThat(name(Outcomes.of(read(crm)))).isEqualTo("Call");
            assertThat(system.asked.getFirst().body()).isEqualTo(sent);
            assertThat(system.asked.get(1).body()).isEqualTo(sent);
        }

        @Test
        void areSentBesideWhatTheCallSaysItself() {
            system.answers(_ -> Reply.json(RECORD));
            Described crm =
                    system.describe(
                            "",
                            PLAIN.replace(
                                            "create: POST /things",
                                            "create: { call: POST /things, body: { trigger: [] } }")
                                    + "record: /data/0\n");

            Outcomes.of(create(crm).recover(_ -> Future.succeededFuture()).map(_ -> ""));

            assertThat(system.asked.getFirst().body())
                    .isEqualTo("{\"trigger\":[],\"data\":[{\"name\":\"Call\"}]}");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        201 | 4711                                            |                              | 4711
                        200 | "4711"                                          |                              | 4711
                        201 | ''                                              | https://crm.example.com/things/a%2Fb | a/b
                        201 | {"ok":true}                                     | /things/17?x                 | 17
                        200 | {"data":[{"status":"ok","details":{"id":"z9"}}]} |                              | z9
                        """)
        void areMadeWhateverTheAnswerIs(int status, String body, String location, String id) {
            Reply reply = Reply.of(status, body == null || body.equals("''") ? "" : body);
            system.answers(_ -> location == null ? reply : reply.with("Location", location));
            Described crm = system.describe("", PLAIN + "created-id: /data/0/details/id\n");

            assertThat(Outcomes.of(create(crm)))
                    .isEqualTo(new Written(new RecordRef(THING, id), Optional.empty()));
        }

        @Test
        void thatWereMadeWithoutAnIdAndAPlaceAreInDoubt() {
            system.answers(_ -> Reply.of(201, ""));

            assertThat(Outcomes.failureOf(create(system.describe("", PLAIN))))
                    .isInstanceOf(CrossingFailure.InDoubt.class);
        }

        @Test
        void areReadBackWhereTheAnswerOfASystemIsNotWhatItKept() {
            system.answers(_ -> Reply.json(RECORD));
            Described crm = system.describe("", PLAIN + "read-back: true\n");

            assertThat(Outcomes.of(create(crm))).isEqualTo(new Written(T1, Optional.empty()));
            assertThat(Outcomes.of(update(crm))).isEqualTo(new Written(T1, Optional.empty()));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        deleted-marker: /gone                        | "gone":true             | true
                        deleted-marker: /gone                        | "gone":"true"           | false
                        deleted-when: { at: /status, is: cancelled } | "status":"cancelled"    | true
                        deleted-when: { at: /status, is: cancelled } | "status":"confirmed"    | false
                        deleted-when: { at: /state, is: 0 }          | "state":0               | true
                        deleted-when: { at: /@removed }              | "@removed":{"reason":1} | true
                        deleted-when: { at: /@removed }              | "@removed":null         | false
                        deleted-when: { at: /@removed }              | "@removed":false        | false
                        """)
        void mayBeMarkedAsDeleted(String key, String member, boolean deleted) {
            system.answers(_ -> Reply.json("{\"id\":\"t1\"," + member + "}"));

            assertThat(
                            Outcomes.of(read(system.describe("", PLAIN + key + "\n")))
                                    instanceof Read.Absent)
                    .isEqualTo(deleted);
        }
    }

    @Nested
    class Meanings {

        private static final String ERRORS =
                """
                errors:
                  message: /0/message
                  code: /0/errorCode
                  fields: /0/fields
                  shape: list-of-names
                  failed: { at: /success, is: false }
                  meaning:
                    "500": refused
                    "403": right
                    "400 NOT_FOUND": absent
                    "* 204": gone
                    ENTITY_IS_DELETED: gone
                    REQUEST_LIMIT_EXCEEDED: limit
                    INVALID_SESSION_ID: credential
                    DUPLICATE_VALUE: exists
                    SERVER_UNAVAILABLE: unavailable
                """;

        private static String error(String code) {
            return "[{\"errorCode\":\"%s\",\"message\":\"So it is.\",\"fields\":[\"Email\"]}]"
                    .formatted(code);
        }

        @ParameterizedTest
        @CsvSource({
            "500, ANY, BadRecord, BadRecord, BadRecord",
            "500, SERVER_UNAVAILABLE, Transient, Transient, Transient",
            "403, ANY, BadRecord, BadRecord, BadRecord",
            "403, REQUEST_LIMIT_EXCEEDED, Transient, Transient, Transient",
            "400, NOT_FOUND, Absent, Unexplained, Gone",
            "404, ANY, Absent, Unexplained, Gone",
            "400, ENTITY_IS_DELETED, Deleted, Unexplained, Gone",
            "404, ENTITY_IS_DELETED, Deleted, Unexplained, Gone",
            "400, 204, Deleted, Unexplained, Gone",
            "400, INVALID_SESSION_ID, Credential, Credential, Credential",
            "400, DUPLICATE_VALUE, Unexplained, Exists, Precondition",
            "502, ANY, Transient, InDoubt, InDoubt",
            "422, ANY, BadRecord, BadRecord, BadRecord"
        })
        void goBeforeTheStatus(int status, String code, String read, String create, String update) {
            system.answers(_ -> Reply.of(status, error(code)));
            // A call each for itself: what asks to wait holds back the next one.
            assertThat(ended(read(system.describe(ERRORS, PLAIN)))).isEqualTo(read);
            assertThat(ended(create(system.describe(ERRORS, PLAIN)))).isEqualTo(create);
            assertThat(ended(update(system.describe(ERRORS, PLAIN)))).isEqualTo(update);
        }

        private static String ended(Future<?> call) {
            Object result =
                    Outcomes.of(call.<Object>map(value -> value).recover(Future::succeededFuture));
            return switch (result) {
                case Read.Absent(boolean explicit) -> explicit ? "Deleted" : "Absent";
                default -> result.getClass().getSimpleName();
            };
        }

        @Test
        void ofALimitAreNoFailureOfTheService() {
            system.answers(_ -> Reply.of(403, error("REQUEST_LIMIT_EXCEEDED")));

            assertThat(Outcomes.failureOf(update(system.describe(ERRORS, PLAIN))))
                    .isInstanceOfSatisfying(
                            CrossingFailure.Transient.class,
                            slow -> assertThat(slow.limit()).isTrue());
        }

        @Test
        void nameTheFieldsAndTheSentenceInAList() {
            system.answers(_ -> Reply.of(400, error("REQUIRED_FIELD_MISSING")));

            assertThat(Outcomes.failureOf(create(system.describe(ERRORS, PLAIN))))
                    .isInstanceOfSatisfying(
                            CrossingFailure.BadRecord.class,
                            bad -> {
                                assertThat(bad.facts().sentence())
                                        .isEqualTo("crm answered 400: So it is.");
                                assertThat(bad.fields())
                                        .containsExactly(
                                                new CrossingFailure.BadField("Email", "So it is."));
                            });
        }

        @Test
        void ofASuccessThatIsNoneAreARefusal() {
            system.answers(_ -> Reply.json("{\"success\":false,\"error\":\"No such owner.\"}"));
            String errors =
                    """
                    errors:
                      message: /error
                      failed: { at: /success, is: false }
                    """;

            CrossingFailure failure = Outcomes.failureOf(create(system.describe(errors, PLAIN)));

            assertThat(failure).isInstanceOf(CrossingFailure.BadRecord.class);
            assertThat(failure.facts().sentence()).isEqualTo("crm answered 200: No such owner.");
        }

        @Test
        void mayStandInHeaders() {
            system.answers(
                    _ ->
                            Reply.of(500, "")
                                    .with("X-Reason", "The day is full.")
                                    .with("X-Code", "FULL"));
            String errors =
                    """
                    errors:
                      message: { header: X-Reason }
                      code: { header: X-Code }
                      meaning: { FULL: refused }
                    """;

            CrossingFailure failure = Outcomes.failureOf(update(system.describe(errors, PLAIN)));

            assertThat(failure).isInstanceOf(CrossingFailure.BadRecord.class);
            assertThat(failure.facts().sentence()).isEqualTo("crm answered 500: The day is full.");
        }

        @Test
        void nameFieldsAsTheSystemCallsThem() {
            system.answers(
                    _ ->
                            Reply.of(
                                    422,
                                    "{\"errors\":[{\"in\":\"title\",\"message\":\"is too"
                                            + " long\"}]}"));
            String errors =
                    """
                    errors:
                      fields: /errors
                      shape: list-of-name-and-reason
                      names: { name: in, reason: message }
                    """;

            assertThat(Outcomes.failureOf(update(system.describe(errors, PLAIN))))
                    .isInstanceOfSatisfying(
                            CrossingFailure.BadRecord.class,
                            bad ->
                                    assertThat(bad.fields())
                                            .containsExactly(
                                                    new CrossingFailure.BadField(
                                                            "title", "is too long")));
        }
    }

    /// What no descriptor speaks of: bounded, classed, told in words.
    @Nested
    class BadAnswers {

        private void isTold(Buffer body, String words) {
            system.answers(_ -> new Reply(200, Map.of(), body));
            Described crm = system.describe("", PLAIN);

            CrossingFailure read = Outcomes.failureOf(read(crm));
            CrossingFailure list = Outcomes.failureOf(page(crm));
            CrossingFailure write = Outcomes.failureOf(update(crm));

            assertThat(read.facts().sentence()).contains(words);
            assertThat(list.facts().sentence()).contains(words);
            assertThat(List.of(read, list))
                    .hasOnlyElementsOfTypes(
                            CrossingFailure.Unexplained.class, CrossingFailure.BadRecord.class);
            assertThat(write).isInstanceOf(CrossingFailure.InDoubt.class);
        }

        private Future<Listing.Page> page(Described crm) {
            return crm.remote.page(
                    ScriptedSystem.NORTH, THING, java.time.Instant.EPOCH, Optional.empty());
        }

        private void isTold(String body, String words) {
            isTold(Buffer.buffer(body), words);
        }

        @Test
        void ofHtml() {
            isTold("<html><title>Log in</title>", "no JSON");
        }

        @Test
        void thatAreCompressedAreNotOpened() throws IOException {
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
                for (int n = 0; n < 1000; n++) {
                    out.write(new byte[10_000]);
                }
            }
            Buffer body = Buffer.buffer(bomb.toByteArray());
            system.answers(_ -> new Reply(200, Map.of("Content-Encoding", "gzip"), body));
            Described crm = system.describe("", PLAIN);

            assertThat(Outcomes.failureOf(page(crm)).facts().sentence())
                    .contains("compressed, which nobody asked for");
        }

        @Test
        void thatAreDeepOrDoubleOrHoldNumbersOfAThousandDigits() {
            isTold("[".repeat(1000) + "]".repeat(1000), "beyond the limits");
            isTold("{\"id\":\"t1\",\"id\":\"t2\"}", "Duplicate field 'id'");
            isTold("{\"id\":\"t1\",\"n\":" + "9".repeat(1000) + "}", "beyond the limits");
        }

        @Test
        void withANumberThatWouldFillTheMemory() {
            isTold("{\"id\":1e999999999}", "number");
            isTold("[{\"id\":\"t1\",\"n\":1e-999999999}]", "number");
        }

        @Test
        void withANulByteBetweenTheSigns() {
            isTold("{\"id\":\"t1\"\u0000}", "no JSON");
        }

        @Test
        void withHalfACharacterAreTakenAndWrittenAgain() {
            system.answers(
                    _ ->
                            Reply.json(
                                    "{\"id\":\"t1\",\"changed\":\"2026-03-01T09:00:00Z\","
                                            + "\"name\":\"a\\ud83d b\\u0000\"}"));
            Described crm = system.describe("", PLAIN);

            String name = name(Outcomes.of(read(crm)));
            Value.Obj again = new Value.Obj(Map.of("name", Value.of(name)));

            assertThat(Outcomes.of(crm.remote.update(call(), T1, again, Optional.empty())))
                    .isNotNull();
            assertThat(system.asked.getLast().body()).contains("a\\uD83D b\\u0000");
        }
    }
}
