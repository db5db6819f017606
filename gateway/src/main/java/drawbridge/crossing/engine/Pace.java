package drawbridge.crossing.engine;

import java.time.Duration;

/// How fast the engine works and how long it waits.
///
/// @param lanes how many lanes a worker has in hand at once
/// @param claimEvery how often a worker claims without a hint
/// @param lease how long the leases of a silent process hold
/// @param call how long a call to a system may take in total
/// @param deleteGap how far apart two "not found" must lie to prove a delete
/// @param enrichments how many enriching records are kept in memory
public record Pace(
        int lanes,
        Duration claimEvery,
        Duration lease,
        Duration call,
        Duration deleteGap,
        int enrichments) {

    public static final Pace USUAL =
            new Pace(
                    64,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(1),
                    10_000);

    /// By how much two processes may disagree about the time, and a call that was given up may
    /// still be on its way: so long after a call's own time is over, nobody else takes it for over.
    /// What a system itself takes beyond that is its declared `consistency`.
    static final Duration APART = Duration.ofMillis(500);

    public Pace withDeleteGap(Duration gap) {
        return new Pace(lanes, claimEvery, lease, call, gap, enrichments);
    }
}
