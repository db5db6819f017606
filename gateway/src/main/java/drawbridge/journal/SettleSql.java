package drawbridge.journal;

/// The statements of a group of settlements. Each is bound to the leases that still hold; the lanes
/// are locked by [#LOCK] and freed by [#REST], which comes last.
final class SettleSql {

    /// Before any lock, as appends do.
    static final String SEE =
            """
            insert into seen_id (tenant, kind, hash, week)
            select distinct g.tenant, 'c'::"char", g.hash,
                floor(extract(epoch from now()) / 604800)::integer
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[])
                as g(tenant, lane, epoch, hash)
            join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null
            order by 1, 2, 3
            on conflict do nothing
            """;

    /// Locks in one order all lanes that the group may move: its own, the parents that some will
    /// wait for and the records that some rest on ($5, $6), those that rest on touched records
    /// ($7-$10), those that wait for woken ones ($11, $12). Tells which leases hold. What a lookup
    /// rests on comes from one row, here and below, so that the planner uses whole keys.
    ///
    /// What is looked up behind a tenant's wall is materialized: where a row that is to be locked
    /// or updated was changed meanwhile, PostgreSQL (18.4) looks at it again, and ends by a fault
    /// if that leads it into an index scan whose key is the wall of a subquery.
    static final String LOCK =
            """
            with given as (
                select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::bigint[])
                    as g(no, tenant, lane, epoch)
            ), keys as materialized (
                select tenant, lane from given
                union
                select * from unnest($5::uuid[], $6::uuid[]) as e(tenant, lane)
                union
                select u.tenant, u.link
                from unnest($7::uuid[], $8::text[], $9::text[], $10::text[])
                    as t(tenant, flow, resource, record_id)
                join uses u on u.tenant = t.tenant and u.flow = t.flow and u.resource = t.resource
                    and u.record_id = t.record_id
                union
                select w.tenant, l.lane from unnest($11::uuid[], $12::uuid[]) as w(tenant, lane)
                join lane l on l.tenant = w.tenant and l.to_app_waits_on = w.lane
                union
                select w.tenant, l.lane from unnest($11::uuid[], $12::uuid[]) as w(tenant, lane)
                join lane l on l.tenant = w.tenant and l.to_acme_waits_on = w.lane
                union
                select w.tenant, w.lane from unnest($11::uuid[], $12::uuid[]) as w(tenant, lane)
            )
            select g.no, l.session is not null and l.epoch = g.epoch as held
            from keys k
            join lane l on l.tenant = k.tenant and l.lane = k.lane
            left join given g on g.tenant = l.tenant and g.lane = l.lane
            order by l.tenant, l.lane
            for update of l
            """;

    static final String END_ATTEMPTS =
            """
            with ended as (
                update attempt a set ended_at = coalesce(a.ended_at, now()), sent = null,
                    how = coalesce(a.how, g.how)
                from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[])
                    as g(tenant, lane, epoch, id, how)
                join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                    and l.session is not null
                where a.tenant = g.tenant and a.id = g.id
                returning a.tenant, a.lane, a.id, a.operation
            )
            delete from creating c using ended e
            where e.operation = 'create' and c.tenant = e.tenant and c.lane = e.lane
                and c.attempt = e.id
            """;

    static final String WRITE_LINKS =
            """
            insert into link (tenant, id, flow, life, acme_id, app_id, acme_base, app_base,
                acme_version, app_version, acme_missing_since, app_missing_since, mapping_version,
                trail)
            select g.tenant, g.id, g.flow, g.life, g.acme_id, g.app_id, g.acme_base, g.app_base,
                g.acme_version, g.app_version, g.acme_missing_since, g.app_missing_since,
                g.mapping_version, g.trail
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::text[],
                $7::text[], $8::text[], $9::bytea[], $10::bytea[], $11::text[], $12::text[],
                $13::timestamptz[], $14::timestamptz[], $15::text[], $16::text[])
                as g(tenant, lane, epoch, id, flow, life, acme_id, app_id, acme_base, app_base,
                    acme_version, app_version, acme_missing_since, app_missing_since,
                    mapping_version, trail)
            join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null
            order by g.tenant, g.flow, g.id
            on conflict (tenant, flow, id) do update set
                life = excluded.life, acme_id = excluded.acme_id, app_id = excluded.app_id,
                acme_base = excluded.acme_base, app_base = excluded.app_base,
                acme_version = excluded.acme_version, app_version = excluded.app_version,
                acme_missing_since = excluded.acme_missing_since,
                app_missing_since = excluded.app_missing_since,
                mapping_version = excluded.mapping_version, trail = excluded.trail,
                changed_at = now()
            """;

