-- A wall is looked at for each row that a statement finds, and is no way to find rows. Written as a
-- plain comparison it was one: where a statement asked for the rows of 18 lanes, the planner took all
-- rows of all customers whose lanes they were, because the wall alone gave it an index to read.

create or replace function wall(guarded regclass, tenant_column name) returns void
    language plpgsql
    set search_path = pg_catalog, public
as $$
begin
    execute format('alter table %s enable row level security', guarded);
    execute format('alter table %s force row level security', guarded);
    execute format(
        'create policy tenants on %1$s'
        ' using ((%2$I = any((select string_to_array('
        'current_setting(''drawbridge.tenants'', true), '','')::uuid[])::uuid[])) is true)'
        ' with check ((%2$I = any((select string_to_array('
        'current_setting(''drawbridge.tenants'', true), '','')::uuid[])::uuid[])) is true)',
        guarded, tenant_column);
    if exists (select from pg_roles where rolname = '${judge}') then
        execute format(
            'create policy judge_reads on %s for select to "${judge}" using (true)', guarded);
    end if;
end
$$;

do $$
declare
    guarded record;
begin
    for guarded in
        select format('%I.%I', schemaname, tablename)::regclass as name,
            case tablename when 'tenant' then 'id' else 'tenant' end as tenant_column
        from pg_policies where schemaname = 'public' and policyname = 'tenants'
    loop
        execute format(
            'alter policy tenants on %1$s'
            ' using ((%2$I = any((select string_to_array('
            'current_setting(''drawbridge.tenants'', true), '','')::uuid[])::uuid[])) is true)'
            ' with check ((%2$I = any((select string_to_array('
            'current_setting(''drawbridge.tenants'', true), '','')::uuid[])::uuid[])) is true)',
            guarded.name, guarded.tenant_column);
    end loop;
end
$$;

-- What is old stands together, as it was written: who lets go of it needs no index that learns of each
-- row. The open attempt of a lane is found by its lane, and nobody else asks for one by its time.

drop index attempt_begun;
create index attempt_begun on attempt using brin (started_at) with (autosummarize = on);
drop index outcome_age;
create index outcome_age on outcome using brin (settled_at) with (autosummarize = on);

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
        select x.tenant, x.id from attempt x
        where x.started_at < until and x.ended_at < until
            and x.tenant in (select tenant from named_tenants() as t(tenant))
        limit most
    )
    delete from attempt a using old where a.tenant = old.tenant and a.id = old.id;
    get diagnostics gone = row_count;
    return gone;
end
$$;

create or replace function forget_outcomes(before timestamptz, most integer) returns integer
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
        select x.tenant, x.change, x.flow, x.n from outcome x
        where x.settled_at < until
            and x.tenant in (select tenant from named_tenants() as t(tenant))
            and not exists (select from parked p
                where p.tenant = x.tenant and p.state = 'open' and p.flow = x.flow
                    and x.change = any(p.changes))
        limit most
    )
    delete from outcome o using old
    where o.tenant = old.tenant and o.change = old.change and o.flow = old.flow and o.n = old.n;
    get diagnostics gone = row_count;
    return gone;
end
$$;
