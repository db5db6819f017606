package drawbridge.ops;

import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.opsapi.ItemSeen;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobDetail;
import drawbridge.opsapi.JobItem;
import drawbridge.opsapi.JobState;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.RecordId;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Jobs in PostgreSQL, within the wall of the tenants that they belong to.
public final class PgJobs implements Jobs {

    private static final String MATCHING =
            """
             from parked p left join unnest($2::uuid[], $3::bigint[]) as s(id, version)
                on s.id = p.id
            where p.tenant = any($1) and p.state = 'open' and ($2::uuid[] is null or s.id is not null)
                and ($4::text is null or p.kind = $4) and ($5::text is null or p.flow = $5)
                and ($6::text is null or p.reason = $6)
                and ($7::text is null or coalesce(p.field, p.grp) = $7)
            """;

    private static final String COUNTS =
            "select p.tenant, p.reason || coalesce(' ' || coalesce(p.field, p.grp), '') as cause,"
                    + " count(*) as n"
                    + MATCHING
                    + " group by 1, 2 order by n desc, 2";

    private static final String SOME =
            "select p.tenant, p.id" + MATCHING + " order by p.parked_at, p.id limit $8";

    private static final String START =
            "with items as (select row_number() over (order by p.parked_at, p.id) as n, p.id,"
                    + " coalesce(s.version, p.version) as version"
                    + MATCHING
                    + """
                    ), made as (
                        insert into job (tenant, id, verb, what, by_name, reason, total)
                        select $8, $9, $10, $11, $12, $13, (select count(*) from items)
                        where exists (select from items)
                        on conflict do nothing returning tenant, id, total
                    ), noted as (
                        insert into operator_action (tenant, key, verb, version, by_name, reason,
                            answer, target)
                        select tenant, id, $10, 0, $12, $13, 'accepted', total || ' items: ' || $11
                        from made
                    )
                    insert into job_item (tenant, job, n, parked, version)
                    select m.tenant, m.id, i.n, i.id, i.version from items i, made m
                    """;

    private static final String JOBS =
            """
            select j.*, c.asked, c.left_alone, c.closed
            from (select * from job where tenant = any($1) and ($2::uuid is null or id = $2)
                order by made_at desc, id limit 100) j
            cross join lateral (
                select count(i.answer) as asked,
                    count(*) filter (where i.answer is not null and i.answer <> 'accepted')
                        as left_alone,
                    count(*) filter (where p.state <> 'open') as closed
                from job_item i left join parked p on p.tenant = i.tenant and p.id = i.parked
                where i.tenant = j.tenant and i.job = j.id) c
            order by j.made_at desc, j.id
            """;

    private static final String ITEMS =
            """
            select i.parked, i.answer, p.state, p.sentence, p.closed_why, p.resource, p.acme_id,
                p.app_id
            from job_item i join parked p on p.tenant = i.tenant and p.id = i.parked
            where i.tenant = $1 and i.job = $2
            order by i.answer is null, i.answer is not distinct from 'accepted', i.n limit 500
            """;

    private static final String CANCEL =
            """
            with ended as (
                update job set state = 'cancelled', ended_at = now(), owner = null
                where tenant = $1 and id = $2 and state = 'running'
                returning tenant, id, what
            )
            insert into operator_action (tenant, key, verb, version, by_name, reason, answer, target)
            select tenant, $3, 'cancel-job', 0, $4, '', 'done', what from ended
            on conflict do nothing
            """;

    private static final String TAKE =
            """
            update job set owner = $2, owned_until = now() + interval '30 s'
            where (tenant, id) = (
                select tenant, id from job
                where tenant = any($1) and state = 'running'
                    and (owner is null or owner = $2 or owned_until < now())
                order by owned_until nulls first, made_at limit 1
                for update skip locked)
            returning tenant, id, verb, by_name, reason
            """;

    private static final String OPEN =
            """
            select n, parked, version from job_item
            where tenant = $1 and job = $2 and answer is null order by n limit $3
            """;

    private static final String ANSWER =
            """
            update job_item i set answer = g.answer, done_at = now()
            from unnest($3::bigint[], $4::text[]) as g(n, answer)
            where i.tenant = $1 and i.job = $2 and i.n = g.n and i.answer is null
            """;

