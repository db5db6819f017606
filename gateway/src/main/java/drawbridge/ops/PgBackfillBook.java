package drawbridge.ops;

import drawbridge.backfill.BackfillBook;
import drawbridge.journal.StoredText;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The book of backfills in PostgreSQL, within the wall of the tenants that they belong to.
public final class PgBackfillBook implements BackfillBook {

    private static final String OPEN =
            """
            select tenant, id, flow, side, per_second from backfill
            where tenant = any($1) and state in ('waiting', 'running')
            order by asked_at, id limit 100
            """;

    private static final String BEGIN =
            """
            update backfill set state = 'running', epoch = $3, begun = begun + 1,
                began_at = coalesce(began_at, now()), held_back = null
            where tenant = $1 and id = $2 and state in ('waiting', 'running') and epoch <= $3
            """;

    private static final String LISTS =
            """
            insert into backfill_list (tenant, backfill, n, system, resource)
            select $1, $2, n, system, resource
            from unnest($3::text[], $4::text[]) with ordinality as g(system, resource, n)
            where not exists (select from backfill_list where tenant = $1 and backfill = $2)
            """;

    private static final String READ_LISTS =
            """
            select n, system, resource, phase, cursor, sent_to from backfill_list
            where tenant = $1 and backfill = $2 order by n
            """;

    /// Old ones go.
    private static final List<String> FORGET =
            List.of(
                    "delete from backfill_mark m using backfill b where b.tenant = $1 and"
                            + " m.tenant = b.tenant and m.backfill = b.id and b.ended_at is not"
                            + " null",
                    "delete from backfill_list l using backfill b where b.tenant = $1 and"
                            + " l.tenant = b.tenant and l.backfill = b.id and b.ended_at < now() -"
                            + " interval '30 days'",
                    "delete from backfill where tenant = $1 and ended_at < now() - interval '30"
                            + " days'");

    private static final String HELD =
            """
            with held as (
                select tenant, id from backfill
                where tenant = $1 and id = $2 and state = 'running' and epoch = $3
            )
            """;

    private static final String MARK =
            HELD
                    + """
                    , fresh as (
                        insert into backfill_mark (tenant, backfill, n, record_id)
                        select h.tenant, h.id, $4, g.id
                        from held h, (select distinct id from unnest($5::text[]) as u(id)) g
                        order by g.id collate "C"
                        on conflict do nothing
                        returning 1
                    )
                    update backfill_list l set marked = marked + (select count(*) from fresh),
                        unreadable = unreadable + $6, cursor = $7
                    from held h where l.tenant = h.tenant and l.backfill = h.id and l.n = $4
                    """;

    private static final String MARKED =
            HELD
                    + """
                    update backfill_list l set phase = 'sending', why = $5, cursor = ''
                    from held h where l.tenant = h.tenant and l.backfill = h.id and l.n = $4
                    """;

    private static final String NEXT =
            """
            select record_id from backfill_mark
            where tenant = $1 and backfill = $2 and n = $3 and record_id > $4 collate "C"
            order by record_id limit $5
            """;

    private static final String SENT =
            HELD
                    + """
                    , told as (
                        update backfill b set speed = $7 from held h
                        where b.tenant = h.tenant and b.id = h.id
                    ), gone as (
                        delete from backfill_mark m using held h
                        where m.tenant = h.tenant and m.backfill = h.id and m.n = $4
                            and m.record_id <= $6 collate "C"
                    )
                    update backfill_list l set sent = sent + $5, sent_to = $6
                    from held h where l.tenant = h.tenant and l.backfill = h.id and l.n = $4
                    """;

    private static final String SENT_ALL =
            HELD
                    + """
                    update backfill_list l set phase = 'done'
                    from held h where l.tenant = h.tenant and l.backfill = h.id and l.n = $4
                    """;

    private static final String HELD_BACK =
            "update backfill set held_back = $4"
                    + " where tenant = $1 and id = $2 and state = 'running' and epoch = $3";

    private static final String DONE =
            "update backfill set state = 'done', ended_at = now(), held_back = null"
                    + " where tenant = $1 and id = $2 and state = 'running' and epoch = $3";

    /// Live lanes have a priority of at most 1; those of a backfill have 2.
    private static final String QUEUE =
            """
            select exists (select from lane where tenant = $1 and priority <= 1
                    and session is null and to_app_paused = 0
                    and to_app_due < now() - interval '2 s')
                or exists (select from lane where tenant = $1 and priority <= 1
                    and session is null and to_acme_paused = 0
                    and to_acme_due < now() - interval '2 s') as late,
                (select count(*) from (select from lane where tenant = $1
                    and since is not null and priority = 2 limit $2) w) as waiting
            """;

    private final PgOpsReads.Scoped scope;

    public PgBackfillBook(PgOpsReads.Scoped scope) {
        this.scope = scope;
    }

    @Override
    public Future<List<Run>> open(Set<TenantId> tenants) {
        return scope.within(
                tenants,
                connection ->
                        query(connection, OPEN, PgOpsReads.ids(tenants))
                                .map(rows -> PgOpsReads.list(rows, PgBackfillBook::run)));
    }

