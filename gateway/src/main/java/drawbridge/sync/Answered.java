package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// Compares the answer to a write with what was there before and with what was asked for.
public final class Answered {

    private final Flow flow;
    private final Refs refs;
    private final Side target;
    private final SequencedMap<GroupName, Reading> before;
    private final SequencedMap<GroupName, Reading> after;
    private final SequencedMap<GroupName, Reading> wanted;

    /// @param situation on which the write rested
    public Answered(Situation situation, Side target, State answered) {
        this.flow = situation.flow();
        this.refs = situation.refs();
        this.target = target;
        this.before = flow.read(target, situation.state(target).orElseThrow(), refs);
        this.after = flow.read(target, answered, refs);
        this.wanted =
                flow.read(target.other(), situation.state(target.other()).orElseThrow(), refs);
    }

    /// The groups that we did not write and that say something else all the same: somebody changed
    /// them between our look and our write, or the system did so because of it.
    public Set<GroupName> movedBesides(Map<GroupName, Verdict> verdicts) {
        Readings compare = new Readings(flow);
        Set<GroupName> moved = new TreeSet<>();
        after.forEach(
                (group, now) -> {
                    boolean written =
                            verdicts.get(group) instanceof Verdict.Write write
                                    && write.target() == target;
                    Reading was = before.get(group);
                    if (!written && was != null && compare.differ(was, now)) {
                        moved.add(group);
                    }
                });
        return moved;
    }

    /// The groups whose write was answered while the answer still shows the old value: they are
    /// held, not tried for ever.
    public Map<GroupName, Verdict> notTaken(Map<GroupName, Verdict> verdicts) {
        Map<GroupName, Verdict> held = new LinkedHashMap<>();
        verdicts.forEach(
                (group, verdict) -> {
                    if (verdict instanceof Verdict.Write write
                            && write.target() == target
                            && isOld(group)) {
                        held.put(group, conflict(group));
                    }
                });
        return held;
    }

    /// All that was to change shows the old value, and none of it the new one, nor what the target
    /// makes of it.
    private boolean isOld(GroupName group) {
        if (!(before.get(group) instanceof Reading.Of(SequencedMap<FieldName, Neutral> old)
                && after.get(group) instanceof Reading.Of(SequencedMap<FieldName, Neutral> now)
                && wanted.get(group)
                        instanceof Reading.Of(SequencedMap<FieldName, Neutral> asked))) {
            return false;
        }
        boolean any = false;
        for (Map.Entry<FieldName, Neutral> field : asked.entrySet()) {
            Neutral was = old.get(field.getKey());
            Neutral is = now.get(field.getKey());
            if (was == null || is == null || flow.same(field.getKey(), was, field.getValue())) {
                continue;
            }
            any = true;
            if (!flow.same(field.getKey(), was, is)
                    || flow.keeps(target, field.getKey(), field.getValue(), is)) {
                return false;
            }
        }
        return any;
    }

    private Verdict conflict(GroupName group) {
        String old = show(group, before);
        String asked = show(group, wanted);
        return new Verdict.Conflict(
                "not-taken",
                old,
                target == Side.ACME ? old : asked,
                target == Side.APP ? old : asked,
                "The "
                        + group
                        + " was written, and the answer still shows the old value: it was not"
                        + " taken.");
    }

    private String show(GroupName group, Map<GroupName, Reading> readings) {
        Reading reading = readings.get(group);
        return reading == null ? "" : flow.show(group, reading);
    }
}
