package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.crossing.engine.Remote.Read;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.system.Consents.Begun;
import drawbridge.system.Consents.Told;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgTenants;
import drawbridge.tenant.SecretSource;
import drawbridge.tenant.Standing;
import drawbridge.tenant.Suspension;
import drawbridge.tenant.Vault;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A person grants access by a browser; from then on two gateways on one PostgreSQL go on alone,
/// with tokens of twenty seconds and refresh tokens that serve once.
class ConsentsIT {

    private static final RecordRef T1 = new RecordRef(Specs.THING, "t1");
    private static final String RECORD =
            "{\"id\":\"t1\",\"rev\":17,\"changed\":\"2026-03-01T09:00:00.000Z\",\"name\":\"Call\"}";
    private static final GrantId CRM = GrantId.connection(Specs.NORTH, "crm");
    private static final String MASTER_KEY = Vault.newKey();

    private final HeldClock clock = new HeldClock();
    private final Vertx world = Vertx.vertx();
    private final TokenServer tokens = new TokenServer(world);
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();

    private volatile Handler<HttpServerRequest> answers = this::open;
    private final Map<GrantId, Suspension> suspended = new ConcurrentHashMap<>();
    private final List<Replica> gateways = new ArrayList<>();
    private volatile Mappings mappings;
    private String api;

    private final Standing standing =
            new Standing() {
                @Override
                public Optional<Suspension> of(GrantId grant) {
                    return Optional.ofNullable(suspended.get(grant));
                }

                @Override
                public void suspend(GrantId grant, String reason, String mend) {
                    suspended.put(grant, new Suspension(grant, HeldClock.BEGIN, reason, mend));
                }
            };

    @BeforeEach
    void start() throws Exception {
        TestDatabase.empty();
        api = "http://127.0.0.1:" + server();
        mappings = Specs.byConsent(api, tokens.address(), List.of());
        gateways.add(gateway());
        gateways.add(gateway());
    }

