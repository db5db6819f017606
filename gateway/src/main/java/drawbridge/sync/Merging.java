package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Flow.Group;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;

import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Both records of a link are there: compares them and both bases, group by group, through today's
/// lenses.
final class Merging {

    private final Situation situation;
    private final Flow flow;
    private final Link link;
    private final Optional<Side> back;
    private final Map<Side, State> now = new EnumMap<>(Side.class);
    private final Map<Side, Base> bases = new EnumMap<>(Side.class);

    /// What each state says that was read so far. A state is known by being the same object: to
    /// compare whole records would take longer than to read one.
    private final Map<Side, Map<State, SequencedMap<GroupName, Reading>>> readings =
            new EnumMap<>(Side.class);

    Merging(Situation situation, Link link) {
        this(situation, link, Optional.empty());
    }

    /// @param back the side whose record is there again after its delete was carried out: where
    ///   deletes leave a mark it is compared with what the delete made of the other, so that this
    ///   is undone
    Merging(Situation situation, Link link, Optional<Side> back) {
        this.situation = situation;
        this.flow = situation.flow();
        this.link = link;
        this.back = back;
        for (Side side : Side.values()) {
            if (situation.sight(side) instanceof Sight.Present(State state)) {
                now.put(side, state);
            }
            link.end(side).base().ifPresent(base -> bases.put(side, base));
        }
    }

    Decision.Merge decide() {
        GroupMerge.Past past = new GroupMerge.Past(link.trail(), newest(), situation.now());
        SequencedMap<GroupName, Verdict> verdicts = new LinkedHashMap<>();
        for (Group group : flow.groups()) {
            verdicts.put(group.name(), verdict(group, past));
        }
        return new Decision.Merge(verdicts, sentence(verdicts));
    }

    private Optional<Side> newest() {
        if (flow.groups().stream().noneMatch(group -> group.policy() == Flow.Policy.NEWEST)) {
            return Optional.empty();
        }
        Map<Side, Long> edits = new EnumMap<>(Side.class);
        Map<Side, State> last = new EnumMap<>(Side.class);
        bases.forEach((side, base) -> last.put(side, base.agreed()));
        Readings compare = new Readings(flow);
        for (Side side : Side.values()) {
            edits.put(
                    side,
                    flow.groups().stream()
                            .filter(
                                    group ->
                                            GroupMerge.edited(
                                                    compare, group, side, end(side, group.name())))
                            .count());
        }
        return new Newest(flow, last, now, edits).side();
    }

    private Verdict verdict(Group group, GroupMerge.Past past) {
        GroupName name = group.name();
        Verdict.Bad refused = situation.refused().get(name);
        if (refused != null) {
            return refused;
        }
        Optional<Verdict> back = restored(name);
        if (back.isPresent()) {
            return back.get();
        }
        return new GroupMerge(
                        flow,
                        group,
                        situation.refs(),
                        end(Side.ACME, name),
                        end(Side.APP, name),
                        situation.parking(),
                        past,
                        new Taking(flow, group, now, bases).part())
                .verdict();
    }

    /// A person wants the value back that lost, or a write of ours went over it: it is written to
    /// the side that held it, and crosses from there like any edit.
    private Optional<Verdict> restored(GroupName group) {
        return Optional.ofNullable(situation.parking().restored().get(group))
                .flatMap(
                        wanted ->
                                new PuttingBack(
                                                flow,
                                                group,
                                                situation.refs(),
                                                wanted,
                                                now(wanted.side()).record())
                                        .verdict(
                                                read(wanted.side(), wanted.then(), group),
                                                read(wanted.side(), now(wanted.side()), group)));
    }

    private GroupMerge.End end(Side side, GroupName name) {
        return new GroupMerge.End(
                parents(side),
                base(side, name),
                reads(side, name),
                seen(side, name),
                read(side, now(side), name),
                now(side).record());
    }

    /// Whether a group of the base says today what it said when both agreed on it. A group that is
    /// new in the flow was never agreed on.
    private GroupMerge.Reads reads(Side side, GroupName name) {
        Base base = bases.get(side);
        if (base == null || base.marks().isEmpty() || back.isPresent()) {
            return GroupMerge.Reads.AS_BEFORE;
        }
        Mark then = base.marks().get(name);
        if (then == null) {
            return GroupMerge.Reads.BY_MAPPING;
        }
        if (!then.differs(flow, side, base, name)) {
            return GroupMerge.Reads.AS_BEFORE;
        }
        return then.mapping().equals(flow.version())
                ? GroupMerge.Reads.BY_ZONES
                : GroupMerge.Reads.BY_MAPPING;
    }