    private static final String END =
            """
            update job set state = 'done', ended_at = now(), owner = null
            where tenant = $1 and id = $2 and state = 'running' and not exists (
                select from job_item where tenant = $1 and job = $2 and answer is null)
            """;

    private static final int SOME_ITEMS = 8;

    private final PgOpsReads.Scoped scope;
    private final Supplier<Map<TenantId, String>> names;

    public PgJobs(PgOpsReads.Scoped scope, Supplier<Map<TenantId, String>> names) {
        this.scope = scope;
        this.names = names;
    }

    @Override
    public Future<Reach> reach(Set<String> tenants, JobWish wish) {
        Set<TenantId> asked = ids(tenants);
        return scope.within(
                asked,
                connection ->
                        query(connection, COUNTS, matching(asked, wish))
                                .compose(
                                        counts ->
                                                query(
                                                                connection,
                                                                SOME,
                                                                matching(asked, wish)
                                                                        .addInteger(SOME_ITEMS))
                                                        .map(some -> reach(counts, some))));
    }

    private Reach reach(RowSet<Row> counts, RowSet<Row> some) {
        Map<String, Long> tenants = new TreeMap<>();
        Map<String, Long> causes = new LinkedHashMap<>();
        for (Row row : counts) {
            tenants.merge(name(row), row.getLong("n"), Long::sum);
            causes.merge(row.getString("cause"), row.getLong("n"), Long::sum);
        }
        return new Reach(
                tenants,
                causes,
                PgOpsReads.list(some, row -> Map.entry(name(row), row.getUUID("id"))));
    }

    @Override
    public Future<Optional<Job>> start(
            String tenant, JobWish wish, String what, String by, UUID key) {
        Set<TenantId> asked = ids(Set.of(tenant));
        return scope.within(
                asked,
                connection ->
                        query(
                                        connection,
                                        START,
                                        matching(asked, wish)
                                                .addUUID(TenantId.named(tenant).value())
                                                .addUUID(key)
                                                .addString(wish.action().word())
                                                .addString(what)
                                                .addString(by)
                                                .addString(
                                                        Optional.ofNullable(wish.reason())
                                                                .orElse("")))
                                .compose(_ -> jobs(connection, asked, key))
                                .map(found -> found.stream().findFirst()));
    }

    @Override
    public Future<List<Job>> list(Set<String> tenants) {
        Set<TenantId> asked = ids(tenants);
        return scope.within(asked, connection -> jobs(connection, asked, null));
    }

    @Override
    public Future<Optional<JobDetail>> detail(String tenant, UUID job) {
        Set<TenantId> asked = ids(Set.of(tenant));
        Tuple key = Tuple.of(TenantId.named(tenant).value(), job);
        return scope.within(
                asked,
                connection ->
                        jobs(connection, asked, job)
                                .compose(
                                        found ->
                                                query(connection, ITEMS, key)
                                                        .map(
                                                                items ->
                                                                        found.stream()
                                                                                .findFirst()
                                                                                .map(
                                                                                        known ->
                                                                                                new JobDetail(
                                                                                                        known,
                                                                                                        PgOpsReads
                                                                                                                .list(
                                                                                                                        items,
                                                                                                                        PgJobs
                                                                                                                                ::item))))));
    }

    @Override
    public Future<Optional<Job>> cancel(String tenant, UUID job, String by, UUID key) {
        Set<TenantId> asked = ids(Set.of(tenant));
        return scope.within(
                asked,
                connection ->
                        query(
                                        connection,
                                        CANCEL,
                                        Tuple.of(TenantId.named(tenant).value(), job, key, by))
                                .compose(_ -> jobs(connection, asked, job))
                                .map(found -> found.stream().findFirst()));
    }

    @Override
    public Future<Optional<Batch>> take(Set<String> tenants, UUID owner, int items) {
        Set<TenantId> asked = ids(tenants);
        return scope.within(
                asked,
                connection ->
                        query(connection, TAKE, PgOpsReads.ids(asked).addUUID(owner))
                                .compose(
                                        found ->
                                                found.size() == 0
                                                        ? Future.succeededFuture(Optional.empty())
                                                        : batch(
                                                                        connection,
                                                                        found.iterator().next(),
                                                                        items)
                                                                .map(Optional::of)));
    }

