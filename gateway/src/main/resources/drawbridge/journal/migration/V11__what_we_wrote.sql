-- What we wrote of each group of a link lately, so that two systems that correct each other through
-- us are noticed: marks and times, no values.

alter table link add column trail text;
