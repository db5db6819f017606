package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.Group;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Finds the edits that our own writes went over. Where a system has no preconditions, what a user
/// sets between our read and our write is gone when that arrives, and the record then says what
/// both agreed on. Only the body of a change that came in tells that it was there.
///
/// | when that body's record had changed | what it says of the group | what follows |
/// | --- | --- | --- |
/// | before our read, or after our write | | nothing: that was read, or is read now |
/// | in between | what was read, or what a write of ours left | nothing |
/// | in between | something else; somebody changed the group since | nothing: it is theirs |
/// | in between | something else; what we wrote stands there | it was written over: it is put back |
///
/// Times are those of one system's own clock. A body that comes late or twice tells of a time
/// before the read, or of an edit that has been put back: it brings nothing back ([Trail#seen]).
public final class WrittenOver {

    private final Flow flow;
    private final Link link;
    private final Side side;
    private final Refs refs;
    private final Readings readings;

    public WrittenOver(Flow flow, Link link, Side side, Refs refs) {
        this.flow = flow;
        this.link = link;
        this.side = side;
        this.refs = refs;
        this.readings = new Readings(flow);
    }

    /// What is to be kept of a write of `group` that carried no precondition; empty where the
    /// system does not tell when a record changed.
    ///
    /// @param before the record as it was read
    /// @param back the edit that it put back, younger than what was read
    /// @param after the record as the write was answered
    /// @param written the members of the group that were sent
    public Optional<Trail.Blind> blind(
            GroupName group, State before, Optional<State> back, State after, Value.Obj written) {
        Optional<Instant> from = flow.end(side).changed().of(back.orElse(before));
        Optional<Instant> to = flow.end(side).changed().of(after);
        boolean proven = flow.end(side).preconditions() && before.version().isPresent();
        return proven || from.isEmpty() || to.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Trail.Blind(
                                side,
                                from.get(),
                                to.get(),
                                members(before, written),
                                mark(group, read(side, after, group)),
                                back.isPresent()));
    }

    private String mark(GroupName group, Reading reading) {
        return Trail.mark(flow.show(group, reading));
    }

    /// What the record says in the members that `like` has.
    public static Value.Obj members(State record, Value.Obj like) {
        Map<String, Value> members = new LinkedHashMap<>();
        like.members()
                .keySet()
                .forEach(
                        name ->
                                members.put(
                                        name,
                                        record.record().members().getOrDefault(name, Value.NULL)));
        return new Value.Obj(members);
    }

    /// The groups of which an edit was written over.
    ///
    /// @param now the side's record as it was read just now
    /// @param told the record in each body that came in and is settled next
    public Map<GroupName, Parking.Restored> edits(State now, List<State> told) {
        Map<GroupName, Parking.Restored> edits = new HashMap<>();
        for (Group group : flow.groups()) {
            GroupName name = group.name();
            // Of what crosses to this side alone nobody's edit here counts.
            if (group.ways().size() == 2 && !link.trail().blind(name, side).isEmpty()) {
                edit(name, now, told).ifPresent(one -> edits.put(name, one));
            }
        }
        return edits;
    }

    /// The situation, with what our writes went over at either side to be put back.
    ///
    /// @param told for each side that was read, the records in the bodies that came in from there
    static Situation restoring(Situation seen, Map<Side, List<State>> told) {
        Optional<Link> link =
                seen.link()
                        .filter(known -> known.life() == Link.Life.LINKED)
                        .filter(known -> !known.trail().blind().isEmpty());
        Situation situation = seen;
        for (Side side : Side.values()) {
            List<State> bodies = told.getOrDefault(side, List.of());
            if (link.isPresent() && !bodies.isEmpty() && seen.state(side).isPresent()) {
                Map<GroupName, Parking.Restored> more =
                        new WrittenOver(seen.flow(), link.get(), side, seen.refs())
                                .edits(seen.state(side).get(), bodies);
                situation =
                        more.isEmpty()
                                ? situation
                                : situation.parked(situation.parking().restoring(more));
            }
        }
        return situation;
    }

    /// An unanswered write turned out to have arrived: what it carried is there.
    ///
    /// @param written the members of the group that were sent
    static Link arrived(
            Situation seen, Link link, Side target, Group group, Sent sent, Value.Obj written) {
        return group.ways().size() < 2 || written.members().isEmpty()
                ? link
                : new WrittenOver(seen.flow(), link, target, seen.refs())
                        .blind(
                                group.name(),
                                sent.before(),
                                Optional.empty(),
                                seen.state(target).orElseThrow(),
                                written)
                        .map(blind -> link.with(link.trail().with(group.name(), blind)))
                        .orElse(link);
    }

    private record Told(State state, Instant at, Trail.Blind over) {}

    private Optional<Parking.Restored> edit(GroupName group, State now, List<State> told) {
        Reading here = read(side, now, group);
        boolean ours = link.trail().blind(group, side).getLast().left().equals(mark(group, here));
        return told.stream()
                .filter(_ -> ours)
                .flatMap(state -> over(group, state).stream())
                .max(Comparator.comparing(Told::at))
                .filter(last -> isEdit(group, last, now, here))
                .map(last -> new Parking.Restored(side, last.state(), Optional.of(last.over())));
    }

    private Optional<Told> over(GroupName group, State state) {
        return flow.end(side)
                .changed()
                .of(state)
                .flatMap(
                        at ->
                                link.trail().blind(group, side).stream()
                                        .filter(write -> write.wentOver(at))
                                        .findFirst()
                                        .map(write -> new Told(state, at, write)));
    }

    /// What an earlier write of ours left is nobody's edit either: a body may tell of it because
    /// another group was changed upon it.
    private boolean isEdit(GroupName group, Told last, State now, Reading here) {
        Reading then = read(side, last.state(), group);
        String said = mark(group, then);
        return then instanceof Reading.Of
                && link.trail().blind(group, side).stream()
                        .noneMatch(write -> write.left().equals(said))
                && readings.differ(here, then)
                && readings.differ(read(side, before(now, last.over()), group), then);
    }

    private static State before(State now, Trail.Blind over) {
        return new State(Values.merge(now.record(), over.before()), now.with(), now.version());
    }

    /// The link, resting on what both said before our write: what was put back is an edit upon it,
    /// and so is what was written. Where a put-back was gone over, it rests on that already.
    ///
    /// @param on the link after the edit was put back
    /// @param now both records, this side's as it was before that
    public Link rolledBack(Link on, GroupName group, Trail.Blind over, Map<Side, State> now) {
        State here = now.get(side);
        State there = now.get(side.other());
        if (here == null || there == null) {
            return on;
        }
        if (over.back()) {
            return resting(resting(on, side, group), side.other(), group);
        }
        State before = before(here, over);
        Link back = rests(on, side, group, before);
        return said(group, read(side, before, group), there)
                .map(state -> rests(back, side.other(), group, state))
                .orElse(back);
    }

    /// As the link was before.
    private Link resting(Link on, Side of, GroupName group) {
        return link.end(of).base().map(base -> rests(on, of, group, base.of(group))).orElse(on);
    }

    /// The other side's record, if it said what this side says.
    private Optional<State> said(GroupName group, Reading wanted, State there) {
        if (!(wanted instanceof Reading.Of(SequencedMap<FieldName, Neutral> values))) {
            return Optional.empty();
        }
        Map<FieldName, Neutral> send = readings.toSend(values, read(side.other(), there, group));
        return flow.write(side.other(), group, send, refs, there.record())
                        instanceof Patch.Of(Value.Obj members)
                ? Optional.of(
                        new State(
                                Values.merge(there.record(), members),
                                there.with(),
                                there.version()))
                : Optional.empty();
    }

    private static Link rests(Link link, Side side, GroupName group, State state) {
        Link.End end = link.end(side);
        return end.base()
                .map(
                        base ->
                                link.with(
                                        side,
                                        new Link.End(
                                                end.record(),
                                                Optional.of(base.with(group, state)),
                                                end.lastVersion(),
                                                end.missingSince())))
                .orElse(link);
    }

    private Reading read(Side of, State state, GroupName group) {
        Reading reading = flow.read(of, state, refs).get(group);
        return reading == null ? new Reading.Of(new LinkedHashMap<>()) : reading;
    }
}
