package drawbridge.journal;

import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Guarding;
import drawbridge.mapping.Direction;
import drawbridge.sync.Making;
import drawbridge.tenant.PgScope;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/// What people decide about parked items. Rare, so it goes step by step; the lane is locked before
/// the item, as settlements do.
final class PgAct {

    static final String REPEATED = "select from operator_action where tenant = $1 and key = $2";
    private static final String LANE =
            """
            select lane, reason, part_of, exists (select from gathering q
                where q.tenant = p.tenant and q.item = p.id) as gathers
            from parked p where tenant = $1 and id = $2
            """;
    static final String LOCK_LANE =
            "select session from lane where tenant = $1 and lane = $2 for update";
    static final String LOCK_ITEM =
            """
            select kind, reason, side, state, version, lane from parked where tenant = $1 and id = $2
            for update
            """;
    private static final String NOTE =
            """
            insert into operator_action (tenant, key, parked, verb, version, by_name, reason, answer)
            values ($1, $2, $3, $4, $5, $6, $7, 'accepted')
            """;
    private static final String DECIDE =
            """
            update parked set resolution = $3, version = version + 1, moved_at = now()
            where tenant = $1 and id = $2
            """;
    private static final String DISCARD =
            """
            update parked set state = 'discarded', closed_by = $3, closed_why = $4,
                closed_at = now(), moved_at = now(), version = version + 1
            where tenant = $1 and id = $2
            """;

    /// The create of which a person was asked, and says to let it be, is over: its lane holds no
    /// keys for it.
    static final String LET_BE =
            """
            with gone as (
                delete from creating c where c.tenant = $1 and c.lane = $2
                returning c.tenant, c.lane, c.attempt
            ), freed as (
                delete from match_key m using lane_record r
                where m.tenant = $1 and m.link = $2 and r.tenant = m.tenant and r.lane = m.link
                    and (not m.strong or not exists (
                        select from link k where k.tenant = m.tenant and k.flow = r.flow
                            and k.id = m.link and k.life <> 'unlinked'))
            )
            update attempt a set ended_at = now(), sent = null, how = 'a person let it be'
            from gone g
            where a.tenant = g.tenant and a.id = g.attempt and a.ended_at is null
            """;

    /// Those that wait for it look again; who is at work on one of them has asked already, and does
    /// not wait for a create that is over. In the order in which settlements lock them.
    static final String LET_GO =
            """
            with waiting as materialized (
                select tenant, lane from (
                    select tenant, lane from lane where tenant = $1 and to_app_waits_on = $2
                    union
                    select tenant, lane from lane where tenant = $1 and to_acme_waits_on = $2) w
                order by tenant, lane
            ), locked as materialized (
                select l.tenant, l.lane from waiting w
                join lane l on l.tenant = w.tenant and l.lane = w.lane
                order by l.tenant, l.lane for update of l
            )
            update lane l set
                to_app_due = case when l.to_app_waits_on = $2 then least(l.to_app_due, now())
                    else l.to_app_due end,
                to_app_waits_on = nullif(l.to_app_waits_on, $2),
                to_acme_due = case when l.to_acme_waits_on = $2 then least(l.to_acme_due, now())
                    else l.to_acme_due end,
                to_acme_waits_on = nullif(l.to_acme_waits_on, $2)
            from locked k
            where l.tenant = k.tenant and l.lane = k.lane
            """;

    private static final String REPLACE = DISCARD.replace("'discarded'", "'replayed'");

    /// The pairs of an item that could not be read leave their old count as they get the new one.
    private static final String SUPERSEDE =
            """
            with old as (
                select distinct on (o.change) o.* from parked p
                join outcome o on o.tenant = p.tenant and o.flow = p.flow
                    and o.change = any(p.changes)
                where p.tenant = $1 and p.id = $2
                order by o.change, o.n desc
            ), written as (
                insert into outcome (tenant, change, flow, n, kind, reason, sentence, newer,
                    replaces, side, lane, epoch)
                select tenant, change, flow, n + 1, 'superseded', 'edited',
                    'Its bytes came in anew, as a person wanted them.', $3, kind, side, lane, epoch
                from old where kind <> 'superseded'
            ), moved as (
                select tenant, flow, side, 'superseded' as kind, 1 as n from old
                where kind <> 'superseded'
                union all
                select tenant, flow, side, kind, -1 from old where kind <> 'superseded'
            )
            insert into tally (tenant, flow, direction, kind, shard, n)
            select tenant, flow, case side when 'acme' then 'TO_APP' else 'TO_ACME' end, kind,
                {shard}, sum(n)
            from moved group by 1, 2, 3, 4 order by 1, 2, 3, 4
            """
                            .replace("{shard}", Integer.toString(PgTally.SETTLE))
                    + PgTally.UPSERT;

