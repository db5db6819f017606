package drawbridge.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/// The database's time as this process knows it: read now and then, and carried on in between by
/// the monotonic clock. A jump of this machine's wall clock moves nothing.
public final class DatabaseTime {

    /// Monotonic clocks of two machines drift apart by less than a millisecond in this time.
    static final Duration REFRESH = Duration.ofSeconds(10);

    /// An answer that took longer says too little about the moment it was made in.
    private static final Duration PRECISE = Duration.ofMillis(250);

    /// So many readings are tried at the start: what comes of the last one will have to do.
    private static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseTime.class);
    private final Pool pool;
    private final AtomicReference<Mark> mark;

    private record Mark(Instant database, long nanos) {}

    private DatabaseTime(Pool pool, Mark first) {
        this.pool = pool;
        this.mark = new AtomicReference<>(first);
    }

    /// Completes when the time was read once; from then on it is read again by itself.
    public static Future<DatabaseTime> start(Vertx vertx, Pool pool) {
        return precise(pool, TRIES)
                .map(
                        first -> {
                            DatabaseTime time = new DatabaseTime(pool, first);
                            vertx.setPeriodic(REFRESH.toMillis(), _ -> time.refresh());
                            return time;
                        });
    }

    private static Future<Mark> precise(Pool pool, int tries) {
        long asked = System.nanoTime();
        return read(pool)
                .compose(
                        mark ->
                                tries > 1 && System.nanoTime() - asked >= PRECISE.toNanos()
                                        ? precise(pool, tries - 1)
                                        : Future.succeededFuture(mark));
    }

    /// Never goes back by more than the correction of a reading.
    public Instant now() {
        Mark last = Objects.requireNonNull(mark.get());
        return last.database.plusNanos(System.nanoTime() - last.nanos);
    }

    private void refresh() {
        long asked = System.nanoTime();
        read(pool)
                .onSuccess(
                        now -> {
                            if (System.nanoTime() - asked < PRECISE.toNanos()) {
                                mark.set(now);
                            }
                        })
                .onFailure(
                        failure ->
                                LOG.atDebug()
                                        .addKeyValue("cause", failure.toString())
                                        .log("The database's time could not be read"));
    }

    private static Future<Mark> read(Pool pool) {
        long asked = System.nanoTime();
        return pool.query("select clock_timestamp() now")
                .execute()
                .map(
                        rows -> {
                            OffsetDateTime now = rows.iterator().next().getOffsetDateTime("now");
                            long answered = System.nanoTime();
                            return new Mark(now.toInstant(), asked + (answered - asked) / 2);
                        });
    }
}
