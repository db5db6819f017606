-- What is kept for how long. The gateway owns no table and cannot drop one: it asks this function.

-- Drops the oldest table of changes, if every change in it was accepted before `before` and none of
-- them is pending: the oldest open work of every lane began at least an hour after it. What waits for
-- a person has its own copy. One table a call, and none at all where that would wait: a drop that
-- waits holds up every append behind it.
create function drop_changes(before timestamptz) returns boolean
    language plpgsql
    security definer
    set search_path = pg_catalog, public
    set lock_timeout = '200ms'
as $$
declare
    oldest_open timestamptz;
    old         record;
begin
    if not pg_try_advisory_xact_lock(hashtext('drawbridge.drop_changes')) then
        return false;
    end if;
    select c.oid::regclass as part,
        (to_date(substr(c.relname, 8), 'YYYYMMDD') + 1)::timestamp at time zone 'UTC' as ends
    into old
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.change'::regclass
    order by c.relname limit 1;
    if old.part is null or old.ends > before then
        return false;
    end if;
    select min(since) into oldest_open from lane where since is not null;
    if oldest_open - interval '1 hour' < old.ends then
        return false;
    end if;
    -- A lane that is at rest with work left is a mistake of ours; it must not cost a change.
    if exists (select from lane
            where since is null and (acme_seq > acme_done or app_seq > app_done)) then
        return false;
    end if;
    execute format('drop table %s', old.part);
    return true;
exception when lock_not_available then
    return false;
end
$$;

create index outcome_age on outcome (tenant, settled_at);
create index attempt_age on attempt (tenant, ended_at) where ended_at is not null;
create index link_buried on link (tenant, changed_at) where life = 'tombstone';

-- The tenants that the scope names. The owner of the tables stands behind the walls too.
create function named_tenants() returns setof uuid
    language sql
    stable
    set search_path = pg_catalog, public
as $$
    select unnest(string_to_array(current_setting('drawbridge.tenants', true), ',')::uuid[])
$$;

-- Each of these forgets at most `most` rows of the tenants in scope and tells how many, so that its
-- transactions are short; nothing younger than a day, whatever is asked.

-- An outcome goes after its change, which would seem to be pending without it; that of a pair that an
-- open item holds is looked up when the item is mended.
create function forget_outcomes(before timestamptz, most integer) returns integer
    language plpgsql
    security definer
    set search_path = pg_catalog, public
as $$
declare
    gone  integer;
    until timestamptz := least(before, now() - interval '1 day', (
        select to_date(substr(min(c.relname::text), 8), 'YYYYMMDD')::timestamp at time zone 'UTC'
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'public.change'::regclass));
begin
    with old as (
        select o.tenant, o.change, o.flow, o.n from named_tenants() as t(tenant)
        cross join lateral (
            select * from outcome x
            where x.tenant = t.tenant and x.settled_at < until
                and not exists (select from parked p
                    where p.tenant = t.tenant and p.state = 'open' and p.flow = x.flow
                        and x.change = any(p.changes))
            order by x.settled_at limit most) o
        limit most
    )
    delete from outcome o using old
    where o.tenant = old.tenant and o.change = old.change and o.flow = old.flow and o.n = old.n;
    get diagnostics gone = row_count;
    return gone;
end
$$;

create function forget_attempts(before timestamptz, most integer) returns integer
    language plpgsql
    security definer
    set search_path = pg_catalog, public
as $$
declare
    gone integer;
begin
    with old as (
        select a.tenant, a.id from named_tenants() as t(tenant)
        cross join lateral (
            select tenant, id from attempt x
            where x.tenant = t.tenant and x.ended_at < least(before, now() - interval '1 day')
            order by x.ended_at limit most) a
        limit most
    )
    delete from attempt a using old where a.tenant = old.tenant and a.id = old.id;
    get diagnostics gone = row_count;
    return gone;
end
$$;

-- A tombstone whose lane has work, or about which a person is asked, stays.
create function forget_tombstones(before timestamptz, most integer) returns integer
    language plpgsql
    security definer
    set search_path = pg_catalog, public
as $$
declare
    gone integer;
begin
    with old as (
        select k.tenant, k.flow, k.id from named_tenants() as t(tenant)
        cross join lateral (
            select x.tenant, x.flow, x.id from link x
            where x.tenant = t.tenant and x.life = 'tombstone'
                and x.changed_at < least(before, now() - interval '1 day')
                and not exists (select from lane l
                    where l.tenant = t.tenant and l.lane = x.id
                        and (l.since is not null or l.session is not null))
                and not exists (select from parked p
                    where p.tenant = t.tenant and p.lane = x.id and p.state = 'open')
            order by x.changed_at limit most
            for update skip locked) k
        limit most
    ), unused as (
        delete from uses u using old
        where u.tenant = old.tenant and u.flow = old.flow and u.link = old.id
    )
    delete from link k using old
    where k.tenant = old.tenant and k.flow = old.flow and k.id = old.id;
    get diagnostics gone = row_count;
    return gone;
end
$$;

revoke all on function drop_changes(timestamptz) from public;
revoke all on function named_tenants() from public;
revoke all on function forget_outcomes(timestamptz, integer) from public;
revoke all on function forget_attempts(timestamptz, integer) from public;
revoke all on function forget_tombstones(timestamptz, integer) from public;
grant execute on function drop_changes(timestamptz), forget_outcomes(timestamptz, integer),
    forget_attempts(timestamptz, integer), forget_tombstones(timestamptz, integer)
    to "${gateway}";
