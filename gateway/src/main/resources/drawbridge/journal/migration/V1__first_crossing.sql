-- The store. Three rules hold for every table:
--   * The tenant is the first column of every key, unique key and join.
--   * Row level security is forced: without `drawbridge.tenants` set in its transaction, the gateway
--     sees no row and writes none. Only `lane` and `session` have no policy; they hold nothing but
--     ids, hashes, times and counters, and a test of the catalog keeps it so.
--   * The gateway's role owns nothing. It may do what is granted at the end of this file, no more.
-- Words are those of docs/architecture.md. Bytes that hold records or parts of them are of type
-- bytea and pass through one codec. Times are the database's.

-- Who we work for -------------------------------------------------------------------------------

create table tenant (
    id          uuid        not null primary key,
    name        text        not null,
    title       text        not null,
    zone        text        not null,
    loaded_at   timestamptz not null default now()
);

create table connection (
    tenant      uuid        not null,
    system      text        not null,
    endpoint    text        not null,
    loaded_at   timestamptz not null default now(),
    primary key (tenant, system)
);

-- sealed: encrypted by the master keyset, bound to tenant, system and purpose.
create table secret (
    tenant      uuid        not null,
    system      text        not null,
    purpose     text        not null,
    sealed      bytea       not null,
    sealed_at   timestamptz not null default now(),
    primary key (tenant, system, purpose)
);

create table mapping_version (
    tenant       uuid        not null,
    flow         text        not null,
    version      text        not null,
    activated_at timestamptz not null default now(),
    primary key (tenant, flow, version)
);

-- What came in ----------------------------------------------------------------------------------

-- Insert only, one row for each (change, flow). Only a lane that is found to belong to a link moves
-- its waiting rows there (lane and lane_seq). flow = '' : no flow wanted the change.
-- lane_seq grows without gaps within (lane, side); a row is pending while it is above the lane's
-- done of that side. A row that has its outcome from the start has the sequence 0.
create table change (
    tenant          uuid        not null,
    id              uuid        not null,
    flow            text        not null,
    lane            uuid,
    side            text        not null check (side in ('acme', 'app')),
    lane_seq        bigint      not null,
    source          text        not null check (source in ('webhook', 'push', 'poll', 'operator')),
    resource        text,
    record_id       text,
    version         text,
    tombstone       boolean     not null,
    whole           boolean     not null,
    content         uuid        not null,
    body            bytea       not null,
    trace_parent    text,
    mapping_version text        not null,
    accepted_at     timestamptz not null default now(),
    primary key (tenant, id, flow, accepted_at)
) partition by range (accepted_at);

create index change_lane on change (tenant, lane, side, lane_seq) where lane is not null;

-- Hashes of what was seen: 'd' the identity of a delivery, 'c' the content of a record. A table a
-- week; this week's and the last one's are looked at, older ones are dropped.
create table seen_id (
    tenant      uuid    not null,
    kind        "char"  not null,
    hash        uuid    not null,
    week        integer not null,
    primary key (tenant, kind, hash, week)
) partition by range (week);

create table cursor (
    tenant      uuid        not null,
    system      text        not null,
    resource    text        not null,
    position    text        not null,
    moved_at    timestamptz not null default now(),
    primary key (tenant, system, resource)
);

-- The work --------------------------------------------------------------------------------------

-- One row for each lane, narrow and without policy: claims and leases touch this alone.
--   acme_seq, app_seq    the last sequence given to a change of that side
--   acme_done, app_done  up to which the changes of that side have their outcome
--   to_app_due, …        when the lane is due in that direction; null: at rest
--   to_app_waits_on, …   the lane whose settlement makes it due before that
--   touch_seq, touch_done  how often an enriching record changed, and up to which that was dealt with
--   tries                how often it was put back since it last rested
--   since                when its oldest open work arrived; null: at rest in both directions
--   session, epoch       the lease
create table lane (
    tenant           uuid        not null,
    lane             uuid        not null,
    acme_seq         bigint      not null default 0,
    app_seq          bigint      not null default 0,
    acme_done        bigint      not null default 0,
    app_done         bigint      not null default 0,
    to_app_due       timestamptz,
    to_acme_due      timestamptz,
    to_app_waits_on  uuid,
    to_acme_waits_on uuid,
    touch_seq        bigint      not null default 0,
    touch_done       bigint      not null default 0,
    tries            integer     not null default 0,
    priority         smallint    not null default 1,
    since            timestamptz,
    settled_at       timestamptz,
    session          uuid,
    epoch            bigint      not null default 0,
    primary key (tenant, lane)
) with (fillfactor = 70);

