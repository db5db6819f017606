-- An attempt keeps what its call carried until it is known how the call went (a state of both records
-- and the members that were sent, through the codec), so that a write whose answer was lost is told
-- apart from somebody's edit. Null once the attempt has ended.

alter table attempt add column sent bytea;

grant update (sent) on attempt to "${gateway}";
