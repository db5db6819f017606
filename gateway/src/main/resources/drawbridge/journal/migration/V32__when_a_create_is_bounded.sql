-- When the list of all records was read to its end after an unanswered create was long over: what
-- came in for the first time later was not made by it.
alter table creating add column bounded_at timestamptz;
