package drawbridge.sync;

import drawbridge.mapping.State;

/// What is known about one side's record at the time of a decision.
public sealed interface Sight {

    record Present(State state) implements Sight {}

    /// The record answered that it is not there.
    ///
    /// @param explicit whether its system said that it was deleted; otherwise only time proves it
    record Gone(boolean explicit) implements Sight {}

    /// This side has no record yet.
    record None() implements Sight {}
}
