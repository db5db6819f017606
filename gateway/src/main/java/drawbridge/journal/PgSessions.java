package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Journal.Session;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

import java.time.Duration;
import java.util.UUID;

/// Sessions of processes, on the database's time. Lanes of a session that ended or fell silent
/// become free; their next lease has a higher epoch, which is what fences the old one off.
final class PgSessions {

    private static final long REAP_NANOS = Duration.ofSeconds(1).toNanos();

    private static final String BEGIN = "insert into session (id, lease_millis) values ($1, $2)";

    private static final String BEAT =
            """
            update session set beat_at = now()
            where id = $1 and ended_at is null
                and beat_at + lease_millis * interval '1 ms' >= now()
            """;

    private static final String END =
            "update session set ended_at = now() where id = $1 and ended_at is null";

    /// A leased lane has an epoch; to say so leads to the index of leased lanes.
    private static final String FREE =
            "update lane set session = null where session = $1 and epoch > 0";

    private static final String END_SILENT =
            """
            update session set ended_at = now()
            where ended_at is null and beat_at + lease_millis * interval '1 ms' < now()
            """;

    /// A claim may have begun before its session ended and be committed after, so that sessions
    /// which ended some time ago are looked at again.
    private static final String FREE_ENDED =
            """
            with freed as (
                select l.tenant, l.lane from session s
                join lane l on l.session = s.id and l.epoch > 0
                where s.ended_at > now() - interval '1 day'
                order by l.tenant, l.lane limit 1000
                for update of l skip locked
            )
            update lane l set session = null from freed f
            where l.tenant = f.tenant and l.lane = f.lane
            """;

    private static final String SWEEP =
            "delete from session where ended_at < now() - interval '1 day'";

    private final Pool pool;
    private long reapedAt = System.nanoTime() - REAP_NANOS;

    PgSessions(Pool pool) {
        this.pool = pool;
    }

    Future<Session> begin(UUID id, Duration leaseLength) {
        return pool.preparedQuery(BEGIN)
                .execute(Tuple.of(id, leaseLength.toMillis()))
                .compose(_ -> pool.preparedQuery(SWEEP).execute())
                .map(_ -> new Session(id, leaseLength));
    }

    Future<Void> beat(Session session) {
        return pool.preparedQuery(BEAT)
                .execute(Tuple.of(session.id()))
                .compose(
                        rows ->
                                rows.rowCount() == 1
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(
                                                new Fenced(
                                                        "the session "
                                                                + session.id()
                                                                + " has ended")));
    }

    Future<Void> end(Session session) {
        return pool.preparedQuery(END)
                .execute(Tuple.of(session.id()))
                .compose(_ -> pool.preparedQuery(FREE).execute(Tuple.of(session.id())))
                .mapEmpty();
    }

    /// Frees the lanes of sessions that are over; once a second, or at once for who found nothing
    /// to do.
    Future<Void> reap(boolean idle) {
        long now = System.nanoTime();
        if (!idle && now - reapedAt < REAP_NANOS) {
            return Future.succeededFuture();
        }
        reapedAt = now;
        return pool.preparedQuery(END_SILENT)
                .execute()
                .compose(_ -> pool.preparedQuery(FREE_ENDED).execute())
                .mapEmpty();
    }
}
