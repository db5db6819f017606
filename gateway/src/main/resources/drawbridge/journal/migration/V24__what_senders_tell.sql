-- Some systems tell that something changed and not what: then a list is to be read at once, by the
-- replica whose list it is.
--   number  grows with each telling: what was told while the list was read is not over with it
create sequence sweep_hint_number;

create table sweep_hint (
    tenant      uuid        not null,
    system      text        not null,
    resource    text        not null,
    number      bigint      not null default nextval('sweep_hint_number'),
    told_at     timestamptz not null default now(),
    primary key (tenant, system, resource)
);

select wall('sweep_hint', 'tenant');

grant select, insert, update, delete on sweep_hint to "${gateway}";
grant usage on sequence sweep_hint_number to "${gateway}";

-- What is known of the subscriptions that systems were asked for: a row before the first call.
--   active     whether it was made; false: it was asked for, and nobody knows what came of it
--   remote_id  at the system; what we made up, while it is not active
--   ends_at    null: never, as far as we know
--   due_at     when it is looked at next
create table subscription (
    tenant      uuid        not null,
    system      text        not null,
    name        text        not null,
    active      boolean     not null,
    remote_id   text        not null,
    ends_at     timestamptz,
    due_at      timestamptz not null,
    failures    integer     not null,
    moved_at    timestamptz not null default now(),
    primary key (tenant, system, name)
);

select wall('subscription', 'tenant');

grant select, insert, update on subscription to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on sweep_hint, subscription to "${judge}";
    end if;
end
$$;
