-- Lanes that wait for a system, a connection or a flow, found without a walk along all that wait.
-- PgWake asks by these very words.
create index lane_record_waits on lane_record (tenant, lane)
    where to_app_why like 'paused: %' or to_acme_why like 'paused: %'
        or to_app_why like 'suspended: %' or to_acme_why like 'suspended: %'
        or to_app_why like 'the flow %' or to_acme_why like 'the flow %';
