package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// How far a list of a backfill has come.
///
/// @param resource such as `acme.appointment`
/// @param marked how many records the list showed so far
/// @param sent how many of those were handed to the lanes
/// @param unreadable rows that named no record
/// @param why what it lacks, in a plain sentence; absent where it lacks nothing
public record BackfillList(
        String resource,
        BackfillPhase phase,
        long marked,
        long sent,
        long unreadable,
        @Nullable String why) {

    public BackfillList {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(phase, "phase");
    }
}
