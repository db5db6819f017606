-- Counts are sets: which records belong to which bucket, and how many each holds.

-- One row for each record that was ever counted, or deleted before it could be.
--   version    of the newest state that was seen; older ones change nothing
--   lane       the bucket's lane; null: counted nowhere
--   change     by which it came there
--   happened_at  from which the day was taken, so that days can be cut anew in another zone
create table member (
    tenant      uuid   not null,
    flow        text   not null,
    record_id   text   not null,
    version     bigint not null,
    lane        uuid,
    change      uuid,
    happened_at timestamptz,
    primary key (tenant, flow, record_id)
) with (fillfactor = 80);

-- How many members a bucket has; moves in the transaction that moves them.
create table bucket (
    tenant uuid   not null,
    lane   uuid   not null,
    n      bigint not null,
    primary key (tenant, lane)
) with (fillfactor = 70);

select wall('member', 'tenant');
select wall('bucket', 'tenant');

grant select, insert, update on member, bucket to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on member, bucket to "${judge}";
    end if;
end
$$;
