package drawbridge.journal;

import drawbridge.platform.Config;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;

/// Lets go of what is old: changes by the day, outcomes, ended attempts and tombstones in small
/// batches. The gateway may delete none of it: it asks functions of the tables' owner, which see
/// what the scope names. Nothing that is pending, waits for a person or is in doubt goes, however old it is.
public final class PgRetention {

    private static final Logger LOG = LoggerFactory.getLogger(PgRetention.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Gone NOTHING = new Gone(0, 0, 0, 0);

    /// Rows of one statement: few enough that nobody waits for them.
    static final int BATCH = 1_000;

    private static final String DROP = "select drop_changes($1)";

    private static final String OUTCOMES = "select forget_outcomes($1, $2)";
    private static final String ATTEMPTS = "select forget_attempts($1, $2)";
    private static final String TOMBSTONES = "select forget_tombstones($1, $2)";

    /// @param days tables of changes
    public record Gone(long days, long outcomes, long attempts, long tombstones) {}

    private final Pool pool;
    private final PgScope scope;
    private final Supplier<Set<TenantId>> tenants;
    private final Config.Keep keep;

    public PgRetention(Pool pool, Supplier<Set<TenantId>> tenants, Config.Keep keep) {
        this.pool = pool;
        this.scope = new PgScope(pool);
        this.tenants = tenants;
        this.keep = keep;
    }

    /// Sweeps now and then, while this replica holds that job.
    public void start(Vertx vertx, PgOwnership jobs, Supplier<Instant> now) {
        vertx.setPeriodic(EVERY.toMillis(), _ -> sweepIfOurs(jobs, now));
    }

    private void sweepIfOurs(PgOwnership jobs, Supplier<Instant> now) {
        jobs.hold(PgOwnership.ALL, "retention")
                .compose(
                        epoch ->
                                epoch.isPresent()
                                        ? sweep(now.get()).map(PgRetention::tell)
                                        : Future.succeededFuture())
                .onFailure(
                        failure ->
                                LOG.atWarn()
                                        .setCause(failure)
                                        .log("what is old was not let go; it is tried again"));
    }

    private static @Nullable Void tell(Gone gone) {
        if (!gone.equals(NOTHING)) {
            LOG.atInfo()
                    .addKeyValue("days", gone.days())
                    .addKeyValue("outcomes", gone.outcomes())
                    .addKeyValue("attempts", gone.attempts())
                    .addKeyValue("tombstones", gone.tombstones())
                    .log("What is old was let go");
        }
        return null;
    }

    /// Lets go of all that is too old at `now`.
    public Future<Gone> sweep(Instant now) {
        Instant work = now.minus(keep.work());
        return days(work, 0)
                .compose(
                        days ->
                                rows(OUTCOMES, work, 0)
                                        .compose(
                                                outcomes ->
                                                        rows(ATTEMPTS, work, 0)
                                                                .compose(
                                                                        attempts ->
                                                                                buried(
                                                                                        now, days,
                                                                                        outcomes,
                                                                                        attempts))));
    }

    private Future<Gone> buried(Instant now, long days, long outcomes, long attempts) {
        return rows(TOMBSTONES, now.minus(keep.tombstones()), 0)
                .map(tombstones -> new Gone(days, outcomes, attempts, tombstones));
    }

    private Future<Long> days(Instant before, long gone) {
        return pool.preparedQuery(DROP)
                .execute(Tuple.of(PgColumns.time(before)))
                .compose(
                        rows ->
                                rows.iterator().next().getBoolean(0)
                                        ? days(before, gone + 1)
                                        : Future.succeededFuture(gone));
    }

    /// Goes on until none is left, each batch in a transaction of its own.
    private Future<Long> rows(String sql, Instant before, long gone) {
        Collection<TenantId> all = tenants.get();
        return scope.within(all, statements -> batch(statements, sql, before))
                .compose(
                        some ->
                                some < BATCH
                                        ? Future.succeededFuture(gone + some)
                                        : rows(sql, before, gone + some));
    }

    private static Future<Integer> batch(Statements statements, String sql, Instant before) {
        return statements
                .run(sql, Tuple.of(PgColumns.time(before), BATCH))
                .map(rows -> rows.iterator().next().getInteger(0));
    }
}
