package drawbridge.sync;

import drawbridge.mapping.Side;
import drawbridge.mapping.State;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The rules that whoever carries decisions out asks: handed in, so that a variant with a known bug
/// can take their place where the judge of a simulation is tried.
///
/// @param decide what is to be done about a pair of records; as pure as [Sync]
public record Rules(Function<Situation, Decision> decide) {

    /// Those of the service.
    public static final Rules SHIPPED = new Rules(Sync::decide);

    public Decision decide(Situation situation) {
        return decide.apply(situation);
    }

    /// With regard to a call of which nobody knows whether it was carried out, and to what writes
    /// of ours went over.
    ///
    /// @param told for each side that was read, the records in the bodies that came in from there
    public Sync.Decided decide(
            Situation seen, Optional<Unanswered> call, Map<Side, List<State>> told) {
        Doubt doubt = Doubt.about(seen, call, told, this);
        return new Sync.Decided(doubt.decision(this), doubt.situation());
    }
}