create index lane_to_app on lane (tenant, priority, to_app_due)
    where to_app_due is not null and session is null;
create index lane_to_acme on lane (tenant, priority, to_acme_due)
    where to_acme_due is not null and session is null;
create index lane_leased on lane (session) where session is not null;
create index lane_since on lane (tenant, since) where since is not null;
create index lane_to_app_waits on lane (tenant, to_app_waits_on) where to_app_waits_on is not null;
create index lane_to_acme_waits on lane (tenant, to_acme_waits_on)
    where to_acme_waits_on is not null;

-- Every lease of any lane has a higher epoch than every lease before it.
create sequence lane_epoch;

create table session (
    id           uuid        not null primary key,
    lease_millis bigint      not null,
    begun_at     timestamptz not null default now(),
    beat_at      timestamptz not null default now(),
    ended_at     timestamptz
);

-- What a lane is about, and why it waits. A lane of a link keeps the record it was made from.
create table lane_record (
    tenant      uuid not null,
    lane        uuid not null,
    flow        text not null,
    side        text not null check (side in ('acme', 'app')),
    resource    text not null,
    record_id   text not null,
    to_app_why  text,
    to_acme_why text,
    primary key (tenant, lane)
);

-- The id of a link is the lane of the record from which it was made.
create table link (
    tenant             uuid        not null,
    flow               text        not null,
    id                 uuid        not null,
    life               text        not null check (life in ('unlinked', 'linked', 'tombstone')),
    acme_id            text,
    app_id             text,
    acme_base          bytea,
    app_base           bytea,
    acme_version       text,
    app_version        text,
    acme_missing_since timestamptz,
    app_missing_since  timestamptz,
    mapping_version    text        not null,
    made_at            timestamptz not null default now(),
    changed_at         timestamptz not null default now(),
    primary key (tenant, flow, id),
    unique (tenant, flow, acme_id),
    unique (tenant, flow, app_id)
);

create index link_id on link (tenant, id);

-- The enriching records that a link rests on.
create table uses (
    tenant      uuid not null,
    flow        text not null,
    link        uuid not null,
    resource    text not null,
    record_id   text not null,
    primary key (tenant, flow, link, resource, record_id)
);

create index uses_record on uses (tenant, flow, resource, record_id);

-- When an enriching record last changed, on the scale of lane_epoch: who read it under an earlier
-- lease may hold what it said before.
create table touch (
    tenant      uuid   not null,
    flow        text   not null,
    resource    text   not null,
    record_id   text   not null,
    epoch       bigint not null,
    primary key (tenant, flow, resource, record_id)
);

-- Keys that a create reserved; a strong one stays with its link.
create table match_key (
    tenant      uuid        not null,
    flow        text        not null,
    key_hash    uuid        not null,
    link        uuid        not null,
    strong      boolean     not null,
    reserved_at timestamptz not null default now(),
    primary key (tenant, flow, key_hash)
);

create index match_key_link on match_key (tenant, flow, link);

-- Written before each call that can change a system. Open while ended_at is null.
create table attempt (
    tenant      uuid        not null,
    id          uuid        not null,
    flow        text        not null,
    lane        uuid        not null,
    epoch       bigint      not null,
    target      text        not null check (target in ('acme', 'app')),
    operation   text        not null check (operation in ('create', 'update', 'delete')),
    record_id   text,
    request     uuid        not null,
    started_at  timestamptz not null default now(),
    deadline    timestamptz not null,
    ended_at    timestamptz,
    how         text,
    primary key (tenant, id)
);

create index attempt_open on attempt (tenant, lane) where ended_at is null;

-- What became of it -----------------------------------------------------------------------------

-- Insert only. The row of a pair with the highest n is its outcome; a pair without a row is pending.
create table outcome (
    tenant      uuid        not null,
    change      uuid        not null,
    flow        text        not null,
    n           integer     not null,
    kind        text        not null
        check (kind in ('applied', 'unchanged', 'superseded', 'conflict', 'dead')),
    reason      text        not null,
    sentence    text        not null,
    newer       uuid,
    replaces    text
        check (replaces in ('applied', 'unchanged', 'superseded', 'conflict', 'dead')),
    losing      bytea,
    side        text        not null check (side in ('acme', 'app')),
    lane        uuid,
    epoch       bigint      not null,
    settled_at  timestamptz not null default now(),
    primary key (tenant, change, flow, n)
);

