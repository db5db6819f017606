package drawbridge.journal;

import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.journal.PgGuardAct.Said;
import drawbridge.mapping.Direction;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/// What a person says about many items that one stands for: it is said about each. Their lanes
/// become due after what is live, since they may be many. The locks are taken as settlements take
/// them: lanes, then the key, then items.
final class PgGatherAct {

    private static final String LANES =
            """
            select distinct lane from parked
            where tenant = $1 and part_of = $2 and state = 'open' order by lane
            """;
    private static final String LOCK_LANES =
            """
            select from lane where tenant = $1 and lane = any($2::uuid[]) order by lane for update
            """;
    private static final String LOCK_KEY =
            "select from gathering where tenant = $1 and item = $2 for update";
    private static final String SAY_TO_PARTS =
            """
            update parked set resolution = $3, version = version + 1, moved_at = now()
            where tenant = $1 and part_of = $2 and state = 'open'
            """;
    private static final String DISCARD_PARTS =
            """
            update parked set state = 'discarded', closed_by = $3, closed_why = $4,
                closed_at = now(), moved_at = now(), version = version + 1
            where tenant = $1 and part_of = $2 and state = 'open'
            """;
    private static final String CLOSE =
            """
            update parked set state = $5, closed_by = $3, closed_why = $4, closed_at = now(),
                moved_at = now(), version = version + 1
            where tenant = $1 and id = $2
            """;
    private static final String END =
            "update gathering set item = null where tenant = $1 and item = $2";
    private static final String MAKE_DUE =
            """
            with parts as (
                select lane, bool_or(to_app) as to_app, bool_or(not to_app) as to_acme from (
                    select lane, case $3 when 'keep-acme' then true when 'keep-app' then false
                        else side = 'acme' end as to_app
                    from parked where tenant = $1 and part_of = $2 and state = 'open') p
                group by lane
            )
            update lane l set since = coalesce(l.since, now()),
                priority = case when l.to_app_due is null and l.to_acme_due is null then 2
                    else l.priority end,
                to_app_due = case when p.to_app then now() else l.to_app_due end,
                to_app_waits_on = case when p.to_app then null else l.to_app_waits_on end,
                to_acme_due = case when p.to_acme then now() else l.to_acme_due end,
                to_acme_waits_on = case when p.to_acme then null else l.to_acme_waits_on end
            from parts p
            where l.tenant = $1 and l.lane = p.lane
            returning p.to_app, p.to_acme
            """;

    private PgGatherAct() {}

    static Future<Said> act(SqlConnection connection, Act act) {
        UUID tenant = act.tenant().value();
        Tuple item = Tuple.of(tenant, act.parked());
        return PgAct.query(connection, LANES, item)
                .compose(
                        found ->
                                PgAct.query(
                                        connection,
                                        LOCK_LANES,
                                        Tuple.of(
                                                tenant,
                                                (Object)
                                                        PgColumns.list(
                                                                        found,
                                                                        row -> row.getUUID("lane"))
                                                                .toArray(UUID[]::new))))
                .compose(_ -> PgAct.query(connection, LOCK_KEY, item))
                .compose(_ -> PgAct.query(connection, PgAct.LOCK_ITEM, item))
                .compose(found -> say(connection, act, item, found.iterator().next()));
    }

    private static Future<Said> say(SqlConnection connection, Act act, Tuple item, Row row) {
        if (!row.getString("state").equals("open") || row.getLong("version") != act.version()) {
            return Said.only(ActAnswer.STALE);
        }
        if (!allows(row.getString("kind").equals("dead"), act.verb())) {
            return Said.only(ActAnswer.REFUSED);
        }
        boolean discards = act.verb() == Verb.DISCARD;
        UUID tenant = act.tenant().value();
        String word = PgAct.word(act.verb());
        Tuple signed =
                Tuple.of(
                        tenant,
                        act.parked(),
                        StoredText.sentence(act.by()),
                        StoredText.sentence(act.reason()));
        Tuple said = Tuple.of(tenant, act.parked(), word);
        return PgAct.note(connection, act)
                .compose(
                        _ ->
                                discards
                                        ? PgAct.query(connection, DISCARD_PARTS, signed)
                                        : PgAct.query(connection, SAY_TO_PARTS, said))
                .compose(
                        _ ->
                                PgAct.query(
                                        connection,
                                        CLOSE,
                                        Tuple.of(
                                                tenant,
                                                act.parked(),
                                                StoredText.sentence(act.by()),
                                                StoredText.sentence(act.reason()),
                                                state(act.verb()))))
                .compose(_ -> PgAct.query(connection, END, item))
                .compose(_ -> PgAct.query(connection, MAKE_DUE, said))
                .map(due -> new Said(ActAnswer.ACCEPTED, directions(due)));
    }

    /// Errors are tried again or given up; a question is answered by a side.
    private static boolean allows(boolean dead, Verb verb) {
        return switch (verb) {
            case REPLAY, DISCARD -> dead;
            case KEEP_ACME, KEEP_APP -> !dead;
            case EDIT, RESTORE, APPROVE, REJECT -> false;
        };
    }

    private static String state(Verb verb) {
        return switch (verb) {
            case REPLAY -> "replayed";
            case DISCARD -> "discarded";
            default -> "resolved";
        };
    }

    private static Set<Direction> directions(RowSet<Row> due) {
        Set<Direction> directions = EnumSet.noneOf(Direction.class);
        due.forEach(
                row -> {
                    if (row.getBoolean("to_app")) {
                        directions.add(Direction.TO_APP);
                    }
                    if (row.getBoolean("to_acme")) {
                        directions.add(Direction.TO_ACME);
                    }
                });
        return directions;
    }
}
