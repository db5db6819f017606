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
/// @param marks what each group said when it agreed; none at all in a base of old
/// @param unread whether the record never answered under its id: it is known from the answer to its
///   create, or from a list
public record Base(
        State agreed, Map<GroupName, State> held, Map<GroupName, Mark> marks, boolean unread) {

    public Base {
        held = Map.copyOf(held);
        marks = Map.copyOf(marks);
    }

    /// A base of which nobody knows yet what it said.
    public Base(State agreed, Map<GroupName, State> held) {
        this(agreed, held, Map.of(), false);
    }

    public static Base of(State agreed) {
        return new Base(agreed, Map.of());
    }

    /// Of a record that was made or found, and not read yet.
    public static Base ofUnread(State agreed) {
        return new Base(agreed, Map.of(), Map.of(), true);
    }

    /// This base of a record that still was not read, or was by now.
    public Base asUnread(boolean still) {
        return still == unread ? this : new Base(agreed, held, marks, still);
    }

    /// The state in which `group` last agreed.
    public State of(GroupName group) {
        return held.getOrDefault(group, agreed);
    }

    /// This base, resting on another state for one group.
    public Base with(GroupName group, State state) {
        Map<GroupName, State> other = new HashMap<>(held);
        other.put(group, state);
        Map<GroupName, Mark> unsaid = new HashMap<>(marks);
        unsaid.replace(group, Mark.NONE);
        return new Base(agreed, other, unsaid, unread);
    }

    /// This base, held by a record that counts its versions anew.
    public Base elsewhere() {
        Map<GroupName, State> same = new HashMap<>();
        held.forEach((group, state) -> same.put(group, unversioned(state)));
        return new Base(unversioned(agreed), same, marks, unread);
    }

    private static State unversioned(State state) {
        return new State(state.record(), state.with(), Optional.empty());
    }

    /// This base after `now` was agreed for every group but `holding`, which keep what they had.
    public Base moved(State now, Iterable<GroupName> holding) {
        Map<GroupName, State> kept = new HashMap<>();
        Map<GroupName, Mark> said = new HashMap<>();
        for (GroupName group : holding) {
            kept.put(group, of(group));
            if (marks.containsKey(group)) {
                said.put(group, marks.get(group));
            }
        }
        return new Base(now, kept, said, unread);
    }

    /// This base with these marks.
    Base marked(Map<GroupName, Mark> said) {
        return new Base(agreed, held, said, unread);
    }
}
