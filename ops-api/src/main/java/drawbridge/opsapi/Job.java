package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// An act upon many parked items of one tenant. The gateway carries it out, through restarts.
///
/// @param what what was asked for, in plain words
/// @param asked how many of the items it has dealt with
/// @param left how many of those could not be acted upon, because they had moved on or do not allow
///   it
/// @param closed how many of its items are no longer open by now
public record Job(
        String tenant,
        String id,
        ParkedAction action,
        String what,
        String by,
        @Nullable String reason,
        JobState state,
        long total,
        long asked,
        long left,
        long closed,
        Instant madeAt,
        @Nullable Instant endedAt) {

    public Job {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(madeAt, "madeAt");
    }
}
