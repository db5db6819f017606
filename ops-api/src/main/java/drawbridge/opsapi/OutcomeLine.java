package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/// What became of a change for one flow.
///
/// @param reason a code; absent if there is nothing to explain
/// @param sentence the same in plain words
/// @param at when it was settled; absent while pending
public record OutcomeLine(
        String flow,
        OutcomeWord outcome,
        @Nullable String reason,
        @Nullable String sentence,
        @Nullable Instant at) {

    public OutcomeLine {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(outcome, "outcome");
    }
}
