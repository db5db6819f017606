package drawbridge.journal;

/// The statements of a group of deliveries.
final class AppendSql {

    /// What comes under a key that names another request is not stored, and so not seen; nor is
    /// what a delivery brings whose identity was seen before.
    static final String SEE =
            """
            with given as (
                select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[],
                    $6::uuid[], $7::uuid[], $8::bool[])
                    as g(no, tenant, kind, hash, change, key, under, again)
            ), made as (
                insert into seen_id (tenant, kind, hash, week)
                select distinct g.tenant, g.kind::"char", g.hash,
                    floor(extract(epoch from now()) / 604800)::integer
                from given g
                where not exists (
                    select from seen_id s
                    where s.tenant = g.tenant and s.kind = g.kind::"char" and s.hash = g.hash
                        and s.week = floor(extract(epoch from now()) / 604800)::integer - 1)
                    and (g.key is null or exists (
                        select from push_key k
                        where k.tenant = g.tenant and k.key = g.key and k.change = g.change))
                    and not g.again
                    and not exists (
                        select from seen_id s
                        where s.tenant = g.tenant and s.kind = 'd' and s.hash = g.under
                            and s.week >= floor(extract(epoch from now()) / 604800)::integer - 1)
                order by 1, 2, 3
                on conflict do nothing
                returning tenant, kind, hash
            )
            select g.no, m.hash is not null as is_new,
                m.hash is null and g.change is not null and exists (
                    select from change c
                    where c.tenant = g.tenant and c.id = g.change
                        and c.accepted_at > now() - interval '1 day'
                        and c.accepted_at <= now() + interval '1 minute') as repeated
            from given g
            left join made m
                on m.tenant = g.tenant and m.kind = g.kind::"char" and m.hash = g.hash
            order by g.no
            """;

    static final String FIND_LINKS =
            """
            with given as (
                select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
                    as g(own, tenant, flow, side, record_id)
            )
            select g.own, l.id from given g join link l
                on l.tenant = g.tenant and l.flow = g.flow and l.acme_id = g.record_id
            where g.side = 'acme' and l.id <> g.own
            union all
            select g.own, l.id from given g join link l
                on l.tenant = g.tenant and l.flow = g.flow and l.app_id = g.record_id
            where g.side = 'app' and l.id <> g.own
            """;

