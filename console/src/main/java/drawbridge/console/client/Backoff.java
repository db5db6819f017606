package drawbridge.console.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: doubled each time up to a limit, and then a random part of
/// it, so that many consoles do not come back in the same moment.
record Backoff(Duration first, Duration longest, RandomGenerator dice) {

    /// For a feed: half a second at first, ten seconds at most.
    static Backoff forFeeds(RandomGenerator dice) {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), dice);
    }

    /// @param attempt 1 for the first try after the loss
    Duration before(int attempt) {
        long doubled = first.toMillis() << Math.clamp(attempt - 1L, 0, 20);
        long most = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(most / 2 + dice.nextLong(most / 2 + 1));
    }
}
