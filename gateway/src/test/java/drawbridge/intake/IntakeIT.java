package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Side;
import drawbridge.system.HeldClock;
import drawbridge.system.Outcomes;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The public port over real HTTP, with the shipped mappings.
class IntakeIT {

    private static final String APPOINTMENT =
            """
            {"id":"apt_A1b2C3d4e5","owner_id":"usr_A1b2C3d4e5","contact_id":null,"subject":"Call",
            "starts_at":"2026-03-01T10:00:00","duration_minutes":30,"time_zone":"Europe/Berlin",
            "all_day_on":null,"status":"Planned","location":null,"room":null,"external_ref":null,
            "created_at":"2026-03-01T08:00:00.000Z","updated_at":"2026-03-01T08:00:00.000Z",
            "revision":17}\
            """;
    private static final String EVENT =
            """
            {"id":17,"memberId":3,"title":"Call","allDay":false,"start":"2026-03-01T09:00:00Z",
            "end":"2026-03-01T09:30:00Z","zone":"Europe/Berlin","state":"open","place":null,
            "customer":{"name":null,"phone":null,"mail":null},"externalRef":null,
            "createdAt":1772352000000,"changedAt":1772352000000}\
            """;

    private static final Mappings MAPPINGS = Customers.mappings("http://127.0.0.1:9");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final KeptJournal journal = new KeptJournal();
    private final HeldClock clock = new HeldClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile boolean started = true;
    private Mappings mappings = MAPPINGS;
    private int port;

    @BeforeEach
    void start() {
        port = listen(Intake.server(vertx, ports()));
    }

    @AfterEach
    void stop() {
        Outcomes.of(vertx.close());
    }

    private Intake.Ports ports() {
        return new Intake.Ports(
                () -> mappings,
                Customers.secrets(),
                journal.port(),
                new WebhookFront(clock::monotonicNanos),
                new KeptHints(),
                journal.reads(),
                _ -> Future.failedFuture("nobody grants anything here"),
                clock,
                Customers.dice(),
                meters,
                () -> started);
    }

    private static int listen(HttpServer server) {
        return Outcomes.of(server.listen(0, "127.0.0.1")).actualPort();
    }

    // ---- What senders do

    private String stamp() {
        return Long.toString(clock.now().getEpochSecond());
    }

    @CanIgnoreReturnValue
    private HttpResponse<String> hook(String body) {
        return hook("msg_" + UUID.randomUUID(), body);
    }

    @CanIgnoreReturnValue
    private HttpResponse<String> hook(String id, String body) {
        return hook("north", "acme", id, stamp(), body, body, Customers.NORTH_KEY);
    }

    @CanIgnoreReturnValue
    private HttpResponse<String> hook(
            String tenant,
            String system,
            String id,
            String stamp,
            String signed,
            String body,
            String key) {
        return send(
                request("/v1/tenants/" + tenant + "/hooks/" + system)
                        .POST(BodyPublishers.ofString(body))
                        .header("webhook-id", id)
                        .header("webhook-timestamp", stamp)
                        .header("webhook-signature", Customers.signature(key, id, stamp, signed)));
    }

    private static String event(String type, String data) {
        return "{\"type\":\"" + type + "\",\"timestamp\":\"2026-03-01\",\"data\":" + data + "}";
    }

    private HttpRequest.Builder push(String path) {
        return request("/v1/tenants/north" + path)
                .header("Authorization", "Bearer " + Customers.NORTH_TOKEN);
    }

