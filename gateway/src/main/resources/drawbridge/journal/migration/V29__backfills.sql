-- Backfills: what was asked for, how far each list has come, and which records it showed.

alter table change drop constraint change_source_check;
alter table change add constraint change_source_check
    check (source in ('webhook', 'push', 'poll', 'operator', 'import', 'audit', 'series',
        'backfill', 'stream'));

--   flow        '' = every flow of the tenant
--   side        '' = both
--   per_second  so many records are sent at most
--   epoch       under which it is carried out; who holds another one has no say
--   begun       how often it was taken up: one whose process died goes on where it stood
--   speed       records a second, as they went lately
--   held_back   why nothing is sent just now; null: nothing is in the way
create table backfill (
    tenant      uuid        not null,
    id          uuid        not null,
    flow        text        not null,
    side        text        not null check (side in ('', 'acme', 'app')),
    per_second  integer     not null check (per_second > 0),
    by_name     text        not null,
    reason      text        not null,
    state       text        not null default 'waiting'
        check (state in ('waiting', 'running', 'paused', 'done', 'cancelled')),
    epoch       bigint      not null default 0,
    begun       integer     not null default 0,
    speed       real        not null default 0,
    held_back   text,
    asked_at    timestamptz not null default now(),
    began_at    timestamptz,
    ended_at    timestamptz,
    primary key (tenant, id)
);

create index backfill_open on backfill (tenant, asked_at) where state in ('waiting', 'running');
create index backfill_age on backfill (tenant, asked_at);

-- One row for each list of a backfill.
--   n           in which order they are read
--   cursor      of the page that is read next; '' = the first
--   marked      how many records it showed
--   sent        how many of those were handed to the lanes, in the order of their ids
--   sent_to     the id of the last one; '' = none
--   unreadable  how many of its rows named no record
--   why         in a plain sentence, what it lacks
create table backfill_list (
    tenant      uuid        not null,
    backfill    uuid        not null,
    n           integer     not null,
    system      text        not null,
    resource    text        not null,
    phase       text        not null default 'marking'
        check (phase in ('marking', 'sending', 'done')),
    cursor      text        not null default '',
    marked      bigint      not null default 0,
    sent        bigint      not null default 0,
    sent_to     text        collate "C" not null default '',
    unreadable  bigint      not null default 0,
    why         text,
    primary key (tenant, backfill, n)
);

-- A record that a list showed. It goes when it has been handed on.
create table backfill_mark (
    tenant      uuid        not null,
    backfill    uuid        not null,
    n           integer     not null,
    record_id   text        collate "C" not null,
    primary key (tenant, backfill, n, record_id)
);

select wall(name::regclass, 'tenant')
from unnest(array['backfill', 'backfill_list', 'backfill_mark']) name;

grant select, insert, update, delete on backfill, backfill_list, backfill_mark to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on backfill, backfill_list, backfill_mark to "${judge}";
    end if;
end
$$;
