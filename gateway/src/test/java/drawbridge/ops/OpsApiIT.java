package drawbridge.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.crossing.SecureDice;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Foreseen;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Pausing;
import drawbridge.crossing.engine.Settling;
import drawbridge.intake.Imports;
import drawbridge.intake.Rereading;
import drawbridge.journal.TrafficReads.Recorded;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.opsapi.Audit;
import drawbridge.opsapi.Authorization;
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BreakerState;
import drawbridge.opsapi.ConnectionState;
import drawbridge.opsapi.ConnectionStatus;
import drawbridge.opsapi.Frame;
import drawbridge.opsapi.FrameType;
import drawbridge.opsapi.Gateway;
import drawbridge.opsapi.Health;
import drawbridge.opsapi.HealthStatus;
import drawbridge.opsapi.MappingProblem;
import drawbridge.opsapi.MappingsStatus;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.PauseResult;
import drawbridge.opsapi.Preview;
import drawbridge.opsapi.PreviewKind;
import drawbridge.opsapi.Problem;
import drawbridge.opsapi.TrafficReplay;
import drawbridge.replay.Difference;
import drawbridge.replay.Replay;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxExtension;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The ops API over real HTTP and a real WebSocket.
@ExtendWith(VertxExtension.class)
class OpsApiIT {

    private static final String ADMIN = "token-of-the-admin-0123456789";
    private static final String OPERATOR = "token-of-the-operator-0123456789";
    private static final String VIEWER = "token-of-the-viewer-0123456789";
    private static final String SOUTH_ONLY = "token-of-the-south-0123456789";
    private static final String ID = "6b1d7f0e-0000-4000-8000-000000000017";

    @TempDir private Path folder;

    private final ScriptedReads reads = new ScriptedReads();
    private final Map<UUID, Deciding.Act> acts = new ConcurrentHashMap<>();
    private final List<Pausing.Stop> stops = new CopyOnWriteArrayList<>();
    private final List<drawbridge.crossing.engine.Preview.Wish> wishes =
            new CopyOnWriteArrayList<>();
    private volatile Foreseen foreseen = new Foreseen.Settled("Both agree.");
    private final List<Replay.Wish> replays = new CopyOnWriteArrayList<>();
    private volatile Replay.Answer replayed = new Replay.Answer.Told(List.of(), Optional.empty());
    private final Jobs jobs = noJobs();
    private final ScriptedAudits audits = new ScriptedAudits();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScriptedSetup setup = new ScriptedSetup();
    private OpsVerticle ops;

