-- A resume lifts a pause at once. The lanes that were marked for it are cleared in stretches, and
-- this row says until when there may be any left: a gateway that dies in between leaves the rest to
-- the next one.
--   flow  '' = every flow of the tenant
create table resumed (
    tenant  uuid        not null,
    flow    text        not null,
    at      timestamptz not null default clock_timestamp(),
    primary key (tenant, flow)
);

select wall('resumed', 'tenant');
grant select, insert, update, delete on resumed to "${gateway}";