    @CanIgnoreReturnValue
    private HttpResponse<String> put(String path, String body) {
        return send(push(path).PUT(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    @CanIgnoreReturnValue
    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private double refused(String reason) {
        Counter counter = meters.find("drawbridge.intake.refused").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    private Incoming only() {
        assertThat(journal.changes()).hasSize(1);
        return journal.changes().getFirst();
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    @Nested
    class Webhooks {

        @Test
        void areStoredBeforeTheyAreAcknowledged() {
            HttpResponse<String> answer = hook(event("appointment.updated", APPOINTMENT));

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).contains("\"accepted\"");
            Incoming change = only();
            assertThat(change.record().orElseThrow().toString())
                    .isEqualTo("acme.appointment apt_A1b2C3d4e5");
            assertThat(change.version()).contains("17");
            assertThat(change.full()).isTrue();
            assertThat(change.tombstone()).isFalse();
            assertThat(change.unreadable()).isEmpty();
            assertThat(change.wants())
                    .containsExactly(new Wanted(new FlowName("appointments"), Side.ACME));
            assertThat(text(change.body())).startsWith("{\"id\":\"apt_A1b2C3d4e5\"");
            assertThat(journal.deliveries().getFirst().trigger()).isEqualTo(Trigger.WEBHOOK);
            assertThat(journal.deliveries().getFirst().tenant()).isEqualTo(Customers.NORTH);
        }

        @Test
        void ofAnEnrichingRecordAreWantedToo() {
            hook(event("contact.updated", "{\"id\":\"con_1\",\"revision\":2}"));

            assertThat(only().wants())
                    .containsExactly(new Wanted(new FlowName("appointments"), Side.ACME));
        }

        @Test
        void ofADeletedRecordAreTombstones() {
            hook(
                    event(
                            "appointment.deleted",
                            "{\"id\":\"apt_1\",\"deleted\":true,\"revision\":18}"));

            assertThat(only().tombstone()).isTrue();
            assertThat(only().full()).isFalse();
            assertThat(only().version()).contains("18");
        }

        @Test
        void thatComeAgainAreAcknowledgedAndNotStored() {
            String body = event("appointment.updated", APPOINTMENT);
            hook("msg_1", body);
            clock.set(clock.now().plusSeconds(60));

            HttpResponse<String> again = hook("msg_1", body);

            assertThat(again.statusCode()).isEqualTo(202);
            assertThat(again.body()).contains("\"duplicate\"");
            assertThat(journal.changes()).hasSize(1);
            assertThat(
                            meters.get("drawbridge.intake.duplicates")
                                    .tag("trigger", "webhook")
                                    .counter()
                                    .count())
                    .isEqualTo(1);
        }

        @Test
        void mayBeSignedByTheOldKeyWhileKeysAreBeingChanged() {
            String body = event("appointment.updated", APPOINTMENT);

            assertThat(
                            hook("north", "acme", "m", stamp(), body, body, Customers.NORTH_OLD_KEY)
                                    .statusCode())
                    .isEqualTo(202);
        }

        @Test
        void inAnArrayAreAChangeEach() {
            String one = event("appointment.updated", APPOINTMENT);
            String two = event("contact.deleted", "{\"id\":\"con_1\",\"revision\":2}");

            HttpResponse<String> answer = hook("[" + one + ",7," + two + "]");

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(journal.changes()).hasSize(3);
            assertThat(journal.changes().get(1).unreadable()).contains("the event is no object");
            assertThat(journal.changes().get(2).tombstone()).isTrue();
        }

        @Test
        void ofAnUnknownTypeAreKeptAndWantedByNobody() {
            hook(event("invoice.paid", "{\"id\":\"inv_1\"}"));

            assertThat(only().wants()).isEmpty();
            assertThat(only().unreadable()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"type\":\"appointment.updated\", \"data\":{ | the body is no JSON: line 1",
                    "'' | the body is no JSON: line 1, column 1: the body is empty",
                    "7 | the event is no object",
                    "{\"data\":{}} | /type is missing: it says what happened",
                    "{\"type\":7} | /type is no text: it says what happened",
                    "{\"type\":\"user.created\"} | /data is missing: it holds the record",
                    "{\"type\":\"user.created\",\"data\":[]} | /data is no object",
                    "{\"type\":\"user.created\",\"data\":{}} | /data/id is missing",
                    "{\"type\":\"user.created\",\"data\":{\"id\":[]}} | /data/id is neither text"
                })
        void thatCannotBeReadAreAcknowledgedAndSayWhy(String body, String why) {
            HttpResponse<String> answer = hook(body);

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(only().unreadable().orElseThrow()).startsWith(why);
            assertThat(text(only().body()).replace(" ", "")).isEqualTo(body.replace(" ", ""));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"subject\":\"Call\",",
                    "\"starts_at\":\"2026-03-01T10:00:00\",",
                    "\"owner_id\":\"usr_A1b2C3d4e5\","
                })
        void thatCallThemselvesWholeAndLackAFieldLetTheRecordBeReadAnew(String lacking) {
            HttpResponse<String> answer =
                    hook(event("appointment.updated", APPOINTMENT.replace(lacking, "")));

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(only().full()).isFalse();
            assertThat(only().unreadable()).isEmpty();
            assertThat(only().wants())
                    .containsExactly(new Wanted(new FlowName("appointments"), Side.ACME));
        }

        @Test
        void thatLackAFieldOfARecordThatCannotBeReadNameTheField() {
            mappings =
                    Customers.mappings(
                            "http://127.0.0.1:9",
                            "systems/acme.yaml",
                            "    read: GET /appointments/{id}\n");

            HttpResponse<String> answer =
                    hook(
                            event(
                                    "appointment.updated",
                                    APPOINTMENT.replace("\"subject\":\"Call\",", "")));

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(only().unreadable())
                    .contains("/data/subject is missing, and acme cannot be asked for the record");
        }

        /// The sweep reads it; it became a dead letter because it said no version.
        @Test
        void ofACountedRecordThatSayNoMoreThanItsIdAreNothingForAPerson() {
            mappings =
                    Customers.mappings("http://127.0.0.1:9", "systems/acme.yaml", ", full: true");

            hook(event("activity.updated", "{\"id\":\"act_1\"}"));

            assertThat(only().unreadable()).isEmpty();
            assertThat(only().wants()).noneMatch(wanted -> wanted.bad().isPresent());
        }

        @Test
        void largerThanTheEventLoopShouldReadAreReadAllTheSame() {
            String padded = event("appointment.updated", APPOINTMENT) + " ".repeat(600 * 1024);

            assertThat(hook(padded).statusCode()).isEqualTo(202);
            assertThat(only().record()).isPresent();
        }

        @Test
        void carryTheirTrace() {
            String body = event("appointment.updated", APPOINTMENT);
            String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

            send(
                    request("/v1/tenants/north/hooks/acme")
                            .POST(BodyPublishers.ofString(body))
                            .header("traceparent", trace)
                            .header("webhook-id", "m")
                            .header("webhook-timestamp", stamp())
                            .header(
                                    "webhook-signature",
                                    Customers.signature(Customers.NORTH_KEY, "m", stamp(), body)));

            assertThat(only().traceParent()).contains(trace);
        }
    }

    @Nested
    class Strangers {

        private final String body = event("appointment.updated", APPOINTMENT);

        @Test
        void seeTheSameWhateverIsWrongAndAreCountedByReason() {
            String old = Long.toString(clock.now().getEpochSecond() - 301);
            List<HttpResponse<String>> answers =
                    List.of(
                            hook("east", "acme", "m", stamp(), body, body, Customers.NORTH_KEY),
                            hook("north", "erp", "m", stamp(), body, body, Customers.NORTH_KEY),
                            hook("north", "app", "m", stamp(), body, body, Customers.NORTH_KEY),
                            hook("north", "acme", "m", stamp(), body, body, Customers.SOUTH_KEY),
                            hook(
                                    "north",
                                    "acme",
                                    "m",
                                    stamp(),
                                    body,
                                    body + " ",
                                    Customers.NORTH_KEY),
                            hook("north", "acme", "m", old, body, body, Customers.NORTH_KEY),
                            hook("north", "acme", "m", "soon", body, body, Customers.NORTH_KEY));

            HttpResponse<String> first = answers.getFirst();
            assertThat(first.statusCode()).isEqualTo(401);
            assertThat(answers)
                    .allSatisfy(
                            answer -> {
                                assertThat(answer.statusCode()).isEqualTo(401);
                                assertThat(answer.body()).isEqualTo(first.body());
                                assertThat(answer.headers()).isEqualTo(first.headers());
                            });
            assertThat(refused("unknown-tenant")).isEqualTo(1);
            assertThat(refused("unknown-system")).isEqualTo(2);
            assertThat(refused("signature")).isEqualTo(2);
            assertThat(refused("stamp")).isEqualTo(1);
            assertThat(refused("headers")).isEqualTo(1);
            assertThat(journal.asked()).isZero();
        }

        @Test
        void withoutATokenSeeTheSameAsWithAWrongOne() {
            List<HttpResponse<String>> answers =
                    List.of(
                            send(pushAs("north", Optional.empty())),
                            send(pushAs("north", Optional.of("Bearer wrong"))),
                            send(pushAs("north", Optional.of("Bearer " + Customers.SOUTH_TOKEN))),
                            send(pushAs("east", Optional.of("Bearer " + Customers.NORTH_TOKEN))));

            assertThat(answers)
                    .allSatisfy(
                            answer -> {
                                assertThat(answer.statusCode()).isEqualTo(401);
                                assertThat(answer.body()).isEqualTo(answers.getFirst().body());
                            });
            assertThat(refused("token")).isEqualTo(3);
            assertThat(refused("unknown-tenant")).isEqualTo(1);
            assertThat(journal.asked()).isZero();
        }

        private HttpRequest.Builder pushAs(String tenant, Optional<String> authorization) {
            HttpRequest.Builder push =
                    request("/v1/tenants/" + tenant + "/event/17")
                            .PUT(BodyPublishers.ofString(EVENT));
            authorization.ifPresent(value -> push.header("Authorization", value));
            return push;
        }

        @Test
        void findNothingElseHere() {
            assertThat(send(request("/metrics").GET()).statusCode()).isEqualTo(404);
            assertThat(send(request("/health/live").GET()).statusCode()).isEqualTo(404);
            assertThat(send(request("/").GET()).statusCode()).isEqualTo(404);
            assertThat(send(request("/v1/tenants/north/event/17").GET()).statusCode())
                    .isEqualTo(405);
        }
    }

    @Nested
    class Pushes {

        @Test
        void areStoredAsTheyCame() {
            HttpResponse<String> answer = put("/event/17", EVENT);

            assertThat(answer.statusCode()).isEqualTo(202);
            Incoming change = only();
            assertThat(answer.body())
                    .contains("\"change\":\"" + change.id() + "\"")
                    .contains("\"status\":\"accepted\"");
            assertThat(change.record().orElseThrow().toString()).isEqualTo("app.event 17");
            assertThat(change.wants())
                    .containsExactly(new Wanted(new FlowName("appointments"), Side.APP));
            assertThat(text(change.body())).isEqualTo(EVENT);
            assertThat(change.full()).isTrue();
            assertThat(journal.deliveries().getFirst().trigger()).isEqualTo(Trigger.PUSH);
        }

        @Test
        void ofADeletionAreTombstones() {
            HttpResponse<String> answer = send(push("/event/17").DELETE());

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(only().tombstone()).isTrue();
            assertThat(only().body()).isEqualTo(Bytes.NONE);
        }

        @Test
        void withAKeyThatWasSeenAreAnsweredAsBefore() {
            HttpResponse<String> first = put(push("/event/17").header("Idempotency-Key", "k-1"));

            HttpResponse<String> again = put(push("/event/17").header("Idempotency-Key", "k-1"));

            assertThat(again.statusCode()).isEqualTo(202);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
            assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
            assertThat(journal.changes()).hasSize(1);
        }

        @Test
        void withoutAKeyAreEachAChange() {
            put("/event/17", EVENT);
            put("/event/17", EVENT);

            assertThat(journal.changes()).hasSize(2);
        }

        @Test
        void mayNameAnIdThatIsAPath() {
            HttpResponse<String> answer =
                    put("/event/a%2Fb%20c", EVENT.replace("\"id\":17", "\"id\":\"a/b c\""));

            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(only().record().orElseThrow().id()).isEqualTo("a/b c");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"id\":17 | \"id\":18 | /id | is not the id in the address",
                    "\"id\":17, | '' | /id | is missing",
                    "\"id\":17 | \"id\":true | /id | is neither text nor number",
                    "\"title\":\"Call\" | \"title\":7 | /title | ",
                    "\"start\":\"2026-03-01T09:00:00Z\" | \"start\":\"soon\" | /start | ",
                    "\"state\":\"open\" | \"state\":\"lost\" | /state | ",
                    "\"title\":\"Call\", | '' | /title | is missing",
                    "\"start\":\"2026-03-01T09:00:00Z\", | '' | /start | is missing",
                    "\"memberId\":3, | '' | /memberId | is missing"
                })
        void thatAreWrongNameTheField(String right, String wrong, String field, String detail) {
            HttpResponse<String> answer = put("/event/17", EVENT.replace(right, wrong));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("application/problem+json");
            assertThat(answer.body())
                    .contains("\"status\":400")
                    .contains("\"field\":\"" + field + "\"")
                    .contains(detail == null ? "\"errors\"" : detail);
            assertThat(journal.asked()).isZero();
            assertThat(refused("malformed")).isEqualTo(1);
        }

        @Test
        void thatSayNothingAreToldAllThatIsMissingAtOnce() {
            HttpResponse<String> answer = put("/event/17", "{}");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(List.of("/id", "/allDay", "/title", "/state", "/memberId"))
                    .allSatisfy(
                            field ->
                                    assertThat(answer.body())
                                            .containsOnlyOnce("\"pointer\":\"" + field + "\""));
        }

        @Test
        void thatAreNoJsonNameTheLine() {
            HttpResponse<String> answer = put("/event/17", "{\n\"id\":17,\n\"title\":");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("line 3, column");
            assertThat(put("/event/17", "[]").statusCode()).isEqualTo(400);
        }

        @Test
        void ofAnUnknownResourceAreToldWhichThereAre() {
            HttpResponse<String> answer = put("/invoice/17", EVENT);

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("event, member");
        }

        @ParameterizedTest
        @ValueSource(strings = {"with space", "tab\there", ""})
        void withAKeyThatIsNoneAreRefused(String key) {
            HttpResponse<String> answer = put(push("/event/17").header("Idempotency-Key", key));

            assertThat(answer.statusCode()).isEqualTo(400);
        }

        @CanIgnoreReturnValue
        private HttpResponse<String> put(HttpRequest.Builder push) {
            return send(push.PUT(BodyPublishers.ofString(EVENT)));
        }

        @CanIgnoreReturnValue
        private HttpResponse<String> put(String path, String body) {
            return IntakeIT.this.put(path, body);
        }
    }

    @Nested
    class NotNow {

        @Test
        void isSaidWhenTheJournalFails() {
            journal.fail(true);

            HttpResponse<String> hook = hook("m", event("appointment.updated", APPOINTMENT));
            HttpResponse<String> push = put("/event/17", EVENT);

            for (HttpResponse<String> answer : List.of(hook, push)) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
                assertThat(answer.body()).doesNotContain("database");
            }
            journal.fail(false);
            assertThat(hook("m", event("appointment.updated", APPOINTMENT)).body())
                    .contains("accepted");
        }

        @Test
        void isSaidWhileTheGatewayStarts() {
            started = false;

            HttpResponse<String> answer = hook(event("appointment.updated", APPOINTMENT));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(journal.asked()).isZero();
        }
    }

    @Nested
    class Limits {

        @Test
        void letABodyOfOneMebibyteIn() {
            String event = event("appointment.updated", APPOINTMENT);
            String full = event + " ".repeat(PublicServer.BODY_BYTES - event.length());

            assertThat(hook(full).statusCode()).isEqualTo(202);
        }

        @Test
        void refuseOneByteMoreAndCountIt() {
            String event = event("appointment.updated", APPOINTMENT);
            String over = event + " ".repeat(PublicServer.BODY_BYTES + 1 - event.length());

            HttpResponse<String> answer = hook(over);

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("1048576 bytes");
            assertThat(refused("too-large")).isEqualTo(1);
            assertThat(journal.asked()).isZero();
        }

        @Test
        void countABodyWhileItStreamsIn() {
            byte[] large = new byte[3 * PublicServer.BODY_BYTES];
            BodyPublisher withoutLength =
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));

            HttpResponse<String> answer =
                    send(request("/v1/tenants/north/hooks/acme").POST(withoutLength));

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(refused("too-large")).isEqualTo(1);
        }

