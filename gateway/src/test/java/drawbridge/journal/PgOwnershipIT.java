package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.CursorMove;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/// Several replicas on one store, each of which would do every job.
class PgOwnershipIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final String JOB = "sweep:acme.appointment";

    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access());

    private final PgOwnership one = new PgOwnership(VERTX, POOL);
    private final PgOwnership other = new PgOwnership(VERTX, POOL);

    @BeforeEach
    void bothShare() throws Exception {
        TestDatabase.empty();
        TestDatabase.await(one.beat());
        TestDatabase.await(other.beat());
        TestDatabase.await(one.beat());
    }

    @AfterAll
    static void close() {
        POOL.close().await();
        VERTX.close().await();
    }

    @Test
    void givesEachListToOneReplicaAndSomeToEach() throws Exception {
        int ones = 0;
        int others = 0;
        for (String job : jobs()) {
            boolean first = hold(one, job).isPresent();
            boolean second = hold(other, job).isPresent();
            assertThat(first).as("only one holds " + job).isNotEqualTo(second);
            ones += first ? 1 : 0;
            others += second ? 1 : 0;
        }

        assertThat(ones).isGreaterThan(4);
        assertThat(others).isGreaterThan(4);
    }

    @Test
    void handsOverWhatAReplicaHeldThatFellSilent() throws Exception {
        PgOwnership owner = hold(one, JOB).isPresent() ? one : other;
        PgOwnership heir = owner == one ? other : one;
        long before = hold(owner, JOB).orElseThrow();
        assertThat(hold(heir, JOB)).isEmpty();

        silence(owner);
        TestDatabase.await(heir.beat());

        assertThat(hold(heir, JOB).orElseThrow()).isGreaterThan(before);
        assertThat(hold(owner, JOB)).as("until it has a session again").isEmpty();
    }

    @Test
    void handsOverAtOnceWhatAReplicaHeldThatWasStopped() throws Exception {
        PgOwnership owner = hold(one, JOB).isPresent() ? one : other;
        PgOwnership heir = owner == one ? other : one;

        TestDatabase.await(owner.stop());
        TestDatabase.await(heir.beat());

        assertThat(hold(heir, JOB)).isPresent();
    }

    @Test
    void sharesTheListsWithAReplicaThatComesLater() throws Exception {
        PgOwnership late = new PgOwnership(VERTX, POOL);
        jobs().forEach(job -> assertThat(hold(one, job).isPresent()).isIn(true, false));
        jobs().forEach(job -> assertThat(hold(other, job).isPresent()).isIn(true, false));

        for (PgOwnership each : List.of(late, one, other)) {
            TestDatabase.await(each.beat());
        }
        jobs().forEach(job -> hold(one, job).ifPresent(_ -> {}));
        jobs().forEach(job -> hold(other, job).ifPresent(_ -> {}));

        assertThat(jobs()).anyMatch(job -> hold(late, job).isPresent());
        assertThat(jobs())
                .allMatch(
                        job ->
                                IntStream.of(
                                                        hold(one, job).isPresent() ? 1 : 0,
                                                        hold(other, job).isPresent() ? 1 : 0,
                                                        hold(late, job).isPresent() ? 1 : 0)
                                                .sum()
                                        == 1);
    }

    @Test
    void letsOnlyTheOwnersEpochMoveTheCursor() throws Exception {
        PgJournal journal =
                new PgJournal(VERTX, POOL, (_, _, _) -> Optional.empty(), () -> Set.of(NORTH));
        PgCursors cursors = new PgCursors(new PgScope(POOL));
        PgOwnership owner = hold(one, JOB).isPresent() ? one : other;
        PgOwnership heir = owner == one ? other : one;
        long before = hold(owner, JOB).orElseThrow();
        TestDatabase.await(journal.append(moving("t1", before)));
        silence(owner);
        TestDatabase.await(heir.beat());
        long now = hold(heir, JOB).orElseThrow();

        TestDatabase.await(journal.append(moving("t9", before)));
        assertThat(TestDatabase.await(cursors.position(NORTH, "acme", "appointment")))
                .contains("t1");

        TestDatabase.await(journal.append(moving("t2", now)));
        assertThat(TestDatabase.await(cursors.position(NORTH, "acme", "appointment")))
                .contains("t2");
    }

    private static Delivery moving(String position, long epoch) {
        return new Delivery(
                NORTH,
                Trigger.POLL,
                Optional.empty(),
                List.of(),
                false,
                Optional.of(
                        new CursorMove(
                                "acme",
                                "appointment",
                                position,
                                Optional.of(new CursorMove.Owner(JOB, epoch)))));
    }

    private static List<String> jobs() {
        return IntStream.range(0, 40).mapToObj(n -> "sweep:acme.list-" + n).toList();
    }

    private static OptionalLong hold(PgOwnership replica, String job) {
        try {
            return TestDatabase.await(replica.hold(NORTH, job));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// As if it had been killed a while ago.
    private static void silence(PgOwnership replica) {
        TestDatabase.asOwner(
                "update session set beat_at = now() - interval '1 minute' where id = '"
                        + replica.session().orElseThrow()
                        + "'");
    }
}
