package drawbridge.journal;

import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.mapping.Direction;
import drawbridge.tenant.PgScope;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Makes the lane of a decided conflict due with the value that lost. What is to be put back stands
/// in an item of its own, which holds no change's outcome, so that no count moves.
final class PgRestore {

    private static final String FIND =
            """
            select lane, state, resolution, grp, version from parked where tenant = $1 and id = $2
            """;

    /// The newest record, kept whole, of the side that lost: among the changes that the item held,
    /// else the last that had come in when it was parked, because a change that brought other
    /// fields as well may have ended otherwise. Where a policy decided, the item itself keeps it.
    private static final String ASK =
            """
            insert into parked (tenant, id, flow, lane, side, kind, reason, sentence, changes, grp,
                resource, acme_id, app_id, base_value, acme_value, app_value, payload, request,
                response, mapping_version, resolution, edited)
            select p.tenant, $3, p.flow, p.lane, p.side, 'conflict', 'restore',
                'A person wants the value back that lost.', '{}', p.grp, p.resource, p.acme_id,
                p.app_id, p.base_value, p.acme_value, p.app_value, c.body, p.request, p.response,
                p.mapping_version, $5, c.body
            from parked p
            join lateral (
                select p.payload as body where p.reason in ('acme-won', 'app-won')
                union all
                (select k.body from (
                    (select 1 as turn, c.body from change c
                    where c.tenant = p.tenant and c.id = any(p.changes) and c.flow = p.flow
                        and c.side = $4 and c.whole and not c.tombstone
                    order by c.accepted_at desc limit 1)
                    union all
                    (select 2, c.body from change c
                    where c.tenant = p.tenant and c.lane = p.lane and c.flow = p.flow
                        and c.side = $4 and c.whole and not c.tombstone
                        and c.accepted_at <= p.parked_at
                    order by c.lane_seq desc limit 1)) k
                where p.reason not in ('acme-won', 'app-won')
                order by k.turn limit 1)) c on true
            where p.tenant = $1 and p.id = $2 and not exists (
                select from parked o where o.tenant = p.tenant and o.lane = p.lane
                    and o.state = 'open' and (o.grp is null or o.grp = p.grp))
            returning id
            """;

    private final PgScope scope;
    private final Handover handover;

    PgRestore(PgScope scope, Handover handover) {
        this.scope = scope;
        this.handover = handover;
    }

    /// @param due the direction in which the lane became due
    private record Done(ActAnswer answer, Optional<Direction> due) {

        static Future<Done> only(ActAnswer answer) {
            return Future.succeededFuture(new Done(answer, Optional.empty()));
        }
    }

    Future<ActAnswer> restore(Act act) {
        return scope.stepwise(Set.of(act.tenant()), connection -> restore(connection, act))
                .map(
                        done -> {
                            done.due.ifPresent(handover::due);
                            return done.answer;
                        });
    }

    private static Future<Done> restore(SqlConnection connection, Act act) {
        UUID tenant = act.tenant().value();
        return PgAct.query(connection, PgAct.REPEATED, Tuple.of(tenant, act.key()))
                .compose(
                        repeated ->
                                repeated.size() > 0
                                        ? Done.only(ActAnswer.DONE)
                                        : PgAct.query(
                                                        connection,
                                                        FIND,
                                                        Tuple.of(tenant, act.parked()))
                                                .compose(found -> decided(connection, act, found)));
    }

    private static Future<Done> decided(SqlConnection connection, Act act, RowSet<Row> found) {
        if (found.size() == 0) {
            return Done.only(ActAnswer.UNKNOWN);
        }
        Row row = found.iterator().next();
        UUID lane = row.getUUID("lane");
        String resolution = Optional.ofNullable(row.getString("resolution")).orElse("");
        boolean kept = resolution.equals("keep-acme") || resolution.equals("keep-app");
        if (row.getLong("version") != act.version()) {
            return Done.only(ActAnswer.STALE);
        }
        if (!row.getString("state").equals("resolved")
                || !kept
                || lane == null
                || row.getString("grp") == null) {
            return Done.only(ActAnswer.REFUSED);
        }
        boolean appLost = resolution.equals("keep-acme");
        UUID tenant = act.tenant().value();
        return PgAct.query(connection, PgAct.LOCK_LANE, Tuple.of(tenant, lane))
                .compose(
                        _ ->
                                PgAct.query(
                                        connection,
                                        ASK,
                                        Tuple.of(
                                                tenant,
                                                act.parked(),
                                                act.key(),
                                                appLost ? "app" : "acme",
                                                appLost ? "restore-app" : "restore-acme")))
                .compose(
                        asked ->
                                asked.size() == 0
                                        ? Done.only(ActAnswer.REFUSED)
                                        : due(connection, act, lane, appLost));
    }

    private static Future<Done> due(SqlConnection connection, Act act, UUID lane, boolean appLost) {
        return PgAct.note(connection, act)
                .compose(
                        _ ->
                                PgAct.query(
                                        connection,
                                        PgAct.MAKE_DUE,
                                        Tuple.of(act.tenant().value(), lane, appLost)))
                .map(
                        _ ->
                                new Done(
                                        ActAnswer.ACCEPTED,
                                        Optional.of(
                                                appLost ? Direction.TO_APP : Direction.TO_ACME)));
    }
}
