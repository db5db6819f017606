package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.BadRecord;
import drawbridge.crossing.engine.CrossingFailure.InDoubt;
import drawbridge.crossing.engine.CrossingFailure.Transient;
import drawbridge.crossing.engine.CrossingFailure.Unexplained;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.crossing.engine.Remote.Found;
import drawbridge.crossing.engine.Remote.Gate;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.crossing.engine.Remote.Written;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.tenant.Standing;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/// Calls to real servers that behave as servers do.
class HttpRemoteIT {

    private static final String RECORD =
            "{\"id\":\"t1\",\"rev\":17,\"changed\":\"2026-03-01T09:00:00.000Z\",\"name\":\"Call\"}";
    private static final RecordRef T1 = new RecordRef(Specs.THING, "t1");
    private static final Value.Obj PATCH = new Value.Obj(Map.of("name", Value.of("Visit")));

    private record Seen(String method, String uri, Map<String, String> headers, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final HeldClock clock = new HeldClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Handler<HttpServerRequest> behaviour = request -> answer(request, 200, RECORD);
    private HttpRemote remote;
    private int port;

    @BeforeEach
    void start() {
        HttpServer server =
                vertx.createHttpServer()
                        .requestHandler(
                                request -> {
                                    request.body().onSuccess(body -> seen.add(seen(request, body)));
                                    behaviour.handle(request);
                                });
        port = Outcomes.of(server.listen(0, "127.0.0.1")).actualPort();
        use(port);
    }

    @AfterEach
    void stop() {
        Outcomes.of(vertx.close());
    }

    private void use(int to) {
        String endpoint = "http://127.0.0.1:" + to + "/base/";
        remote =
                HttpRemote.create(
                        vertx,
                        () -> Specs.mappings(endpoint, endpoint),
                        Specs.SECRETS,
                        Specs.NO_TOKENS,
                        Standing.ALWAYS_OPEN,
                        clock,
                        meters);
    }

    private static Seen seen(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(headers::put);
        return new Seen(request.method().name(), request.uri(), headers, body.toString());
    }

    private static void answer(HttpServerRequest request, int status, String body) {
        request.response().setStatusCode(status).end(body);
    }

    private Call call(Optional<UUID> attempt) {
        return call(Specs.NORTH, attempt);
    }

    private Call call(TenantId tenant, Optional<UUID> attempt) {
        return new Call(tenant, attempt, clock.now().plusSeconds(20));
    }

    private Future<Read> read() {
        return remote.read(call(Optional.empty()), T1);
    }

    private Future<Written> update() {
        return remote.update(call(Optional.of(new UUID(1, 2))), T1, PATCH, Optional.empty());
    }

    private Future<Void> put() {
        return remote.put(
                call(Optional.of(new UUID(1, 2))),
                new ResourceName("crm", "figure"),
                "a/b",
                new Bucket("unused", LocalDate.of(2026, 3, 2), "mails"),
                12);
    }

    @Nested
    class Requests {

        @Test
        void carryCredentialAttemptPreconditionAndNothingElseThanTheChange() {
            UUID attempt = UUID.fromString("0198a1b2-0000-7000-8000-000000000017");

            Outcomes.of(
                    remote.update(
                            call(Optional.of(attempt)),
                            T1,
                            PATCH,
                            Optional.of(new Version("17", OptionalLong.of(17)))));

            Seen request = seen.getFirst();
            assertThat(request.method()).isEqualTo("PATCH");
            assertThat(request.uri()).isEqualTo("/base/api/v9/things/t1");
            assertThat(request.body()).isEqualTo("{\"name\":\"Visit\"}");
            assertThat(request.headers())
                    .containsEntry("X-Key", "Key " + Specs.CREDENTIAL)
                    .containsEntry("If-Match", "\"r17\"")
                    .containsEntry("Drawbridge-Attempt", attempt.toString())
                    .containsEntry("Content-Type", "application/json")
                    .doesNotContainKey("Accept-Encoding");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2026-03-01T10:00:01.345001Z",
                    "2026-03-01T10:00:01.3450010000+00:00",
                    "1740819600.3450010"
                })
        void s16_carryAStampOfMoreDigitsThanOursAsItWasRead(String stamp) {
            String written = stamp.contains("T") ? "\"" + stamp + "\"" : stamp;
            behaviour = request -> answer(request, 200, RECORD.replace("17", written));
            Read.Present read = (Read.Present) Outcomes.of(read());

            Outcomes.of(
                    remote.update(
                            call(Optional.of(new UUID(1, 2))), T1, PATCH, read.state().version()));

            assertThat(seen.getLast().headers()).containsEntry("If-Match", "\"r" + stamp + "\"");
        }

        @Test
        void putAFigureWhereItsOwnerDayAndKindStandInThePath() {
            Outcomes.of(put());

            Seen request = seen.getFirst();
            assertThat(request.method()).isEqualTo("PUT");
            assertThat(request.uri())
                    .isEqualTo("/base/api/v9/people/a%2Fb/figures/2026-03-02/mails");
            assertThat(request.body()).isEqualTo("{\"number\":12}");
            assertThat(request.headers())
                    .containsEntry("Drawbridge-Attempt", new UUID(1, 2).toString());
        }

        @Test
        void readWithoutAnAttempt() {
            Outcomes.of(read());

            assertThat(seen.getFirst().headers())
                    .doesNotContainKeys("Drawbridge-Attempt", "If-Match", "Content-Type");
        }

        @Test
        void keepAnIdOneSegmentOnTheWire() {
            Future<Read> read =
                    remote.read(call(Optional.empty()), new RecordRef(Specs.THING, "../a/b?c=%2f"));

            assertThat(Outcomes.failureOf(read)).isInstanceOf(Unexplained.class);
            assertThat(seen.getFirst().uri())
                    .isEqualTo("/base/api/v9/things/..%2Fa%2Fb%3Fc%3D%252f");
        }

        @Test
        void areNotMadeForAnIdThatIsAStep() {
            Future<Read> read =
                    remote.read(call(Optional.empty()), new RecordRef(Specs.THING, ".."));

            assertThat(Outcomes.failureOf(read)).isInstanceOf(BadRecord.class);
            assertThat(seen).isEmpty();
        }

        @Test
        void keepEveryDigit() {
            Value.Obj body =
                    new Value.Obj(
                            Map.of(
                                    "n",
                                    new Value.Num(new java.math.BigDecimal("9007199254740993"))));

            Outcomes.of(remote.create(call(Optional.of(new UUID(0, 1))), Specs.THING, body));

            assertThat(seen.getFirst().body()).isEqualTo("{\"n\":9007199254740993}");
        }

        @Test
        void areNotMadeWithoutACredential() {
            HttpRemote poor =
                    HttpRemote.create(
                            vertx,
                            () -> Specs.mappings("http://127.0.0.1:" + port, "http://127.0.0.1"),
                            (tenant, system, purpose) -> Optional.empty(),
                            Specs.NO_TOKENS,
                            Standing.ALWAYS_OPEN,
                            clock,
                            meters);

            assertThat(Outcomes.failureOf(poor.read(call(Optional.empty()), T1)))
                    .isInstanceOf(CrossingFailure.Credential.class);
            assertThat(seen).isEmpty();
        }

        @Test
        void areNotMadeAfterTheirDeadline() {
            Call late = new Call(Specs.NORTH, Optional.of(new UUID(0, 1)), clock.now());

            assertThat(Outcomes.failureOf(remote.update(late, T1, PATCH, Optional.empty())))
                    .isInstanceOf(Transient.class);
            assertThat(seen).isEmpty();
        }
    }

