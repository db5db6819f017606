package drawbridge.journal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;

/// Keeps the tables of the days to come ahead of the days, and the planner's picture of young
/// tables near the truth. The gateway may do neither itself; it asks functions of the tables'
/// owner.
final class PgUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(PgUpkeep.class);
    private static final Duration EVERY = Duration.ofHours(6);
    private static final int DAYS = 14;

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

    private PgUpkeep(Pool pool) {
        this.pool = pool;
    }

    /// The start has made them for the first days already.
    static PgUpkeep start(Vertx vertx, Pool pool) {
        PgUpkeep upkeep = new PgUpkeep(pool);
        vertx.setPeriodic(EVERY.toMillis(), _ -> upkeep.makeOrTell());
        for (Duration after : LOOKS) {
            vertx.setTimer(after.toMillis(), _ -> upkeep.look());
        }
        return upkeep;
    }

    Future<Void> make() {
        return pool.preparedQuery(MAKE).execute(Tuple.of(DAYS)).mapEmpty();
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