    /// A lane at rest is due at once, or half a second after it was last settled, so that what
    /// follows quickly folds into one. A put-back lane keeps its time, unless it only waits for
    /// another lane. A lane that is free and due now may be leased on the spot.
    static final String STORE =
            """
            with asked as materialized (
                select a.*, nextval('lane_epoch') as fresh
                from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[],
                    $6::uuid[], $7::bigint[], $8::bigint[], $9::bigint[])
                    as a(tenant, lane, acme_n, app_n, priority, session, acme_left, app_left, delay)
            ), lanes as (
                insert into lane as l (tenant, lane, acme_seq, app_seq, to_app_due, to_acme_due,
                    touch_seq, priority, since, session, epoch)
                select tenant, lane, acme_n, app_n,
                    case when acme_n + acme_left > 0 then now() + delay * interval '1 ms' end,
                    case when app_n + app_left > 0 then now() + delay * interval '1 ms' end,
                    acme_left + app_left, priority::smallint, now(), session,
                    case when session is null then 0 else fresh end
                from asked order by tenant, lane
                on conflict (tenant, lane) do update set
                    acme_seq = l.acme_seq + excluded.acme_seq,
                    app_seq = l.app_seq + excluded.app_seq,
                    touch_seq = l.touch_seq + excluded.touch_seq,
                    to_app_due = case
                        when excluded.to_app_due is null then l.to_app_due
                        when l.to_app_due is null or l.to_app_waits_on is not null
                            then greatest(excluded.to_app_due, l.settled_at + interval '500 ms')
                        else l.to_app_due end,
                    to_acme_due = case
                        when excluded.to_acme_due is null then l.to_acme_due
                        when l.to_acme_due is null or l.to_acme_waits_on is not null
                            then greatest(excluded.to_acme_due, l.settled_at + interval '500 ms')
                        else l.to_acme_due end,
                    to_app_waits_on =
                        case when excluded.to_app_due is null then l.to_app_waits_on end,
                    to_acme_waits_on =
                        case when excluded.to_acme_due is null then l.to_acme_waits_on end,
                    tries = case
                        when (excluded.to_app_due is not null and l.to_app_waits_on is not null)
                            or (excluded.to_acme_due is not null
                                and l.to_acme_waits_on is not null)
                        then 0 else l.tries end,
                    priority = case when l.since is null then excluded.priority
                        else least(l.priority, excluded.priority) end,
                    since = coalesce(l.since, now()),
                    session = case
                        when l.session is null and l.since is null
                            and coalesce(l.settled_at + interval '500 ms' <= now(), true)
                        then excluded.session else l.session end,
                    epoch = case
                        when excluded.session is not null and l.session is null
                            and l.since is null
                            and coalesce(l.settled_at + interval '500 ms' <= now(), true)
                        then excluded.epoch else l.epoch end
                returning l.tenant, l.lane, l.acme_seq, l.app_seq, l.to_app_due, l.to_acme_due,
                    l.epoch
            ), pairs as (
                select * from unnest($10::uuid[], $11::uuid[], $12::text[], $13::uuid[],
                    $14::text[], $15::bigint[], $16::text[], $17::text[], $18::text[], $19::text[],
                    $20::bool[], $21::bool[], $22::uuid[], $23::bytea[], $24::text[], $25::text[])
                    as p(tenant, id, flow, lane, side, behind, source, resource, record_id, version,
                        tombstone, whole, content, body, trace_parent, mapping_version)
            ), stored as (
                insert into change (tenant, id, flow, lane, side, lane_seq, source, resource,
                    record_id, version, tombstone, whole, content, body, trace_parent,
                    mapping_version)
                select p.tenant, p.id, p.flow, p.lane, p.side,
                    coalesce(
                        case p.side when 'acme' then l.acme_seq else l.app_seq end - p.behind, 0),
                    p.source, p.resource, p.record_id, p.version, p.tombstone, p.whole, p.content,
                    p.body, p.trace_parent, p.mapping_version
                from pairs p left join lanes l on l.tenant = p.tenant and l.lane = p.lane
            )
            select l.tenant, l.lane, l.epoch, l.epoch = a.fresh as leased, l.to_app_due,
                l.to_acme_due, now() as now
            from lanes l join asked a on a.tenant = l.tenant and a.lane = l.lane
            """;

    static final String NAME_LANES =
            """
            insert into lane_record (tenant, lane, flow, side, resource, record_id)
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[],
                $6::text[]) as g(tenant, lane, flow, side, resource, record_id)
            order by 1, 2
            on conflict do nothing
            """;

    static final String SETTLE_AT_ONCE =
            """
            insert into outcome (tenant, change, flow, n, kind, reason, sentence, newer, side, lane,
                epoch)
            select tenant, change, flow, 1, kind, reason, sentence, newer, side, lane, 0
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],
                $7::uuid[], $8::text[], $9::uuid[])
                as g(tenant, change, flow, kind, reason, sentence, newer, side, lane)
            """;

    static final String PARK =
            """
            insert into parked (tenant, id, flow, lane, side, kind, reason, sentence, changes,
                resource, acme_id, app_id, payload, request, response, mapping_version)
            select tenant, id, flow, lane, side, 'dead', 'unreadable', sentence, array[change],
                resource, case when side = 'acme' then record_id end,
                case when side = 'app' then record_id end, payload, $12, $12, mapping_version
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[],
                $7::uuid[], $8::text[], $9::text[], $10::bytea[], $11::text[])
                as g(tenant, id, flow, lane, side, sentence, change, resource, record_id, payload,
                    mapping_version)
            """;

    /// Only who holds the job moves its cursor.
    static final String MOVE_CURSORS =
            """
            with g as (
                select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[],
                    $6::bigint[]) as g(tenant, system, resource, position, job, epoch)
            ), held as materialized (
                select j.tenant, j.job, j.epoch from g
                join job_lease j on j.tenant = g.tenant and j.job = g.job and j.epoch = g.epoch
                order by j.tenant, j.job for share of j
            )
            insert into cursor (tenant, system, resource, position)
            select g.tenant, g.system, g.resource, g.position from g
            where g.job is null
                or exists (select from held h where h.tenant = g.tenant and h.job = g.job)
            order by 1, 2, 3
            on conflict (tenant, system, resource)
            do update set position = excluded.position, moved_at = now()
            """;

    private AppendSql() {}
}
