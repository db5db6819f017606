package drawbridge.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import drawbridge.journal.TestDatabase;
import drawbridge.platform.DatabasePool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.SqlConnectionBase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The wall between tenants, and the trap of the pipelined commit.
class PgScopeIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");
    private static final String MOVE =
            "insert into cursor (tenant, system, resource, position) values ($1, 'acme',"
                    + " 'appointment', $2) on conflict (tenant, system, resource) do update set"
                    + " position = excluded.position";
    private static final String COUNT = "select count(*) from cursor";
    private static final String BROKEN = "select 1 / (position = '')::int from cursor";

    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access(), 1);
    private static final PgScope SCOPE = new PgScope(POOL);

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
    void seesNothingWithoutATenant() throws Exception {
        TestDatabase.await(move(NORTH, "1"));

        assertThat(TestDatabase.await(count(Set.of()))).isZero();
        long outside =
                TestDatabase.await(
                        POOL.query(COUNT).execute().map(rows -> rows.iterator().next().getLong(0)));
        assertThat(outside).isZero();
    }

    @Test
    void seesTheRowsOfTheNamedTenantsAlone() throws Exception {
        TestDatabase.await(move(NORTH, "1"));
        TestDatabase.await(move(SOUTH, "1"));

        assertThat(TestDatabase.await(count(Set.of(NORTH)))).isEqualTo(1);
        assertThat(TestDatabase.await(count(Set.of(NORTH, SOUTH)))).isEqualTo(2);
    }

    @Test
    void writesNoRowOfATenantThatIsNotNamed() throws Exception {
        Future<?> foreign =
                SCOPE.within(
                        Set.of(SOUTH),
                        statements -> statements.run(MOVE, Tuple.of(NORTH.value(), "1")));

        assertThatThrownBy(() -> TestDatabase.await(foreign)).isInstanceOf(PgException.class);
        assertThat(TestDatabase.await(count(Set.of(NORTH, SOUTH)))).isZero();
    }

    /// The commit itself succeeds here: it rolls back and says nothing.
    @Test
    void failsWhenAStatementBeforeThePipelinedCommitFailed() throws Exception {
        Future<String> lie =
                SCOPE.within(
                        Set.of(NORTH),
                        statements -> {
                            statements.run(MOVE, Tuple.of(NORTH.value(), "1"));
                            statements.run(BROKEN);
                            return Future.succeededFuture("stored");
                        });

        assertThatThrownBy(() -> TestDatabase.await(lie))
                .isInstanceOfSatisfying(
                        PgException.class,
                        failure -> assertThat(failure.getSqlState()).isEqualTo("22012"));
        assertThat(TestDatabase.await(count(Set.of(NORTH)))).isZero();
    }

    @Test
    void failsWhenAStepSwallowedTheFailureOfAStatement() throws Exception {
        Future<String> lie =
                SCOPE.stepwise(
                        Set.of(NORTH),
                        connection ->
                                connection
                                        .preparedQuery(MOVE)
                                        .execute(Tuple.of(NORTH.value(), "1"))
                                        .compose(_ -> connection.preparedQuery(BROKEN).execute())
                                        .transform(_ -> Future.succeededFuture("stored")));

        assertThatThrownBy(() -> TestDatabase.await(lie)).isInstanceOf(PgException.class);
        assertThat(TestDatabase.await(count(Set.of(NORTH)))).isZero();
    }

    @Test
    void keepsNothingOfWorkThatFailedBetweenItsSteps() throws Exception {
        Future<String> failed =
                SCOPE.within(
                        Set.of(NORTH),
                        statements -> statements.run(MOVE, Tuple.of(NORTH.value(), "1")),
                        (statements, rows) -> Future.failedFuture(new IllegalStateException("no")));

        assertThatThrownBy(() -> TestDatabase.await(failed))
                .isInstanceOf(IllegalStateException.class);
        assertThat(TestDatabase.await(count(Set.of(NORTH)))).isZero();
    }

    /// One connection serves all of them in turn; none sees what another left behind.
    @Test
    void aConnectionThatBreaksPrintsNoStackTraceBetweenTheLinesOfTheLog() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, UTF_8));
        try {
            Future<Object> broken =
                    SCOPE.stepwise(
                            Set.of(NORTH),
                            connection -> {
                                ((SqlConnectionBase<?>) connection)
                                        .handleException(new IOException("Broken pipe"));
                                return Future.failedFuture("it broke");
                            });

            assertThatThrownBy(() -> TestDatabase.await(broken)).hasMessageContaining("it broke");
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(UTF_8)).doesNotContain("Broken pipe");
    }

    @Test
    void letsAThousandAlternatingTenantsSeeTheirOwnRowsOnly() throws Exception {
        List<TenantId> tenants =
                IntStream.range(0, 10).mapToObj(n -> TenantId.named("tenant-" + n)).toList();
        List<Future<Boolean>> chains =
                IntStream.range(0, 8).mapToObj(first -> chain(tenants, first, 1_000, 8)).toList();

        TestDatabase.await(Future.join(chains));

        assertThat(chains).allMatch(Future::result);
        assertThat(POOL.size()).isLessThanOrEqualTo(1);
    }

    /// Whether every `step`-th of the turns from `n` on saw its own row alone.
    private static Future<Boolean> chain(List<TenantId> tenants, int n, int end, int step) {
        if (n >= end) {
            return Future.succeededFuture(true);
        }
        TenantId tenant = tenants.get(n % tenants.size());
        return SCOPE.within(
                        Set.of(tenant),
                        statements -> {
                            statements.run(MOVE, Tuple.of(tenant.value(), "p" + n));
                            return statements.run("select tenant, position from cursor");
                        })
                .compose(
                        rows -> {
                            var row = rows.iterator().next();
                            boolean own =
                                    rows.size() == 1
                                            && row.getUUID(0).equals(tenant.value())
                                            && row.getString(1).equals("p" + n);
                            return own
                                    ? chain(tenants, n + step, end, step)
                                    : Future.succeededFuture(false);
                        });
    }

    private static Future<?> move(TenantId tenant, String position) {
        return SCOPE.within(
                Set.of(tenant),
                statements -> statements.run(MOVE, Tuple.of(tenant.value(), position)));
    }

    private static Future<Long> count(Set<TenantId> tenants) {
        return SCOPE.within(
                tenants,
                statements -> statements.run(COUNT).map(rows -> rows.iterator().next().getLong(0)));
    }
}