    @Nested
    class Answered {

        @Test
        void aRecordIsPresentWithItsVersion() {
            Read read = Outcomes.of(read());

            assertThat(read)
                    .isInstanceOfSatisfying(
                            Read.Present.class,
                            present -> {
                                assertThat(present.state().version())
                                        .contains(new Version("17", OptionalLong.of(17)));
                                assertThat(present.state().record().members())
                                        .containsEntry("name", Value.of("Call"));
                            });
        }

        @Test
        void a404IsNoProofA410IsOneAndSoIsTheMarker() {
            behaviour = request -> answer(request, 404, "");
            assertThat(Outcomes.of(read())).isEqualTo(new Read.Absent(false));
            behaviour = request -> answer(request, 410, "");
            assertThat(Outcomes.of(read())).isEqualTo(new Read.Absent(true));
            behaviour = request -> answer(request, 200, "{\"id\":\"t1\",\"deleted\":true}");
            assertThat(Outcomes.of(read())).isEqualTo(new Read.Absent(true));
        }

        @Test
        void anotherRecordIsNotTheOneAskedFor() {
            behaviour = request -> answer(request, 200, "{\"id\":\"T1\"}");

            assertThat(Outcomes.failureOf(read())).isInstanceOf(Unexplained.class);
        }

        @Test
        void aPageOfHtmlIsNoRecordAndProvesNoWrite() {
            behaviour =
                    request -> {
                        request.response().putHeader("Content-Type", "text/html");
                        answer(request, 200, "<html>Please log in</html>");
                    };

            CrossingFailure read = Outcomes.failureOf(read());
            CrossingFailure write = Outcomes.failureOf(update());

            assertThat(read).isInstanceOf(Unexplained.class);
            assertThat(read.facts().sentence()).contains("no JSON but text/html");
            assertThat(read.facts().response()).isEqualTo("<html>Please log in</html>");
            assertThat(write).isInstanceOf(InDoubt.class);
        }

