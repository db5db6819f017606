package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.mapping.Direction;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Leases due lanes, a few of each tenant in turn. Which tenants have due work is known from what
/// passes through this process, and found anew when that runs dry. Needs no scope: the table of
/// lanes holds ids, times and counters alone. Used on the journal's event loop only.
final class PgClaim {

    /// Of so many lanes one is live, whatever waits before it by priority.
    private static final int LIVE_SHARE = 4;

    /// `direction` is one of our own two words. Live lanes have priority 1.
    private static final String CLAIM =
            """
            with picked as materialized (
                select p.tenant, p.lane
                from unnest($2::uuid[], $5::integer[]) with ordinality as t(tenant, live, turn)
                cross join lateral (
                    with live as materialized (
                        select l.tenant, l.lane from lane l
                        where l.tenant = t.tenant and l.session is null and l.{due} <= now()
                            and l.{paused} = 0 and l.priority = 1
                        order by l.{due}
                        limit t.live
                        for update skip locked
                    ), others as (
                        select l.tenant, l.lane from lane l
                        where l.tenant = t.tenant and l.session is null and l.{due} <= now()
                            and l.{paused} = 0
                            and l.lane <> all (array(select v.lane from live v))
                        order by l.priority, l.{due}
                        limit $3
                        for update skip locked
                    )
                    select tenant, lane from (
                        select tenant, lane from live union all select tenant, lane from others
                    ) taken limit $3
                ) p
                where exists (
                    select from session where id = $1 and ended_at is null
                        and beat_at + lease_millis * interval '1 ms' >= now())
                limit $4
            )
            update lane l set session = $1, epoch = nextval('lane_epoch')
            from picked p
            where l.tenant = p.tenant and l.lane = p.lane
            returning l.tenant, l.lane, l.epoch
            """;

    /// Jumps from tenant to tenant along the index, however long their queues are.
    private static final String DUE_TENANTS =
            """
            with recursive t as (
                (select tenant from lane where {due} is not null and session is null
                        and {paused} = 0
                    order by tenant limit 1)
                union all
                select (select l.tenant from lane l
                    where l.tenant > t.tenant and l.{due} is not null and l.session is null
                        and l.{paused} = 0
                    order by l.tenant limit 1)
                from t where t.tenant is not null
            )
            select t.tenant from t
            where t.tenant is not null and exists (
                select from lane l
                where l.tenant = t.tenant and l.session is null and l.{due} <= now()
                    and l.{paused} = 0)
            """;

    private static final String ALIVE =
            """
            select from session where id = $1 and ended_at is null
                and beat_at + lease_millis * interval '1 ms' >= now()
            """;

    private final Pool pool;
    private final PgSessions sessions;
    private final Map<Direction, LinkedHashSet<TenantId>> known = new EnumMap<>(Direction.class);

    /// By tenant, the lanes taken of it that did not make up a whole share of the live ones yet.
    private final Map<Direction, Map<TenantId, Integer>> shared = new EnumMap<>(Direction.class);

    PgClaim(Pool pool, PgSessions sessions) {
        this.pool = pool;
        this.sessions = sessions;
        for (Direction direction : Direction.values()) {
            known.put(direction, new LinkedHashSet<>());
            shared.put(direction, new HashMap<>());
        }
    }

    /// These tenants may have due work by now.
    void mayBeDue(Collection<TenantId> tenants) {
        known.values().forEach(set -> set.addAll(tenants));
    }

    Future<List<Lease>> claim(Session session, Direction direction, int lanes) {
        List<Lease> claimed = new ArrayList<>();
        return sessions.reap(false)
                .compose(_ -> take(session, direction, lanes, claimed))
                .compose(
                        _ ->
                                claimed.size() >= lanes
                                        ? Future.succeededFuture(claimed)
                                        : look(session, direction, lanes, claimed));
    }

    /// Looks for due work that did not pass through this process.
    private Future<List<Lease>> look(
            Session session, Direction direction, int lanes, List<Lease> claimed) {
        return sessions.reap(claimed.isEmpty())
                .compose(_ -> pool.preparedQuery(sql(DUE_TENANTS, direction)).execute())
                .compose(
                        rows -> {
                            Set<TenantId> due = tenants(direction);
                            rows.forEach(row -> due.add(new TenantId(row.getUUID("tenant"))));
                            return take(session, direction, lanes, claimed);
                        })
                .compose(_ -> claimed.isEmpty() ? alive(session) : Future.succeededFuture())
                .map(_ -> claimed);
    }

    private Future<Void> take(
            Session session, Direction direction, int lanes, List<Lease> claimed) {
        int wanted = lanes - claimed.size();
        Set<TenantId> due = tenants(direction);
        if (wanted <= 0 || due.isEmpty()) {
            return Future.succeededFuture();
        }
        List<TenantId> asked = due.stream().limit(wanted).toList();
        // Those who are asked now go to the end of the row.
        due.removeAll(asked);
        due.addAll(asked);
        int each = (wanted + asked.size() - 1) / asked.size();
        Map<TenantId, Integer> share = shared.computeIfAbsent(direction, _ -> new HashMap<>());
        return pool.preparedQuery(sql(CLAIM, direction))
                .execute(
                        Tuple.of(
                                session.id(),
                                asked.stream().map(TenantId::value).toArray(UUID[]::new),
                                each,
                                wanted,
                                asked.stream()
                                        .map(
                                                tenant ->
                                                        (share.getOrDefault(tenant, 0) + each)
                                                                / LIVE_SHARE)
                                        .toArray(Integer[]::new)))
                .compose(
                        rows -> {
                            List<Lease> leases = PgColumns.list(rows, row -> lease(row, direction));
                            claimed.addAll(leases);
                            leases.forEach(
                                    lease ->
                                            share.merge(
                                                    lease.tenant(),
                                                    1,
                                                    (one, more) -> (one + more) % LIVE_SHARE));
                            Set<TenantId> full = full(asked, leases, each);
                            asked.stream()
                                    .filter(each1 -> !full.contains(each1))
                                    .forEach(due::remove);
                            return full.isEmpty()
                                    ? Future.succeededFuture()
                                    : take(session, direction, lanes, claimed);
                        });
    }

    /// Those who gave all that was asked of them, and so may have more.
    private static Set<TenantId> full(List<TenantId> asked, List<Lease> leases, int each) {
        Set<TenantId> full = new HashSet<>();
        for (TenantId tenant : asked) {
            if (leases.stream().filter(lease -> lease.tenant().equals(tenant)).count() >= each) {
                full.add(tenant);
            }
        }
        return full;
    }

    private Future<Void> alive(Session session) {
        return pool.preparedQuery(ALIVE)
                .execute(Tuple.of(session.id()))
                .compose(
                        rows ->
                                rows.size() > 0
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(
                                                new Fenced(
                                                        "the session "
                                                                + session.id()
                                                                + " has ended")));
    }

    private Set<TenantId> tenants(Direction direction) {
        return known.computeIfAbsent(direction, _ -> new LinkedHashSet<>());
    }

    private static Lease lease(Row row, Direction direction) {
        LaneKey key = LaneKey.of(row.getUUID("tenant"), row.getUUID("lane"));
        return new Lease(key.tenant(), key.lane(), row.getLong("epoch"), direction);
    }

    private static String sql(String template, Direction direction) {
        String way =
                switch (direction) {
                    case TO_APP -> "to_app";
                    case TO_ACME -> "to_acme";
                };
        return template.replace("{due}", way + "_due").replace("{paused}", way + "_paused");
    }
}
