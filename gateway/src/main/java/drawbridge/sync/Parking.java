package drawbridge.sync;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What waits for a person on a link, and what persons decided.
///
/// @param waiting groups with an open item about which nobody has decided
/// @param kept for groups with a decision, the side whose value is to win
/// @param whole for the record as a whole, the side that is to win
/// @param restored for groups whose value lost once, or was written over, and is to be put back,
///   that value
public record Parking(
        Set<GroupName> waiting,
        Map<GroupName, Side> kept,
        Optional<Side> whole,
        Map<GroupName, Restored> restored) {

    public static final Parking NOTHING = new Parking(Set.of(), Map.of(), Optional.empty());

    public Parking {
        waiting = Set.copyOf(waiting);
        kept = Map.copyOf(kept);
        restored = Map.copyOf(restored);
    }

    /// Where nothing is to be put back.
    public Parking(Set<GroupName> waiting, Map<GroupName, Side> kept, Optional<Side> whole) {
        this(waiting, kept, whole, Map.of());
    }

    /// The same, and what is to be put back of groups about which nobody is asked and nobody
    /// decided.
    public Parking restoring(Map<GroupName, Restored> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<GroupName, Restored> all = new HashMap<>(more);
        all.keySet().removeAll(waiting);
        all.keySet().removeAll(kept.keySet());
        all.putAll(restored);
        return new Parking(waiting, kept, whole, all);
    }

    /// @param side whose value lost
    /// @param then the record of that side as it was then
    /// @param over the write of ours that went over it; empty where a person wants it back
    public record Restored(Side side, State then, Optional<Trail.Blind> over) {

        public Restored(Side side, State then) {
            this(side, then, Optional.empty());
        }
    }
}
