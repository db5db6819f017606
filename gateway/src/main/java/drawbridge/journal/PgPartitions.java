package drawbridge.journal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/// Keeps the tables of the days to come ahead of the days. The gateway may not make tables; it asks
/// a function of their owner to do it.
final class PgPartitions {

    private static final Logger LOG = LoggerFactory.getLogger(PgPartitions.class);
    private static final Duration EVERY = Duration.ofHours(6);
    private static final int DAYS = 14;
    private static final String MAKE = "select make_partitions($1)";

    private final Pool pool;

    private PgPartitions(Pool pool) {
        this.pool = pool;
    }

    /// The start has made them for the first days already.
    static PgPartitions start(Vertx vertx, Pool pool) {
        PgPartitions partitions = new PgPartitions(pool);
        vertx.setPeriodic(EVERY.toMillis(), _ -> partitions.makeOrTell());
        return partitions;
    }

    Future<Void> make() {
        return pool.preparedQuery(MAKE).execute(Tuple.of(DAYS)).mapEmpty();
    }

    private void makeOrTell() {
        make().onFailure(
                        failure ->
                                LOG.atWarn()
                                        .setCause(failure)
                                        .log("the tables of the days to come were not made"));
    }
}
