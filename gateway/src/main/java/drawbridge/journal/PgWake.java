package drawbridge.journal;

import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

import java.util.Set;
import java.util.UUID;

/// Makes lanes due at once that wait for something that has come: a connection that goes on, a flow
/// that is active again, a system that answers again. Lanes at work are passed over; whoever works
/// on them finds out.
public final class PgWake {

    /// So many of those that wait for something are looked at in one transaction.
    private static final int AT_ONCE = 2_000;

    /// The numbers stand in the text: what the planner does not know it takes for a tenth of the
    /// table.
    static final String WAKE =
            """
            with walked as materialized (
                select r.lane, r.to_app_why like any($2) to_app, r.to_acme_why like any($2) to_acme
                from lane_record r
                where r.tenant = $1 and r.lane > $4
                    and (to_app_why like 'paused: %%' or to_acme_why like 'paused: %%'
                        or to_app_why like 'suspended: %%' or to_acme_why like 'suspended: %%'
                        or to_app_why like 'the flow %%' or to_acme_why like 'the flow %%')
                order by r.lane
                limit %d
            ),
            found as materialized (
                select l.tenant, l.lane,
                    w.to_app and l.to_app_due > now() to_app,
                    w.to_acme and l.to_acme_due > now() to_acme
                from walked w join lane l on l.tenant = $1 and l.lane = w.lane
                where l.since is not null and l.session is null
                    and (w.to_app and l.to_app_due > now() or w.to_acme and l.to_acme_due > now())
                order by l.lane
                limit $3
                for update of l skip locked
            ),
            woken as (
                update lane l set
                    to_app_due = case when f.to_app then now() else l.to_app_due end,
                    to_acme_due = case when f.to_acme then now() else l.to_acme_due end
                from found f where l.tenant = f.tenant and l.lane = f.lane
            )
            select (select count(*)::int from found) woken, count(*)::int lanes,
                (array_agg(lane order by lane desc))[1] last
            from walked
            """
                    .formatted(AT_ONCE);

    private static final String[] WHYS = {"suspended: %", "the flow % is not active"};

    private final PgScope scope;

    public PgWake(PgScope scope) {
        this.scope = scope;
    }

    /// @return how many lanes
    public Future<Integer> of(TenantId tenant) {
        return of(tenant, WHYS, Integer.MAX_VALUE);
    }

    /// Those that wait for calls to the system to go through again.
    Future<Integer> of(TenantId tenant, String system, int most) {
        return of(tenant, new String[] {paused(system) + "%"}, most);
    }

    /// How the reason begins for which a lane waits for a system; its name has no sign that means
    /// something in a pattern.
    static String paused(String system) {
        return "paused: " + system + ": ";
    }

    private Future<Integer> of(TenantId tenant, String[] whys, int most) {
        return from(PgLanes.FIRST, tenant, whys, most);
    }

    /// Each stretch begins where the one before ended: a million lanes are walked once.
    private Future<Integer> from(UUID after, TenantId tenant, String[] whys, int most) {
        return stretch(after, tenant, whys, most)
                .compose(
                        stretch ->
                                stretch.lanes().lanes() < AT_ONCE || stretch.woken() >= most
                                        ? Future.succeededFuture(stretch.woken())
                                        : from(
                                                        stretch.lanes().last(),
                                                        tenant,
                                                        whys,
                                                        most - stretch.woken())
                                                .map(more -> more + stretch.woken()));
    }

    /// @param lanes that were looked at
    private record Stretch(int woken, PgLanes lanes) {}

    private Future<Stretch> stretch(UUID after, TenantId tenant, String[] whys, int most) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(
                                        WAKE,
                                        Tuple.of(tenant.value())
                                                .addArrayOfString(whys)
                                                .addInteger(most)
                                                .addUUID(after))
                                .map(
                                        rows ->
                                                new Stretch(
                                                        rows.iterator().next().getInteger("woken"),
                                                        PgLanes.of(rows))));
    }
}