    /// A weak key is kept as long as its create is under way; a strong one stays with its link.
    static final String FREE_KEYS =
            """
            delete from match_key m
            using unnest($1::uuid[], $2::uuid[], $3::bigint[]) as g(tenant, lane, epoch), lane l
            where l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null and m.tenant = g.tenant and m.link = g.lane
                and (not m.strong or not exists (
                    select from link k where k.tenant = m.tenant and k.flow = m.flow
                        and k.id = m.link and k.life <> 'unlinked'))
            """;

    /// $1-$4 the lanes whose uses are told, $5-$8 the records that they use.
    static final String FORGET_USES =
            """
            delete from uses u
            using unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[])
                as g(tenant, lane, epoch, flow), lane l
            where l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null and u.tenant = g.tenant and u.flow = g.flow
                and u.link = g.lane
                and not exists (
                    select from unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[])
                        as n(tenant, lane, resource, record_id)
                    where n.tenant = u.tenant and n.lane = u.link and n.resource = u.resource
                        and n.record_id = u.record_id)
            """;

    static final String NOTE_USES =
            """
            insert into uses (tenant, flow, link, resource, record_id)
            select distinct g.tenant, g.flow, g.lane, g.resource, g.record_id
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[])
                as g(tenant, lane, epoch, flow, resource, record_id)
            join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null
            order by 1, 2, 3, 4, 5
            on conflict do nothing
            """;

    /// A pair that had an outcome leaves its old count in the statement that gives it the new one.
    static final String GIVE_OUTCOMES = giveOutcomes("");

    /// The same, where it is not known of each change from which side it came: it is looked for in
    /// the tables of all days.
    static final String GIVE_OUTCOMES_OF_ANY =
            giveOutcomes(
                    """
                    (select c.side from change c where c.tenant = g.tenant
                        and c.id = g.change and c.flow = r.flow limit 1),
                    """);

    private static String giveOutcomes(String further) {
        return """
            with known as (
                select g.*, r.flow, p.n, p.kind as old,
                    coalesce(p.side, g.side,
            """
                + further
                + """
                r.side) as at_side
                from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[],
                    $6::text[], $7::text[], $8::uuid[], $9::bytea[], $10::text[])
                    as g(tenant, lane, epoch, change, kind, reason, sentence, newer, losing, side)
                join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                    and l.session is not null
                join lane_record r on r.tenant = g.tenant and r.lane = g.lane
                left join lateral (
                    select o.n, o.kind, o.side from outcome o
                    where o.tenant = g.tenant and o.change = g.change and o.flow = r.flow
                    order by o.n desc limit 1) p on true
            ), written as (
                insert into outcome (tenant, change, flow, n, kind, reason, sentence, newer,
                    replaces, losing, side, lane, epoch)
                select tenant, change, flow, coalesce(n, 0) + 1, kind, reason, sentence, newer,
                    old, losing, at_side, lane, epoch
                from known
            ), moved as (
                select tenant, flow, at_side, kind, 1 as n from known
                union all
                select tenant, flow, at_side, old, -1 from known where old is not null
            )
            insert into tally (tenant, flow, direction, kind, shard, n)
            select tenant, flow, case at_side when 'acme' then 'TO_APP' else 'TO_ACME' end, kind,
                $11::smallint, sum(n)
            from moved group by 1, 2, 3, 4 order by 1, 2, 3, 4
            """
                + PgTally.UPSERT;
    }

    static final String PARK =
            """
            insert into parked (tenant, id, flow, lane, side, kind, reason, sentence, changes, grp,
                field, resource, acme_id, app_id, base_value, acme_value, app_value, payload,
                request, response, mapping_version, tries, part_of, resolution)
            select g.tenant, g.id, r.flow, g.lane, g.side, g.kind, g.reason, g.sentence,
                string_to_array(g.changes, ',')::uuid[], g.grp, g.field, r.resource,
                coalesce(k.acme_id, case r.side when 'acme' then r.record_id end),
                coalesce(k.app_id, case r.side when 'app' then r.record_id end),
                g.base_value, g.acme_value, g.app_value, g.payload, g.request, g.response,
                coalesce(
                    (select c.mapping_version from change c where c.tenant = g.tenant
                        and c.id = (string_to_array(g.changes, ',')::uuid[])[1] limit 1),
                    k.mapping_version, ''),
                l.tries, g.part_of,
                case when g.part_of is not null then (
                        select a.verdict from asked_delete a
                        where a.tenant = g.tenant and a.lane = g.lane and a.item = g.part_of)
                    when g.reason = 'acme-won' then 'keep-acme'
                    when g.reason = 'app-won' then 'keep-app' end
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::text[],
                $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::bytea[],
                $13::bytea[], $14::bytea[], $15::bytea[], $16::bytea[], $17::bytea[], $18::uuid[])
                as g(tenant, lane, epoch, id, side, kind, reason, sentence, changes, grp, field,
                    base_value, acme_value, app_value, payload, request, response, part_of)
            join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null
            join lane_record r on r.tenant = g.tenant and r.lane = g.lane
            left join link k on k.tenant = g.tenant and k.flow = r.flow and k.id = g.lane
            """;

