-- Jobs that one replica alone does: reading a list, upkeep. A job belongs to a session of a process
-- and is taken over when that session has ended or fallen silent. The epoch grows with each taking
-- over; only who holds the newest one may move what the job moves.
create table job_lease (
    tenant   uuid        not null,
    job      text        not null,
    session  uuid        not null,
    epoch    bigint      not null,
    taken_at timestamptz not null default now(),
    primary key (tenant, job)
);

-- Since when the process of this session shares in such jobs; null: it does not.
alter table session add column jobs_since timestamptz;

select wall('job_lease', 'tenant');

grant select, insert, update, delete on job_lease to "${gateway}";

do $$
begin
    if exists (select from pg_roles where rolname = '${judge}') then
        grant select on job_lease to "${judge}";
    end if;
end
$$;
