package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.mapping.Flow;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// How long a lane waits for another one: until that one settles, and never longer than half a
/// minute, because a wake can be missed. For the end of a create that may take a person's time it
/// waits for minutes: every settlement that ends it tells.
final class Waits {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONGEST_FOR_A_CREATE = Duration.ofMinutes(10);

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
        return new Next.When(lane, clock.now().plus(growing(opened, LONGEST)), why);
    }

    /// Until the create that the lane has open is over.
    Next create(Opened opened, LaneId lane, String why) {
        return new Next.AfterCreate(
                lane, clock.now().plus(growing(opened, LONGEST_FOR_A_CREATE)), why);
    }

    private static Duration growing(Opened opened, Duration longest) {
        Duration growing = Duration.ofSeconds(1L << Math.clamp(opened.tries(), 0, 10));
        return growing.compareTo(longest) > 0 ? longest : growing;
    }
}