    /// What a person asked for is closed in that person's name.
    static final String UNPARK =
            """
            update parked p set state = g.state, closed_why = g.sentence, closed_at = now(),
                moved_at = now(), version = p.version + 1,
                closed_by = case when p.resolution is not null then (
                    select a.by_name from operator_action a
                    where a.tenant = p.tenant and a.parked = p.id
                    order by a.done_at desc limit 1) end
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::text[], $6::text[])
                as g(tenant, lane, epoch, id, state, sentence)
            join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null
            where p.tenant = g.tenant and p.id = g.id and p.state = 'open'
            """;

    /// Deletes that wait no more, or that were counted and are none: with the last one of an
    /// incident its item closes. What a person approved or rejected was closed by that person.
    static final String LEAVE_GUARD =
            """
            with gone as (
                delete from asked_delete a
                using unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[])
                    as g(tenant, lane, epoch, life), lane l
                where l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                    and l.session is not null and a.tenant = g.tenant and a.lane = g.lane
                    and (a.item is not null or g.life = 'linked')
                    and not exists (
                        select from parked p
                        where p.tenant = a.tenant and p.lane = a.lane and p.part_of = a.item
                            and p.state = 'open')
                returning a.tenant, a.flow, a.item, a.verdict
            ), fewer as (
                select tenant, flow, item, count(*)::integer as n from gone
                where item is not null and verdict is null
                group by tenant, flow, item
            ), d as (
                update delete_guard d set
                    waiting = d.waiting - f.n,
                    item = case when d.waiting > f.n then d.item end
                from fewer f
                where d.tenant = f.tenant and d.flow = f.flow and d.item = f.item
                returning d.tenant, d.flow, f.item, d.waiting
            )
            update parked p set version = p.version + 1, moved_at = now(),
                state = case when d.waiting > 0 then p.state else 'closed' end,
                closed_at = case when d.waiting > 0 then p.closed_at else now() end,
                closed_why = case when d.waiting > 0 then p.closed_why
                    else 'Nothing waits any more.' end,
                sentence = case when d.waiting > 0 then
            """
                    + PgGuard.SENTENCE
                    + """
                    else p.sentence end
                    from d
                    where p.tenant = d.tenant and p.id = d.item and p.state = 'open'
                    """;

    static final String NOTE_TOUCH =
            """
            insert into touch (tenant, flow, resource, record_id, epoch)
            select g.tenant, g.flow, g.resource, g.record_id, nextval('lane_epoch')
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[])
                as g(tenant, lane, epoch, flow, resource, record_id)
            join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null
            order by 1, 2, 3, 4
            on conflict (tenant, flow, resource, record_id) do update set epoch = excluded.epoch
            """;

    /// Every link that rests on the record becomes due in the direction that the record changes.
    static final String TOUCH =
            """
            with marked as materialized (
                select u.tenant, u.link as lane, bool_or(r.side = 'acme') as to_app,
                    bool_or(r.side = 'app') as to_acme
                from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[],
                    $6::text[]) as g(tenant, lane, epoch, flow, resource, record_id)
                join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                    and l.session is not null
                join lane_record r on r.tenant = g.tenant and r.lane = g.lane
                join uses u on u.tenant = g.tenant and u.flow = g.flow and u.resource = g.resource
                    and u.record_id = g.record_id
                group by u.tenant, u.link
            )
            update lane t set
                touch_seq = t.touch_seq + 1,
                to_app_due = case when m.to_app then coalesce(t.to_app_due,
                    greatest(now(), t.settled_at + interval '500 ms')) else t.to_app_due end,
                to_acme_due = case when m.to_acme then coalesce(t.to_acme_due,
                    greatest(now(), t.settled_at + interval '500 ms')) else t.to_acme_due end,
                since = coalesce(t.since, now())
            from marked m
            where t.tenant = m.tenant and t.lane = m.lane
            returning t.to_app_due, t.to_acme_due, now() as now
            """;