        @Test
        void aCreateMayAnswerARecordAPartOrAnIdAlone() {
            behaviour = request -> answer(request, 201, RECORD);
            assertThat(create().state()).isPresent();
            behaviour = request -> answer(request, 201, "{\"id\":\"t1\"}");
            assertThat(create()).isEqualTo(new Written(T1, Optional.empty()));
            behaviour = request -> answer(request, 200, "12345678901234567890");
            assertThat(create().record().id()).isEqualTo("12345678901234567890");
        }

        @Test
        void aCreateWithoutAnIdIsInDoubt() {
            behaviour = request -> answer(request, 201, "{\"ok\":true}");

            assertThat(Outcomes.failureOf(tryCreate())).isInstanceOf(InDoubt.class);
        }

        @Test
        void anUpdateMayAnswerNothing() {
            behaviour = request -> answer(request, 204, "");

            assertThat(Outcomes.of(update())).isEqualTo(new Written(T1, Optional.empty()));
        }

        @Test
        void aFigureThatAServerFailedToTakeIsSimplyPutAgain() {
            behaviour = request -> answer(request, 500, "");
            assertThat(Outcomes.failureOf(put())).isInstanceOf(CrossingFailure.Transient.class);

            behaviour = request -> answer(request, 404, "");
            assertThat(Outcomes.failureOf(put())).isInstanceOf(CrossingFailure.Gone.class);
        }

        @Test
        void aDeleteThatNobodyAnsweredForIsInDoubtAndOneOfAnOlderVersionIsRefused() {
            behaviour = request -> answer(request, 500, "");
            assertThat(Outcomes.failureOf(delete())).isInstanceOf(CrossingFailure.InDoubt.class);

            behaviour = request -> answer(request, 412, "");
            assertThat(Outcomes.failureOf(delete()))
                    .isInstanceOf(CrossingFailure.Precondition.class);

            behaviour = request -> answer(request, 404, "");
            Outcomes.of(delete());
            assertThat(seen).hasSize(3);
        }

        private Future<Void> delete() {
            return remote.delete(call(Optional.of(new UUID(0, 1))), T1, Optional.empty());
        }

        @Test
        void aDeleteOfWhatIsGoneIsDone() {
            behaviour = request -> answer(request, 410, "");

            Outcomes.of(
                    remote.delete(
                            call(Optional.of(new UUID(0, 1))),
                            T1,
                            Optional.of(new Version("17", OptionalLong.of(17)))));

            assertThat(seen.getFirst().method()).isEqualTo("DELETE");
            assertThat(seen.getFirst().headers()).containsEntry("If-Match", "\"r17\"");
        }

        @Test
        void aLookupTellsWhichRecordsAreDeletedAndAsksNothingWithoutAnArgument() {
            behaviour =
                    request ->
                            answer(
                                    request,
                                    200,
                                    "{\"data\":[" + RECORD + ",{\"id\":\"t2\",\"deleted\":true}]}");

            List<Found> found = find("ref 1");

            assertThat(found)
                    .extracting(Found::record)
                    .containsExactly(T1, new RecordRef(Specs.THING, "t2"));
            assertThat(found).extracting(Found::deleted).containsExactly(false, true);
            assertThat(seen.getFirst().uri()).isEqualTo("/base/api/v9/things?ref=ref%201");
            assertThat(find("")).isEmpty();
            assertThat(seen).hasSize(1);
        }

