package drawbridge.crossing.engine;

import java.time.Duration;

/// How long to wait before the next try: full jitter under a doubling ceiling, for any number of
/// tries.
final class Backoff {

    static final Duration BASE = Duration.ofMillis(250);
    static final Duration CAP = Duration.ofSeconds(60);

    /// Ceilings beyond this many doublings are the cap anyway; shifting further would overflow.
    private static final int DOUBLINGS = 8;

    private final Dice dice;

    Backoff(Dice dice) {
        this.dice = dice;
    }

    /// Between the base and the ceiling of this try.
    Duration after(int tries) {
        long ceiling = Math.min(CAP.toMillis(), BASE.toMillis() << Math.clamp(tries, 0, DOUBLINGS));
        long spread = ceiling - BASE.toMillis();
        return BASE.plusMillis((long) (spread * dice.jitter()));
    }

    /// Never earlier than asked for; later by up to a tenth, at least by up to the base.
    Duration noEarlierThan(Duration asked) {
        long spread = Math.max(BASE.toMillis(), asked.toMillis() / 10);
        return asked.plusMillis((long) (spread * dice.jitter()));
    }

    /// For what is woken when its cause is over: in case that was missed.
    Duration untilWoken() {
        return CAP.plusMillis((long) (CAP.toMillis() * dice.jitter()));
    }
}
