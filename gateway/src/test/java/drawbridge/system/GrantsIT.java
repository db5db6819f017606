package drawbridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote.Call;
import drawbridge.crossing.engine.Remote.Written;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgTokens;
import drawbridge.tenant.Standing;
import drawbridge.tenant.Suspension;
import drawbridge.tenant.Vault;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A system where each user has a grant of their own: `t1` is user 1's, who gave a key; `t2` is
/// user 2's, who gave a refresh token; `t3` is user 3's, who gave nothing.
class GrantsIT {

    private static final Value.Obj PATCH = new Value.Obj(Map.of("name", Value.of("Visit")));

    private final HeldClock clock = new HeldClock();
    private final Vertx vertx = Vertx.vertx();
    private final List<String> changed = new CopyOnWriteArrayList<>();
    private final List<String> refreshed = new CopyOnWriteArrayList<>();
    private final Map<GrantId, Suspension> suspended = new ConcurrentHashMap<>();
    private volatile boolean revoked;
    private Pool pool;
    private HttpRemote remote;

    @BeforeEach
    void start() throws Exception {
        TestDatabase.empty();
        HttpServer server = vertx.createHttpServer().requestHandler(this::answer);
        int port = Outcomes.of(server.listen(0, "127.0.0.1")).actualPort();
        pool = DatabasePool.open(vertx, TestDatabase.access(), 2);
        remote =
                HttpRemote.create(
                        vertx,
                        () -> Specs.perUser("http://127.0.0.1:" + port),
                        Specs.GRANTS,
                        new PgTokens(new PgScope(pool), Vault.under(Vault.newKey())),
                        new Standing() {
                            @Override
                            public Optional<Suspension> of(GrantId grant) {
                                return Optional.ofNullable(suspended.get(grant));
                            }

                            @Override
                            public void suspend(GrantId grant, String reason, String mend) {
                                suspended.put(
                                        grant,
                                        new Suspension(grant, HeldClock.BEGIN, reason, mend));
                            }
                        },
                        clock,
                        new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        Outcomes.of(pool.close());
        Outcomes.of(vertx.close());
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/oauth/token")) {
            request.body().onSuccess(form -> refresh(request, form.toString()));
            return;
        }
        String shown =
                Optional.ofNullable(request.getHeader("X-Key"))
                        .orElse(String.valueOf(request.getHeader("Authorization")));
        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (request.method().name().equals("GET")) {
            boolean connection = shown.equals("Key " + Specs.CREDENTIAL);
            request.response().setStatusCode(connection ? 200 : 401).end(record(id));
            return;
        }
        changed.add(id + " by " + shown);
        boolean opens = !revoked || !shown.startsWith("Bearer");
        request.response().setStatusCode(opens ? 200 : 401).end(record(id));
    }

    private static String record(String id) {
        JsonObject record =
                new JsonObject()
                        .put("id", id)
                        .put("rev", 1)
                        .put("changed", "2026-03-01T09:00:00.000Z");
        return id.startsWith("t")
                ? record.put("owner", "p" + id.substring(1)).encode()
                : record.put("mail", "User" + id.substring(1) + "@example.com").encode();
    }

    private void refresh(HttpServerRequest request, String form) {
        refreshed.add(form);
        int n = refreshed.size();
        if (revoked) {
            request.response().setStatusCode(400).end("{\"error\":\"invalid_grant\"}");
            return;
        }
        request.response()
                .end(
                        new JsonObject()
                                .put("access_token", "token-" + n)
                                .put("token_type", "Bearer")
                                .put("expires_in", 30)
                                .put("refresh_token", "refresh-" + n)
                                .encode());
    }

    private Future<Written> change(String id) {
        return remote.update(
                new Call(Specs.NORTH, Optional.of(UUID.randomUUID()), clock.now().plusSeconds(20)),
                new RecordRef(Specs.THING, id),
                PATCH,
                Optional.empty());
    }

    @Test
    void aRecordIsChangedByTheGrantOfItsUser() {
        Outcomes.of(change("t1"));
        Outcomes.of(change("t2"));

        assertThat(changed).containsExactly("t1 by Key " + Specs.KEY_OF_1, "t2 by Bearer token-1");
    }

    @Test
    void aRefreshTokenServesOnceAndTheNextIsShownAfterIt() {
        Outcomes.of(change("t2"));
        clock.set(clock.now().plus(Duration.ofSeconds(30)));
        Outcomes.of(change("t2"));

        assertThat(refreshed)
                .containsExactly(
                        "grant_type=refresh_token&refresh_token=" + Specs.REFRESH_OF_2,
                        "grant_type=refresh_token&refresh_token=refresh-1");
    }

    @Test
    void aRevokedGrantStandsStillAlone() {
        Outcomes.of(change("t2"));
        revoked = true;

        CrossingFailure refused = Outcomes.failureOf(change("t2"));
        Outcomes.failureOf(change("t2"));
        Outcomes.of(change("t1"));

        assertThat(refused).isInstanceOf(CrossingFailure.Credential.class);
        assertThat(suspended.keySet())
                .containsExactly(new GrantId(Specs.NORTH, "crm", Optional.of("user2@example.com")));
        assertThat(suspended.values())
                .allSatisfy(
                        one -> {
                            assertThat(one.reason()).contains("invalid_grant");
                            assertThat(one.mend()).contains("Let user2@example.com grant");
                        });
        assertThat(changed).filteredOn(one -> one.startsWith("t2")).hasSize(2);
    }

    @Test
    void whoGaveNothingWaitsAloneAndIsTold() {
        CrossingFailure refused = Outcomes.failureOf(change("t3"));

        assertThat(refused)
                .isInstanceOf(CrossingFailure.Credential.class)
                .hasMessage("the grant of user3@example.com at crm has no credential");
        assertThat(suspended).hasSize(1);
        Outcomes.of(change("t1"));
        assertThat(changed).hasSize(1);
    }

    @Test
    void aRecordIsMadeByTheGrantOfTheUserItNames() {
        Value.Obj body = new Value.Obj(Map.of("owner", Value.of("p1")));

        Outcomes.failureOf(
                remote.create(
                        new Call(
                                Specs.NORTH,
                                Optional.of(UUID.randomUUID()),
                                clock.now().minusSeconds(1)),
                        Specs.THING,
                        body));
        Outcomes.of(
                remote.create(
                        new Call(
                                Specs.NORTH,
                                Optional.of(UUID.randomUUID()),
                                clock.now().plusSeconds(20)),
                        Specs.THING,
                        body));

        assertThat(changed).containsExactly("things by Key " + Specs.KEY_OF_1);
    }
}