        @Test
        void aRefusedCreateNamesTheRecordThatHoldsTheReference() {
            behaviour = request -> answer(request, 409, "{\"error\":{\"existing\":\"t2\"}}");

            CrossingFailure.Exists failure =
                    (CrossingFailure.Exists)
                            Outcomes.failureOf(
                                    remote.create(
                                            call(Optional.of(new UUID(0, 1))),
                                            Specs.THING,
                                            Value.Obj.EMPTY));

            assertThat(failure.record()).contains("t2");
        }

        @Test
        void aListIsReadPageByPage() {
            behaviour = request -> answer(request, 200, "{\"data\":[" + RECORD + "],\"next\":7}");

            Listing.Page page =
                    Outcomes.of(
                            remote.page(
                                    Specs.NORTH,
                                    Specs.THING,
                                    Instant.parse("2026-03-01T08:00:00Z"),
                                    Optional.of("c/1")));

            assertThat(page.rows()).hasSize(1);
            assertThat(page.next()).contains("7");
            assertThat(seen.getFirst().uri())
                    .isEqualTo(
                            "/base/api/v9/things?cursor=c%2F1&limit=2"
                                    + "&since=2026-03-01T08%3A00%3A00Z");
        }

        @Test
        void aListThatIsNoneFails() {
            behaviour = request -> answer(request, 200, "{\"data\":{}}");

            assertThat(
                            Outcomes.failureOf(
                                    remote.page(
                                            Specs.NORTH,
                                            Specs.THING,
                                            Instant.EPOCH,
                                            Optional.empty())))
                    .isInstanceOf(Unexplained.class);
        }

        @Test
        void aRedirectIsNotFollowed() {
            behaviour =
                    request -> {
                        request.response().putHeader("Location", "/base/api/v9/things/t2");
                        answer(request, 302, "");
                    };

            assertThat(Outcomes.failureOf(read())).isInstanceOf(Unexplained.class);
            assertThat(seen).hasSize(1);
        }

        private Future<Written> tryCreate() {
            return remote.create(call(Optional.of(new UUID(0, 1))), Specs.THING, PATCH);
        }

        private Written create() {
            return Outcomes.of(tryCreate());
        }

        private List<Found> find(String reference) {
            return Outcomes.of(
                    remote.find(
                            call(Optional.empty()),
                            Specs.THING,
                            "external-reference",
                            Map.of("reference", reference)));
        }
    }

    @Nested
    class Unanswered {

        @Test
        void aServerThatIsNotThereWasNotReached() {
            use(closedPort());

            assertThat(Outcomes.failureOf(read())).isInstanceOf(Transient.class);
            assertThat(Outcomes.failureOf(update())).isInstanceOf(Transient.class);
        }

        @Test
        void aSilentServerLeavesAWriteInDoubtAndAReadUndone() {
            behaviour = _ -> {};

            assertThat(Outcomes.failureOf(read())).isInstanceOf(Transient.class);
            assertThat(Outcomes.failureOf(update())).isInstanceOf(InDoubt.class);
        }

        @Test
        void aConnectionThatIsResetAfterTheRequestLeavesAWriteInDoubt() {
            useRaw(socket -> socket.handler(_ -> socket.close()));

            assertThat(Outcomes.failureOf(update())).isInstanceOf(InDoubt.class);
            assertThat(Outcomes.failureOf(read())).isInstanceOf(Transient.class);
        }

        /// Who is first, the request or the end of the connection, is up to both machines.
        @Test
        void aConnectionThatIsResetAtOnceMayHaveCarriedTheRequest() {
            AtomicInteger bytes = new AtomicInteger();
            useRaw(
                    socket -> {
                        socket.handler(part -> bytes.addAndGet(part.length()));
                        Future<Void> _ = socket.close();
                    });

            CrossingFailure failure = Outcomes.failureOf(update());

            if (failure instanceof Transient unsent) {
                assertThat(unsent.facts().sentence()).contains("not sent");
                assertThat(bytes).hasValue(0);
            } else {
                assertThat(failure).isInstanceOf(InDoubt.class);
            }
        }

        @Test
        void anAnswerThatIsCutAnywhereIsNone() {
            String whole =
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                            + RECORD.length()
                            + "\r\n\r\n"
                            + RECORD;
            AtomicInteger cut = new AtomicInteger();
            useRaw(
                    socket ->
                            socket.handler(
                                    _ ->
                                            socket.write(whole.substring(0, cut.get()))
                                                    .onComplete(_ -> socket.close())));

            for (int at = 1; at < whole.length(); at += 10) {
                cut.set(at);
                assertThat(Outcomes.failureOf(update())).isInstanceOf(InDoubt.class);
            }
            cut.set(whole.length());
            assertThat(Outcomes.of(update()).state()).isPresent();
        }

