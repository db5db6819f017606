package drawbridge.sandbox.world;

import drawbridge.sandbox.world.Faults.Throttle;

import java.util.random.RandomGenerator;

/// Decides for each call of the gateway what befalls it, by the faults that are set and by dice.
final class FaultGate {

    private final RandomGenerator dice;
    private Faults faults = Faults.NONE;

    FaultGate(RandomGenerator dice) {
        this.dice = dice;
    }

    /// What befalls one call.
    sealed interface Fate {
        record Down(boolean reset) implements Fate {}

        record Throttled(int retryAfterSeconds) implements Fate {}

        record Failed() implements Fate {}

        record Unauthorized() implements Fate {}

        /// The answer is a page for people.
        record Nonsense() implements Fate {}

        /// The call goes through; `lost` says whether its answer does.
        record Through(boolean lost, boolean reset) implements Fate {}
    }

    Faults faults() {
        return faults;
    }

    void set(Faults faults) {
        this.faults = faults;
    }

    Fate next(boolean write) {
        if (faults.down()) {
            return new Fate.Down(dice.nextBoolean());
        }
        var throttle = faults.throttle();
        if (throttle != null && throttle.remaining() > 0) {
            int left = throttle.remaining() - 1;
            set(faults.with(new Throttle(left, throttle.retryAfterSeconds())));
            return new Fate.Throttled(throttle.retryAfterSeconds());
        }
        if (hits(faults.errorRate())) {
            return new Fate.Failed();
        }
        if (hits(faults.unauthorizedRate())) {
            return new Fate.Unauthorized();
        }
        return new Fate.Through(write && hits(faults.lostAnswerRate()), dice.nextBoolean());
    }

    /// What befalls a call for a token. Its answer is never lost: a refresh token that served would
    /// be gone with it.
    Fate nextToken() {
        if (faults.down()) {
            return new Fate.Down(dice.nextBoolean());
        }
        if (faults.htmlTokens()) {
            return new Fate.Nonsense();
        }
        return hits(faults.errorRate()) ? new Fate.Failed() : new Fate.Through(false, false);
    }

    boolean duplicates() {
        return hits(faults.duplicateRate());
    }

    boolean holdsBack() {
        return hits(faults.reorderRate());
    }

    private boolean hits(double rate) {
        return rate > 0 && dice.nextDouble() < rate;
    }
}