    /// At once and before other work: a person waits for it.
    static final String MAKE_DUE =
            """
            update lane set priority = 0, since = coalesce(since, now()),
                to_app_due = case when $3 then now() else to_app_due end,
                to_app_waits_on = case when $3 then null else to_app_waits_on end,
                to_acme_due = case when $3 then to_acme_due else now() end,
                to_acme_waits_on = case when $3 then to_acme_waits_on end
            where tenant = $1 and lane = $2
            """;

    private final PgScope scope;
    private final Handover handover;

    PgAct(PgScope scope, Handover handover) {
        this.scope = scope;
        this.handover = handover;
    }

    /// @param due the directions in which lanes became due
    private record Done(ActAnswer answer, Set<Direction> due) {

        static Future<Done> only(ActAnswer answer) {
            return Future.succeededFuture(new Done(answer, Set.of()));
        }
    }

    Future<ActAnswer> act(Act act) {
        return scope.stepwise(Set.of(act.tenant()), connection -> act(connection, act))
                .map(
                        done -> {
                            done.due.forEach(handover::due);
                            return done.answer;
                        });
    }

    private static Future<Done> act(SqlConnection connection, Act act) {
        Tuple item = Tuple.of(act.tenant().value(), act.parked());
        return query(connection, REPEATED, Tuple.of(act.tenant().value(), act.key()))
                .compose(
                        repeated ->
                                repeated.size() > 0
                                        ? Done.only(ActAnswer.DONE)
                                        : query(connection, LANE, item)
                                                .compose(
                                                        found ->
                                                                found.size() == 0
                                                                        ? Done.only(
                                                                                ActAnswer.UNKNOWN)
                                                                        : found(
                                                                                connection,
                                                                                act,
                                                                                item,
                                                                                found.iterator()
                                                                                        .next())));
    }

    private static Future<Done> found(SqlConnection connection, Act act, Tuple item, Row row) {
        if (row.getUUID("part_of") != null) {
            return Done.only(ActAnswer.REFUSED);
        }
        if (row.getBoolean("gathers")) {
            return PgGatherAct.act(connection, act)
                    .map(said -> new Done(said.answer(), said.due()));
        }
        return row.getString("reason").equals(Guarding.MASS_DELETE)
                ? PgGuardAct.act(connection, act).map(said -> new Done(said.answer(), said.due()))
                : locked(connection, act, item, row.getUUID("lane"));
    }

    private static Future<Done> locked(
            SqlConnection connection, Act act, Tuple item, @Nullable UUID lane) {
        return query(connection, LOCK_LANE, Tuple.of(act.tenant().value(), lane))
                .compose(
                        held ->
                                query(connection, LOCK_ITEM, item)
                                        .compose(
                                                found ->
                                                        decide(
                                                                connection,
                                                                act,
                                                                isAtWork(held),
                                                                found.iterator().next())));
    }

    private static boolean isAtWork(RowSet<Row> lane) {
        return lane.size() > 0 && lane.iterator().next().getUUID("session") != null;
    }

    /// A create that is being looked for, or sent again, just now is not let be: what comes of it
    /// is known in a moment.
    private static Future<Done> decide(
            SqlConnection connection, Act act, boolean isAtWork, Row row) {
        if (!row.getString("state").equals("open") || row.getLong("version") != act.version()) {
            return Done.only(ActAnswer.STALE);
        }
        if (act.verb() == Verb.DISCARD && isInDoubt(row) && isAtWork) {
            return Done.only(ActAnswer.STALE);
        }
        @Nullable UUID lane = row.getUUID("lane");
        boolean dead = row.getString("kind").equals("dead");
        boolean choosesSide = act.verb() == Verb.KEEP_ACME || act.verb() == Verb.KEEP_APP;
        boolean aboutDeletes = act.verb() == Verb.APPROVE || act.verb() == Verb.REJECT;
        boolean noLane = lane == null || row.getString("reason").equals("unreadable");
        if (act.verb() == Verb.RESTORE
                || (dead && choosesSide)
                || aboutDeletes
                || (noLane && act.verb() != Verb.DISCARD)) {
            return Done.only(ActAnswer.REFUSED);
        }
        Future<RowSet<Row>> noted = note(connection, act);
        return switch (direction(act.verb(), row)) {
            case null ->
                    noted.compose(
                                    _ ->
                                            query(
                                                    connection,
                                                    DISCARD,
                                                    Tuple.of(
                                                            act.tenant().value(),
                                                            act.parked(),
                                                            StoredText.sentence(act.by()),
                                                            StoredText.sentence(act.reason()))))
                            .compose(
                                    _ ->
                                            isInDoubt(row)
                                                    ? letBe(connection, act, lane)
                                                    : Done.only(ActAnswer.ACCEPTED));
            case Direction due ->
                    noted.compose(
                                    _ ->
                                            query(
                                                    connection,
                                                    DECIDE,
                                                    Tuple.of(
                                                            act.tenant().value(),
                                                            act.parked(),
                                                            resolution(act.verb()))))
                            .compose(
                                    _ ->
                                            query(
                                                    connection,
                                                    MAKE_DUE,
                                                    Tuple.of(
                                                            act.tenant().value(),
                                                            lane,
                                                            due == Direction.TO_APP)))
                            .map(_ -> new Done(ActAnswer.ACCEPTED, Set.of(due)));
        };
    }