    private static Run run(Row row) {
        return new Run(
                new TenantId(row.getUUID("tenant")),
                row.getUUID("id"),
                Optional.of(row.getString("flow"))
                        .filter(flow -> !flow.isEmpty())
                        .map(FlowName::new),
                side(row.getString("side")),
                row.getInteger("per_second"));
    }

    private static Optional<Side> side(String word) {
        return java.util.Arrays.stream(Side.values())
                .filter(side -> side.word().equals(word))
                .findFirst();
    }

    @Override
    public Future<Boolean> begin(Run run, long epoch, List<ResourceName> lists) {
        Tuple named =
                Tuple.of(run.tenant().value(), run.id())
                        .addArrayOfString(names(lists, ResourceName::system))
                        .addArrayOfString(names(lists, ResourceName::resource));
        return scope.within(
                Set.of(run.tenant()),
                connection ->
                        forget(connection, run)
                                .compose(_ -> query(connection, BEGIN, held(run, epoch)))
                                .compose(
                                        begun ->
                                                begun.rowCount() == 0
                                                        ? Future.succeededFuture(false)
                                                        : query(connection, LISTS, named)
                                                                .map(true)));
    }

    private static String[] names(List<ResourceName> lists, Function<ResourceName, String> part) {
        return lists.stream().map(part).toArray(String[]::new);
    }

    private static Future<Void> forget(SqlConnection connection, Run run) {
        Future<Void> all = Future.succeededFuture();
        for (String sql : FORGET) {
            all =
                    all.compose(
                            _ -> query(connection, sql, Tuple.of(run.tenant().value())).mapEmpty());
        }
        return all;
    }

    @Override
    public Future<List<ListAt>> lists(Run run) {
        return scope.within(
                Set.of(run.tenant()),
                connection ->
                        query(connection, READ_LISTS, Tuple.of(run.tenant().value(), run.id()))
                                .map(rows -> PgOpsReads.list(rows, PgBackfillBook::list)));
    }

    private static ListAt list(Row row) {
        return new ListAt(
                row.getInteger("n"),
                new ResourceName(row.getString("system"), row.getString("resource")),
                Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                Optional.of(row.getString("cursor")).filter(page -> !page.isEmpty()),
                row.getString("sent_to"));
    }

    /// An id that no column holds names no record that could be noted.
    @Override
    public Future<Boolean> mark(
            Run run,
            long epoch,
            int n,
            Collection<String> ids,
            int unreadable,
            Optional<String> next) {
        List<String> kept = ids.stream().filter(StoredText::keeps).toList();
        return written(
                run,
                MARK,
                held(run, epoch)
                        .addInteger(n)
                        .addArrayOfString(kept.toArray(String[]::new))
                        .addInteger(unreadable + ids.size() - kept.size())
                        .addString(next.orElse("")));
    }

    @Override
    public Future<Boolean> marked(Run run, long epoch, int n, Optional<String> why) {
        return written(run, MARKED, held(run, epoch).addInteger(n).addString(why.orElse(null)));
    }

    @Override
    public Future<List<String>> next(Run run, int n, String after, int most) {
        return scope.within(
                Set.of(run.tenant()),
                connection ->
                        query(
                                        connection,
                                        NEXT,
                                        Tuple.of(run.tenant().value(), run.id(), n, after, most))
                                .map(rows -> PgOpsReads.list(rows, row -> row.getString(0))));
    }

    @Override
    public Future<Boolean> sent(Run run, long epoch, int n, int count, String to, double speed) {
        return written(
                run,
                SENT,
                held(run, epoch)
                        .addInteger(n)
                        .addInteger(count)
                        .addString(to)
                        .addFloat((float) speed));
    }

    @Override
    public Future<Boolean> sentAll(Run run, long epoch, int n) {
        return written(run, SENT_ALL, held(run, epoch).addInteger(n));
    }

    @Override
    public Future<Boolean> held(Run run, long epoch, Optional<String> why) {
        return written(run, HELD_BACK, held(run, epoch).addString(why.orElse(null)));
    }

    @Override
    public Future<Queue> queue(TenantId tenant, int most) {
        return scope.within(
                Set.of(tenant),
                connection ->
                        query(connection, QUEUE, Tuple.of(tenant.value(), most))
                                .map(rows -> rows.iterator().next())
                                .map(
                                        row ->
                                                new Queue(
                                                        row.getBoolean("late"),
                                                        row.getLong("waiting").intValue())));
    }

    @Override
    public Future<Boolean> done(Run run, long epoch) {
        return written(run, DONE, held(run, epoch));
    }

    private Future<Boolean> written(Run run, String sql, Tuple parameters) {
        return scope.within(
                Set.of(run.tenant()),
                connection -> query(connection, sql, parameters).map(done -> done.rowCount() == 1));
    }

    private static Tuple held(Run run, long epoch) {
        return Tuple.of(run.tenant().value(), run.id(), epoch);
    }

    private static Future<RowSet<Row>> query(SqlConnection connection, String sql, Tuple tuple) {
        return connection.preparedQuery(sql).execute(tuple);
    }
}
