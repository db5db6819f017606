-- Many items of a flow that ask the same become one; and how far each flow's links have been compared
-- with what they said when both sides agreed.

--   gather   equal for items of a flow that ask the same; null: nothing else asks the same
alter table parked add column gather text;
create index parked_gather on parked (tenant, flow, gather)
    where gather is not null and part_of is null and state = 'open';
grant update (gather, part_of) on parked to "${gateway}";

-- Locked while items of its key are parked, gathered or closed.
--   item     the parked item that asks for all of them; null: each asks for itself
create table gathering (
    tenant      uuid    not null,
    flow        text    not null,
    key         text    not null,
    item        uuid,
    primary key (tenant, flow, key)
);

create index gathering_item on gathering (tenant, item) where item is not null;

-- One row for each flow.
--   version  of the mapping and of the time-zone data, with which the links are compared
--   after    the last link that was; null: none yet
--   found    how many of them say something else by now
create table mapping_walk (
    tenant      uuid        not null,
    flow        text        not null,
    version     text        not null,
    after       uuid,
    found       bigint      not null default 0,
    begun_at    timestamptz not null default now(),
    done_at     timestamptz,
    primary key (tenant, flow)
);

select wall(name::regclass, 'tenant') from unnest(array['gathering', 'mapping_walk']) name;

grant select, insert, update on gathering, mapping_walk to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on gathering, mapping_walk to "${judge}";
    end if;
end
$$;
