package drawbridge.sync;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.State;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One side's native record as it was last held in agreement.
///
/// A base moves per field group: a group that is held keeps the state that it was last agreed in,
/// while the other groups move on.
///
/// @param agreed the state in which all groups but the held ones agreed
/// @param held the older state of each held group, and the newer one of a group that an unanswered
///   write turned out to have moved
public record Base(State agreed, Map<GroupName, State> held) {

    public Base {
        held = Map.copyOf(held);
    }

    public static Base of(State agreed) {
        return new Base(agreed, Map.of());
    }

    /// The state in which `group` last agreed.
    public State of(GroupName group) {
        return held.getOrDefault(group, agreed);
    }

    /// This base, resting on another state for one group.
    public Base with(GroupName group, State state) {
        Map<GroupName, State> other = new HashMap<>(held);
        other.put(group, state);
        return new Base(agreed, other);
    }

    /// This base, held by a record that counts its versions anew.
    public Base elsewhere() {
        Map<GroupName, State> same = new HashMap<>();
        held.forEach((group, state) -> same.put(group, unversioned(state)));
        return new Base(unversioned(agreed), same);
    }

    private static State unversioned(State state) {
        return new State(state.record(), state.with(), Optional.empty());
    }

    /// This base after `now` was agreed for every group but `holding`, which keep what they had.
    public Base moved(State now, Iterable<GroupName> holding) {
        Map<GroupName, State> kept = new HashMap<>();
        for (GroupName group : holding) {
            kept.put(group, of(group));
        }
        return new Base(now, kept);
    }
}
