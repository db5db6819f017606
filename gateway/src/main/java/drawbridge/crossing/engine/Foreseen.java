package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import java.util.Optional;

/// What would come of a lane, if a person decided so now.
public sealed interface Foreseen {

    /// A system would be changed. What comes after it depends on the answer.
    ///
    /// @param record empty for a create
    /// @param members the native members that would be sent
    record Write(Side target, Operation operation, Optional<RecordRef> record, Value.Obj members)
            implements Foreseen {}

    /// Nothing would be written, and it would be settled so.
    record Settled(String sentence) implements Foreseen {}

    /// It would wait for a person again.
    record Parked(String sentence) implements Foreseen {}

    /// It would wait, for a parent or for a system that cannot be asked now.
    record Waiting(String sentence) implements Foreseen {}

    /// Nothing is known of it.
    record Unknown() implements Foreseen {}
}
