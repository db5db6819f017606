package drawbridge.journal;

/// The statements by which items of a flow that ask the same become one. Sent only with settlements
/// that park such an item or close one. The row of the key is locked first and until the commit, so
/// that nothing joins an item that closes meanwhile.
final class GatherSql {

    /// $1-$4 what is parked, $5-$8 what is closed.
    static final String LOCK =
            """
            insert into gathering (tenant, flow, key)
            select distinct k.tenant, k.flow, k.key from (
                select g.tenant, r.flow, g.key
                from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[])
                    as g(tenant, lane, epoch, key)
                join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                    and l.session is not null
                join lane_record r on r.tenant = g.tenant and r.lane = g.lane
                union all
                select p.tenant, p.flow, p.gather
                from unnest($5::uuid[], $6::uuid[], $7::bigint[], $8::uuid[])
                    as g(tenant, lane, epoch, id)
                join parked p on p.tenant = g.tenant and p.id = g.id
                where p.gather is not null
            ) k
            order by 1, 2, 3
            on conflict (tenant, flow, key) do update set key = excluded.key
            """;

    /// After the items were parked.
    static final String NAME =
            """
            update parked p set gather = g.key
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[])
                as g(tenant, lane, epoch, id, key)
            join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null
            where p.tenant = g.tenant and p.id = g.id
            """;

    static final String BEGIN =
            """
            with asked as materialized (
                select distinct on (q.tenant, q.flow, q.key) q.tenant, q.flow, q.key, g.item,
                    g.sentence, p.side, p.kind, p.reason, p.grp, p.field, p.resource, p.payload,
                    p.request, p.response, p.mapping_version
                from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::uuid[],
                    $6::text[], $7::bigint[]) as g(tenant, lane, id, least, item, sentence, within)
                join parked p on p.tenant = g.tenant and p.id = g.id
                join gathering q on q.tenant = p.tenant and q.flow = p.flow and q.key = p.gather
                where q.item is null and g.least <= (
                    select count(*) from (
                        select from parked o
                        where o.tenant = q.tenant and o.flow = q.flow and o.gather = q.key
                            and o.state = 'open' and o.part_of is null and o.resolution is null
                            and o.parked_at >= now() - g.within * interval '1 ms'
                        limit g.least) few)
                order by q.tenant, q.flow, q.key
            ), begun as (
                insert into parked (tenant, id, flow, side, kind, reason, sentence, changes, grp,
                    field, resource, payload, request, response, mapping_version)
                select tenant, item, flow, side, kind, reason, sentence, '{}', grp, field,
                    resource, payload, request, response, mapping_version
                from asked
            )
            update gathering q set item = a.item from asked a
            where q.tenant = a.tenant and q.flow = a.flow and q.key = a.key
            """;

    static final String JOIN =
            """
            with joined as (
                update parked p set part_of = q.item
                from (select distinct g.tenant, g.key, r.flow
                        from unnest($1::uuid[], $2::uuid[], $3::text[]) as g(tenant, lane, key)
                        join lane_record r on r.tenant = g.tenant and r.lane = g.lane) g
                join gathering q on q.tenant = g.tenant and q.flow = g.flow and q.key = g.key
                where q.item is not null and p.tenant = q.tenant and p.flow = q.flow
                    and p.gather = q.key and p.state = 'open' and p.part_of is null
                    and p.resolution is null
                returning p.tenant, p.part_of
            )
            update parked i set moved_at = now()
            from (select distinct tenant, part_of from joined) j
            where i.tenant = j.tenant and i.id = j.part_of
            """;

    /// After the items were closed: with its last one an item closes.
    static final String LEAVE =
            """
            with over as materialized (
                select distinct p.tenant, p.part_of as item
                from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[])
                    as g(tenant, lane, epoch, id)
                join parked p on p.tenant = g.tenant and p.id = g.id
                where p.gather is not null and p.part_of is not null and not exists (
                    select from parked o
                    where o.tenant = p.tenant and o.part_of = p.part_of and o.state = 'open')
            ), freed as (
                update gathering q set item = null from over o
                where q.tenant = o.tenant and q.item = o.item
            )
            update parked p set state = 'closed', closed_at = now(), moved_at = now(),
                closed_why = 'Nothing waits any more.', version = p.version + 1
            from over o
            where p.tenant = o.tenant and p.id = o.item and p.state = 'open'
            """;

    private GatherSql() {}
}