    private int server() {
        return Outcomes.of(
                        world.createHttpServer()
                                .requestHandler(this::answer)
                                .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private void answer(HttpServerRequest request) {
        calls.add(String.valueOf(request.localAddress().port()));
        shown.add(String.valueOf(request.getHeader("Authorization")));
        answers.handle(request);
    }

    private void open(HttpServerRequest request) {
        boolean opens = tokens.opens(String.valueOf(request.getHeader("Authorization")));
        request.response().setStatusCode(opens ? 200 : 401).end(opens ? RECORD : "{}");
    }

    private Replica gateway() throws Exception {
        return Replica.open(() -> mappings, MASTER_KEY, standing, clock, suspended::remove);
    }

    @AfterEach
    void stop() {
        gateways.forEach(Replica::close);
        Outcomes.of(world.close());
    }

    private Future<Read> read(int gateway) {
        return gateways.get(gateway)
                .remote()
                .read(new Call(Specs.NORTH, Optional.empty(), clock.now().plusSeconds(20)), T1);
    }

    private Begun begin() {
        return Outcomes.of(
                        gateways.getFirst()
                                .consents()
                                .begin("north", "crm", Optional.empty(), "user2"))
                .orElseThrow();
    }

    /// The browser comes back to the other replica.
    private Told finish(Map<String, String> query) {
        return Outcomes.of(gateways.getLast().consents().finish(query));
    }

    private void grant() {
        assertThat(finish(tokens.grant(begin().address())).status()).isEqualTo(200);
    }

    private String mend() {
        return Optional.ofNullable(suspended.get(CRM)).map(Suspension::mend).orElse("");
    }

    private void pass(Duration time) {
        clock.set(clock.now().plus(time));
        clock.pass(time);
    }

    @Test
    void theAddressAsksForACodeThatNobodyElseCanUse() {
        Map<String, String> query = TokenServer.form(URI.create(begin().address()).getRawQuery());

        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", Specs.CLIENT_ID)
                .containsEntry("redirect_uri", "https://hooks.example.com/v1/oauth2/callback")
                .containsEntry("scope", "calls read")
                .containsEntry("access_type", "offline")
                .containsEntry("code_challenge_method", "S256");
        assertThat(query.get("code_challenge")).hasSize(43);
        assertThat(begin().address()).startsWith(tokens.address() + "/authorize?");
    }

    @Test
    void aConnectionWaitsUntilSomebodyGrantsAccessAndThenGoesOn() {
        CrossingFailure before = Outcomes.failureOf(read(0));

        assertThat(before)
                .isInstanceOf(CrossingFailure.Credential.class)
                .hasMessageContaining("nobody has granted access yet");
        assertThat(mend()).contains("POST /ops/v1/connections/{tenant}/crm/authorizations");
        grant();
        assertThat(suspended).isEmpty();
        assertThat(Outcomes.of(read(0))).isInstanceOf(Read.Present.class);
        assertThat(Outcomes.of(read(1))).isInstanceOf(Read.Present.class);
        assertThat(tokens.asked).hasSize(1);
    }

    @Test
    void fiftyCallsAtEachOfTwoGatewaysNeverRefreshTwiceAtATime() {
        grant();
        tokens.millis = 150;
        for (int life = 1; life <= 4; life++) {
            pass(Duration.ofSeconds(TokenServer.LIFE_SECONDS));
            List<Future<Read>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(read(0));
                all.add(read(1));
            }
            Outcomes.of(Future.all(all));

            assertThat(tokens.asked).hasSize(1 + life);
            assertThat(tokens.asked.getLast()).containsEntry("refresh_token", "refresh-" + life);
        }
        assertThat(tokens.most).isEqualTo(1);
        assertThat(suspended).isEmpty();
    }

    @Test
    void theOtherReplicaSoonWorksAtTheAccountThatAPersonHasGrantedInPlaceOfTheOld() {
        tokens.keeps = true;
        grant();
        Outcomes.of(read(0));
        Outcomes.of(read(1));
        grant();
        pass(Duration.ofSeconds(3));

        Outcomes.of(read(0));
        Outcomes.of(read(1));

        assertThat(shown)
                .as("although the old token has ten more seconds to serve")
                .containsExactly(
                        "Crm-token token-1",
                        "Crm-token token-1",
                        "Crm-token token-2",
                        "Crm-token token-2");
        assertThat(tokens.asked).hasSize(2);
    }

    @Test
    void aRefusalOfTheOldAccountsTokenIsAnsweredByTheNewOnesAndCostsNoRefresh() {
        grant();
        Outcomes.of(read(0));
        grant();

        assertThat(Outcomes.of(read(0))).isInstanceOf(Read.Present.class);

        assertThat(shown)
                .containsExactly("Crm-token token-1", "Crm-token token-1", "Crm-token token-2");
        assertThat(tokens.asked).hasSize(2);
        assertThat(suspended).isEmpty();
    }

    /// The old account's refresh token still serves, and its access tokens do not any more.
    @Test
    void whatAPersonHasJustGrantedIsNotSuspendedByARefusalOfTheAccountBefore() {
        grant();
        List<HttpServerRequest> waiting = new CopyOnWriteArrayList<>();
        answers =
                request -> {
                    switch (shown.size()) {
                        case 1 -> request.response().setStatusCode(401).end("{}");
                        case 2 -> waiting.add(request);
                        default -> open(request);
                    }
                };

        Future<Read> refused = read(0);
        await().until(() -> waiting.size() == 1);
        grant();
        waiting.getFirst().response().setStatusCode(401).end("{}");

        assertThat(Outcomes.failureOf(refused)).isInstanceOf(CrossingFailure.Transient.class);
        assertThat(suspended).isEmpty();
        assertThat(Outcomes.of(read(0))).isInstanceOf(Read.Present.class);
        assertThat(shown.getLast()).isEqualTo("Crm-token token-3");
    }

    @Test
    void aRefreshThatWasNotAnsweredIsToldWhereItCostTheGrant() {
        grant();
        pass(Duration.ofSeconds(TokenServer.LIFE_SECONDS));
        tokens.mute = true;

        assertThat(Outcomes.failureOf(read(0))).isInstanceOf(CrossingFailure.Transient.class);
        assertThat(suspended).as("it may be answered the next time").isEmpty();
        pass(Duration.ofSeconds(2));
        CrossingFailure refused = Outcomes.failureOf(read(1));

        assertThat(refused)
                .isInstanceOf(CrossingFailure.Credential.class)
                .hasMessageContaining("invalid_grant")
                .hasMessageContaining("was not answered, and may have used up the refresh token");
        assertThat(suspended).containsOnlyKeys(CRM);
        grant();
        assertThat(Outcomes.of(read(0))).isInstanceOf(Read.Present.class);
        assertThat(Outcomes.of(read(1))).isInstanceOf(Read.Present.class);
    }

    @Test
    void aRefreshThatIsUnderWayWhenTheClientsSecretChangesKeepsWhatTheServerGives()
            throws Exception {
        load("the-secret-of-march");
        grant();
        pass(Duration.ofSeconds(TokenServer.LIFE_SECONDS));
        tokens.holds = true;
        Future<Read> reading = read(0);
        await().until(() -> tokens.held() == 1);

        load("the-secret-of-april");
        tokens.release();

        assertThat(Outcomes.of(reading)).isInstanceOf(Read.Present.class);
        pass(Duration.ofSeconds(TokenServer.LIFE_SECONDS));
        assertThat(Outcomes.of(read(1))).isInstanceOf(Read.Present.class);
        assertThat(tokens.asked)
                .extracting(form -> form.getOrDefault("refresh_token", ""))
                .containsExactly("", "refresh-1", "refresh-2");
        assertThat(suspended).isEmpty();
    }

    @Test
    void whatAnotherClientWasGivenIsThrownAwayWithARefreshThatIsUnderWay() throws Exception {
        load("the-secret-of-march");
        grant();
        pass(Duration.ofSeconds(TokenServer.LIFE_SECONDS));
        tokens.holds = true;
        Future<Read> reading = read(0);
        await().until(() -> tokens.held() == 1);

        load("another-client", "the-secret-of-march");
        tokens.release();

        assertThat(Outcomes.failureOf(reading)).isInstanceOf(CrossingFailure.class);
        assertThat(Outcomes.failureOf(read(1)))
                .isInstanceOf(CrossingFailure.Credential.class)
                .hasMessageContaining("nobody has granted access yet");
    }

    private void load(String secret) throws Exception {
        load("the-client-of-the-company", secret);
    }

    /// What a start does, and a file that changes.
    private void load(String client, String secret) throws Exception {
        var _ =
                Outcomes.of(
                        new PgTenants(
                                        new PgScope(gateways.getFirst().pool()),
                                        Vault.under(MASTER_KEY),
                                        new SecretSource(Map.of("ID", client, "SECRET", secret)))
                                .load(mappings));
    }

    @Test
    void aGrantThatWasTakenBackSuspendsTheConnectionAndNobodyAsksAgain() {
        grant();
        tokens.revoke();

        CrossingFailure refused = Outcomes.failureOf(read(0));
        Outcomes.failureOf(read(1));

        assertThat(refused)
                .isInstanceOf(CrossingFailure.Credential.class)
                .hasMessageContaining("invalid_grant: it gives no token for this grant");
        assertThat(refused.getMessage()).doesNotContain("was not answered");
        assertThat(tokens.asked).hasSize(2);
        assertThat(mend()).contains("grant access");
    }

    @Test
    void anAddressServesOnceAndOnlyOurs() {
        Map<String, String> back = tokens.grant(begin().address());
        assertThat(finish(back).status()).isEqualTo(200);

        assertThat(finish(back).title()).isEqualTo("This address serves no more");
        Map<String, String> strange = new HashMap<>(back);
        strange.put("state", "A".repeat(back.getOrDefault("state", "").length()));
        assertThat(finish(strange).status()).isEqualTo(400);
        assertThat(finish(Map.of("code", "x")).status()).isEqualTo(400);
        assertThat(tokens.asked).hasSize(1);
    }

    @Test
    void anAddressOfTenMinutesAgoServesNoMore() {
        Map<String, String> back = tokens.grant(begin().address());
        TestDatabase.as(
                TestDatabase.access().migration(),
                "set drawbridge.tenants = '" + Specs.NORTH + "'",
                "update consent set ends_at = ends_at - interval '11 minutes'");

        assertThat(finish(back).title()).isEqualTo("This address serves no more");
        assertThat(tokens.asked).isEmpty();
    }

    @Test
    void whoSaysNoChangesNothing() {
        grant();
        String state = tokens.grant(begin().address()).get("state");

        Told told = finish(Map.of("error", "access_denied", "state", state));

        assertThat(told.status()).isEqualTo(400);
        assertThat(told.sentence()).contains("access_denied");
        assertThat(Outcomes.of(read(0))).isInstanceOf(Read.Present.class);
    }

    @Test
    void aCodeOfAnotherPageIsRefusedByItsVerifier() {
        Map<String, String> theirs = tokens.grant(begin().address());
        Map<String, String> ours = new HashMap<>(tokens.grant(begin().address()));
        ours.put("code", theirs.get("code"));

        Told told = finish(ours);

        assertThat(told.status()).isEqualTo(400);
        assertThat(told.sentence()).contains("invalid_grant");
    }

    @Test
    void theAddressOfTheApiComesWithTheToken() {
        int elsewhere = server();
        tokens.instance = Optional.of("http://127.0.0.1:" + elsewhere);
        mappings = Specs.byConsent(api, tokens.address(), List.of("http://127.0.0.1:*"));
        grant();

        assertThat(Outcomes.of(read(0))).isInstanceOf(Read.Present.class);
        assertThat(Outcomes.of(read(1))).isInstanceOf(Read.Present.class);
        assertThat(calls).containsOnly(String.valueOf(elsewhere));
    }

    @Test
    void aTokenIsNotShownToAnApiThatTheDescriptorDoesNotAllow() {
        tokens.instance = Optional.of("https://stranger.example.net");
        mappings = Specs.byConsent(api, tokens.address(), List.of("https://*.my.example.com"));

        Told told = finish(tokens.grant(begin().address()));

        assertThat(told.status()).isEqualTo(400);
        assertThat(told.sentence())
                .contains("https://stranger.example.net")
                .contains("base-url-hosts");
        assertThat(calls).isEmpty();
    }
}