    private Future<Batch> batch(SqlConnection connection, Row job, int items) {
        UUID tenant = job.getUUID("tenant");
        return query(connection, OPEN, Tuple.of(tenant, job.getUUID("id"), items))
                .map(
                        open ->
                                new Batch(
                                        name(job),
                                        job.getUUID("id"),
                                        Verb.valueOf(
                                                job.getString("verb")
                                                        .toUpperCase(Locale.ROOT)
                                                        .replace('-', '_')),
                                        job.getString("by_name"),
                                        job.getString("reason"),
                                        PgOpsReads.list(
                                                open,
                                                row ->
                                                        new Item(
                                                                row.getInteger("n"),
                                                                row.getUUID("parked"),
                                                                row.getLong("version")))));
    }

    @Override
    public Future<Void> answer(Batch batch, Map<Integer, String> answers) {
        UUID tenant = TenantId.named(batch.tenant()).value();
        Tuple given =
                Tuple.of(tenant, batch.job())
                        .addArrayOfLong(
                                answers.keySet().stream()
                                        .map(Integer::longValue)
                                        .toArray(Long[]::new))
                        .addArrayOfString(answers.values().toArray(String[]::new));
        return scope.within(
                ids(Set.of(batch.tenant())),
                connection ->
                        query(connection, ANSWER, given)
                                .compose(_ -> query(connection, END, Tuple.of(tenant, batch.job())))
                                .mapEmpty());
    }

    private Future<List<Job>> jobs(
            SqlConnection connection, Set<TenantId> tenants, @Nullable UUID job) {
        return query(connection, JOBS, PgOpsReads.ids(tenants).addUUID(job))
                .map(found -> PgOpsReads.list(found, this::job));
    }

    private Job job(Row row) {
        String reason = row.getString("reason");
        return new Job(
                name(row),
                row.getUUID("id").toString(),
                ParkedAction.valueOf(
                        row.getString("verb").toUpperCase(Locale.ROOT).replace('-', '_')),
                row.getString("what"),
                row.getString("by_name"),
                reason.isEmpty() ? null : reason,
                JobState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInteger("total"),
                row.getLong("asked"),
                row.getLong("left_alone"),
                row.getLong("closed"),
                row.getOffsetDateTime("made_at").toInstant(),
                PgParkedRows.instant(row, "ended_at"));
    }

    private static JobItem item(Row row) {
        ParkedState state = PgParkedRows.state(row.getString("state"));
        String answer = row.getString("answer");
        String id = Optional.ofNullable(row.getString("acme_id")).orElse(row.getString("app_id"));
        String why = row.getString("closed_why");
        return new JobItem(
                row.getUUID("parked").toString(),
                id == null || row.getString("resource") == null
                        ? null
                        : new RecordId(row.getString("resource"), id),
                answer,
                state,
                state != ParkedState.OPEN && why != null && !why.isEmpty()
                        ? why
                        : answer == null || answer.equals("accepted")
                                ? row.getString("sentence")
                                : "Left alone: " + answer + ".");
    }

    private static Tuple matching(Set<TenantId> tenants, JobWish wish) {
        List<ItemSeen> items = wish.items();
        Tuple tuple = PgOpsReads.ids(tenants);
        if (items == null) {
            tuple.addValue(null).addValue(null);
        } else {
            tuple.addArrayOfUUID(items.stream().map(PgJobs::id).toArray(UUID[]::new))
                    .addArrayOfLong(items.stream().map(ItemSeen::version).toArray(Long[]::new));
        }
        ParkedKind kind = wish.kind();
        return tuple.addString(kind == null ? null : kind.word())
                .addString(wish.flow())
                .addString(wish.cause())
                .addString(wish.about());
    }

    private static UUID id(ItemSeen item) {
        try {
            return UUID.fromString(item.id());
        } catch (IllegalArgumentException notOne) {
            throw Refusal.badInput("items", "\"" + item.id() + "\" is no id.");
        }
    }

    private String name(Row row) {
        UUID tenant = row.getUUID("tenant");
        return names.get().getOrDefault(new TenantId(tenant), tenant.toString());
    }

    private static Set<TenantId> ids(Set<String> tenants) {
        return tenants.stream().map(TenantId::named).collect(Collectors.toUnmodifiableSet());
    }

    private static Future<RowSet<Row>> query(SqlConnection connection, String sql, Tuple tuple) {
        return connection.preparedQuery(sql).execute(tuple);
    }
}
