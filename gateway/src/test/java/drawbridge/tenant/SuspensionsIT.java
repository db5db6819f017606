package drawbridge.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import drawbridge.journal.TestDatabase;
import drawbridge.platform.DatabasePool;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// What stands still, as two replicas see it.
class SuspensionsIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");
    private static final GrantId ACME = GrantId.connection(NORTH, "acme");
    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access(), 2);

    private final List<TenantId> resumed = new CopyOnWriteArrayList<>();

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @AfterAll
    static void close() {
        POOL.close().await();
        VERTX.close().await();
    }

    private Suspensions replica() throws Exception {
        return TestDatabase.await(
                Suspensions.start(
                        VERTX,
                        new PgSuspensions(new PgScope(POOL)),
                        () -> Set.of(NORTH, SOUTH),
                        () -> Instant.parse("2026-03-02T09:00:00Z"),
                        resumed::add));
    }

    @Test
    void oneReplicaSuspendsAndTheOtherMakesNoCallEither() throws Exception {
        Suspensions one = replica();
        Suspensions two = replica();

        one.suspend(ACME, "acme answered 401", "Give it a new key.");

        assertThat(one.of(ACME)).isPresent();
        await().until(() -> two.of(ACME).isPresent());
        assertThat(two.of(ACME).orElseThrow().reason()).isEqualTo("acme answered 401");
        assertThat(two.of(GrantId.connection(SOUTH, "acme"))).isEmpty();
        assertThat(two.of(GrantId.connection(NORTH, "app"))).isEmpty();
    }

    @Test
    void aUsersGrantStandsStillAlone() throws Exception {
        Suspensions one = replica();
        GrantId user = new GrantId(NORTH, "acme", Optional.of("user3@example.com"));

        one.suspend(user, "the grant was revoked", "Let the user grant it anew.");

        TestDatabase.await(one.look());
        assertThat(one.of(user)).isPresent();
        assertThat(one.of(ACME)).isEmpty();
    }

    @Test
    void isKnownAfterARestart() throws Exception {
        Suspensions before = replica();
        before.suspend(ACME, "acme answered 401", "Give it a new key.");
        TestDatabase.await(before.look());

        assertThat(replica().of(ACME)).isPresent();
    }

    @Test
    void whatIsResumedByOneGoesOnAtBoth() throws Exception {
        Suspensions one = replica();
        Suspensions two = replica();
        one.suspend(ACME, "acme answered 401", "Give it a new key.");
        await().until(() -> two.of(ACME).isPresent());

        assertThat(TestDatabase.await(two.resume(ACME, "user2", "has a new key"))).isTrue();

        assertThat(two.of(ACME)).isEmpty();
        await().until(() -> one.of(ACME).isEmpty());
        assertThat(resumed).contains(NORTH).doesNotContain(SOUTH);
        assertThat(TestDatabase.await(two.resume(ACME, "user2", "once more"))).isFalse();
    }

    @Test
    void s23_goesOnByItselfWhenTheTimeHasComeThatTheSystemAskedFor() throws Exception {
        Suspensions one = replica();
        Suspensions two = replica();
        Instant past = Instant.parse("2026-01-01T00:00:00Z");
        Instant farOff = Instant.parse("2126-01-01T00:00:00Z");
        GrantId app = GrantId.connection(NORTH, "app");

        one.suspend(ACME, "acme asked for patience", "It goes on by itself.", past);
        one.suspend(app, "the app asked for patience", "It goes on by itself.", farOff);

        await().until(() -> one.of(ACME).isEmpty() && two.of(app).isPresent());
        TestDatabase.await(two.look());
        assertThat(two.of(ACME)).isEmpty();
        assertThat(two.of(app).orElseThrow().until()).contains(farOff);
        await().until(() -> resumed.contains(NORTH));
    }
}
