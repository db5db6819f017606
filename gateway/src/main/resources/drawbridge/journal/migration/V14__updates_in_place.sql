-- A row of which no indexed column moves is updated in place: no index learns of it, and what was
-- there before goes with the next look at its page. Links and attempts are updated with every change
-- that crosses, so nothing that such an update moves stands in one of their indexes or in an index's
-- predicate; and pages keep room for the row that takes the old one's place.

alter table link set (fillfactor = 70);
drop index link_buried;
create index link_buried on link (tenant, id) where life = 'tombstone';

-- The open attempt of a lane, if there is one, is its last one: a later one takes its place.
alter table attempt set (fillfactor = 80);
drop index attempt_open;
drop index attempt_age;
create index attempt_begun on attempt (tenant, started_at);

-- Creates under way, for who meets a record that one of them may have made.
create table creating (
    tenant     uuid        not null,
    lane       uuid        not null,
    attempt    uuid        not null,
    flow       text        not null,
    target     text        not null check (target in ('acme', 'app')),
    started_at timestamptz not null default now(),
    primary key (tenant, lane, attempt)
) with (fillfactor = 50);

create index creating_target on creating (tenant, flow, target, started_at);

insert into creating (tenant, lane, attempt, flow, target, started_at)
select a.tenant, a.lane, a.id, r.flow, a.target, a.started_at
from attempt a join lane_record r on r.tenant = a.tenant and r.lane = a.lane
where a.ended_at is null and a.operation = 'create';

select wall('creating', 'tenant');
grant select, insert, update, delete on creating to "${gateway}";

create or replace function forget_attempts(before timestamptz, most integer) returns integer
    language plpgsql
    security definer
    set search_path = pg_catalog, public
as $$
declare
    gone  integer;
    until timestamptz := least(before, now() - interval '1 day');
begin
    with old as (
        select a.tenant, a.id from named_tenants() as t(tenant)
        cross join lateral (
            select tenant, id from attempt x
            where x.tenant = t.tenant and x.started_at < until and x.ended_at < until
            order by x.started_at limit most) a
        limit most
    )
    delete from attempt a using old where a.tenant = old.tenant and a.id = old.id;
    get diagnostics gone = row_count;
    return gone;
end
$$;
