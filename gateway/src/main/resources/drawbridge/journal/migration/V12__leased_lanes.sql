-- Found by their session only by who frees what a session left. With a predicate that others fulfil,
-- too, the planner takes this index, small as it is, for the shortest way to a lane of which the key
-- is known, and looks at all that are leased for each.

drop index lane_leased;
create index lane_leased on lane (session) where session is not null and epoch > 0;
