package drawbridge.sync;

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
}
