-- Keys are freed by the lane that reserved them, whatever its flow.

create index match_key_lane on match_key (tenant, link);
drop index match_key_link;