    private static boolean isInDoubt(Row row) {
        return row.getString("reason").equals(Making.IN_DOUBT);
    }

    private static Future<Done> letBe(SqlConnection connection, Act act, @Nullable UUID lane) {
        Tuple given = Tuple.of(act.tenant().value(), lane);
        return query(connection, LET_BE, given)
                .compose(_ -> query(connection, LET_GO, given))
                .map(_ -> new Done(ActAnswer.ACCEPTED, Set.of(Direction.values())));
    }

    /// What the engine is asked for.
    private static String resolution(Verb verb) {
        return word(verb == Verb.EDIT ? Verb.REPLAY : verb);
    }

    Future<ActAnswer> replace(Act act, UUID newer) {
        Tuple item = Tuple.of(act.tenant().value(), act.parked());
        return scope.stepwise(
                Set.of(act.tenant()),
                connection ->
                        query(connection, REPEATED, Tuple.of(act.tenant().value(), act.key()))
                                .compose(
                                        repeated ->
                                                repeated.size() > 0
                                                        ? Future.succeededFuture(ActAnswer.DONE)
                                                        : query(connection, LOCK_ITEM, item)
                                                                .compose(
                                                                        found ->
                                                                                replace(
                                                                                        connection,
                                                                                        act,
                                                                                        newer,
                                                                                        found))));
    }

    private static Future<ActAnswer> replace(
            SqlConnection connection, Act act, UUID newer, RowSet<Row> found) {
        if (found.size() == 0) {
            return Future.succeededFuture(ActAnswer.UNKNOWN);
        }
        Row row = found.iterator().next();
        if (!row.getString("state").equals("open") || row.getLong("version") != act.version()) {
            return Future.succeededFuture(ActAnswer.STALE);
        }
        if (!row.getString("reason").equals("unreadable")) {
            return Future.succeededFuture(ActAnswer.REFUSED);
        }
        UUID tenant = act.tenant().value();
        return note(connection, act)
                .compose(_ -> query(connection, SUPERSEDE, Tuple.of(tenant, act.parked(), newer)))
                .compose(
                        _ ->
                                query(
                                        connection,
                                        REPLACE,
                                        Tuple.of(
                                                tenant,
                                                act.parked(),
                                                StoredText.sentence(act.by()),
                                                "It came in anew, as change " + newer + ".")))
                .map(ActAnswer.ACCEPTED);
    }

    /// The direction in which the decision is carried out; null for a discard.
    private static @Nullable Direction direction(Verb verb, Row row) {
        return switch (verb) {
            case KEEP_ACME -> Direction.TO_APP;
            case KEEP_APP -> Direction.TO_ACME;
            case REPLAY, EDIT -> PgOpen.side(row.getString("side")).outbound();
            case DISCARD, APPROVE, REJECT, RESTORE -> null;
        };
    }

    static String word(Verb verb) {
        return verb.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Future<RowSet<Row>> note(SqlConnection connection, Act act) {
        return query(
                connection,
                NOTE,
                Tuple.of(
                        act.tenant().value(),
                        act.key(),
                        act.parked(),
                        word(act.verb()),
                        act.version(),
                        StoredText.sentence(act.by()),
                        StoredText.sentence(act.reason())));
    }

    static Future<RowSet<Row>> query(SqlConnection connection, String sql, Tuple tuple) {
        return connection.preparedQuery(sql).execute(tuple);
    }
}
