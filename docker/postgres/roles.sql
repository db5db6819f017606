-- Run once by the image of PostgreSQL, through psql and as its superuser, when the data folder is
-- empty: the three roles of Drawbridge, and the database. The gateway makes the tables itself.

\set owner_password `cat /run/secrets/owner_password`
\set gateway_password `cat /run/secrets/gateway_password`
\set judge_password `cat /run/secrets/judge_password`

-- Owns the tables; used at start only, to bring them up to date.
create role drawbridge_owner
    login nosuperuser nocreatedb nocreaterole nobypassrls password :'owner_password';
-- What the service works with. It owns nothing, and row level security binds it.
create role drawbridge_gateway
    login nosuperuser nocreatedb nocreaterole nobypassrls password :'gateway_password';
-- Reads everything and writes nothing.
create role drawbridge_judge
    login nosuperuser nocreatedb nocreaterole nobypassrls password :'judge_password';

create database drawbridge owner drawbridge_owner;
revoke all on database drawbridge from public;
grant connect on database drawbridge to drawbridge_gateway, drawbridge_judge;