-- What waits for a person. version grows with each update of a row; moved_at is the time of it.
--   changes     the pairs (of this flow) whose outcome the item holds
--   grp         the field group that waits; null: the whole record
--   resolution  what a person asked for, not yet carried out
create table parked (
    tenant          uuid        not null,
    id              uuid        not null,
    flow            text        not null,
    lane            uuid,
    side            text        not null check (side in ('acme', 'app')),
    kind            text        not null check (kind in ('conflict', 'dead')),
    reason          text        not null,
    sentence        text        not null,
    changes         uuid[]      not null,
    grp             text,
    field           text,
    resource        text,
    acme_id         text,
    app_id          text,
    base_value      bytea,
    acme_value      bytea,
    app_value       bytea,
    payload         bytea       not null,
    request         bytea       not null,
    response        bytea       not null,
    mapping_version text        not null,
    tries           integer     not null default 0,
    state           text        not null default 'open'
        check (state in ('open', 'resolved', 'replayed', 'discarded', 'superseded', 'closed')),
    resolution      text check (resolution in ('keep-acme', 'keep-app', 'replay')),
    closed_by       text,
    closed_why      text,
    version         bigint      not null default 1,
    parked_at       timestamptz not null default now(),
    moved_at        timestamptz not null default now(),
    closed_at       timestamptz,
    primary key (tenant, id)
);

create index parked_open on parked (tenant, lane) where state = 'open';
create index parked_kind on parked (tenant, state, kind, parked_at, id);
create index parked_moved on parked (tenant, moved_at);

-- Insert only: what people did, and when.
create table operator_action (
    tenant      uuid        not null,
    key         uuid        not null,
    parked      uuid        not null,
    verb        text        not null check (verb in ('keep-acme', 'keep-app', 'replay', 'discard')),
    version     bigint      not null,
    by_name     text        not null,
    reason      text        not null,
    answer      text        not null,
    done_at     timestamptz not null default now(),
    primary key (tenant, key)
);

create index operator_action_parked on operator_action (tenant, parked);

-- Counts of pairs, kept in the transactions that store and settle them, so that
-- acknowledged = applied + unchanged + superseded + conflict + dead + pending at every moment.
-- Rows of one count are added up: writers that work at the same time write different shards, and
-- those that store write other rows than those that settle.
create table tally (
    tenant      uuid     not null,
    flow        text     not null,
    direction   text     not null check (direction in ('TO_APP', 'TO_ACME')),
    kind        text     not null
        check (kind in ('acknowledged', 'duplicates', 'missed',
                        'applied', 'unchanged', 'superseded', 'conflict', 'dead')),
    shard       smallint not null,
    n           bigint   not null,
    last_at     timestamptz not null default now(),
    primary key (tenant, flow, direction, kind, shard)
) with (fillfactor = 50);

create table breaker (
    tenant      uuid        not null,
    system      text        not null,
    state       text        not null check (state in ('closed', 'open', 'half-open')),
    failures    integer     not null,
    calls       integer     not null,
    why         text        not null,
    opened_at   timestamptz,
    next_probe  timestamptz,
    changed_at  timestamptz not null default now(),
    primary key (tenant, system)
);

-- Walls -----------------------------------------------------------------------------------------

-- The cast stands inside the sub-select, so that it is evaluated once for a statement.
create function wall(guarded regclass, tenant_column name) returns void
    language plpgsql
    set search_path = pg_catalog, public
as $$
begin
    execute format('alter table %s enable row level security', guarded);
    execute format('alter table %s force row level security', guarded);
    execute format(
        'create policy tenants on %1$s'
        ' using (%2$I = any((select string_to_array('
        'current_setting(''drawbridge.tenants'', true), '','')::uuid[])::uuid[]))'
        ' with check (%2$I = any((select string_to_array('
        'current_setting(''drawbridge.tenants'', true), '','')::uuid[])::uuid[]))',
        guarded, tenant_column);
    if exists (select from pg_roles where rolname = '${judge}') then
        execute format(
            'create policy judge_reads on %s for select to "${judge}" using (true)', guarded);
    end if;
end
$$;

