-- Drift audits: what was asked for, how far each flow has come, what was found, and when each flow
-- was last proven to be in sync.

alter table change drop constraint change_source_check;
alter table change add constraint change_source_check
    check (source in ('webhook', 'push', 'poll', 'operator', 'import', 'audit'));

--   flow     '' = every flow of the tenant
--   repair   whether what is found goes through the lanes
--   epoch    under which it is carried out; who holds another one has no say
--   begun    how often it was begun: one whose process died begins anew
create table drift_audit (
    tenant      uuid        not null,
    id          uuid        not null,
    flow        text        not null,
    repair      boolean     not null,
    by_name     text        not null,
    state       text        not null default 'waiting'
        check (state in ('waiting', 'running', 'done', 'cancelled')),
    epoch       bigint      not null default 0,
    begun       integer     not null default 0,
    asked_at    timestamptz not null default now(),
    began_at    timestamptz,
    ended_at    timestamptz,
    primary key (tenant, id)
);

create index drift_audit_open on drift_audit (tenant, asked_at) where state in ('waiting', 'running');
create index drift_audit_age on drift_audit (tenant, asked_at);

-- One row for each flow of an audit.
--   read     rows and records read so far
--   equal … apart   pairs, each counted once
--   repaired how many of them were sent through the lanes
--   why      in a plain sentence, why it is no pass
create table drift_audit_flow (
    tenant          uuid        not null,
    audit           uuid        not null,
    flow            text        not null,
    result          text        not null default 'running'
        check (result in ('running', 'in-sync', 'drifted', 'no-pass')),
    why             text,
    read            bigint      not null default 0,
    equal           bigint      not null default 0,
    rewritten       bigint      not null default 0,
    drifted         bigint      not null default 0,
    missing_at_acme bigint      not null default 0,
    missing_at_app  bigint      not null default 0,
    unreadable      bigint      not null default 0,
    in_motion       bigint      not null default 0,
    held            bigint      not null default 0,
    apart           bigint      not null default 0,
    repaired        bigint      not null default 0,
    began_at        timestamptz not null,
    ended_at        timestamptz,
    primary key (tenant, audit, flow)
);

-- The first of what was found in each flow.
--   told     which pair, and what both sides hold, through the codec
create table drift_finding (
    tenant      uuid        not null,
    audit       uuid        not null,
    flow        text        not null,
    n           integer     not null,
    kind        text        not null,
    told        bytea       not null,
    found_at    timestamptz not null default now(),
    primary key (tenant, audit, flow, n)
);

-- Each pair of the flow was found in sync at this time or later.
create table proven (
    tenant      uuid        not null,
    flow        text        not null,
    in_sync_at  timestamptz not null,
    audit       uuid        not null,
    primary key (tenant, flow)
);

select wall(name::regclass, 'tenant')
from unnest(array['drift_audit', 'drift_audit_flow', 'drift_finding', 'proven']) name;

grant select, insert, update, delete on
    drift_audit, drift_audit_flow, drift_finding, proven to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on drift_audit, drift_audit_flow, drift_finding, proven to "${judge}";
    end if;
end
$$;
