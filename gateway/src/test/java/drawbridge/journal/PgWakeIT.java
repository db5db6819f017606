package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.platform.DatabasePool;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

class PgWakeIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");
    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access(), 2);
    private final PgWake wake = new PgWake(new PgScope(POOL));

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @AfterAll
    static void close() {
        POOL.close().await();
        VERTX.close().await();
    }

    @Test
    void whatWaitsForAConnectionIsDueAtOnceWhenItGoesOn() throws Exception {
        waiting(NORTH, 1, "suspended: acme answered 401");
        waiting(NORTH, 2, "the flow users is not active");
        waiting(NORTH, 3, "acme answered 503");
        waiting(SOUTH, 4, "suspended: acme answered 401");

        assertThat(TestDatabase.await(wake.of(NORTH))).isEqualTo(2);

        assertThat(due()).containsExactly(1, 2);
        assertThat(TestDatabase.await(wake.of(NORTH))).isZero();
    }

    @Test
    void thousandsThatWaitForASystemAreAllDueWhenItAnswersAgain() throws Exception {
        TestDatabase.asOwner(
                "set drawbridge.tenants = '" + NORTH + "'",
                """
                insert into lane (tenant, lane, to_app_due, since)
                select '%s', gen_random_uuid(), now() + interval '5 min', now()
                from generate_series(1, 4100)
                """
                        .formatted(NORTH),
                """
                insert into lane_record (tenant, lane, flow, side, resource, record_id, to_app_why)
                select tenant, lane, 'users', 'acme', 'acme.user', lane::text,
                    'paused: app: it answers too often with errors'
                from lane
                """);

        assertThat(TestDatabase.await(wake.of(NORTH, "app", 3_000))).isEqualTo(3_000);
        assertThat(due()).hasSize(3_000);
        assertThat(TestDatabase.await(wake.of(NORTH, "app", Integer.MAX_VALUE))).isEqualTo(1_100);
        assertThat(due()).hasSize(4_100);
    }

    private static void waiting(TenantId tenant, int lane, String why) {
        String id = "00000000-0000-0000-0000-00000000000" + lane;
        TestDatabase.asOwner(
                "set drawbridge.tenants = '" + tenant + "'",
                "insert into lane (tenant, lane, to_app_due, since) values ('%s', '%s', now() + interval '5 min', now())"
                        .formatted(tenant, id),
                "insert into lane_record (tenant, lane, flow, side, resource, record_id, to_app_why) values ('%s', '%s', 'users', 'acme', 'acme.user', '%d', '%s')"
                        .formatted(tenant, id, lane, why));
    }

    private static List<Integer> due() throws SQLException {
        List<Integer> due = new ArrayList<>();
        try (Connection gateway = TestDatabase.connect(TestDatabase.access().gateway());
                Statement statement = gateway.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "select ('x' || right(lane::text, 1))::bit(4)::int from lane where to_app_due <="
                                        + " now() order by 1")) {
            while (found.next()) {
                due.add(found.getInt(1));
            }
        }
        return due;
    }
}
