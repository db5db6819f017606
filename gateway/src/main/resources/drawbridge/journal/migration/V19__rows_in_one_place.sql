-- The row of a link is some two and a half kilobytes long, that of an attempt nearly two, and both
-- are written with every change that crosses. Beyond two kilobytes the server presses a row, or puts
-- parts of it into a table beside, at each update. What fits into a page stays as it is.
alter table link set (toast_tuple_target = 8160);
alter table attempt set (toast_tuple_target = 8160);
