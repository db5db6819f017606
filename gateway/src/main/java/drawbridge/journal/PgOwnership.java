package drawbridge.journal;

import drawbridge.crossing.engine.Hash;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Which of the replicas does a job that one alone should do.
///
/// Each replica has a session for jobs, kept by a heartbeat. A job goes to the living session whose
/// hash with it is the highest, so that jobs are spread, each replica finds that out by itself, and
/// only the jobs of a replica that came or went change hands. It is held by a row that names the
/// session and an epoch: two replicas that see different sessions alive still never hold it both.
///
/// A replica that is killed loses its jobs when its session has been silent for [#LEASE].
public final class PgOwnership {

    /// How long a session that is silent still holds its jobs.
    public static final Duration LEASE = Duration.ofSeconds(10);

    /// For jobs of the whole installation.
    public static final TenantId ALL = new TenantId(new UUID(0, 0));

    private static final Logger LOG = LoggerFactory.getLogger(PgOwnership.class);
    private static final Duration BEAT_EVERY = Duration.ofSeconds(2);

    private static final String BEGIN =
            "insert into session (id, lease_millis, jobs_since) values ($1, $2, now())";

    private static final String BEAT =
            """
            update session set beat_at = now()
            where id = $1 and ended_at is null
                and beat_at + lease_millis * interval '1 ms' >= now()
            """;

    private static final String ALIVE =
            """
            select id from session
            where jobs_since is not null and ended_at is null
                and beat_at + lease_millis * interval '1 ms' >= now()
            order by id
            """;

    private static final String END =
            "update session set ended_at = now() where id = $1 and ended_at is null";

    /// Who holds it already keeps the epoch.
    private static final String HOLD =
            """
            insert into job_lease as j (tenant, job, session, epoch)
            select $1, $2, s.id, nextval('lane_epoch') from session s
            where s.id = $3 and s.ended_at is null
                and s.beat_at + s.lease_millis * interval '1 ms' >= now()
            on conflict (tenant, job) do update
                set session = excluded.session,
                    epoch = case when j.session = excluded.session then j.epoch
                        else excluded.epoch end,
                    taken_at = case when j.session = excluded.session then j.taken_at
                        else now() end
                where j.session = excluded.session
                    or not exists (select from session o where o.id = j.session
                        and o.ended_at is null
                        and o.beat_at + o.lease_millis * interval '1 ms' >= now())
            returning epoch
            """;

    private static final String GIVE_UP =
            "delete from job_lease where tenant = $1 and job = $2 and session = $3";

    private final Vertx vertx;
    private final Pool pool;
    private final PgScope scope;
    private final Set<Job> held = new HashSet<>();
    private Optional<UUID> session = Optional.empty();
    private List<UUID> alive = List.of();
    private Future<Void> beating = Future.succeededFuture();
    private boolean stopped;

    private record Job(TenantId tenant, String name) {}

    public PgOwnership(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
        this.scope = new PgScope(pool);
    }

    /// Completes when this replica shares in the jobs; from then on it keeps its session by itself.
    public Future<Void> start() {
        vertx.setPeriodic(
                BEAT_EVERY.toMillis(),
                _ -> {
                    var _ = beat();
                });
        return beat();
    }

    /// How many replicas are alive, this one among them, as far as it knows; never less than one.
    public synchronized int alive() {
        return Math.max(1, alive.size());
    }

    /// Gives all jobs to the others.
    public synchronized Future<Void> stop() {
        stopped = true;
        Optional<UUID> mine = session;
        session = Optional.empty();
        return beating.transform(_ -> Future.<Void>succeededFuture())
                .compose(
                        _ ->
                                mine.map(id -> pool.preparedQuery(END).execute(Tuple.of(id)))
                                        .map(ended -> ended.<Void>mapEmpty())
                                        .orElseGet(Future::succeededFuture));
    }

    /// The epoch under which this replica holds the job by now; empty when it is another's.
    public Future<OptionalLong> hold(TenantId tenant, String name) {
        Job job = new Job(tenant, name);
        Optional<UUID> mine;
        boolean preferred;
        boolean holds;
        synchronized (this) {
            mine = session;
            preferred = mine.isPresent() && mine.equals(best(job));
            holds = held.contains(job);
        }
        if (mine.isEmpty() || (!preferred && !holds)) {
            return Future.succeededFuture(OptionalLong.empty());
        }
        return preferred ? take(job, mine.get()) : giveUp(job, mine.get());
    }

    private Future<OptionalLong> take(Job job, UUID mine) {
        return scope.within(
                        Set.of(job.tenant()),
                        statements ->
                                statements.run(
                                        HOLD, Tuple.of(job.tenant().value(), job.name(), mine)))
                .map(
                        rows -> {
                            boolean taken = rows.size() > 0;
                            note(job, taken);
                            return taken
                                    ? OptionalLong.of(rows.iterator().next().getLong("epoch"))
                                    : OptionalLong.empty();
                        });
    }

    private Future<OptionalLong> giveUp(Job job, UUID mine) {
        return scope.within(
                        Set.of(job.tenant()),
                        statements ->
                                statements.run(
                                        GIVE_UP, Tuple.of(job.tenant().value(), job.name(), mine)))
                .map(
                        _ -> {
                            note(job, false);
                            return OptionalLong.empty();
                        });
    }

    private synchronized void note(Job job, boolean holds) {
        boolean _ = holds ? held.add(job) : held.remove(job);
    }

    /// Highest random weight: of each session and the job.
    private Optional<UUID> best(Job job) {
        Optional<UUID> best = Optional.empty();
        long most = 0;
        for (UUID one : alive) {
            long weight =
                    Hash.of(one.toString(), job.tenant().value().toString(), job.name())
                            .asUuid()
                            .getLeastSignificantBits();
            if (best.isEmpty() || Long.compareUnsigned(weight, most) > 0) {
                best = Optional.of(one);
                most = weight;
            }
        }
        return best;
    }

    // ---- The session

    synchronized Optional<UUID> session() {
        return session;
    }

    synchronized Future<Void> beat() {
        if (stopped || !beating.isComplete()) {
            return beating;
        }
        beating =
                kept().compose(_ -> look())
                        .timeout(DatabasePool.ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(
                                failure ->
                                        LOG.atWarn()
                                                .addKeyValue("cause", failure.toString())
                                                .log("The session for jobs could not be kept"));
        return beating;
    }

    private Future<Void> kept() {
        return session.map(
                        mine ->
                                pool.preparedQuery(BEAT)
                                        .execute(Tuple.of(mine))
                                        .compose(
                                                rows ->
                                                        rows.rowCount() == 1
                                                                ? Future.<Void>succeededFuture()
                                                                : begin()))
                .orElseGet(this::begin);
    }

    private Future<Void> begin() {
        UUID fresh = UUID.randomUUID();
        synchronized (this) {
            session = Optional.empty();
            held.clear();
        }
        return pool.preparedQuery(BEGIN)
                .execute(Tuple.of(fresh, LEASE.toMillis()))
                .map(
                        _ -> {
                            began(fresh);
                            return null;
                        });
    }

    private synchronized void began(UUID fresh) {
        if (!stopped) {
            session = Optional.of(fresh);
        }
    }

    private Future<Void> look() {
        return pool.preparedQuery(ALIVE)
                .execute()
                .map(
                        rows -> {
                            List<UUID> now = new ArrayList<>();
                            rows.forEach(row -> now.add(row.getUUID("id")));
                            saw(now);
                            return null;
                        });
    }

    private synchronized void saw(List<UUID> now) {
        alive = List.copyOf(now);
    }
}
