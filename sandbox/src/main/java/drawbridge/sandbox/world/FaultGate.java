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
            set(
                    new Faults(
                            faults.down(),
                            faults.slowMillis(),
                            faults.errorRate(),
                            faults.lostAnswerRate(),
                            new Throttle(throttle.remaining() - 1, throttle.retryAfterSeconds()),
                            faults.duplicateRate(),
                            faults.reorderRate()));
            return new Fate.Throttled(throttle.retryAfterSeconds());
        }
        if (hits(faults.errorRate())) {
            return new Fate.Failed();
        }
        return new Fate.Through(write && hits(faults.lostAnswerRate()), dice.nextBoolean());
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
