-- A sender's keys (Idempotency-Key): the same key with the same request is answered by the first
-- change, with another request it is refused. A row counts for 24 hours and is swept then.
--   request   a hash of what was asked
--   change    what was stored; null: a batch, whose items have rows of their own

create table push_key (
    tenant      uuid        not null,
    key         uuid        not null,
    request     uuid        not null,
    change      uuid,
    kept_at     timestamptz not null default now(),
    primary key (tenant, key)
);

create index push_key_age on push_key (tenant, kept_at);

select wall('push_key', 'tenant');

grant select, insert, update, delete on push_key to "${gateway}";

-- Rows of a file are one more way in.

alter table change drop constraint change_source_check;
alter table change add constraint change_source_check
    check (source in ('webhook', 'push', 'poll', 'operator', 'import'));

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on push_key to "${judge}";
    end if;
end
$$;
