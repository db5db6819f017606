package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Pausing.PauseAnswer;
import drawbridge.crossing.engine.Pausing.Signed;
import drawbridge.crossing.engine.Pausing.Stop;
import drawbridge.mapping.Direction;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Pauses of customers with more waiting lanes than one transaction changes.
class PgMarksIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");
    private static final int LANES = 2 * PgMarks.LANES + 300;
    private static final Stop ALL = new Stop(NORTH, Optional.empty(), Optional.empty());
    private static final String BOTH = "to_app_paused > 0 and to_acme_paused > 0";
    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access(), 2);
    private final PgScope scope = new PgScope(POOL);
    private final CopyOnWriteArrayList<TenantId> due = new CopyOnWriteArrayList<>();
    private final PgMarks marks = new PgMarks(scope, due::add);
    private final PgPauses pauses = new PgPauses(scope, new Handover(VERTX), marks);

    @BeforeEach
    void empty() throws SQLException {
        TestDatabase.empty();
        waiting(NORTH);
    }

    @AfterAll
    static void close() {
        POOL.close().await();
        VERTX.close().await();
    }

    @Test
    void aCustomerWithThousandsOfWaitingLanesIsPausedAndResumedToTheLastOfThem() throws Exception {
        assertThat(TestDatabase.await(pauses.pause(ALL, signed()))).isEqualTo(PauseAnswer.DONE);
        until(BOTH, marked -> marked == LANES);

        assertThat(TestDatabase.await(pauses.resume(ALL, signed()))).isEqualTo(PauseAnswer.DONE);

        until(BOTH, marked -> marked == 0);
        untilNothingIsLeft();
        assertThat(due).isNotEmpty().containsOnly(NORTH);
    }

    @Test
    void whatAGatewayThatDiedHasNotClearedIsClearedByTheNextOne() throws Exception {
        TestDatabase.asOwner(
                "set drawbridge.tenants = '" + NORTH + "'",
                "update lane set to_app_paused = 1, to_acme_paused = 1",
                "insert into resumed (tenant, flow) values ('" + NORTH + "', '')");

        TestDatabase.await(marks.finish(Set.of(NORTH, SOUTH)));

        assertThat(count("lane where to_app_paused > 0 or to_acme_paused > 0")).isZero();
        assertThat(count("resumed")).isZero();
        assertThat(due).containsOnly(NORTH);
    }

    @Test
    void whatAnotherPauseCoversStaysMarkedInEachBatch() throws Exception {
        TestDatabase.await(
                pauses.pause(
                        new Stop(NORTH, Optional.empty(), Optional.of(Direction.TO_ACME)),
                        signed()));
        // While one pause is marking a lane, another passes it by.
        until("to_acme_paused > 0", marked -> marked == LANES);
        TestDatabase.await(pauses.pause(ALL, signed()));
        until(BOTH, marked -> marked == LANES);

        TestDatabase.await(pauses.resume(ALL, signed()));

        untilNothingIsLeft();
        assertThat(count("lane where to_acme_paused > 0")).isEqualTo(LANES);
        assertThat(count("lane where to_app_paused > 0")).isZero();
    }

    private static void waiting(TenantId tenant) throws SQLException {
        TestDatabase.asOwner(
                "set drawbridge.tenants = '" + tenant + "'",
                """
                insert into lane (tenant, lane, to_app_due, since)
                select '%s', gen_random_uuid(), now(), now() from generate_series(1, %d)
                """
                        .formatted(tenant, LANES),
                """
                insert into lane_record (tenant, lane, flow, side, resource, record_id)
                select tenant, lane, 'users', 'acme', 'acme.user', lane::text from lane
                """);
    }

    private static Signed signed() {
        return new Signed("User 3", "a test", UUID.randomUUID());
    }

    /// The first batch has answered; the others follow by themselves.
    private static void until(String mark, Predicate<Integer> enough) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        int marked = -1;
        while (System.nanoTime() < end) {
            marked = count("lane where " + mark);
            if (enough.test(marked)) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(marked + " lanes are marked");
    }

    private static void untilNothingIsLeft() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (count("resumed") > 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static int count(String what) throws SQLException {
        try (Connection owner = TestDatabase.connect(TestDatabase.access().migration());
                Statement statement = owner.createStatement()) {
            boolean _ = statement.execute("set drawbridge.tenants = '" + NORTH + "'");
            try (ResultSet counted = statement.executeQuery("select count(*) from " + what)) {
                boolean _ = counted.next();
                return counted.getInt(1);
            }
        }
    }
}
