-- What a person was asked to grant in a browser, from the address that an operator got to the answer
-- that the browser brought back.
--   nonce      of the address: what came back with it belongs to this row; used once
--   sealed     the verifier of the code (RFC 7636), encrypted by the master keyset
--   ends_at    what comes back later is refused
--   outcome    what came of it, for people; null: nothing yet
create table consent (
    tenant      uuid        not null,
    nonce       uuid        not null,
    system      text        not null,
    person      text        not null default '',
    sealed      bytea       not null,
    redirect    text        not null,
    asked_by    text        not null,
    asked_at    timestamptz not null default clock_timestamp(),
    ends_at     timestamptz not null,
    used_at     timestamptz,
    outcome     text,
    primary key (tenant, nonce)
);

select wall('consent', 'tenant');

grant select, insert, delete on consent to "${gateway}";
grant update (used_at, outcome) on consent to "${gateway}";

-- Since when nobody knows whether the refresh token was used: its showing was not answered.
alter table token add column unanswered_since timestamptz;