        @Test
        void anAnswerThatDripsEndsWithItsTimeAndItsConnection() {
            AtomicInteger closed = new AtomicInteger();
            useRaw(
                    socket -> {
                        socket.closeHandler(_ -> closed.incrementAndGet());
                        socket.handler(_ -> drip(socket, "HTTP/1.1 200 OK\r\nContent-Length: 99"));
                    });

            long begun = System.nanoTime();
            CrossingFailure failure = Outcomes.failureOf(read());

            assertThat(failure).isInstanceOf(Transient.class);
            assertThat(failure.facts().sentence()).contains("no whole answer within");
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThan(Specs.TIMEOUT.minusMillis(100));
            await().untilAsserted(() -> assertThat(closed).hasValue(1));
        }

        @Test
        void aBodyThatDripsEndsWithItsTimeAndItsConnection() {
            AtomicInteger closed = new AtomicInteger();
            useRaw(
                    socket -> {
                        socket.closeHandler(_ -> closed.incrementAndGet());
                        socket.handler(
                                _ -> {
                                    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n");
                                    drip(socket, " ".repeat(900));
                                });
                    });

            assertThat(Outcomes.failureOf(update())).isInstanceOf(InDoubt.class);
            await().untilAsserted(() -> assertThat(closed).hasValue(1));
        }

        private void drip(NetSocket socket, String text) {
            AtomicInteger at = new AtomicInteger();
            vertx.setPeriodic(
                    20,
                    timer -> {
                        int n = at.getAndIncrement();
                        if (n >= text.length()) {
                            vertx.cancelTimer(timer);
                        } else {
                            socket.write(text.substring(n, n + 1)).onFailure(_ -> {});
                        }
                    });
        }

        private int closedPort() {
            NetServer server = vertx.createNetServer().connectHandler(NetSocket::close);
            int free = Outcomes.of(server.listen(0, "127.0.0.1")).actualPort();
            Outcomes.of(server.close());
            return free;
        }

        private void useRaw(Handler<NetSocket> handler) {
            NetServer server = vertx.createNetServer().connectHandler(handler);
            use(Outcomes.of(server.listen(0, "127.0.0.1")).actualPort());
        }
    }

    @Nested
    class TooMuch {

        @Test
        void anAnswerOf200MegabytesIsCutWhereTheLimitIs() {
            AtomicLong written = new AtomicLong();
            AtomicInteger closed = new AtomicInteger();
            behaviour =
                    request -> {
                        request.connection().closeHandler(_ -> closed.incrementAndGet());
                        HttpServerResponse response = request.response().setChunked(true);
                        pour(response, Buffer.buffer(new byte[64 * 1024]), written);
                    };

            CrossingFailure failure = Outcomes.failureOf(read());

            assertThat(failure).isInstanceOf(BadRecord.class);
            assertThat(failure.facts().sentence())
                    .contains("larger than " + Specs.MAX_BODY + " bytes");
            await().untilAsserted(() -> assertThat(closed).hasValue(1));
            assertThat(written.get()).isLessThan(100L * 1024 * 1024);
        }

        @Test
        void anUpdateAnsweredAtLengthIsInDoubt() {
            behaviour = request -> answer(request, 200, " ".repeat(Specs.MAX_BODY + 1));

            assertThat(Outcomes.failureOf(update())).isInstanceOf(InDoubt.class);
        }

        @Test
        void aRefusalAtLengthIsARefusal() {
            behaviour = request -> answer(request, 422, " ".repeat(Specs.MAX_BODY + 1));

            assertThat(Outcomes.failureOf(update())).isInstanceOf(BadRecord.class);
        }

        @Test
        void aBombIsNotOpened() throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                for (int n = 0; n < 32; n++) {
                    gzip.write(new byte[1024 * 1024]);
                }
            }
            Buffer bomb = Buffer.buffer(packed.toByteArray());
            behaviour =
                    request -> request.response().putHeader("Content-Encoding", "gzip").end(bomb);

            CrossingFailure failure = Outcomes.failureOf(read());

