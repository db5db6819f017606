-- A link that moves to another record is found by the id of the former one, too: people ask about
-- what they knew.

-- One row for each record that a link had and has no more.
create table alias (
    tenant      uuid        not null,
    flow        text        not null,
    side        text        not null check (side in ('acme', 'app')),
    record_id   text        not null,
    link        uuid        not null,
    gone_at     timestamptz not null default now(),
    primary key (tenant, flow, side, record_id, link)
);

create index alias_link on alias (tenant, flow, link);

select wall('alias', 'tenant');
grant select, insert on alias to "${gateway}";

create function keep_former_ids() returns trigger
    language plpgsql
    set search_path = pg_catalog, public
as $$
begin
    insert into alias (tenant, flow, side, record_id, link)
    select old.tenant, old.flow, former.side, former.id, old.id
    from (values ('acme', old.acme_id, new.acme_id), ('app', old.app_id, new.app_id))
        as former(side, id, now)
    where former.id <> former.now
    on conflict do nothing;
    return null;
end
$$;

create trigger link_keeps_former_ids
    after update of acme_id, app_id on link
    for each row when (old.acme_id <> new.acme_id or old.app_id <> new.app_id)
    execute function keep_former_ids();

-- They go with their link.
create function forget_former_ids() returns trigger
    language plpgsql
    set search_path = pg_catalog, public
as $$
begin
    delete from alias a where a.tenant = old.tenant and a.flow = old.flow and a.link = old.id;
    return null;
end
$$;

create trigger link_forgets_former_ids
    after delete on link
    for each row execute function forget_former_ids();

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on alias to "${judge}";
    end if;
end
$$;
