package drawbridge.opsapi;

/// What a frame of the feed tells, by type.
public sealed interface News {

    /// The numbers of the last full second.
    record Ticked(Tick tick) implements News {}

    /// An item was parked, or an open one has changed.
    record ItemParked(Parked item) implements News {}

    /// An item is no longer open.
    record ItemUnparked(Parked item) implements News {}

    /// A breaker has changed its state.
    record BreakerMoved(Breaker breaker) implements News {}

    /// An action has come further.
    record ActionMoved(ActionResult result) implements News {}

    /// Positions were lost, or the instance is unknown: load again by HTTP.
    record LoadAgain() implements News {}

    /// A frame that this version does not understand.
    record Unknown() implements News {}
}
