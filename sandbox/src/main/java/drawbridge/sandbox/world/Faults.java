package drawbridge.sandbox.world;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

import org.jspecify.annotations.Nullable;

/// How a sandbox misbehaves towards the gateway. Pages, traffic and the control plane never feel
/// it.
///
/// @param down connections are reset, or answered by 503
/// @param slowMillis each call waits that long first
/// @param errorRate share of calls answered by 500 before they have an effect
/// @param lostAnswerRate share of writes whose answer is lost after their effect
/// @param throttle the next calls are answered by 429
/// @param duplicateRate share of deliveries that are sent again though they arrived
/// @param reorderRate share of deliveries that are held back until later ones have passed
/// @param htmlTokens the token endpoint answers 200 and a page for people
/// @param unauthorizedRate share of calls answered by 401 though their credential is good
@JsonIgnoreProperties(ignoreUnknown = true)
public record Faults(
        boolean down,
        long slowMillis,
        double errorRate,
        double lostAnswerRate,
        @Nullable Throttle throttle,
        double duplicateRate,
        double reorderRate,
        boolean htmlTokens,
        double unauthorizedRate) {

    public static final Faults NONE = new Faults(false, 0, 0, 0, null, 0, 0);

    /// The next `remaining` calls are told to come back in `retryAfterSeconds`.
    public record Throttle(int remaining, int retryAfterSeconds) {}

    public Faults(
            boolean down,
            long slowMillis,
            double errorRate,
            double lostAnswerRate,
            @Nullable Throttle throttle,
            double duplicateRate,
            double reorderRate) {
        this(
                down,
                slowMillis,
                errorRate,
                lostAnswerRate,
                throttle,
                duplicateRate,
                reorderRate,
                false,
                0);
    }

    /// The same but for the throttle.
    Faults with(Throttle change) {
        return new Faults(
                down,
                slowMillis,
                errorRate,
                lostAnswerRate,
                change,
                duplicateRate,
                reorderRate,
                htmlTokens,
                unauthorizedRate);
    }

    public Faults {
        if (slowMillis < 0 || slowMillis > 600_000) {
            throw new IllegalArgumentException("slowMillis must be from 0 to 600000");
        }
        rate("errorRate", errorRate);
        rate("lostAnswerRate", lostAnswerRate);
        rate("duplicateRate", duplicateRate);
        rate("reorderRate", reorderRate);
        rate("unauthorizedRate", unauthorizedRate);
    }

    private static void rate(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be from 0 to 1");
        }
    }
}
