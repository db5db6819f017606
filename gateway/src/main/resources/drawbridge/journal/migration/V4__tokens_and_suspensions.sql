-- How connections get in, and which of them stand still.

-- The token in use of each connection, or of each user's grant (person; '' = the whole connection).
--   generation   grows with every token and whenever the token is taken away
--   sealed       encrypted by the master keyset, bound to tenant, system and person; null: none
--   holder, held_until  who is getting the next one; the others wait and read it here
create table token (
    tenant      uuid        not null,
    system      text        not null,
    person      text        not null default '',
    generation  bigint      not null default 0,
    sealed      bytea,
    issued_at   timestamptz,
    expires_at  timestamptz,
    holder      uuid,
    held_until  timestamptz,
    primary key (tenant, system, person)
) with (fillfactor = 50);

-- One row for each time that a connection, or a user's grant, was suspended; open while ended_at is
-- null. Rows are kept: they say who resumed it and why.
create table suspension (
    tenant      uuid        not null,
    system      text        not null,
    person      text        not null default '',
    since       timestamptz not null default clock_timestamp(),
    reason      text        not null,
    mend        text        not null,
    ended_at    timestamptz,
    ended_by    text,
    ended_why   text,
    primary key (tenant, system, person, since)
);

create unique index suspension_open on suspension (tenant, system, person) where ended_at is null;

select wall('token', 'tenant');
select wall('suspension', 'tenant');

grant select, insert, update on token to "${gateway}";
grant select, insert on suspension to "${gateway}";
grant update (ended_at, ended_by, ended_why) on suspension to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on suspension to "${judge}";
    end if;
end
$$;
