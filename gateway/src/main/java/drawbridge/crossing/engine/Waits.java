package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.mapping.Flow;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// How long a lane waits for another one: until that one settles, and never longer than half a
/// minute, because a wake can be missed.
final class Waits {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /// No record has it, so nobody settles it.
    private static final LaneId NOBODY = new LaneId(new UUID(0, 0));

    private final Clock clock;

    Waits(Clock clock) {
        this.clock = clock;
    }

    Next parent(Round round, Flow.Parent parent, String why) {
        return on(round.opened(), LaneId.of(round.tenant(), parent.flow(), parent.record()), why);
    }

    Next origin(Round round, UUID link, String why) {
        return on(round.opened(), new LaneId(link), why);
    }

    /// Until a new change comes in.
    Next news(Instant latest, String why) {
        return new Next.When(NOBODY, latest, why);
    }

    Next on(Opened opened, LaneId lane, String why) {
        Duration growing = Duration.ofSeconds(1L << Math.clamp(opened.tries(), 0, 5));
        Duration wait = growing.compareTo(LONGEST) > 0 ? LONGEST : growing;
        return new Next.When(lane, clock.now().plus(wait), why);
    }
}
