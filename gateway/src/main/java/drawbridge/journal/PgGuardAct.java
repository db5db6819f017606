package drawbridge.journal;

import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.mapping.Direction;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/// What a person says about the deletes that wait. It holds for those that waited when the person
/// looked: one that came since has moved the item's version. The locks are taken as settlements
/// take them: lanes, then the flow's guard, then the item.
final class PgGuardAct {

    private static final String LANES =
            "select lane from asked_delete where tenant = $1 and item = $2 order by lane";
    private static final String LOCK_LANES =
            """
            select from lane where tenant = $1 and lane = any($2::uuid[]) order by lane for update
            """;
    private static final String LOCK_GUARD =
            "select from delete_guard where tenant = $1 and item = $2 for update";
    private static final String SAY =
            "update asked_delete set verdict = $3 where tenant = $1 and item = $2";
    private static final String SAY_TO_PARTS =
            """
            update parked set resolution = $3, version = version + 1, moved_at = now()
            where tenant = $1 and part_of = $2 and state = 'open'
            """;
    private static final String CLOSE =
            """
            update parked set state = 'resolved', closed_by = $3, closed_why = $4,
                closed_at = now(), moved_at = now(), version = version + 1
            where tenant = $1 and id = $2
            """;
    private static final String END =
            "update delete_guard set item = null, waiting = 0 where tenant = $1 and item = $2";
    private static final String MAKE_DUE =
            """
            update lane l set priority = 0, since = coalesce(l.since, now()),
                to_app_due = case when a.gone = 'acme' then now() else l.to_app_due end,
                to_app_waits_on = case when a.gone = 'acme' then null else l.to_app_waits_on end,
                to_acme_due = case when a.gone = 'app' then now() else l.to_acme_due end,
                to_acme_waits_on = case when a.gone = 'app' then null else l.to_acme_waits_on end
            from asked_delete a
            where a.tenant = $1 and a.item = $2 and l.tenant = a.tenant and l.lane = a.lane
            returning a.gone
            """;

    private PgGuardAct() {}

    /// @param due the directions in which lanes became due
    record Said(ActAnswer answer, Set<Direction> due) {

        static Future<Said> only(ActAnswer answer) {
            return Future.succeededFuture(new Said(answer, Set.of()));
        }
    }

    static Future<Said> act(SqlConnection connection, Act act) {
        Tuple item = Tuple.of(act.tenant().value(), act.parked());
        return query(connection, LANES, item)
                .compose(
                        found -> {
                            UUID[] lanes =
                                    PgColumns.list(found, row -> row.getUUID("lane"))
                                            .toArray(UUID[]::new);
                            return query(
                                    connection,
                                    LOCK_LANES,
                                    Tuple.of(act.tenant().value(), (Object) lanes));
                        })
                .compose(_ -> query(connection, LOCK_GUARD, item))
                .compose(_ -> query(connection, PgAct.LOCK_ITEM, item))
                .compose(found -> say(connection, act, item, found.iterator().next()));
    }

    private static Future<Said> say(SqlConnection connection, Act act, Tuple item, Row row) {
        if (!row.getString("state").equals("open") || row.getLong("version") != act.version()) {
            return Said.only(ActAnswer.STALE);
        }
        if (act.verb() != Verb.APPROVE && act.verb() != Verb.REJECT) {
            return Said.only(ActAnswer.REFUSED);
        }
        UUID tenant = act.tenant().value();
        String verdict = PgAct.word(act.verb());
        return PgAct.note(connection, act)
                .compose(_ -> query(connection, SAY, Tuple.of(tenant, act.parked(), verdict)))
                .compose(
                        _ ->
                                query(
                                        connection,
                                        SAY_TO_PARTS,
                                        Tuple.of(tenant, act.parked(), verdict)))
                .compose(
                        _ ->
                                query(
                                        connection,
                                        CLOSE,
                                        Tuple.of(
                                                tenant,
                                                act.parked(),
                                                StoredText.sentence(act.by()),
                                                StoredText.sentence(act.reason()))))
                .compose(_ -> query(connection, END, item))
                .compose(_ -> query(connection, MAKE_DUE, item))
                .map(
                        due -> {
                            Set<Direction> directions = EnumSet.noneOf(Direction.class);
                            due.forEach(
                                    lane ->
                                            directions.add(
                                                    PgOpen.side(lane.getString("gone"))
                                                            .outbound()));
                            return new Said(ActAnswer.ACCEPTED, directions);
                        });
    }

    private static Future<RowSet<Row>> query(SqlConnection connection, String sql, Tuple tuple) {
        return connection.preparedQuery(sql).execute(tuple);
    }
}
