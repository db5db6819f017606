package drawbridge.sync;

import drawbridge.mapping.Side;

import java.time.Instant;
import java.util.Optional;

/// A call of ours of which nobody knows whether it was carried out.
public sealed interface Unanswered {

    Side target();

    /// A record was to be made, and is there by now.
    record Create(Side target) implements Unanswered {}

    /// Groups were to be written.
    ///
    /// @param stored whether the link stands as its row has it: that lacks the bases on which the
    ///   write rested
    record Update(Side target, Sent sent, boolean stored) implements Unanswered {}

    /// The record was to be deleted, because the other one was gone.
    ///
    /// @param until when it can no longer have been under way
    record Delete(Side target, Instant until) implements Unanswered {}

    /// The mark of a delete was to be written.
    ///
    /// @param sent empty where what the call carried was not kept
    /// @param until when it can no longer have been under way
    record Mark(Side target, Optional<Sent> sent, Instant until) implements Unanswered {}
}
