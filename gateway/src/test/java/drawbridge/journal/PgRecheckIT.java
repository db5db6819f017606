package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A row that is to be locked or updated was changed meanwhile, and PostgreSQL looks at it again.
/// By the plan that was seen in operation, that once ended the server by a fault.
class PgRecheckIT {

    private static final String TENANT = "00000000-0000-0000-0000-000000000001";
    private static final String LANE = "00000000-0000-0000-0000-000000000011";
    private static final String OTHER = "00000000-0000-0000-0000-000000000012";
    private static final String THIRD = "00000000-0000-0000-0000-000000000013";
    private static final String FOURTH = "00000000-0000-0000-0000-000000000014";

    /// Joins by merging, rows by index.
    private static final String PLAN =
            "set enable_nestloop = off; set enable_hashjoin = off; set enable_seqscan = off;"
                    + " set enable_bitmapscan = off;"
                    + " set plan_cache_mode = force_custom_plan";

    @BeforeEach
    void aLaneThatRestsOnARecord() {
        TestDatabase.empty();
        TestDatabase.asOwner(
                "select set_config('drawbridge.tenants', '" + TENANT + "', false)",
                "insert into lane (tenant, lane, session, epoch) values ('%s', '%s', '%s', 1)"
                        .formatted(TENANT, LANE, OTHER),
                "insert into lane (tenant, lane) values ('%1$s', '%2$s'), ('%1$s', '%3$s'), ('%1$s', '%4$s')"
                        .formatted(TENANT, OTHER, THIRD, FOURTH),
                "insert into lane_record (tenant, lane, flow, side, resource, record_id)"
                        + " values ('%s', '%s', 'contacts', 'acme', 'acme.contact', 'c1')"
                                .formatted(TENANT, LANE),
                "insert into uses (tenant, flow, link, resource, record_id)"
                        + " select '%s', 'appointments', lane, 'acme.contact', 'c1' from lane"
                                .formatted(TENANT));
    }

    @Test
    void lanesThatMovedWhileTheyWereToBeLockedAreLocked() throws Exception {
        String given =
                "'{0,1,2,3}'::bigint[], "
                        + ids(TENANT, TENANT, TENANT, TENANT)
                        + ", "
                        + ids(LANE, OTHER, THIRD, FOURTH)
                        + ", '{1,0,0,0}'::bigint[]";
        String none = "'{}'::text[]";

        int locked =
                whileTheyMove(
                        SettleSql.LOCK,
                        given
                                + ", '{}'::uuid[], '{}'::uuid[], '{}'::uuid[], "
                                + String.join(", ", none, none, none)
                                + ", '{}'::uuid[], '{}'::uuid[]");

        assertThat(locked).isEqualTo(4);
    }

    @Test
    void lanesThatMovedWhileTheyWereToBeTouchedAreTouched() throws Exception {
        int touched =
                whileTheyMove(
                        SettleSql.TOUCH,
                        ids(TENANT)
                                + ", "
                                + ids(LANE)
                                + ", '{1}'::bigint[], '{appointments}'::text[],"
                                + " '{acme.contact}'::text[], '{c1}'::text[]");

        assertThat(touched).isEqualTo(4);
    }

    private static String ids(String... ids) {
        return "'{" + String.join(",", ids) + "}'::uuid[]";
    }

    /// @return how many rows the statement answered that waited for the lanes
    private static int whileTheyMove(String sql, String arguments) throws Exception {
        try (Connection first = gateway();
                Connection second = gateway();
                Statement mover = first.createStatement();
                Statement waiter = second.createStatement()) {
            mover.execute("update lane set touch_seq = touch_seq + 1");
            waiter.execute(PLAN);
            int pid = pid(waiter);
            waiter.execute("prepare asked as " + sql);
            CompletableFuture<Integer> rows =
                    CompletableFuture.supplyAsync(
                            () -> rows(waiter, "execute asked (" + arguments + ")"));
            await().atMost(Duration.ofSeconds(20)).until(() -> isWaiting(mover, pid));
            first.commit();
            return rows.join();
        }
    }

    private static Connection gateway() throws SQLException {
        Connection connection = TestDatabase.connect(TestDatabase.access().gateway());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select set_config('drawbridge.tenants', '" + TENANT + "', false)");
        }
        return connection;
    }

    private static int pid(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static boolean isWaiting(Statement statement, int pid) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("select cardinality(pg_blocking_pids(" + pid + "))")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private static int rows(Statement statement, String sql) {
        try (ResultSet row = statement.executeQuery(sql)) {
            int rows = 0;
            while (row.next()) {
                rows++;
            }
            return rows;
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }
}