    @BeforeEach
    void start(Vertx vertx) throws IOException {
        Path tokens =
                Files.writeString(
                        folder.resolve("tokens"),
                        "user1 admin %s\nuser2 operator %s\nuser3 viewer %s\nuser4 operator %s south\n"
                                .formatted(ADMIN, OPERATOR, VIEWER, SOUTH_ONLY));
        ops =
                OpsVerticle.at(
                        "127.0.0.1",
                        0,
                        new OpsApi.Parts(
                                Tokens.read(tokens),
                                reads,
                                journalThatActs(),
                                imports(),
                                new Gateway("1", "run-1", ScriptedReads.START),
                                () -> Set.of("north", "south"),
                                () -> health(HealthStatus.UP),
                                () -> health(reads.down ? HealthStatus.DOWN : HealthStatus.UP),
                                setup,
                                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                                new HandParts(
                                        jobs,
                                        wish -> {
                                            wishes.add(wish);
                                            return Future.succeededFuture(foreseen);
                                        },
                                        new Rereading(
                                                () -> {
                                                    throw new IllegalStateException("unused");
                                                },
                                                new Dice() {
                                                    @Override
                                                    public double jitter() {
                                                        return 0;
                                                    }

                                                    @Override
                                                    public UUID id() {
                                                        return UUID.randomUUID();
                                                    }
                                                }),
                                        audits,
                                        new ScriptedBackfills(),
                                        (_, _, wish) -> {
                                            replays.add(wish);
                                            return Future.succeededFuture(replayed);
                                        })));
        assertThat(vertx.deployVerticle(ops).await()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("allRoutes")
    void refusesEveryRouteWithoutAToken(HttpMethod method, String path) throws Exception {
        HttpResponse<String> none = send(method.name(), path, null, "{}");
        HttpResponse<String> wrong = send(method.name(), path, "a-wrong-token-of-24-letters", "{}");

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(none.body());
    }

    @Test
    void doesNotTellAStrangerWhatExists() throws Exception {
        assertThat(send("GET", "/ops/v1/nothing", null, "").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/ops/v1/nothing", VIEWER, "").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesAViewerWhatOperatorsMay() throws Exception {
        reads.items.add(ScriptedReads.item("north", ID, 1, ParkedState.OPEN));

        HttpResponse<String> resolve = resolve("north", VIEWER, 1);
        HttpResponse<String> detail = send("GET", item("north"), VIEWER, "");
        HttpResponse<String> list = send("GET", OpsPaths.PARKED, VIEWER, "");

        assertThat(resolve.statusCode()).isEqualTo(403);
        assertThat(OpsJson.read(resolve.body(), Problem.class).detail()).contains("operator");
        assertThat(detail.statusCode()).isEqualTo(403);
        assertThat(list.body()).contains(Masked.VALUE).doesNotContain("Contact 17");
    }

    @Test
    void keepsOneCustomersItemsFromAnothersOperator() throws Exception {
        reads.items.add(ScriptedReads.item("north", ID, 1, ParkedState.OPEN));

        assertThat(send("GET", OpsPaths.PARKED, SOUTH_ONLY, "").body()).doesNotContain(ID);
        assertThat(send("GET", item("north"), SOUTH_ONLY, "").statusCode()).isEqualTo(404);
        assertThat(resolve("north", SOUTH_ONLY, 1).statusCode()).isEqualTo(404);
        assertThat(overview(SOUTH_ONLY).tenants())
                .singleElement()
                .satisfies(tenant -> assertThat(tenant.tenant()).isEqualTo("south"));
        assertThat(acts).isEmpty();
    }

    @Test
    void carriesOutADecisionOnceHoweverOftenItIsSent() throws Exception {
        reads.items.add(ScriptedReads.item("north", ID, 4, ParkedState.OPEN));

        HttpResponse<String> first = resolve("north", OPERATOR, 4);
        HttpResponse<String> again = resolve("north", OPERATOR, 4);
        HttpResponse<String> stale = resolve("north", OPERATOR, 3);

        assertThat(first.body()).contains("\"accepted\"");
        assertThat(again.body()).contains("\"done\"");
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(acts.values())
                .singleElement()
                .satisfies(
                        act -> {
                            assertThat(act.verb()).isEqualTo(Deciding.Verb.KEEP_ACME);
                            assertThat(act.by()).isEqualTo("user2");
                            assertThat(act.reason()).isEqualTo("the customer said so");
                        });
    }

    @Test
    void tellsWhyAConnectionStandsStillAndLetsAnOperatorResumeIt() throws Exception {
        HttpResponse<String> before =
                send("GET", OpsPaths.CONNECTIONS + "?tenant=north", VIEWER, "");
        String resume = OpsPaths.fill(OpsPaths.CONNECTION_RESUME, "north", "acme");
        HttpResponse<String> viewer = post(resume, VIEWER, "{}");
        HttpResponse<String> elsewhere = post(resume, SOUTH_ONLY, "{}");
        HttpResponse<String> unknown =
                post(OpsPaths.fill(OpsPaths.CONNECTION_RESUME, "north", "crm"), OPERATOR, "{}");
        HttpResponse<String> done = post(resume, OPERATOR, "{\"reason\":\"has a new key\"}");

        assertThat(before.body())
                .contains("suspended")
                .contains("acme answered 401")
                .contains("Give it a new credential.");
        assertThat(viewer.statusCode()).isEqualTo(403);
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(OpsJson.read(done.body(), ConnectionStatus.class).state())
                .isEqualTo(ConnectionState.OPEN);
        assertThat(setup.resumed).containsExactly("north by user2: has a new key");
    }

    @Test
    void tellsAnOperatorAloneTheAddressAtWhichSomebodyGrantsAccess() throws Exception {
        String begin = OpsPaths.fill(OpsPaths.AUTHORIZATIONS, "north", "acme");

        assertThat(post(begin, VIEWER, "{}").statusCode()).isEqualTo(403);
        assertThat(post(begin, SOUTH_ONLY, "{}").statusCode()).isEqualTo(404);
        assertThat(post(begin, OPERATOR, "{\"user\":\"user9\"}").body()).contains("'by: consent'");
        assertThat(OpsJson.read(post(begin, OPERATOR, "{}").body(), Authorization.class).address())
                .isEqualTo("https://acme.example.com/grant?state=user2");
    }

    @Test
    void letsAnOperatorAuditACustomerAndAViewerSeeTheNumbersAlone() throws Exception {
        String start = OpsPaths.fill(OpsPaths.AUDIT_START, "north");
        HttpResponse<String> viewer = post(start, VIEWER, "{\"repair\":false}");
        HttpResponse<String> elsewhere = post(start, SOUTH_ONLY, "{\"repair\":false}");
        HttpResponse<String> started =
                post(start, OPERATOR, "{\"flow\":\"appointments\",\"repair\":true}");
        Audit audit = OpsJson.read(started.body(), Audit.class);
        String findings = OpsPaths.fill(OpsPaths.AUDIT_FINDINGS, "north", audit.id());

        assertThat(viewer.statusCode()).isEqualTo(403);
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(audit.by()).isEqualTo("user2");
        assertThat(audit.repair()).isTrue();
        assertThat(send("GET", OpsPaths.AUDITS, VIEWER, "").body()).contains(audit.id());
        assertThat(send("GET", OpsPaths.AUDITS, SOUTH_ONLY, "").body()).isEqualTo("[]");
        assertThat(send("GET", findings, VIEWER, "").statusCode()).isEqualTo(403);
        assertThat(send("GET", findings, OPERATOR, "").body()).isEqualTo("[]");
        assertThat(send("GET", OpsPaths.PROOFS, VIEWER, "").body()).contains("appointments");
    }

    @Test
    void letsAnOperatorFillInWhatIsThereAndAViewerSeeHowFarItIs() throws Exception {
        String start = OpsPaths.fill(OpsPaths.BACKFILL_START, "north");
        HttpResponse<String> viewer = post(start, VIEWER, "{}");
        HttpResponse<String> elsewhere = post(start, SOUTH_ONLY, "{}");
        HttpResponse<String> started = post(start, OPERATOR, "{\"side\":\"app\",\"perSecond\":5}");
        Backfill backfill = OpsJson.read(started.body(), Backfill.class);
        String pause = OpsPaths.fill(OpsPaths.BACKFILL_PAUSE, "north", backfill.id());

        assertThat(viewer.statusCode()).isEqualTo(403);
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(backfill.by()).isEqualTo("user2");
        assertThat(backfill.perSecond()).isEqualTo(5);
        assertThat(send("GET", OpsPaths.BACKFILLS, VIEWER, "").body()).contains(backfill.id());
        assertThat(send("GET", OpsPaths.BACKFILLS, SOUTH_ONLY, "").body()).isEqualTo("[]");
        assertThat(post(pause, VIEWER, "{}").statusCode()).isEqualTo(403);
        assertThat(post(pause, OPERATOR, "{}").body()).contains(backfill.id());
    }

    @Test
    void putsRecordedChangesThroughTheMappingsThatAnAdminHandsIn() throws Exception {
        String path = OpsPaths.fill(OpsPaths.TRAFFIC, "north");
        String wish =
                """
                {"since": "2026-03-01T00:00:00Z", "most": 100, "files": [
                    {"path": "flows/users.yaml", "text": "flow: users"}]}
                """;
        Recorded change =
                new Recorded(
                        new UUID(0, 7),
                        new FlowName("users"),
                        drawbridge.mapping.Side.ACME,
                        new RecordRef(new ResourceName("acme", "user"), "usr_7"),
                        false,
                        true,
                        Bytes.copyOf(new byte[0]),
                        "1",
                        ScriptedReads.START,
                        Optional.empty());
        replayed =
                new Replay.Answer.Told(
                        List.of(
                                new Replay.Looked(
                                        change,
                                        true,
                                        Optional.of(
                                                new Replay.Result(
                                                        List.of(
                                                                new Difference(
                                                                        "app.member /name",
                                                                        "\"A\"",
                                                                        "\"B\"")),
                                                        false,
                                                        false,
                                                        true)))),
                        Optional.of(change.place()));

        assertThat(post(path, OPERATOR, wish).statusCode()).isEqualTo(403);
        assertThat(post(path, ADMIN, wish.replace("100", "0")).body()).contains("from 1 to 500");
        assertThat(post(path, ADMIN, wish.replace("100", "1, \"after\": \"x\"")).body())
                .contains("named as next");
        HttpResponse<String> told = post(path, ADMIN, wish);

        TrafficReplay replay = OpsJson.read(told.body(), TrafficReplay.class);
        assertThat(replay.flows())
                .singleElement()
                .satisfies(
                        flow -> {
                            assertThat(flow.different()).isEqualTo(1);
                            assertThat(flow.earlier()).isEqualTo(1);
                            assertThat(flow.refusedNow()).isEqualTo(1);
                            assertThat(flow.fields().getFirst().samples().getFirst().now())
                                    .isEqualTo("\"B\"");
                        });
        HttpResponse<String> older =
                post(path, ADMIN, wish.replace("100", "100, \"after\": \"" + replay.next() + "\""));
        assertThat(older.statusCode()).isEqualTo(200);
        assertThat(replays.getLast().behind()).hasValue(change.place());
        assertThat(replays.getLast().files()).containsEntry("flows/users.yaml", "flow: users");
    }

    @Test
    void tellsEveryMistakeOfRefusedMappingsAndReloadsForAnAdminOnly() throws Exception {
        HttpResponse<String> told = send("GET", OpsPaths.MAPPINGS, VIEWER, "");
        HttpResponse<String> operator = post(OpsPaths.RELOAD, OPERATOR, "{}");
        HttpResponse<String> admin = post(OpsPaths.RELOAD, ADMIN, "{}");

        MappingsStatus status = OpsJson.read(told.body(), MappingsStatus.class);
        assertThat(status.problems())
                .containsExactly(
                        new MappingProblem("flows/users.yaml", 3, 1, "there is no key 'flw'"));
        assertThat(operator.statusCode()).isEqualTo(403);
        assertThat(admin.statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        HttpResponse<String> kind = send("GET", OpsPaths.PARKED + "?kind=lost", VIEWER, "");
        HttpResponse<String> limit = send("GET", OpsPaths.WAITING + "?limit=-1", VIEWER, "");
        HttpResponse<String> noKey =
                send("POST", item("north") + "/replay", OPERATOR, "{\"version\":1}");
        HttpResponse<String> noId =
                post("/ops/v1/parked/north/not-an-id/replay", OPERATOR, "{\"version\":1}");
        HttpResponse<String> noBody = post(item("north") + "/replay", OPERATOR, "{");

        assertThat(OpsJson.read(kind.body(), Problem.class).detail())
                .isEqualTo("kind is one of conflict, dead.");
        assertThat(OpsJson.read(limit.body(), Problem.class).field()).isEqualTo("limit");
        assertThat(OpsJson.read(noKey.body(), Problem.class).field()).isEqualTo("Idempotency-Key");
        assertThat(OpsJson.read(noId.body(), Problem.class).field()).isEqualTo("id");
        assertThat(noBody.statusCode()).isEqualTo(400);
        assertThat(noBody.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
    }

    @Test
    void pausesAFlowAndSaysWhoAndWhy() throws Exception {
        HttpResponse<String> paused =
                post(
                        OpsPaths.fill(OpsPaths.PAUSE, "north"),
                        OPERATOR,
                        "{\"flow\":\"users\",\"direction\":\"TO_APP\",\"reason\":\"moving\"}");

        assertThat(OpsJson.read(paused.body(), PauseResult.class).sentence())
                .isEqualTo(
                        "The flow users of north towards the app stands still: changes come in and"
                                + " wait.");
        assertThat(stops)
                .containsExactly(
                        new Pausing.Stop(
                                TenantId.named("north"),
                                Optional.of(new FlowName("users")),
                                Optional.of(drawbridge.mapping.Direction.TO_APP)));
    }

    @Test
    void tellsWhatWouldBeWrittenAndHandsOnOnlyWhatThePersonChanged() throws Exception {
        reads.places.put(UUID.fromString(ID), place("{\"subject\":\"Visit\",\"phone\":\"12\"}"));
        foreseen =
                new Foreseen.Write(
                        drawbridge.mapping.Side.APP,
                        Settling.Operation.UPDATE,
                        Optional.of(new RecordRef(new ResourceName("app", "event"), "17")),
                        new Value.Obj(Map.of("phone", Value.of("+49 30 1234567"))));

        HttpResponse<String> told =
                post(
                        item("north") + "/preview",
                        OPERATOR,
                        "{\"action\":\"edit\",\"payload\":\"{\\\"subject\\\":\\\"Visit\\\","
                                + "\\\"phone\\\":\\\"+49 30 1234567\\\"}\"}");

        Preview preview = OpsJson.read(told.body(), Preview.class);
        assertThat(preview.kind()).isEqualTo(PreviewKind.WRITES);
        assertThat(preview.sentence()).isEqualTo("The app would be sent phone of 17.");
        assertThat(preview.content()).isEqualTo("{\"phone\":\"+49 30 1234567\"}");
        assertThat(wishes)
                .singleElement()
                .extracting(wish -> wish.edit().orElseThrow())
                .isEqualTo(new Value.Obj(Map.of("phone", Value.of("+49 30 1234567"))));
    }

    @Test
    void refusesAnEditThatIsNoJsonAndSaysWhere() throws Exception {
        reads.places.put(UUID.fromString(ID), place("{}"));

        HttpResponse<String> refused =
                post(
                        item("north") + "/edit",
                        OPERATOR,
                        "{\"payload\":\"{\\\"phone\\\":\",\"version\":4}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(OpsJson.read(refused.body(), Problem.class).field()).isEqualTo("payload");
        assertThat(acts).isEmpty();
    }

    @Test
    void asksForTheKindOfWhatIsToBeActedUpon() throws Exception {
        HttpResponse<String> refused = post(OpsPaths.JOBS, OPERATOR, "{\"action\":\"discard\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(OpsJson.read(refused.body(), Problem.class).field()).isEqualTo("kind");
    }

    @Test
    void refusesToPauseAFlowThatIsNone() throws Exception {
        HttpResponse<String> refused =
                post(
                        OpsPaths.fill(OpsPaths.PAUSE, "north"),
                        OPERATOR,
                        "{\"flow\":\"appointment\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(OpsJson.read(refused.body(), Problem.class).detail())
                .contains("no flow appointment", "appointments, users");
    }

    @Test
    void feedsWhatHappensAndTakesUpWhereAReaderLeft() throws Exception {
        Reader reader = new Reader(VIEWER, "");
        await().until(() -> reader.has(FrameType.TICK));

        reads.items.add(ScriptedReads.item("north", ID, 1, ParkedState.OPEN));
        reads.acmeOfNorth = BreakerState.OPEN;
        await().until(() -> reader.has(FrameType.PARKED) && reader.has(FrameType.BREAKER));
        reads.items.set(0, ScriptedReads.item("north", ID, 2, ParkedState.RESOLVED));
        await().until(() -> reader.has(FrameType.UNPARKED));

        assertThat(reader.frames.getFirst().type()).isEqualTo(FrameType.SNAPSHOT);
        assertThat(reader.text()).contains(Masked.VALUE).doesNotContain("Contact 17");
        Frame parked = reader.first(FrameType.PARKED);
        Reader late = new Reader(VIEWER, parked.position().toString());
        await().until(() -> late.has(FrameType.UNPARKED));
        assertThat(late.frames.getFirst().n()).isEqualTo(parked.n() + 1);
        assertThat(late.has(FrameType.SNAPSHOT)).isFalse();
        assertThat(gaps(late.frames)).isZero();
    }

    @Test
    void hidesAnotherCustomersItemsInTheFeedWithoutAGap() throws Exception {
        Reader south = new Reader(SOUTH_ONLY, "");
        await().until(() -> south.has(FrameType.TICK));

        reads.items.add(ScriptedReads.item("north", ID, 1, ParkedState.OPEN));
        reads.items.add(ScriptedReads.item("south", ID, 1, ParkedState.OPEN));
        await().until(() -> south.has(FrameType.PARKED));

        assertThat(south.text()).doesNotContain("\"tenant\":\"north\"");
        assertThat(gaps(south.frames.stream().filter(f -> f.type() != FrameType.SNAPSHOT).toList()))
                .isZero();
    }

    @Test
    void refusesTheFeedWithoutAToken() {
        assertThat(
                        http.newWebSocketBuilder()
                                .buildAsync(uri("ws", OpsPaths.FEED), new WebSocket.Listener() {}))
                .failsWithin(java.time.Duration.ofSeconds(10));
    }

    @Test
    void saysNothingTrueCanBeSaidWhenTheStoreIsDown() throws Exception {
        reads.down = true;

        await().untilAsserted(
                        () ->
                                assertThat(send("GET", OpsPaths.OVERVIEW, VIEWER, "").statusCode())
                                        .isEqualTo(503));
        assertThat(send("GET", OpsPaths.READY, VIEWER, "").statusCode()).isEqualTo(503);
        assertThat(send("GET", OpsPaths.LIVE, VIEWER, "").statusCode()).isEqualTo(200);
    }

    @Test
    void describesEachRouteAndEachFieldOfItsAnswers() throws Exception {
        JsonNode document =
                OpsJson.mapper().readTree(send("GET", OpsPaths.OPENAPI, VIEWER, "").body());

        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                method ->
                                                        described.add(
                                                                method.toUpperCase(
                                                                                java.util.Locale
                                                                                        .ROOT)
                                                                        + " "
                                                                        + path.getKey())));
        assertThat(described).isEqualTo(OpsApi.described());
        Set<String> answered =
                names(OpsJson.mapper().readTree(send("GET", OpsPaths.OVERVIEW, VIEWER, "").body()));
        Set<String> known = names(document.at("/components/schemas/Overview/properties"));
        assertThat(known).containsAll(answered);
    }

    @Test
    void tellsPrometheusTheFiguresOfTheLastLook() throws Exception {
        reads.items.add(ScriptedReads.item("north", ID, 1, ParkedState.OPEN));

        await().untilAsserted(
                        () ->
                                assertThat(send("GET", OpsPaths.METRICS, VIEWER, "").body())
                                        .contains("drawbridge_parked{kind=\"conflict\"} 1.0")
                                        .contains(
                                                "drawbridge_pairs{direction=\"TO_APP\","
                                                        + "outcome=\"applied\"} 24.0"));
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> allRoutes() {
        return OpsApi.described().stream()
                .map(route -> route.split(" "))
                .map(
                        route ->
                                org.junit.jupiter.params.provider.Arguments.of(
                                        HttpMethod.valueOf(route[0]),
                                        route[1].replace("{tenant}", "north")
                                                .replace("{system}", "acme")
                                                .replace("{id}", ID)
                                                .replace("{changeId}", ID)
                                                .replace("{resource}", "acme.appointment")));
    }

    private Overview overview(String token) throws Exception {
        return OpsJson.read(send("GET", OpsPaths.OVERVIEW, token, "").body(), Overview.class);
    }

    private static String item(String tenant) {
        return OpsPaths.fill(OpsPaths.PARKED_ITEM, tenant, ID);
    }

    /// A way in that knows no tenant and is never asked for one.
    private static Imports imports() {
        return new Imports(
                new Imports.Ports(
                        () -> new Mappings("none", Map.of(), Map.of()),
                        delivery -> Future.failedFuture("nothing is stored here"),
                        (tenant, system, resource) -> Future.succeededFuture(Optional.empty()),
                        new SecureDice(() -> 0),
                        new SimpleMeterRegistry(),
                        System::nanoTime));
    }

    @Test
    void saysWhatIsWrongWithAFileThatIsImported() throws Exception {
        String sheet = "{\"resource\":\"acme.x\",\"digest\":\"d\",\"columns\":[\"id\"]}";
        HttpResponse<String> unfit = post("/ops/v1/imports/north", OPERATOR, sheet);
        HttpResponse<String> noRole = post("/ops/v1/imports/north", VIEWER, sheet);
        HttpResponse<String> noTenant = post("/ops/v1/imports/east", OPERATOR, sheet);
        HttpResponse<String> noSheet = post("/ops/v1/imports/north/rows", OPERATOR, "{}");

        assertThat(unfit.statusCode()).isEqualTo(400);
        assertThat(unfit.body()).contains("There is no tenant north.");
        assertThat(noRole.statusCode()).isEqualTo(403);
        assertThat(noTenant.statusCode()).isEqualTo(404);
        assertThat(noSheet.statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> resolve(String tenant, String token, long version)
            throws Exception {
        return post(
                item(tenant) + "/resolve",
                token,
                "{\"keep\":\"acme\",\"version\":%d,\"reason\":\"the customer said so\"}"
                        .formatted(version));
    }

    private HttpResponse<String> post(String path, String token, String body) throws Exception {
        return http.send(
                request("POST", path, token, body).header("Idempotency-Key", "once").build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(
            String method, String path, @Nullable String token, String body) throws Exception {
        return http.send(
                request(method, path, token, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(
            String method, String path, @Nullable String token, String body) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri("http", path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        return token == null ? builder : builder.header("Authorization", "Bearer " + token);
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + ops.port() + path);
    }

    private static long gaps(List<Frame> frames) {
        long gaps = 0;
        for (int i = 1; i < frames.size(); i++) {
            gaps += frames.get(i).n() == frames.get(i - 1).n() + 1 ? 0 : 1;
        }
        return gaps;
    }

    private static Future<Health> health(HealthStatus status) {
        return Future.succeededFuture(new Health(status, List.of()));
    }

    private static Jobs noJobs() {
        return (Jobs)
                Proxy.newProxyInstance(
                        Jobs.class.getClassLoader(),
                        new Class<?>[] {Jobs.class},
                        (_, method, _) ->
                                Future.succeededFuture(
                                        method.getName().equals("list")
                                                ? List.of()
                                                : Optional.empty()));
    }

    private OpsReads.Place place(String payload) {
        return new OpsReads.Place(
                "appointments",
                Optional.of(UUID.fromString(ID)),
                drawbridge.mapping.Side.ACME,
                "refused",
                Optional.of("acme.appointment"),
                Optional.of(new RecordRef(new ResourceName("acme", "appointment"), "apt_1")),
                Bytes.of(payload),
                "v1",
                4,
                true);
    }

    /// Remembers acts as the journal does: one effect for a key, stale below version 4.
    private Journal journalThatActs() {
        return (Journal)
                Proxy.newProxyInstance(
                        Journal.class.getClassLoader(),
                        new Class<?>[] {Journal.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("pause")) {
                                stops.add((Pausing.Stop) arguments[0]);
                                return Future.succeededFuture(Pausing.PauseAnswer.DONE);
                            }
                            assertThat(method.getName()).isEqualTo("act");
                            Deciding.Act act = (Deciding.Act) arguments[0];
                            if (act.version() < 4) {
                                return Future.succeededFuture(Deciding.ActAnswer.STALE);
                            }
                            return Future.succeededFuture(
                                    acts.putIfAbsent(act.key(), act) == null
                                            ? Deciding.ActAnswer.ACCEPTED
                                            : Deciding.ActAnswer.DONE);
                        });
    }

    private final class Reader implements WebSocket.Listener {

        private final List<Frame> frames = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();

        Reader(String token, String since) {
            assertThat(
                            http.newWebSocketBuilder()
                                    .header("Authorization", "Bearer " + token)
                                    .buildAsync(uri("ws", OpsPaths.FEED + "?since=" + since), this)
                                    .join())
                    .isNotNull();
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                frames.add(OpsJson.read(part.toString(), Frame.class));
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        boolean has(FrameType type) {
            return frames.stream().anyMatch(frame -> frame.type() == type);
        }

        Frame first(FrameType type) {
            return frames.stream().filter(f -> f.type() == type).findFirst().orElseThrow();
        }

        String text() {
            return frames.stream().map(OpsJson::write).collect(Collectors.joining("\n"));
        }
    }
}