    /// One that is at work has been opened without what it is woken for, and is looked at again:
    /// also where it is just looked for what its create made, and a person will be asked. Who waits
    /// for a lane wakes no others that wait for it.
    static final String WAKE =
            """
            with woken as (
                select g.tenant, g.waits_on, bool_or(g.waits_on = g.lane) as own,
                    bool_and(g.awaits) as awaited
                from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::boolean[])
                    as g(tenant, lane, epoch, waits_on, awaits)
                join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                    and l.session is not null
                group by g.tenant, g.waits_on
            ), waiting as (
                select l.tenant, l.lane, true as app, false as asked from woken w
                join lane l on l.tenant = w.tenant and l.to_app_waits_on = w.waits_on
                where not w.awaited
                union all
                select l.tenant, l.lane, false, false from woken w
                join lane l on l.tenant = w.tenant and l.to_acme_waits_on = w.waits_on
                where not w.awaited
                union all
                select l.tenant, l.lane, r.side = 'acme', true from woken w
                join lane l on l.tenant = w.tenant and l.lane = w.waits_on
                join lane_record r on r.tenant = l.tenant and r.lane = l.lane
                where not w.own and (exists (
                    select from parked p
                    where p.tenant = l.tenant and p.lane = l.lane and p.state = 'open')
                    or l.session is not null and exists (
                    select from creating c
                    join attempt a on a.tenant = c.tenant and a.id = c.attempt
                    where c.tenant = l.tenant and c.lane = l.lane and a.deadline <= now()))
            ), lanes as (
                select tenant, lane, bool_or(app) as app, bool_or(not app) as acme,
                    bool_or(asked) as asked
                from waiting group by tenant, lane
            )
            update lane l set
                to_app_due = case when k.app then least(l.to_app_due, now()) else l.to_app_due end,
                to_app_waits_on = case when k.app then null else l.to_app_waits_on end,
                to_acme_due =
                    case when k.acme then least(l.to_acme_due, now()) else l.to_acme_due end,
                to_acme_waits_on = case when k.acme then null else l.to_acme_waits_on end,
                touch_seq = l.touch_seq + case when k.asked then 1 else 0 end,
                since = coalesce(l.since, now())
            from lanes k
            where l.tenant = k.tenant and l.lane = k.lane
            returning l.to_app_due, l.to_acme_due, now() as now
            """;

    static final String SAY_WHY =
            """
            update lane_record r set
                to_app_why = case g.direction when 'TO_APP' then g.why else r.to_app_why end,
                to_acme_why = case g.direction when 'TO_ACME' then g.why else r.to_acme_why end
            from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[])
                as g(tenant, lane, epoch, direction, why)
            join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                and l.session is not null
            where r.tenant = g.tenant and r.lane = g.lane
            """;

