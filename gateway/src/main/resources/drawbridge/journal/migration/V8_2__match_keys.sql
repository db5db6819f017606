-- Keys are freed by the lane that reserved them.

create index match_key_lane on match_key (tenant, link);