            assertThat(bomb.length()).isLessThan(Specs.MAX_BODY);
            assertThat(failure).isInstanceOf(Unexplained.class);
            assertThat(failure.facts().sentence()).contains("compressed");
        }

        @Test
        void jsonBeyondItsLimitsIsNoJson() {
            behaviour = request -> answer(request, 200, "[".repeat(100) + "]".repeat(100));
            assertThat(Outcomes.failureOf(read())).isInstanceOf(Unexplained.class);
            behaviour = request -> answer(request, 200, "{\"id\":\"t1\",\"id\":\"t1\"}");
            assertThat(Outcomes.failureOf(read())).isInstanceOf(Unexplained.class);
        }

        @Test
        void headersBeyondTheirLimitAreNoAnswer() {
            behaviour =
                    request -> {
                        request.response()
                                .putHeader("X-Long", "x".repeat(ClientLimits.HEADER_BYTES + 1));
                        answer(request, 200, RECORD);
                    };

            assertThat(Outcomes.failureOf(update())).isInstanceOf(InDoubt.class);
        }

        private void pour(HttpServerResponse response, Buffer part, AtomicLong written) {
            if (written.get() >= 200L * 1024 * 1024) {
                response.end().onFailure(_ -> {});
                return;
            }
            response.write(part)
                    .onSuccess(
                            _ -> {
                                written.addAndGet(part.length());
                                pour(response, part, written);
                            });
        }
    }

    @Nested
    class ManyCalls {

        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final List<Promise<Void>> open = new CopyOnWriteArrayList<>();

        @Test
        void runNoMoreAtOnceThanAllowed() {
            behaviour =
                    request -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        vertx.setTimer(
                                20,
                                _ -> {
                                    running.decrementAndGet();
                                    answer(request, 200, RECORD);
                                });
                    };

            List<Future<Read>> reads = new ArrayList<>();
            for (int n = 0; n < 5 * Specs.AT_ONCE; n++) {
                reads.add(read());
            }
            reads.forEach(Outcomes::of);

            assertThat(most).hasValue(Specs.AT_ONCE);
        }

        @Test
        void ofOneTenantHoldUpNoOther() {
            behaviour =
                    request -> {
                        Promise<Void> hold = Promise.promise();
                        boolean first = open.size() < Specs.AT_ONCE;
                        open.add(hold);
                        if (!first) {
                            answer(request, 200, RECORD);
                        }
                    };
            List<Future<Read>> stuck = new ArrayList<>();
            for (int n = 0; n < 3 * Specs.AT_ONCE; n++) {
                stuck.add(read());
            }
            await().until(() -> open.size() == Specs.AT_ONCE);

            Future<Read> other = remote.read(call(Specs.SOUTH, Optional.empty()), T1);

            assertThat(Outcomes.of(other)).isInstanceOf(Read.Present.class);
            assertThat(stuck).noneMatch(Future::succeeded);
        }

        @Test
        void thatWaitForTheirTurnAreNotSentOnceTheSystemAskedForPatience() {
            List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
            behaviour = asked::add;
            List<Future<Read>> all = new ArrayList<>();
            for (int n = 0; n < Specs.AT_ONCE + 3; n++) {
                all.add(read());
            }
            await().until(() -> asked.size() == Specs.AT_ONCE);

            asked.getFirst().response().setStatusCode(429).putHeader("Retry-After", "7").end();

            List<Future<Read>> waited = all.subList(Specs.AT_ONCE, all.size());
            assertThat(waited.stream().map(Outcomes::failureOf))
                    .allSatisfy(
                            failure -> {
                                assertThat(failure).isInstanceOf(Transient.class);
                                assertThat(((Transient) failure).retryAfter())
                                        .hasValueSatisfying(
                                                left ->
                                                        assertThat(left)
                                                                .isBetween(
                                                                        Duration.ofSeconds(1),
                                                                        Duration.ofSeconds(7)));
                            });
            assertThat(asked).hasSize(Specs.AT_ONCE);
            clock.pass(Duration.ofSeconds(7));
            behaviour = request -> answer(request, 200, RECORD);
            assertThat(Outcomes.of(read())).isInstanceOf(Read.Present.class);
        }

        @Test
        void thatNeverHadTheirTurnWereNotSent() {
            behaviour = _ -> open.add(Promise.promise());
            List<Future<Written>> writes = new ArrayList<>();
            for (int n = 0; n < Specs.AT_ONCE + 3; n++) {
                writes.add(update());
            }

            List<CrossingFailure> failures = writes.stream().map(Outcomes::failureOf).toList();

            assertThat(failures.subList(0, Specs.AT_ONCE)).allMatch(InDoubt.class::isInstance);
            assertThat(failures.subList(Specs.AT_ONCE, failures.size()))
                    .allMatch(Transient.class::isInstance);
            assertThat(open).hasSize(Specs.AT_ONCE);
        }
    }

    @Nested
    class Breaker {

        @Test
        void refusesAtOnceWhileOpenForThatTenantAlone() {
            remote.breaker(Specs.NORTH, "crm", Gate.OPEN);

            assertThat(Outcomes.failureOf(read())).isInstanceOf(Transient.class);
            assertThat(Outcomes.failureOf(update())).isInstanceOf(Transient.class);
            assertThat(seen).isEmpty();
            assertThat(Outcomes.of(remote.read(call(Specs.SOUTH, Optional.empty()), T1)))
                    .isInstanceOf(Read.Present.class);
        }

        @Test
        void letsOneProbeThroughAndNeverASweep() {
            remote.breaker(Specs.NORTH, "crm", Gate.OPEN);
            remote.breaker(Specs.NORTH, "crm", Gate.PROBE);

            Future<Listing.Page> sweep =
                    remote.page(Specs.NORTH, Specs.THING, Instant.EPOCH, Optional.empty());

            assertThat(Outcomes.failureOf(sweep)).isInstanceOf(Transient.class);
            assertThat(Outcomes.of(read())).isInstanceOf(Read.Present.class);
            assertThat(Outcomes.failureOf(read())).isInstanceOf(Transient.class);
            assertThat(seen).hasSize(1);
        }

        @Test
        void closesAgainAndNeverOpensByItself() {
            remote.breaker(Specs.NORTH, "crm", Gate.OPEN);
            remote.breaker(Specs.NORTH, "crm", Gate.CLOSED);
            behaviour = request -> answer(request, 500, "");

            for (int n = 0; n < 50; n++) {
                CrossingFailure failure = Outcomes.failureOf(read());
                assertThat(failure.facts().status()).isEqualTo(500);
            }
        }
    }

    @Test
    void showsARequestWithoutItsCredential() {
        behaviour = request -> answer(request, 422, "{\"error\":{\"message\":\"no\"}}");

        CrossingFailure failure = Outcomes.failureOf(update());

        assertThat(failure.facts().request())
                .startsWith("PATCH http://127.0.0.1:" + port + "/base/api/v9/things/t1\n")
                .contains("{\"name\":\"Visit\"}")
                .doesNotContain(Specs.CREDENTIAL);
    }

    @Test
    void countsCallsByResultWithoutNamingATenant() {
        Outcomes.of(read());
        behaviour = request -> answer(request, 500, "");
        CrossingFailure _ = Outcomes.failureOf(update());

        assertThat(meters.get("drawbridge.system.calls").timers())
                .extracting(timer -> timer.getId().getTags().toString())
                .containsExactlyInAnyOrder(
                        "[tag(operation=read), tag(result=ok), tag(system=crm)]",
                        "[tag(operation=update), tag(result=in-doubt), tag(system=crm)]");
    }

    @Test
    void readsItsLimitsFromOneTable() {
        var client = ClientLimits.client();
        var pool = ClientLimits.pool();

        assertThat(client.isFollowRedirects()).isFalse();
        assertThat(client.getMaxRedirects()).isZero();
        assertThat(client.getConnectTimeout()).isEqualTo(3000);
        assertThat(client.getIdleTimeout()).isEqualTo(60);
        assertThat(client.getKeepAliveTimeout()).isEqualTo(4);
        assertThat(client.getMaxHeaderSize()).isEqualTo(16 * 1024);
        assertThat(client.getMaxInitialLineLength()).isEqualTo(4 * 1024);
        assertThat(client.isDecompressionSupported()).isFalse();
        assertThat(client.isTrustAll()).isFalse();
        assertThat(client.isVerifyHost()).isTrue();
        assertThat(pool.getHttp1MaxSize()).isEqualTo(64);
        assertThat(pool.getMaxWaitQueueSize()).isEqualTo(64);
        assertThat(pool.getMaxLifetime()).isEqualTo(600);
        assertThat(RECORD.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(Specs.MAX_BODY);
    }
}
