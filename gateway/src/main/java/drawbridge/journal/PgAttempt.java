package drawbridge.journal;

import drawbridge.crossing.engine.Settling.Attempt;
import drawbridge.crossing.engine.Settling.Attempted;
import drawbridge.sync.Link;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

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
                        mapping_version)
                    select k.* from given g
                    join lane l on l.tenant = g.tenant and l.lane = g.lane
                        and l.epoch = g.epoch and l.session is not null
                    join unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[],
                        $10::text[], $11::bytea[], $12::bytea[], $13::text[], $14::text[],
                        $15::timestamptz[], $16::timestamptz[], $17::text[])
                        as k(tenant, id, flow, life, acme_id, app_id, acme_base, app_base,
                            acme_version, app_version, acme_missing_since, app_missing_since,
                            mapping_version)
                        on k.tenant = g.tenant and k.id = g.lane
                    order by k.tenant, k.flow, k.id
                    on conflict do nothing
                    """;

    /// What a lookup rests on comes from one row each, so that the planner uses whole keys.
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
                where g.link is null or k.life = 'unlinked'
            ), replaced as (
                update attempt a set ended_at = now(), sent = null,
                    how = 'a later one took its place'
                from allowed w
                cross join lateral (
                    select o.tenant, o.id from attempt o
                    where o.tenant = w.tenant and o.lane = w.lane and o.ended_at is null
                        and o.id <> w.id
                    limit 16) o
                where a.tenant = o.tenant and a.id = o.id
            ), written as (
                insert into attempt (tenant, id, flow, lane, epoch, target, operation, record_id,
                    request, deadline, sent)
                select tenant, id, flow, lane, epoch, target, operation, record_id, request,
                    deadline, sent
                from allowed
                on conflict do nothing
            )
            select no from allowed
            """;

    private final PgScope scope;

    PgAttempt(PgScope scope) {
        this.scope = scope;
    }

    Future<List<Future<Attempted>>> run(List<Attempt> attempts, int slot) {
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
        Future<RowSet<Row>> written =
                statements.run(
                        WRITE,
                        given(attempts)
                                .uuid(Attempt::id)
                                .text(attempt -> attempt.target().word())
                                .text(
                                        attempt ->
                                                attempt.operation().name().toLowerCase(Locale.ROOT))
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
                                .tuple());
        return held.compose(
                leases ->
                        written.map(
                                rows -> {
                                    Map<Long, Boolean> answers = new HashMap<>();
                                    leases.forEach(row -> answers.put(row.getLong("no"), false));
                                    rows.forEach(row -> answers.put(row.getLong("no"), true));
                                    return IntStream.range(0, attempts.size())
                                            .mapToObj(no -> answer(attempts.get(no), answers, no))
                                            .toList();
                                }));
    }

    private static Future<Attempted> answer(Attempt attempt, Map<Long, Boolean> answers, long no) {
        Boolean written = answers.get(no);
        if (written == null) {
            return LaneKey.fenced(attempt.lease());
        }
        return Future.succeededFuture(written ? Attempted.GO : Attempted.TAKEN);
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
