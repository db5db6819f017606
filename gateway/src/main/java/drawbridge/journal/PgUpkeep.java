package drawbridge.journal;

import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Keeps the tables of the days to come ahead of the days, and the planner's picture of young
/// tables near the truth. The gateway may do neither itself; it asks functions of the tables'
/// owner. Senders' keys that count no more go from here too.
final class PgUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(PgUpkeep.class);
    private static final Duration EVERY = Duration.ofHours(6);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final Duration CLEAR = Duration.ofSeconds(30);

    /// Each statement that reads changes looks after the table of each day: no more than a week of
    /// nobody's care is made beforehand.
    private static final int DAYS = 7;

    /// A planner that takes a table for empty reads all of it for every row of a group. Later the
    /// server's own look once a minute is enough.
    private static final List<Duration> LOOKS =
            List.of(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(40),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5));

    private static final String LOOK = "select refresh_statistics()";
    private static final String MAKE = "select make_partitions($1)";

    private final Pool pool;
    private final Supplier<Set<TenantId>> tenants;

    private PgUpkeep(Pool pool, Supplier<Set<TenantId>> tenants) {
        this.pool = pool;
        this.tenants = tenants;
    }

    /// The start has made them for the first days already.
    ///
    /// @param marks what a gateway that died has left of them is cleared from here
    static PgUpkeep start(Vertx vertx, Pool pool, Supplier<Set<TenantId>> tenants, PgMarks marks) {
        PgUpkeep upkeep = new PgUpkeep(pool, tenants);
        vertx.setPeriodic(1_000, CLEAR.toMillis(), _ -> finishOrTell(marks, tenants.get()));
        vertx.setPeriodic(SWEEP.toMillis(), _ -> upkeep.sweepOrTell());
        vertx.setPeriodic(EVERY.toMillis(), _ -> upkeep.makeOrTell());
        for (Duration after : LOOKS) {
            vertx.setTimer(after.toMillis(), _ -> upkeep.look());
        }
        return upkeep;
    }

    Future<Void> make() {
        return pool.preparedQuery(MAKE).execute(Tuple.of(DAYS)).mapEmpty();
    }

    /// Goes on until none is left.
    Future<Void> sweep() {
        Set<TenantId> all = tenants.get();
        return new PgScope(pool)
                .within(all, statements -> PgOnce.sweep(statements, all))
                .compose(gone -> gone < PgOnce.SWEPT ? Future.succeededFuture() : sweep());
    }

    private void sweepOrTell() {
        sweep().onFailure(
                        failure ->
                                LOG.atWarn()
                                        .setCause(failure)
                                        .log("keys that count no more were not forgotten"));
    }

    private static void finishOrTell(PgMarks marks, Set<TenantId> tenants) {
        marks.finish(tenants)
                .onFailure(
                        failure ->
                                LOG.atWarn()
                                        .setCause(failure)
                                        .log("what a resume left was not cleared"));
    }

    private void look() {
        pool.query(LOOK)
                .execute()
                .onFailure(
                        failure ->
                                LOG.atDebug()
                                        .setCause(failure)
                                        .log("statistics were not refreshed"));
    }

    private void makeOrTell() {
        make().onFailure(
                        failure ->
                                LOG.atWarn()
                                        .setCause(failure)
                                        .log("the tables of the days to come were not made"));
    }
}