    private State now(Side side) {
        State state = now.get(side);
        if (state == null) {
            throw new IllegalStateException("nothing is known about the record of " + side);
        }
        return state;
    }

    private List<Flow.Parent> parents(Side side) {
        return List.copyOf(flow.parents(side, now(side).record()));
    }

    /// What a group of which the flow was not about then says is new on both sides, unless both
    /// bases say the same: a write of ours may have ended what the flow is about.
    private Reading base(Side side, GroupName group) {
        Side of = compared(side, group);
        Base base = bases.get(of);
        return base == null || !(Taking.agreed(flow, group, bases) || sayTheSame(group))
                ? blank(group)
                : read(of, base.of(group), group);
    }

    private boolean sayTheSame(GroupName group) {
        Base acme = bases.get(Side.ACME);
        Base app = bases.get(Side.APP);
        return acme != null
                && app != null
                && !new Readings(flow)
                        .differ(
                                read(Side.ACME, acme.of(group), group),
                                read(Side.APP, app.of(group), group));
    }

    private Reading seen(Side side, GroupName group) {
        Side of = compared(side, group);
        Base base = bases.get(of);
        return base == null ? blank(group) : read(of, base.agreed(), group);
    }

    /// With whose base a side is compared. What somebody made of the mark since is an edit, and the
    /// restored record is what it was.
    private Side compared(Side side, GroupName name) {
        boolean restored = back.filter(one -> one == side).isPresent();
        boolean marked =
                flow.groups().stream()
                        .filter(group -> group.name().equals(name))
                        .anyMatch(flow::isMarkedByDeletes);
        boolean other =
                marked && (restored ? stands(side.other(), name) : isAsIfMarked(side, name));
        return other ? side.other() : side;
    }

    /// Whether a base rests on the mark of a delete that its record may never have borne ([Doubt]),
    /// while a person was asked about it. Now that both records are there, what both agreed on is
    /// what the other base holds: a mark that stands here was set by somebody.
    private boolean isAsIfMarked(Side side, GroupName group) {
        Base base = bases.get(side);
        Base agreed = bases.get(side.other());
        if (back.isPresent() || base == null || agreed == null) {
            return false;
        }
        Reading here = read(side, base.of(group), group);
        Reading there = read(side.other(), agreed.of(group), group);
        return Deleting.isMark(flow, side.other(), group, here)
                && !Deleting.isMark(flow, side.other(), group, there);
    }

    /// Whether a side is still as it was left.
    private boolean stands(Side side, GroupName group) {
        Base base = bases.get(side);
        return base != null
                && !new Readings(flow)
                        .differ(read(side, base.of(group), group), read(side, now(side), group));
    }

    /// A linked end without a base was never in agreement: all that it holds now is new.
    private Reading blank(GroupName name) {
        SequencedMap<FieldName, Neutral> fields = new LinkedHashMap<>();
        flow.groups().stream()
                .filter(group -> group.name().equals(name))
                .flatMap(group -> group.fields().stream())
                .forEach(field -> fields.put(field, new Neutral.Empty()));
        return new Reading.Of(fields);
    }

    private Reading read(Side side, State state, GroupName group) {
        SequencedMap<GroupName, Reading> all =
                readings.computeIfAbsent(side, _ -> new IdentityHashMap<>())
                        .computeIfAbsent(state, _ -> flow.read(side, state, situation.refs()));
        Reading reading = all.get(group);
        return reading == null ? new Reading.Of(new LinkedHashMap<>()) : reading;
    }

    /// The verdict that matters most speaks for all.
    private static String sentence(SequencedMap<GroupName, Verdict> verdicts) {
        return verdicts.values().stream()
                .min(java.util.Comparator.comparingInt(Merging::rank))
                .map(Verdict::sentence)
                .orElse("Both records are linked; the flow writes no fields.");
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Bad _ -> 0;
            case Verdict.Conflict _ -> 1;
            case Verdict.Wait _ -> 2;
            case Verdict.Write _ -> 3;
            case Verdict.Agreed _ -> 4;
            case Verdict.Rests _ -> 5;
            case Verdict.Parked _ -> 6;
            case Verdict.Same _ -> 7;
        };
    }
}
