package drawbridge.sync;

import drawbridge.mapping.Applies;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.Group;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;

import java.util.Map;
import java.util.Optional;

/// Whether the flow is about a group of two linked records.
///
/// @param now both records
/// @param bases as both agreed on them last
record Taking(Flow flow, Group group, Map<Side, State> now, Map<Side, Base> bases) {

    /// @param instead what becomes of the group without any comparison, if that is so
    /// @param isNew whether that was otherwise when the link settled last
    record Part(Optional<Verdict> instead, boolean isNew) {

        static final Part ALL = new Part(Optional.empty(), false);
    }

    Part part() {
        Optional<Verdict> instead = verdict();
        boolean isNew = false;
        for (Side side : Side.values()) {
            State state = now.get(side);
            Base base = bases.get(side);
            isNew |=
                    state != null
                            && base != null
                            && !takes(side, base.agreed()).equals(takes(side, state));
        }
        return instead.isEmpty() && !isNew ? Part.ALL : new Part(instead, isNew);
    }

    private Applies takes(Side side, State state) {
        return flow.takes(side, state).and(flow.applies(group.name(), side, state));
    }

    private Optional<Verdict> verdict() {
        Optional<Verdict> unclear = Optional.empty();
        for (Side side : Side.values()) {
            State state = now.get(side);
            if (state == null) {
                continue;
            }
            Applies record = flow.takes(side, state);
            if (record instanceof Applies.No) {
                return rests(
                        "The record in "
                                + Words.inside(side)
                                + " does not pass the flow's filter: the link rests.");
            }
            Applies part = flow.applies(group.name(), side, state);
            if (part instanceof Applies.No) {
                return rests(
                        "The flow is not about the "
                                + group.name()
                                + " of such a record in "
                                + Words.inside(side)
                                + ": it rests.");
            }
            if (unclear.isEmpty()
                    && record.and(part) instanceof Applies.Unclear(String at, String sentence)) {
                unclear =
                        record instanceof Applies.Unclear && !isFirst()
                                ? rests("Nobody can tell whether the record takes part.")
                                : Optional.of(
                                        new Verdict.Bad(side, Optional.empty(), at, sentence));
            }
        }
        return unclear;
    }

    /// One group speaks for the record, so that one item is parked.
    private boolean isFirst() {
        return group.equals(flow.groups().getFirst());
    }

    private static Optional<Verdict> rests(String sentence) {
        return Optional.of(new Verdict.Rests(sentence));
    }

    /// Whether the flow was about a group when both sides agreed last.
    static boolean agreed(Flow flow, GroupName group, Map<Side, Base> bases) {
        return bases.entrySet().stream()
                .allMatch(
                        side ->
                                flow.applies(group, side.getKey(), side.getValue().of(group))
                                        instanceof Applies.Yes);
    }
}
