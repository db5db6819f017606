package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Every record that is there already, brought in. The gateway carries it out, below what is live;
/// one whose process died goes on where it stood.
///
/// @param flow absent: every flow
/// @param side `acme` or `app`; absent: both
/// @param perSecond so many records are sent at most
/// @param by who asked for it
/// @param begun how often it was taken up
/// @param speed records a second, as they went lately
/// @param remainingSeconds until all are sent, if it goes on like this; absent while that is not
///   known
/// @param heldBack why nothing is sent just now, in a plain sentence; absent: nothing is in the way
/// @param lists in the order in which they are read
public record Backfill(
        String tenant,
        String id,
        @Nullable String flow,
        @Nullable String side,
        int perSecond,
        String by,
        @Nullable String reason,
        BackfillState state,
        int begun,
        double speed,
        @Nullable Long remainingSeconds,
        @Nullable String heldBack,
        Instant askedAt,
        @Nullable Instant beganAt,
        @Nullable Instant endedAt,
        List<BackfillList> lists) {

    public Backfill {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(askedAt, "askedAt");
        lists = List.copyOf(lists);
    }

    /// How many records the lists showed so far.
    public long marked() {
        return lists.stream().mapToLong(BackfillList::marked).sum();
    }

    /// How many of those were handed to the lanes.
    public long sent() {
        return lists.stream().mapToLong(BackfillList::sent).sum();
    }

    /// Whether some list is still being read, so that nobody knows yet how many there are.
    public boolean marking() {
        return lists.isEmpty()
                || lists.stream().anyMatch(list -> list.phase() == BackfillPhase.MARKING);
    }
}
