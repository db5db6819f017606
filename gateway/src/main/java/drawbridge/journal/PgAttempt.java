package drawbridge.journal;

import drawbridge.crossing.engine.Key;
import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.Attempted;
import drawbridge.sync.Link;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Writes attempts before their calls are made. The lanes stay locked until the commit, so that
/// whoever takes a lane over sees every attempt under the leases before it.
final class PgAttempt {

    private static final String GIVEN =
            """
            with given as (
                select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::bigint[])
                    as g(no, tenant, lane, epoch)
            )
            """;

    private static final String LOCK =
            GIVEN
                    + """
                    select g.no from given g
                    join lane l on l.tenant = g.tenant and l.lane = g.lane
                    where l.epoch = g.epoch and l.session is not null
                    order by l.tenant, l.lane for update of l
                    """;

    /// The lane of a link that is made is its id, and is leased. An end that belongs to another
    /// link leaves the row out.
    private static final String MAKE_LINKS =
            GIVEN
                    + """
                    insert into link (tenant, id, flow, life, acme_id, app_id, acme_base, app_base,
                        acme_version, app_version, acme_missing_since, app_missing_since,
                        mapping_version, trail)
                    select k.* from given g
                    join lane l on l.tenant = g.tenant and l.lane = g.lane
                        and l.epoch = g.epoch and l.session is not null
                    join unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[],
                        $10::text[], $11::bytea[], $12::bytea[], $13::text[], $14::text[],
                        $15::timestamptz[], $16::timestamptz[], $17::text[], $18::text[])
                        as k(tenant, id, flow, life, acme_id, app_id, acme_base, app_base,
                            acme_version, app_version, acme_missing_since, app_missing_since,
                            mapping_version, trail)
                        on k.tenant = g.tenant and k.id = g.lane
                    order by k.tenant, k.flow, k.id
                    on conflict do nothing
                    """;

    /// All keys of a create or none: one that finds a key taken frees the others with [#FREE].
    private static final String RESERVE =
            """
            insert into match_key (tenant, flow, key_hash, link, strong)
            select k.tenant, r.flow, k.hash, k.lane, k.strong
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::boolean[])
                as k(tenant, lane, epoch, hash, strong)
            join lane l on l.tenant = k.tenant and l.lane = k.lane and l.epoch = k.epoch
                and l.session is not null
            join lane_record r on r.tenant = k.tenant and r.lane = k.lane
            order by k.tenant, r.flow, k.hash
            on conflict do nothing
            """;

    /// Whether a key of the lane is another's, and whether for good.
    private static final String OTHERS =
            """
            select k.tenant, k.lane, bool_or(coalesce(o.life, 'unlinked') <> 'unlinked') as kept
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::boolean[])
                as k(tenant, lane, epoch, hash, strong)
            join lane_record r on r.tenant = k.tenant and r.lane = k.lane
            join match_key m on m.tenant = k.tenant and m.flow = r.flow and m.key_hash = k.hash
                and m.link <> k.lane
            left join link o on o.tenant = m.tenant and o.flow = m.flow and o.id = m.link
            group by k.tenant, k.lane
            """;

    private static final String FREE =
            """
            delete from match_key m
            using unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::boolean[])
                as k(tenant, lane, epoch, hash, strong)
            where m.tenant = k.tenant and m.link = k.lane and m.key_hash = k.hash
                and not exists (
                    select from (
                        select a.ended_at from attempt a
                        where a.tenant = k.tenant and a.lane = k.lane
                        order by a.started_at desc, a.id desc limit 1) a
                    where a.ended_at is null)
            """;

    /// What a lookup rests on comes from one row each, so that the planner uses whole keys. A
    /// create that is sent again while the one before is in doubt began with that one: what came in
    /// since may be of either.
    private static final String WRITE =
            """
            with given as (
                select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::uuid[],
                    $6::text[], $7::text[], $8::text[], $9::uuid[], $10::timestamptz[],
                    $11::uuid[], $12::bytea[])
                    as g(no, tenant, lane, epoch, id, target, operation, record_id, request,
                        deadline, link, sent)
            ), allowed as materialized (
                select g.*, r.flow
                from given g
                join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                    and l.session is not null
                join lane_record r on r.tenant = g.tenant and r.lane = g.lane
                left join link k on k.tenant = g.tenant and k.id = g.link
                where (g.link is null or k.life = 'unlinked') and not exists (
                    select from unnest($13::uuid[], $14::uuid[], $15::bigint[], $16::uuid[],
                        $17::boolean[]) as w(tenant, lane, epoch, hash, strong)
                    left join match_key m on m.tenant = w.tenant and m.flow = r.flow
                        and m.key_hash = w.hash
                    where w.tenant = g.tenant and w.lane = g.lane
                        and m.link is distinct from w.lane)
            ), older as materialized (
                select o.tenant, o.lane, o.id
                from allowed w
                cross join lateral (
                    select o.tenant, o.lane, o.id, o.ended_at from attempt o
                    where o.tenant = w.tenant and o.lane = w.lane and o.id <> w.id
                    order by o.started_at desc, o.id desc limit 1) o
                where o.ended_at is null
            ), replaced as (
                update attempt a set ended_at = now(), sent = null,
                    how = 'a later one took its place'
                from older o
                where a.tenant = o.tenant and a.id = o.id
            ), made as (
                delete from creating c using older o
                where c.tenant = o.tenant and c.lane = o.lane and c.attempt = o.id
            ), written as (
                insert into attempt (tenant, id, flow, lane, epoch, target, operation, record_id,
                    request, deadline, sent)
                select tenant, id, flow, lane, epoch, target, operation, record_id, request,
                    deadline, sent
                from allowed
                on conflict do nothing
                returning tenant, lane, id, flow, target, operation
            ), making as (
                insert into creating (tenant, lane, attempt, flow, target, started_at)
                select w.tenant, w.lane, w.id, w.flow, w.target, coalesce(c.started_at, now())
                from written w
                left join older o on o.tenant = w.tenant and o.lane = w.lane
                left join creating c on c.tenant = o.tenant and c.lane = o.lane
                    and c.attempt = o.id
                where w.operation = 'create'
            )
            select no from allowed
            """;

