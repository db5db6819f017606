package drawbridge.crossing.engine;

import drawbridge.mapping.RecordRef;

import java.time.Instant;
import java.util.Optional;

/// To which bucket of a flow that counts a record belongs, by one of its states.
///
/// @param figure what stands for the bucket ([drawbridge.mapping.Count#figure]); empty: none
/// @param order grows with each state of the record; a state with a lower one changes nothing
/// @param at when it happened, from which the day was taken; empty where there is no figure
public record Membership(Optional<RecordRef> figure, Optional<Instant> at, long order) {

    /// Belongs to no bucket: it is gone, or is of a kind that is not counted.
    public static Membership none(long order) {
        return new Membership(Optional.empty(), Optional.empty(), order);
    }
}
