package drawbridge.journal;

import drawbridge.mapping.Direction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// When a lane is due in each direction, and what time it was when that was written.
record DueTimes(Map<Direction, Instant> due, Instant now) {

    static DueTimes of(@Nullable Instant toApp, @Nullable Instant toAcme, Instant now) {
        Map<Direction, Instant> due = new EnumMap<>(Direction.class);
        if (toApp != null) {
            due.put(Direction.TO_APP, toApp);
        }
        if (toAcme != null) {
            due.put(Direction.TO_ACME, toAcme);
        }
        return new DueTimes(due, now);
    }

    /// @param leased the direction in which somebody is at work already
    void tell(Handover handover, @Nullable Direction leased) {
        due.forEach(
                (direction, at) -> {
                    if (direction != leased) {
                        handover.dueIn(direction, Duration.between(now, at));
                    }
                });
    }
}
