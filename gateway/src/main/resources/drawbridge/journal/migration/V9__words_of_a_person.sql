-- A person may say more than the list that V7 put in the place of V6's rule: pauses, jobs and edits
-- are acts, too.

alter table operator_action
    drop constraint operator_action_verb_check,
    add constraint operator_action_verb_check check (verb ~ '^[a-z]+(-[a-z]+)*$');

alter table parked
    drop constraint parked_resolution_check,
    add constraint parked_resolution_check check (resolution ~ '^[a-z]+(-[a-z]+)*$');