    private final PgScope scope;
    private final Reads reads;

    PgAttempt(PgScope scope, Reads reads) {
        this.scope = scope;
        this.reads = reads;
    }

    Future<List<Future<Attempted>>> run(List<Attempt> attempts, int slot) {
        attempts.stream()
                .filter(attempt -> attempt.link().isPresent())
                .forEach(attempt -> reads.leaves(attempt.lease(), Reads.Left.KEYS));
        return scope.within(
                attempts.stream().map(attempt -> attempt.lease().tenant()).distinct().toList(),
                statements -> write(statements, attempts));
    }

    private static Future<List<Future<Attempted>>> write(
            Statements statements, List<Attempt> attempts) {
        Future<RowSet<Row>> held = statements.run(LOCK, given(attempts).tuple());
        List<Attempt> creates =
                attempts.stream().filter(attempt -> attempt.link().isPresent()).toList();
        if (!creates.isEmpty()) {
            Tuple parameters = given(creates).tuple();
            PgColumns<Attempt> links =
                    PgColumns.of(creates, parameters).tenant(attempt -> attempt.lease().tenant());
            statements.run(MAKE_LINKS, PgLinks.columns(links, PgAttempt::link).tuple());
        }
        List<Reserved> keys =
                creates.stream()
                        .flatMap(
                                attempt ->
                                        attempt.keys().stream()
                                                .map(key -> new Reserved(attempt, key)))
                        .toList();
        if (!keys.isEmpty()) {
            statements.run(RESERVE, columns(PgColumns.of(keys)).tuple());
        }
        Tuple columns =
                given(attempts)
                        .uuid(Attempt::id)
                        .text(attempt -> attempt.target().word())
                        .text(attempt -> attempt.operation().name().toLowerCase(Locale.ROOT))
                        .text(attempt -> attempt.record().map(StoredText::id).orElse(null))
                        .uuid(attempt -> attempt.request().asUuid())
                        .time(attempt -> java.util.Optional.of(attempt.deadline()))
                        .uuid(attempt -> attempt.link().map(Link::id).orElse(null))
                        .bytes(
                                attempt ->
                                        attempt.sent()
                                                .map(SentText::write)
                                                .map(Payloads::seal)
                                                .orElse(null))
                        .tuple();
        Future<RowSet<Row>> written =
                statements.run(WRITE, columns(PgColumns.of(keys, columns)).tuple());
        Future<Map<LaneKey, Boolean>> others = others(statements, keys);
        return held.compose(
                leases ->
                        written.compose(
                                rows ->
                                        others.map(
                                                taken -> {
                                                    Map<Long, Boolean> answers = new HashMap<>();
                                                    leases.forEach(
                                                            row ->
                                                                    answers.put(
                                                                            row.getLong("no"),
                                                                            false));
                                                    rows.forEach(
                                                            row ->
                                                                    answers.put(
                                                                            row.getLong("no"),
                                                                            true));
                                                    return IntStream.range(0, attempts.size())
                                                            .mapToObj(
                                                                    no ->
                                                                            answer(
                                                                                    attempts.get(
                                                                                            no),
                                                                                    answers,
                                                                                    taken,
                                                                                    no))
                                                            .toList();
                                                })));
    }

    private record Reserved(Attempt attempt, Key key) {}

    private static PgColumns<Reserved> columns(PgColumns<Reserved> keys) {
        return keys.lease(row -> row.attempt().lease())
                .uuid(row -> row.key().hash().asUuid())
                .flag(row -> row.key().strong());
    }

    /// The lanes of which a key is another's, and whether it is kept for good.
    private static Future<Map<LaneKey, Boolean>> others(
            Statements statements, List<Reserved> keys) {
        if (keys.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Future<RowSet<Row>> found = statements.run(OTHERS, columns(PgColumns.of(keys)).tuple());
        statements.run(FREE, columns(PgColumns.of(keys)).tuple());
        return found.map(
                rows -> {
                    Map<LaneKey, Boolean> taken = new HashMap<>();
                    rows.forEach(
                            row ->
                                    taken.put(
                                            LaneKey.of(row.getUUID("tenant"), row.getUUID("lane")),
                                            row.getBoolean("kept")));
                    return taken;
                });
    }

    private static Future<Attempted> answer(
            Attempt attempt, Map<Long, Boolean> answers, Map<LaneKey, Boolean> taken, long no) {
        Boolean written = answers.get(no);
        if (written == null) {
            return LaneKey.fenced(attempt.lease());
        }
        if (written) {
            return Future.succeededFuture(Attempted.GO);
        }
        @Nullable Boolean kept = taken.get(LaneKey.of(attempt.lease()));
        return Future.succeededFuture(
                kept == null ? Attempted.TAKEN : kept ? Attempted.KEPT : Attempted.RESERVED);
    }

    private static Link link(Attempt attempt) {
        return attempt.link().orElseThrow();
    }

    private static PgColumns<Attempt> given(List<Attempt> attempts) {
        return PgColumns.of(attempts)
                .number()
                .tenant(attempt -> attempt.lease().tenant())
                .uuid(attempt -> attempt.lease().lane().value())
                .number(attempt -> attempt.lease().epoch());
    }
}
