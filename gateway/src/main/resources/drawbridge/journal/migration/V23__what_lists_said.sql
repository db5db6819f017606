-- A list that cannot tell what changed is read as a whole, or in windows of time: each row is
-- compared with what it said the last time. One that goes on by tokens is read as a whole once its
-- token is too old. Of both must be known what they told of and do not any more.

-- One row for each record that such a list told of.
--   content  of what it said last (the engine's Content)
--   turn     how often that became another: A, B, A is two changes, and A, B, A, B three
--   read_at  the reading that told of it last, in milliseconds of time
--   missing  a later reading did not tell of it, and its system was asked; or it was told to be gone
create table listed (
    tenant      uuid        not null,
    system      text        not null,
    resource    text        not null,
    record_id   text        not null,
    content     uuid        not null,
    turn        bigint      not null default 0,
    read_at     bigint      not null,
    missing     boolean     not null default false,
    primary key (tenant, system, resource, record_id)
) with (fillfactor = 80);

select wall('listed', 'tenant');
grant select, insert, update, delete on listed to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on listed to "${judge}";
    end if;
end
$$;
