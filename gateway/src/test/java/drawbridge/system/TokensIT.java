package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.RecordRef;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgTokens;
import drawbridge.tenant.Standing;
import drawbridge.tenant.Suspension;
import drawbridge.tenant.Token;
import drawbridge.tenant.Tokens;
import drawbridge.tenant.Vault;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Two gateways on one PostgreSQL, before a system that gives tokens.
class TokensIT {

    private static final RecordRef T1 = new RecordRef(Specs.THING, "t1");
    private static final String RECORD =
            "{\"id\":\"t1\",\"rev\":17,\"changed\":\"2026-03-01T09:00:00.000Z\",\"name\":\"Call\"}";
    private static final String MASTER_KEY = Vault.newKey();

    private final HeldClock clock = new HeldClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx world = Vertx.vertx();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private volatile String good = "";

    /// Whether the system asks everybody to come again in an hour.
    private volatile boolean patience;

    private volatile int patienceSeconds = 3_600;

    /// Whether stored tokens cannot be read just now.
    private volatile boolean silent;

    /// How often somebody wanted to read one.
    private final AtomicInteger looks = new AtomicInteger();

    private volatile Handler<HttpServerRequest> tokens = this::issue;
    private Replica one;
    private Replica two;

    /// What stands still, in memory.
    private static final class Noted implements Standing {
        private final Map<GrantId, Suspension> open = new ConcurrentHashMap<>();

        @Override
        public Optional<Suspension> of(GrantId grant) {
            return Optional.ofNullable(open.get(grant));
        }

        @Override
        public void suspend(GrantId grant, String reason, String mend) {
            open.put(grant, new Suspension(grant, HeldClock.BEGIN, reason, mend));
        }

        @Override
        public void suspend(GrantId grant, String reason, String mend, Instant until) {
            open.put(
                    grant,
                    new Suspension(grant, HeldClock.BEGIN, reason, mend, Optional.of(until)));
        }
    }

    private record Replica(Vertx vertx, Pool pool, HttpRemote remote, Noted standing) {}

    @BeforeEach
    void start() throws Exception {
        TestDatabase.empty();
        HttpServer server = world.createHttpServer().requestHandler(this::answer);
        int port = Outcomes.of(server.listen(0, "127.0.0.1")).actualPort();
        one = replica("http://127.0.0.1:" + port);
        two = replica("http://127.0.0.1:" + port);
    }

    private Tokens watched(Tokens store) {
        return new Tokens() {
            @Override
            public Future<Stored> read(GrantId grant) {
                int _ = looks.incrementAndGet();
                return silent ? Future.failedFuture("the database is away") : store.read(grant);
            }

            @Override
            public Future<Stored> lease(
                    GrantId grant, long generation, UUID holder, Duration length) {
                return store.lease(grant, generation, holder, length);
            }

            @Override
            public Future<OptionalLong> store(GrantId grant, UUID holder, Token token) {
                return store.store(grant, holder, token);
            }

            @Override
            public Future<Void> release(GrantId grant, UUID holder, boolean answered) {
                return store.release(grant, holder, answered);
            }
        };
    }

    private Replica replica(String endpoint) throws Exception {
        Vertx vertx = Vertx.vertx();
        Pool pool = DatabasePool.open(vertx, TestDatabase.access(), 2);
        Noted standing = new Noted();
        HttpRemote remote =
                HttpRemote.create(
                        vertx,
                        () -> Specs.withTokens(endpoint),
                        Specs.CLIENT,
                        watched(new PgTokens(new PgScope(pool), Vault.under(MASTER_KEY))),
                        standing,
                        clock,
                        meters);
        Replica made = new Replica(vertx, pool, remote, standing);
        replicas.add(made);
        return made;
    }

