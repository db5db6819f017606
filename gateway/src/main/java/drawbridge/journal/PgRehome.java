package drawbridge.journal;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.LaneId;
import drawbridge.tenant.PgScope;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

import java.util.Set;
import java.util.UUID;

/// Moves the work of a leased lane to the lane of the link that its record belongs to by now,
/// behind what waits there. The own lane rests.
final class PgRehome {

    private static final String LOCK =
            """
            select lane from lane where tenant = $1 and lane = any($2) order by lane for update
            """;

    private static final String MOVE_CHANGES =
            """
            with own as (
                select * from lane
                where tenant = $1 and lane = $2 and epoch = $3 and session is not null
            ), moving as materialized (
                select c.id, c.flow, c.accepted_at, c.side,
                    row_number() over (partition by c.side order by c.lane_seq) as place
                from own, change c
                where c.tenant = own.tenant and c.lane = own.lane
                    and c.lane_seq > case c.side when 'acme' then own.acme_done
                        else own.app_done end
                    and c.accepted_at >= coalesce(own.since, now()) - interval '1 hour'
                    and c.accepted_at <= now() + interval '1 minute'
            ), counts as (
                select count(*) filter (where side = 'acme') as acme,
                    count(*) filter (where side = 'app') as app
                from moving
            ), target as (
                update lane t set
                    acme_seq = t.acme_seq + counts.acme,
                    app_seq = t.app_seq + counts.app,
                    to_app_due = case
                        when counts.acme > 0 or own.to_app_due is not null
                            then case when t.to_app_waits_on is null
                                then coalesce(t.to_app_due, now()) else now() end
                        else t.to_app_due end,
                    to_app_waits_on = case
                        when counts.acme > 0 or own.to_app_due is not null then null
                        else t.to_app_waits_on end,
                    to_acme_due = case
                        when counts.app > 0 or own.to_acme_due is not null
                            then case when t.to_acme_waits_on is null
                                then coalesce(t.to_acme_due, now()) else now() end
                        else t.to_acme_due end,
                    to_acme_waits_on = case
                        when counts.app > 0 or own.to_acme_due is not null then null
                        else t.to_acme_waits_on end,
                    touch_seq = t.touch_seq + 1,
                    since = least(t.since, own.since, now())
                from own, counts
                where t.tenant = own.tenant and t.lane = $4
                returning t.acme_seq - counts.acme as acme_base, t.app_seq - counts.app as app_base
            )
            update change c set
                lane = $4,
                lane_seq = m.place + case m.side when 'acme' then target.acme_base
                    else target.app_base end
            from moving m, target
            where c.tenant = $1 and c.id = m.id and c.flow = m.flow
                and c.accepted_at = m.accepted_at
            """;

    private static final String HELD =
            """
             and exists (select from lane where tenant = $1 and lane = $2 and epoch = $3
                and session is not null)
            """;

    private static final String MOVE_PARKED =
            "update parked set lane = $4 where tenant = $1 and lane = $2 and state = 'open'" + HELD;

    /// A lane without a link of its own wrote no more than a reference, which the link does not
    /// miss.
    private static final String END_ATTEMPTS =
            """
            update attempt set ended_at = now(), sent = null,
                how = 'its record belongs to another link by now'
            where tenant = $1 and lane = $2 and ended_at is null
            """
                    + HELD;

    private static final String END_CREATES =
            "delete from creating where tenant = $1 and lane = $2" + HELD;

    private static final String REST =
            """
            update lane set acme_done = acme_seq, app_done = app_seq, touch_done = touch_seq,
                to_app_due = null, to_acme_due = null, to_app_waits_on = null,
                to_acme_waits_on = null, since = null, tries = 0, priority = 1,
                settled_at = now(), session = null
            where tenant = $1 and lane = $2 and epoch = $3 and session is not null
            returning lane
            """;

    private final PgScope scope;
    private final Handover handover;

    PgRehome(PgScope scope, Handover handover) {
        this.scope = scope;
        this.handover = handover;
    }

    Future<Void> move(Lease lease, LaneId target) {
        UUID tenant = lease.tenant().value();
        UUID own = lease.lane().value();
        return scope.within(
                        Set.of(lease.tenant()),
                        statements -> {
                            Tuple move = Tuple.of(tenant, own, lease.epoch(), target.value());
                            statements.run(
                                    LOCK,
                                    Tuple.of(tenant)
                                            .addArrayOfUUID(new UUID[] {own, target.value()}));
                            statements.run(MOVE_CHANGES, move);
                            statements.run(MOVE_PARKED, move);
                            statements.run(END_ATTEMPTS, Tuple.of(tenant, own, lease.epoch()));
                            statements.run(END_CREATES, Tuple.of(tenant, own, lease.epoch()));
                            return statements
                                    .run(REST, Tuple.of(tenant, own, lease.epoch()))
                                    .map(rows -> rows.size() == 1);
                        })
                .compose(
                        held -> {
                            handover.ended(lease);
                            handover.due(lease.direction());
                            handover.due(lease.direction().target().outbound());
                            return held ? Future.succeededFuture() : LaneKey.fenced(lease);
                        });
    }
}
