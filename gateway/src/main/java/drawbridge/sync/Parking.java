package drawbridge.sync;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What waits for a person on a link, and what persons decided.
///
/// @param waiting groups with an open item about which nobody has decided
/// @param kept for groups with a decision, the side whose value is to win
/// @param whole for the record as a whole, the side that is to win
public record Parking(Set<GroupName> waiting, Map<GroupName, Side> kept, Optional<Side> whole) {

    public static final Parking NOTHING = new Parking(Set.of(), Map.of(), Optional.empty());

    public Parking {
        waiting = Set.copyOf(waiting);
        kept = Map.copyOf(kept);
    }
}
