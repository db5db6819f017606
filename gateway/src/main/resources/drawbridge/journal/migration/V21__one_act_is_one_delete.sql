-- What somebody did to one record is one delete, however many links it ends.
--   counted_as  the lane of that record, such as the series of an occurrence; null: its own

alter table asked_delete add column counted_as uuid;