        @Test
        void openNoCompressedBody() {
            HttpResponse<String> answer =
                    send(
                            push("/event/17")
                                    .header("Content-Encoding", "gzip")
                                    .PUT(BodyPublishers.ofString(EVENT)));

            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(journal.asked()).isZero();
        }

        @Test
        void endALineOrHeadersThatAreTooLong() throws IOException {
            assertThat(raw(port, "GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.0 414");
            assertThat(
                            raw(
                                    port,
                                    "GET / HTTP/1.1\r\nHost: x\r\nX: "
                                            + "x".repeat(17000)
                                            + "\r\n\r\n"))
                    .containsPattern("^HTTP/1.[01] 431");
        }

        @Test
        void answerNoTrace() throws IOException {
            String answer =
                    raw(
                            port,
                            String.join(
                                    "\r\n",
                                    "TRACE / HTTP/1.1",
                                    "Host: x",
                                    "X-Secret: s",
                                    "Connection: close",
                                    "",
                                    ""));

            assertThat(answer).startsWith("HTTP/1.1 405").doesNotContain("X-Secret");
        }

        @Test
        void endHalfAHeader() throws IOException {
            int impatient =
                    listen(
                            vertx.createHttpServer(PublicServer.options().setReadIdleTimeout(1))
                                    .requestHandler(Intake.router(vertx, ports())));

            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream()
                        .write("POST /v1/tenants/no".getBytes(StandardCharsets.UTF_8));

                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }

        @Test
        void putTheirHeadersOnEveryAnswer() {
            for (HttpResponse<String> answer :
                    List.of(
                            put("/event/17", EVENT),
                            put("/event/17", "{"),
                            send(request("/nothing").GET()))) {
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .contains("nosniff");
                assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
                assertThat(answer.headers().firstValue("Content-Security-Policy"))
                        .contains("default-src 'none'; frame-ancestors 'none'");
                assertThat(answer.headers().firstValue("Server")).isEmpty();
            }
        }

        @Test
        void standInOneTable() {
            var options = PublicServer.options();

            assertThat(options.getReadIdleTimeout()).isEqualTo(20);
            assertThat(options.getIdleTimeout()).isEqualTo(40);
            assertThat(options.getMaxInitialLineLength()).isEqualTo(4096);
            assertThat(options.getMaxHeaderSize()).isEqualTo(16384);
            assertThat(options.getMaxChunkSize()).isEqualTo(16384);
            assertThat(options.isDecompressionSupported()).isFalse();
            assertThat(options.isCompressionSupported()).isFalse();
            assertThat(options.isHttp2ClearTextEnabled()).isFalse();
            assertThat(PublicServer.BODY_BYTES).isEqualTo(1048576);
            assertThat(PublicServer.HELD_BYTES).isEqualTo(64 * 1048576L);
        }

        @Test
        void giveBackWhatABodyHeld() {
            int each = PublicServer.BODY_BYTES;
            long requests = PublicServer.HELD_BYTES / each + 8;
            String event = event("appointment.updated", APPOINTMENT);
            String full = event + " ".repeat(each - event.length());

            for (int n = 0; n < requests; n++) {
                assertThat(hook(full).statusCode()).isEqualTo(202);
            }
        }

        private String raw(int to, String request) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), to)) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                byte[] start = socket.getInputStream().readNBytes(400);
                return new String(start, StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    void keepsCustomersApart() {
        String body = event("appointment.updated", APPOINTMENT);

        HttpResponse<String> wrong =
                hook("south", "acme", "m", stamp(), body, body, Customers.NORTH_KEY);
        HttpResponse<String> right =
                hook("south", "acme", "m", stamp(), body, body, Customers.SOUTH_KEY);

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(right.statusCode()).isEqualTo(202);
        await().until(() -> journal.deliveries().size() == 1);
        assertThat(journal.deliveries().getFirst().tenant()).isEqualTo(TenantId.named("south"));
    }
}
