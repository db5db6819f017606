package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How PostgreSQL means to carry out the statements that every piece of work goes through, with the
/// settings of our connections and nearly empty tables.
class PlansIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");

    @BeforeEach
    void begin() {
        TestDatabase.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {SettleSql.REST, SettleSql.LOCK, SettleSql.END_ATTEMPTS})
    void findALaneByItsKeyHoweverManyAreLeased(String statement) throws SQLException {
        assertThat(plan(statement)).contains("lane_pkey").doesNotContain("lane_leased");
    }

    @Test
    void countNoDeletesWhileAPersonIsAskedAboutThem() throws SQLException {
        assertThat(plan(PgGuard.LOOK))
                .as("the lock is held no longer, however many wait")
                .containsPattern("One-Time Filter: .*item IS NULL");
    }

    @Test
    void workOutEachStepOfARestOnce() throws SQLException {
        assertThat(plan(SettleSql.REST).split("SubPlan"))
                .as("what the planner takes into the next step it repeats for every mention")
                .hasSizeLessThan(9);
    }

    /// Of a customer with so many that a plan for an unknown number of them reads them all.
    @ParameterizedTest
    @MethodSource("stretches")
    void changeAThousandLanesWithoutReadingTheOthers(String statement) throws SQLException {
        TestDatabase.asOwner(
                "set drawbridge.tenants = '" + NORTH + "'",
                """
                insert into lane (tenant, lane, to_app_due, since)
                select '%s', gen_random_uuid(), now(), now() from generate_series(1, 150000)
                """
                        .formatted(NORTH),
                """
                insert into lane_record (tenant, lane, flow, side, resource, record_id)
                select tenant, lane, 'users', 'acme', 'acme.user', lane::text from lane
                """,
                "analyze lane",
                "analyze lane_record");

        assertThat(plan(statement)).doesNotContain("Hash Join");
    }

    private static Stream<String> stretches() {
        return Stream.of(PgMarks.MARK, PgMarks.CLEAR, PgWake.WAKE);
    }

    private static String plan(String statement) throws SQLException {
        try (Connection connection = TestDatabase.connect(TestDatabase.access().gateway());
                Statement sql = connection.createStatement()) {
            boolean _ =
                    sql.execute(
                            "set enable_seqscan = off; set plan_cache_mode = force_generic_plan");
            boolean _ = sql.execute("prepare asked as " + statement);
            try (ResultSet rows = sql.executeQuery("explain execute asked (" + nulls(statement))) {
                StringBuilder plan = new StringBuilder();
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
                return plan.toString();
            }
        }
    }

    /// One for each parameter.
    private static String nulls(String statement) {
        long parameters =
                PARAMETER.matcher(statement).results().map(MatchResult::group).distinct().count();
        return String.join(", ", Collections.nCopies((int) parameters, "null")) + ")";
    }
}
