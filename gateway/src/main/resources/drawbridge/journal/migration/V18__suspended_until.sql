-- A system that asked for more than a day is left alone until then, or until a person resumes it.

alter table suspension add column until timestamptz;
