package drawbridge.journal;

import static drawbridge.journal.TestDatabase.await;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.platform.DatabasePool;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Set;

/// Keys of senders go when their time is over, and not before.
class PgOnceIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = DatabasePool.open(vertx, TestDatabase.access());
    private final PgScope scope = new PgScope(pool);

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @AfterEach
    void close() throws Exception {
        await(pool.close());
        await(vertx.close());
    }

    @Test
    void forgetsTheOldKeysOfTheTenantsItIsAskedFor() throws Exception {
        keep(NORTH, "25 hours");
        keep(NORTH, "23 hours");
        keep(SOUTH, "25 hours");

        int gone =
                await(
                        scope.within(
                                Set.of(NORTH, SOUTH),
                                statements -> PgOnce.sweep(statements, Set.of(NORTH))));

        assertThat(gone).isEqualTo(1);
        assertThat(kept(NORTH)).isEqualTo(1);
        assertThat(kept(SOUTH)).isEqualTo(1);
    }

    private void keep(TenantId tenant, String age) throws Exception {
        await(
                scope.within(
                        Set.of(tenant),
                        statements ->
                                statements.run(
                                        "insert into push_key (tenant, key, request, kept_at)"
                                                + " values ('"
                                                + tenant
                                                + "', gen_random_uuid(), gen_random_uuid(),"
                                                + " now() - interval '"
                                                + age
                                                + "')")));
    }

    private long kept(TenantId tenant) throws Exception {
        return await(
                        scope.within(
                                Set.of(tenant),
                                statements -> statements.run("select count(*) from push_key")))
                .iterator()
                .next()
                .getLong(0);
    }
}