select wall('tenant', 'id');
select wall(name::regclass, 'tenant')
from unnest(array[
    'connection', 'secret', 'mapping_version', 'change', 'seen_id', 'cursor', 'lane_record', 'link',
    'uses', 'touch', 'match_key', 'attempt', 'outcome', 'parked', 'operator_action', 'tally',
    'breaker'
]) name;

-- Makes the tables of today and the days to come (change), of this week and the next (seen_id), and
-- drops the hashes of the week before the last. Runs as the owner, at every start and daily. Tables
-- are attached, because that waits for no reader and no writer; a drop that would wait long is left
-- to the next day.
create function make_partitions(days integer) returns void
    language plpgsql
    security definer
    set search_path = pg_catalog, public
    set lock_timeout = '2s'
as $$
declare
    today date    := (now() at time zone 'UTC')::date;
    week  integer := floor(extract(epoch from now()) / 604800);
    name  text;
    old   record;
begin
    perform pg_advisory_xact_lock(hashtext('drawbridge.make_partitions'));
    for offset_days in -1 .. days loop
        name := 'change_' || to_char(today + offset_days, 'YYYYMMDD');
        if to_regclass('public.' || name) is null then
            execute format(
                'create table public.%I (like public.change including defaults including constraints)',
                name);
            execute format(
                'alter table public.change attach partition public.%I for values from (%L) to (%L)',
                name,
                (today + offset_days)::timestamp at time zone 'UTC',
                (today + offset_days + 1)::timestamp at time zone 'UTC');
            perform public.wall(('public.' || name)::regclass, 'tenant');
        end if;
    end loop;
    for which in week - 1 .. week + 1 + days / 7 loop
        name := 'seen_id_' || which;
        if to_regclass('public.' || name) is null then
            execute format('create table public.%I (like public.seen_id)', name);
            execute format(
                'alter table public.seen_id attach partition public.%I for values from (%s) to (%s)',
                name, which, which + 1);
            perform public.wall(('public.' || name)::regclass, 'tenant');
        end if;
    end loop;
    for old in
        select c.oid::regclass as part
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'public.seen_id'::regclass
          and substr(c.relname, 9)::integer < week - 1
    loop
        begin
            execute format('drop table %s', old.part);
        exception when lock_not_available then
            raise notice 'left % to the next day', old.part;
        end;
    end loop;
end
$$;

select make_partitions(14);

-- Tells the planner about tables that grew from nothing since they were last looked at; the server
-- does so by itself, but only once a minute. Large tables are left to the server.
create function refresh_statistics() returns void
    language plpgsql
    security definer
    set search_path = pg_catalog, public
    set lock_timeout = '1s'
as $$
declare
    grown text;
begin
    if not pg_try_advisory_xact_lock(hashtext('drawbridge.refresh_statistics')) then
        return;
    end if;
    for grown in
        select c.oid::regclass::text from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
            and c.relname <> 'flyway_schema_history'
            and c.reltuples < 20000 and pg_relation_size(c.oid) > 0
    loop
        execute 'analyze ' || grown;
    end loop;
exception when lock_not_available then
    raise notice 'somebody else is at it';
end
$$;

revoke all on function wall(regclass, name) from public;
revoke all on function make_partitions(integer) from public;
revoke all on function refresh_statistics() from public;
grant execute on function make_partitions(integer) to "${gateway}";
grant execute on function refresh_statistics() to "${gateway}";

grant select, insert, update on
    tenant, connection, secret, cursor, lane, link, touch, match_key, tally, breaker, session
    to "${gateway}";
grant select, insert on
    mapping_version, change, seen_id, lane_record, uses, attempt, outcome, parked, operator_action
    to "${gateway}";
grant delete on connection, secret, uses, match_key, session to "${gateway}";
grant update (lane, lane_seq) on change to "${gateway}";
grant update (to_app_why, to_acme_why) on lane_record to "${gateway}";
grant update (lane, ended_at, how) on attempt to "${gateway}";
grant update (activated_at) on mapping_version to "${gateway}";
grant update (lane, state, resolution, closed_by, closed_why, version, tries, moved_at, closed_at)
    on parked to "${gateway}";
grant usage on sequence lane_epoch to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on
            tenant, connection, mapping_version, change, seen_id, cursor, lane, session, lane_record,
            link, uses, touch, match_key, attempt, outcome, parked, operator_action, tally, breaker
            to "${judge}";
    end if;
end
$$;
