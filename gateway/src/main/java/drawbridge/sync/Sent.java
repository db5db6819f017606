package drawbridge.sync;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.util.Map;
import java.util.Set;

/// What a call carried, kept with its attempt until it is known how the call went: so that a write
/// whose answer was lost is told apart from an edit.
///
/// @param before the target's record on which the write rested; empty for a create
/// @param source the other side's record from which it was made; empty for the mark of a delete
/// @param members the native members that were sent
/// @param groups the field groups that it wrote
/// @param bases the bases on which the write rested, where the link's row does not hold them yet
public record Sent(
        State before,
        State source,
        Value.Obj members,
        Set<GroupName> groups,
        Map<Side, Base> bases) {

    public Sent {
        groups = Set.copyOf(groups);
        bases = Map.copyOf(bases);
    }

    /// What marks a record as deleted, because the other one is gone.
    public static Sent mark(State before, Value.Obj members, Set<GroupName> groups) {
        return new Sent(before, State.of(Value.Obj.EMPTY), members, groups, Map.of());
    }

    /// The target's record, had it taken all that was sent as it is.
    State made() {
        return new State(Values.merge(before.record(), members), before.with(), before.version());
    }

    public boolean isMark() {
        return source.record().members().isEmpty();
    }
}
