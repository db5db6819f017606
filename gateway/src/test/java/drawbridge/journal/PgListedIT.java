package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Hash;
import drawbridge.journal.Listed.Said;
import drawbridge.mapping.ResourceName;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// What lists said, in PostgreSQL.
class PgListedIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");
    private static final ResourceName LIST = new ResourceName("crm", "thing");
    private static final Hash A = Hash.of("A");
    private static final Hash B = Hash.of("B");

    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access());
    private final PgListed listed = new PgListed(new PgScope(POOL));

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @AfterAll
    static void close() {
        POOL.close().await();
        VERTX.close().await();
    }

    private static Said said(Hash content, long turn) {
        return new Said(content, turn, false);
    }

    private Map<String, Said> last(TenantId tenant) throws Exception {
        return TestDatabase.await(listed.last(tenant, LIST, List.of("r1", "r2", "a\u0000")));
    }

    private List<String> unseen(long reading) throws Exception {
        return TestDatabase.await(listed.unseen(NORTH, LIST, reading, 10));
    }

    @Test
    void isRememberedForEachCustomerAndList() throws Exception {
        TestDatabase.await(
                listed.remember(NORTH, LIST, Map.of("r1", said(A, 0), "r2", said(A, 0)), 1));
        TestDatabase.await(listed.remember(NORTH, LIST, Map.of("r1", said(B, 1)), 2));

        assertThat(last(NORTH)).isEqualTo(Map.of("r1", said(B, 1), "r2", said(A, 0)));
        assertThat(last(SOUTH)).isEmpty();
    }

    @Test
    void isUnseenUntilItWasAskedForOrIsToldAgain() throws Exception {
        TestDatabase.await(
                listed.remember(NORTH, LIST, Map.of("r1", said(A, 0), "r2", said(A, 0)), 1));
        TestDatabase.await(listed.remember(NORTH, LIST, Map.of("r2", said(A, 0)), 2));
        assertThat(unseen(2)).containsExactly("r1");

        TestDatabase.await(listed.missing(NORTH, LIST, List.of("r1")));
        assertThat(unseen(2)).isEmpty();
        assertThat(last(NORTH)).containsEntry("r1", new Said(A, 0, true));

        TestDatabase.await(listed.remember(NORTH, LIST, Map.of("r1", said(A, 1)), 3));
        assertThat(unseen(4)).containsExactly("r1", "r2");
    }

    @Test
    void isNotRememberedUnderAnIdThatNoColumnHolds() throws Exception {
        TestDatabase.await(
                listed.remember(NORTH, LIST, Map.of("a\u0000", said(A, 0), "r1", said(A, 0)), 1));

        assertThat(last(NORTH)).containsOnlyKeys("r1");
    }
}
