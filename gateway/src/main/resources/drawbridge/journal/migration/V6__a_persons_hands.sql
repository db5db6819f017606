-- A person's hands: pauses, jobs, edited records, and what a timeline is read from.

-- What stands still until somebody resumes it. Changes still come in and wait.
--   flow       '' = every flow of the tenant
--   direction  'BOTH' = both ways
create table pause (
    tenant      uuid        not null,
    flow        text        not null,
    direction   text        not null check (direction in ('TO_APP', 'TO_ACME', 'BOTH')),
    by_name     text        not null,
    reason      text        not null,
    since       timestamptz not null default now(),
    primary key (tenant, flow, direction)
);

-- Above 0: the lane was found to be paused in that direction, and claims pass it by. The rows of
-- `pause` decide; these only spare the claim the lanes that it would have to put back.
alter table lane
    add to_app_paused smallint not null default 0,
    add to_acme_paused smallint not null default 0;

drop index lane_to_app;
drop index lane_to_acme;
create index lane_to_app on lane (tenant, priority, to_app_due)
    where to_app_due is not null and session is null and to_app_paused = 0;
create index lane_to_acme on lane (tenant, priority, to_acme_due)
    where to_acme_due is not null and session is null and to_acme_paused = 0;
create index lane_paused on lane (tenant, lane) where to_app_paused > 0 or to_acme_paused > 0;

-- An act upon many parked items, carried out by whichever replica holds it.
--   verb   what is done to each item
--   what   what was asked for, in plain words
create table job (
    tenant      uuid        not null,
    id          uuid        not null,
    verb        text        not null,
    what        text        not null,
    by_name     text        not null,
    reason      text        not null,
    state       text        not null default 'running'
        check (state in ('running', 'done', 'cancelled')),
    total       integer     not null,
    made_at     timestamptz not null default now(),
    ended_at    timestamptz,
    owner       uuid,
    owned_until timestamptz,
    primary key (tenant, id)
);

create index job_running on job (tenant, made_at) where state = 'running';

-- The items of a job as they were when it was made, and the answer to each.
create table job_item (
    tenant      uuid        not null,
    job         uuid        not null,
    n           integer     not null,
    parked      uuid        not null,
    version     bigint      not null,
    answer      text,
    done_at     timestamptz,
    primary key (tenant, job, n)
);

create index job_item_open on job_item (tenant, job, n) where answer is null;

-- Acts on other things than parked items: target says on what, in plain words.
alter table operator_action
    alter parked drop not null,
    add target text not null default '',
    drop constraint operator_action_verb_check,
    add constraint operator_action_verb_check check (verb ~ '^[a-z]+(-[a-z]+)*$');

-- The record as a person wants it, and on which side; written before anything else is done.
alter table parked
    add edited bytea,
    drop constraint parked_resolution_check,
    add constraint parked_resolution_check check (resolution ~ '^[a-z]+(-[a-z]+)*$');

-- By what the timeline of a record is found.
create index attempt_lane on attempt (tenant, lane, started_at);
create index parked_lane on parked (tenant, lane, parked_at);
create index parked_acme on parked (tenant, acme_id) where lane is null;
create index parked_app on parked (tenant, app_id) where lane is null;

select wall(name::regclass, 'tenant') from unnest(array['pause', 'job', 'job_item']) name;

grant select, insert, update, delete on pause to "${gateway}";
grant select, insert on job, job_item to "${gateway}";
grant update (state, ended_at, owner, owned_until) on job to "${gateway}";
grant update (answer, done_at) on job_item to "${gateway}";
grant update (edited) on parked to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on pause, job, job_item to "${judge}";
    end if;
end
$$;
