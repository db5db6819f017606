-- Too many deletes at once wait for a person: what was asked for, and what waits, for all replicas.

-- Confirmed deletes that are to be carried out at the other side, within the time that the flow
-- counts.
--   gone     the side whose record was deleted
--   item     the parked item that asks for it; null: it may be carried out, or waits for others
--   verdict  what a person said about it, until it is carried out
create table asked_delete (
    tenant      uuid        not null,
    lane        uuid        not null,
    flow        text        not null,
    gone        text        not null check (gone in ('acme', 'app')),
    asked_at    timestamptz not null default now(),
    item        uuid,
    verdict     text check (verdict in ('approve', 'reject')),
    primary key (tenant, lane)
);

create index asked_delete_flow on asked_delete (tenant, flow, asked_at);
create index asked_delete_item on asked_delete (tenant, item) where item is not null;

-- One row for each flow that ever deleted; locked while a delete is counted.
--   item     the parked item that asks a person; null: deletes go on
--   waiting  how many of asked_delete wait for it
create table delete_guard (
    tenant      uuid    not null,
    flow        text    not null,
    item        uuid,
    waiting     integer not null default 0,
    primary key (tenant, flow)
);

-- An item that is a part of another is not shown: that one asks for all of them.
alter table parked add column part_of uuid;
alter table parked drop constraint parked_resolution_check;
alter table parked add constraint parked_resolution_check
    check (resolution in ('keep-acme', 'keep-app', 'replay', 'approve', 'reject'));
create index parked_part on parked (tenant, part_of) where part_of is not null;
alter table operator_action drop constraint operator_action_verb_check;
alter table operator_action add constraint operator_action_verb_check
    check (verb in ('keep-acme', 'keep-app', 'replay', 'discard', 'approve', 'reject'));

select wall('asked_delete', 'tenant');
select wall('delete_guard', 'tenant');

grant select, insert, update, delete on asked_delete to "${gateway}";
grant select, insert, update on delete_guard to "${gateway}";
grant update (sentence) on parked to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on asked_delete, delete_guard to "${judge}";
    end if;
end
$$;