    /// Ends the leases. A direction rests only if nothing came in since the lane was read: no
    /// change, no touch, no decision; and a lane with pending changes is never at rest in both
    /// directions. What is due later waits on itself, so that whatever comes in before goes at
    /// once. Each step is materialized: one that the planner takes into the next is worked out for
    /// every mention of its columns, lookups and all.
    static final String REST =
            """
            with given as (
                select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::bigint[],
                    $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::timestamptz[],
                    $11::text[], $12::timestamptz[], $13::uuid[], $14::bigint[])
                    as g(tenant, lane, epoch, direction, acme_done, app_done, acme_read, app_read,
                        touch_read, read_at, next, due, waits_on, touch_renewed)
            ), stale as (
                select distinct u.tenant, u.lane
                from unnest($15::uuid[], $16::uuid[], $17::text[], $18::text[], $19::text[],
                    $20::bigint[]) as u(tenant, lane, flow, resource, record_id, as_of)
                join touch t on t.tenant = u.tenant and t.flow = u.flow
                    and t.resource = u.resource and t.record_id = u.record_id
                where t.epoch > u.as_of
            ), facts as materialized (
                select g.tenant, g.lane, g.direction = 'TO_APP' as to_app, g.next, g.due,
                    g.read_at, g.touch_read, g.touch_renewed, l.since, l.tries, l.priority,
                    l.acme_seq, l.app_seq, l.to_app_due, l.to_acme_due, l.to_app_waits_on,
                    l.to_acme_waits_on, l.touch_seq, l.touch_done,
                    greatest(l.acme_done, g.acme_done) as acme_done,
                    greatest(l.app_done, g.app_done) as app_done,
                    coalesce(g.acme_read, l.acme_done) as acme_read,
                    coalesce(g.app_read, l.app_done) as app_read,
                    s.tenant is not null as stale,
                    case g.next when 'later' then 'rest' when 'create' then 'when'
                        else g.next end as kind,
                    case when g.direction = 'TO_APP'
                        then l.acme_seq > coalesce(g.acme_read, l.acme_done)
                        else l.app_seq > coalesce(g.app_read, l.app_done) end as news,
                    case when g.next = 'later' then g.lane
                        when g.next = 'when' and not exists (
                        select from link k where k.tenant = g.tenant and k.id = g.waits_on
                            and k.life = 'linked') then g.waits_on
                        when g.next = 'create' and exists (
                        select from creating c where c.tenant = g.tenant
                            and c.lane = g.waits_on) then g.waits_on end as waits_on,
                    g.next in ('rest', 'later') and exists (
                        select from parked p
                        where p.tenant = g.tenant and p.lane = g.lane and p.state = 'open'
                            and (g.direction = 'TO_APP') = case p.resolution
                                when 'keep-acme' then true when 'keep-app' then false
                                when 'replay' then p.side = 'acme'
                                when 'approve' then p.side = 'acme'
                                when 'reject' then p.side = 'acme'
                                when 'restore-app' then true when 'restore-acme' then false
                                end) as decided
                from given g
                join lane l on l.tenant = g.tenant and l.lane = g.lane and l.epoch = g.epoch
                    and l.session is not null
                left join stale s on s.tenant = g.tenant and s.lane = g.lane
            ), own as materialized (
                select f.*, case f.kind
                    when 'rest' then case
                        when f.decided or f.stale
                            or f.touch_seq > coalesce(f.touch_read, f.touch_seq)
                            or case when f.to_app then f.acme_seq > f.acme_done
                                else f.app_seq > f.app_done end
                        then now() + interval '500 ms' else f.due end
                    when 'other' then case
                        when f.stale or f.touch_seq > coalesce(f.touch_read, f.touch_seq)
                            or case when f.to_app then f.acme_seq > f.acme_read
                                else f.app_seq > f.app_read end
                        then now() + interval '500 ms' end
                    when 'at' then f.due
                    when 'closing' then f.due
                    when 'when' then case
                        when f.waits_on is null then now()
                        when f.news then now() + interval '500 ms' else f.due end
                    end as own_due
                from facts f
            ), both_ways as materialized (
                select o.*,
                    case when o.to_app then o.own_due
                        when o.next = 'other' then coalesce(o.to_app_due, now())
                        else o.to_app_due end as app_due,
                    case when not o.to_app then o.own_due
                        when o.next = 'other' then coalesce(o.to_acme_due, now())
                        else o.to_acme_due end as acme_due
                from own o
            ), safe as materialized (
                select b.*,
                    case when b.app_due is null and b.acme_due is null
                            and b.acme_seq > b.acme_done
                        then now() + interval '500 ms' else b.app_due end as new_app_due,
                    case when b.app_due is null and b.acme_due is null
                            and b.app_seq > b.app_done
                        then now() + interval '500 ms' else b.acme_due end as new_acme_due
                from both_ways b
            )
            update lane l set
                acme_done = s.acme_done,
                app_done = s.app_done,
                to_app_due = s.new_app_due,
                to_acme_due = s.new_acme_due,
                to_app_waits_on = case when s.to_app then s.waits_on else s.to_app_waits_on end,
                to_acme_waits_on = case when s.to_app then s.to_acme_waits_on else s.waits_on end,
                touch_seq = s.touch_seq + case when s.stale then 1 else 0 end,
                touch_done = case when s.next in ('rest', 'other', 'later')
                    then greatest(s.touch_done, s.touch_renewed) else s.touch_done end,
                tries = case when s.next in ('rest', 'later') then 0
                    when s.next in ('other', 'closing') then s.tries
                    when s.kind = 'when' and s.news then 0 else s.tries + 1 end,
                priority = case when s.new_app_due is null and s.new_acme_due is null then 1
                    else s.priority end,
                since = case
                    when s.new_app_due is null and s.new_acme_due is null then null
                    when s.next = 'later' and s.own_due = s.due
                        and case when s.to_app then s.new_acme_due else s.new_app_due end is null
                    then null
                    when s.next in ('rest', 'other') and s.acme_done >= s.acme_read
                        and s.app_done >= s.app_read
                    then coalesce(greatest(s.since, s.read_at), now())
                    else coalesce(s.since, now()) end,
                settled_at = now(),
                session = null
            from safe s
            where l.tenant = s.tenant and l.lane = s.lane
            returning l.tenant, l.lane, l.to_app_due, l.to_acme_due, now() as now
            """;

    private SettleSql() {}
}
