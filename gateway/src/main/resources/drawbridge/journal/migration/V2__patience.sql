-- What a system asked for by Retry-After holds across a restart.

alter table breaker add column not_before timestamptz;