    @AfterEach
    void stop() {
        for (Replica each : replicas) {
            Outcomes.of(each.pool().close());
            Outcomes.of(each.vertx().close());
        }
        Outcomes.of(world.close());
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/oauth/token")) {
            request.body()
                    .onSuccess(
                            body -> {
                                asked.add(
                                        request.getHeader("Authorization") + " " + body.toString());
                                tokens.handle(request);
                            });
            return;
        }
        String authorization = String.valueOf(request.getHeader("Authorization"));
        shown.add(authorization);
        if (patience) {
            request.response()
                    .setStatusCode(429)
                    .putHeader("Retry-After", Integer.toString(patienceSeconds))
                    .end("{}");
            return;
        }
        boolean opens = authorization.equals("Bearer " + good);
        request.response().setStatusCode(opens ? 200 : 401).end(opens ? RECORD : "{}");
    }

    /// A token of 30 seconds that opens from now on; those before it open no more.
    private void issue(HttpServerRequest request) {
        good = "token-" + asked.size();
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(
                        new JsonObject()
                                .put("access_token", good)
                                .put("token_type", "Bearer")
                                .put("expires_in", 30)
                                .encode());
    }

    private static void told(HttpServerRequest request, int status, String type, String body) {
        request.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
    }

    private Future<Read> read(Replica replica) {
        return replica.remote()
                .read(new Call(Specs.NORTH, Optional.empty(), clock.now().plusSeconds(20)), T1);
    }

    private void pass(Duration time) {
        clock.set(clock.now().plus(time));
        clock.pass(time);
    }

    @Test
    void getsATokenForTheClientAndShowsItUntilItsTimeIsNearlyOver() {
        Outcomes.of(read(one));
        pass(Duration.ofSeconds(19));
        Outcomes.of(read(one));

        String pair = Specs.CLIENT_ID + ":secret%3A+and+more";
        assertThat(asked)
                .containsExactly(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(pair.getBytes(StandardCharsets.UTF_8))
                                + " grant_type=client_credentials");
        assertThat(shown).containsExactly("Bearer token-1", "Bearer token-1");
    }

    @Test
    void twoReplicasNeverAskForTheSameToken() {
        for (int round = 1; round <= 3; round++) {
            List<Future<Read>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(read(one));
                all.add(read(two));
            }
            Outcomes.of(Future.all(all));

            assertThat(asked).hasSize(round);
            pass(Duration.ofSeconds(30));
        }
    }

    @Test
    void getsTheNextTokenWhileCallsGoOnWithThisOne() {
        Outcomes.of(read(one));
        List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
        tokens = held::add;
        pass(Duration.ofSeconds(21));

        Outcomes.of(read(one));
        await().until(() -> held.size() == 1);
        Outcomes.of(read(one));
        issue(held.getFirst());
        await().until(
                        () -> {
                            Outcomes.of(read(one));
                            return shown.getLast().equals("Bearer " + good);
                        });

        assertThat(asked).hasSize(2);
    }

    @Test
    void doesNotAskAStoreThatIsAwayAnewWithEachCall() {
        Outcomes.of(read(one));
        pass(Duration.ofSeconds(3));
        silent = true;
        looks.set(0);

        for (int call = 0; call < 5; call++) {
            Outcomes.of(read(one));
        }

        assertThat(looks).hasValue(1);
        pass(Duration.ofSeconds(3));
        Outcomes.of(read(one));
        assertThat(looks).as("but it is asked again").hasValue(2);
    }

    @Test
    void asksForNoTokenBeforeTheTimeThatTheSystemAskedFor() {
        patience = true;
        assertThat(Outcomes.failureOf(read(one))).isInstanceOf(CrossingFailure.Transient.class);
        assertThat(asked).hasSize(1);
        pass(Duration.ofMinutes(59));

        assertThat(Outcomes.failureOf(read(one)).facts().sentence()).contains("asked for patience");
        assertThat(asked).hasSize(1);

        patience = false;
        pass(Duration.ofMinutes(2));
        Outcomes.of(read(one));
        assertThat(asked).hasSize(2);
    }

    @Test
    void s23_aWaitOfMoreThanADaySuspendsTheConnectionAndSaysUntilWhen() {
        patience = true;
        patienceSeconds = 90_000;

        CrossingFailure failure = Outcomes.failureOf(read(one));

        assertThat(failure).isInstanceOf(CrossingFailure.Credential.class);
        assertThat(failure.facts().sentence()).contains("more than a day");
        assertThat(one.standing().open)
                .hasEntrySatisfying(
                        GrantId.connection(Specs.NORTH, "crm"),
                        stands ->
                                assertThat(stands.until())
                                        .contains(clock.now().plusSeconds(90_000)));
        assertThat(shown).hasSize(1);
        assertThat(Outcomes.failureOf(read(one)).facts().sentence()).contains("is suspended");
        assertThat(shown).as("while it is suspended").hasSize(1);

        patience = false;
        one.standing().open.clear();
        Outcomes.of(read(one));
        assertThat(shown).as("as soon as it is resumed").hasSize(2);
    }

    @Test
    void s23_aWaitOfADayIsSatOut() {
        patience = true;
        patienceSeconds = 86_400;

        assertThat(Outcomes.failureOf(read(one))).isInstanceOf(CrossingFailure.Transient.class);
        assertThat(one.standing().open).isEmpty();
    }

    @Test
    void aTokenThatIsRefusedBeforeItsTimeIsReplacedOnceAndTheCallIsMadeAgain() {
        Outcomes.of(read(one));
        good = "revoked";

        Outcomes.of(read(one));
        Outcomes.of(read(two));

        assertThat(shown)
                .containsExactly(
                        "Bearer token-1", "Bearer token-1", "Bearer token-2", "Bearer token-2");
        assertThat(one.standing().open).isEmpty();
    }

    @Test
    void aFreshTokenThatIsRefusedAsWellSuspendsTheConnection() {
        tokens =
                request -> {
                    issue(request);
                    good = "none";
                };

        CrossingFailure refused = Outcomes.failureOf(read(one));
        CrossingFailure barred = Outcomes.failureOf(read(one));

        assertThat(refused).isInstanceOf(CrossingFailure.Credential.class);
        assertThat(barred)
                .isInstanceOf(CrossingFailure.Credential.class)
                .hasMessageContaining("suspended since");
        assertThat(asked).hasSize(2);
        assertThat(shown).hasSize(2);
    }

    @Test
    void aClientThatIsNotKnownAnyMoreSuspendsTheConnectionAndNobodyAsksAgain() {
        tokens =
                request -> told(request, 401, "application/json", "{\"error\":\"invalid_client\"}");

        Outcomes.failureOf(read(one));
        Outcomes.failureOf(read(one));

        assertThat(asked).hasSize(1);
        assertThat(one.standing().open.values())
                .singleElement()
                .satisfies(
                        suspension -> {
                            assertThat(suspension.reason())
                                    .isEqualTo(
                                            "the token server of crm: answered invalid_client: it"
                                                    + " gives no token for this client");
                            assertThat(suspension.mend()).contains("resume it");
                        });
    }

    @Test
    void aConnectionThatIsResumedAtOnceDoesNotStandStillAgainForTheRefusalBefore() {
        tokens =
                request -> told(request, 401, "application/json", "{\"error\":\"invalid_client\"}");
        Outcomes.failureOf(read(one));

        tokens = this::issue;
        one.standing().open.clear();

        assertThat(Outcomes.of(read(one))).isNotNull();
        assertThat(one.standing().open).isEmpty();
    }

    @Test
    void aPageInPlaceOfATokenIsToldInWordsAndWaitedOut() {
        tokens = request -> told(request, 200, "text/html", "<h1>We will be right back</h1>");

        CrossingFailure failure = Outcomes.failureOf(read(one));

        assertThat(failure)
                .isInstanceOf(CrossingFailure.Transient.class)
                .hasMessage(
                        "the token server of crm: answered 200 with a page (text/html) in place of"
                                + " a token");
        assertThat(one.standing().open).isEmpty();
        tokens = this::issue;
        await().untilAsserted(() -> assertThat(Outcomes.of(read(one))).isNotNull());
    }

    @Test
    void s24_aTokenServerThatGivesNoneForEverSuspendsTheConnectionAtTheThirdAnswer() {
        tokens = request -> told(request, 200, "application/json", "{\"error\":\"bad_code\"}");

        for (int answers = 1; answers <= 2; answers++) {
            assertThat(Outcomes.failureOf(read(one))).isInstanceOf(CrossingFailure.Transient.class);
            assertThat(Outcomes.failureOf(read(one))).isInstanceOf(CrossingFailure.Transient.class);
            assertThat(asked).as("half a minute apart").hasSize(answers);
            assertThat(one.standing().open).isEmpty();
            pass(Duration.ofSeconds(31));
        }
        CrossingFailure third = Outcomes.failureOf(read(one));

        assertThat(third)
                .isInstanceOf(CrossingFailure.Credential.class)
                .hasMessage(
                        "the token server of crm: answered 200 with JSON without a bearer token, 3"
                                + " times in a row");
        assertThat(one.standing().open).containsOnlyKeys(GrantId.connection(Specs.NORTH, "crm"));
        pass(Duration.ofMinutes(10));
        assertThat(Outcomes.failureOf(read(one)).facts().sentence()).contains("is suspended");
        assertThat(asked).as("nobody asks again").hasSize(3);
    }

    @Test
    void s24_aTokenThatDoesNotSayHowLongItLivesServesUntilItIsRefused() {
        tokens =
                request -> {
                    good = "token-" + asked.size();
                    told(
                            request,
                            200,
                            "application/json",
                            "{\"access_token\":\"" + good + "\",\"token_type\":\"Bearer\"}");
                };
        Outcomes.of(read(one));
        pass(Duration.ofDays(2));
        Outcomes.of(read(one));
        assertThat(asked).hasSize(1);

        good = "revoked";
        Outcomes.of(read(one));
        assertThat(asked).hasSize(2);
        assertThat(one.standing().open).isEmpty();
    }

    @Test
    void s24_aTokenInBetweenBeginsTheCountAnew() {
        Handler<HttpServerRequest> none =
                request -> told(request, 200, "application/json", "{\"error\":\"bad_code\"}");
        for (int time = 0; time < 2; time++) {
            for (int answers = 0; answers < 2; answers++) {
                tokens = none;
                assertThat(Outcomes.failureOf(read(one)))
                        .isInstanceOf(CrossingFailure.Transient.class);
                pass(Duration.ofSeconds(31));
            }
            tokens = this::issue;
            Outcomes.of(read(one));
            pass(Duration.ofSeconds(31));
        }

        assertThat(one.standing().open).isEmpty();
    }

    @Test
    void aTokenServerThatIsDownOrSlowIsWaitedOut() {
        tokens = request -> told(request, 503, "text/plain", "later");
        assertThat(Outcomes.failureOf(read(one)))
                .isInstanceOf(CrossingFailure.Transient.class)
                .hasMessageContaining("answered 503");

        tokens = request -> {};
        assertThat(Outcomes.failureOf(read(two))).isInstanceOf(CrossingFailure.Transient.class);
        assertThat(one.standing().open).isEmpty();
        assertThat(two.standing().open).isEmpty();
    }

    @Test
    void neitherTokenNorSecretIsStoredInPlainOrTold() throws Exception {
        Outcomes.of(read(one));
        tokens =
                request ->
                        told(
                                request,
                                400,
                                "application/json",
                                "{\"error\":\"invalid_grant\",\"error_description\":\""
                                        + Specs.CLIENT_SECRET
                                        + "\"}");
        pass(Duration.ofSeconds(30));

        CrossingFailure failure = Outcomes.failureOf(read(one));

        assertThat(failure.facts().toString()).doesNotContain(Specs.CLIENT_SECRET);
        assertThat(stored()).isNotEmpty().noneMatch(text -> text.contains("token-1"));
        assertThat(meters.get("drawbridge.system.calls").tag("operation", "token").timers())
                .hasSize(2);
    }

    private static List<String> stored() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection gateway = TestDatabase.connect(TestDatabase.access().gateway());
                Statement statement = gateway.createStatement()) {
            statement.execute("set drawbridge.tenants = '" + Specs.NORTH + "'");
            try (ResultSet found =
                    statement.executeQuery("select encode(sealed, 'escape') from token")) {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
        }
        return rows;
    }
}
