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

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A record was deleted while its partner was edited, and a person said that it is to stay deleted:
/// the mark of the delete went over that edit. If the delete is taken back, the partner is to be as
/// it was when it was marked, and not as both had last agreed on: the edit is put back, and then
/// crosses, or is asked about, as if nothing had been deleted.
final class MarkedOver {

    private final Flow flow;
    private final Refs refs;
    private final Side side;

    private MarkedOver(Situation situation, Side side) {
        this.flow = situation.flow();
        this.refs = situation.refs();
        this.side = side;
    }

    /// The link, with what the mark went over.
    ///
    /// @param side the one that was marked
    /// @param before the record as it was then
    /// @param marked the record with the mark
    static Link kept(Situation situation, Link link, Side side, State before, State marked) {
        Optional<Base> base = link.end(side).base();
        if (base.isEmpty()) {
            return link;
        }
        MarkedOver over = new MarkedOver(situation, side);
        Trail trail = link.trail();
        for (Group group : situation.flow().groups()) {
            if (group.ways().size() == 2 && situation.flow().isMarkedByDeletes(group)) {
                Trail so = trail.unmarked(group.name());
                trail =
                        over.edit(group.name(), base.get().of(group.name()), before, marked)
                                .map(edit -> so.with(group.name(), edit))
                                .orElse(so);
            }
        }
        return link.with(trail);
    }

    private Optional<Trail.Marked> edit(GroupName group, State agreed, State before, State marked) {
        Readings readings = new Readings(flow);
        Reading edited = read(before, group);
        boolean isEdit =
                readings.differ(read(agreed, group), edited)
                        && readings.differ(edited, read(marked, group));
        return isEdit
                        && edited instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                        && flow.write(side, group, fields, refs) instanceof Patch.Of(Value.Obj own)
                ? Optional.of(
                        new Trail.Marked(
                                side,
                                WrittenOver.members(agreed, own),
                                WrittenOver.members(before, own)))
                : Optional.empty();
    }

    /// The record that was marked, as it was in that group before.
    static State before(Link link, Side side, GroupName group, State agreed) {
        return link.trail()
                .marked(group, side)
                .map(over -> with(agreed, over.edit()))
                .orElse(agreed);
    }

    /// The situation, with what a mark went over to be put back: where both records are there, and
    /// the mark still stands.
    static Situation restoring(Situation seen) {
        Optional<Link> known = seen.link().filter(link -> !link.trail().marked().isEmpty());
        if (known.isEmpty() || !bothAreThere(seen, known.get())) {
            return seen;
        }
        Map<GroupName, Parking.Restored> more = new HashMap<>();
        known.get()
                .trail()
                .marked()
                .forEach(
                        (group, over) ->
                                new MarkedOver(seen, over.target())
                                        .restored(seen, known.get(), group, over)
                                        .ifPresent(one -> more.put(group, one)));
        return more.isEmpty() ? seen : seen.parked(seen.parking().restoring(more));
    }

    private static boolean bothAreThere(Situation seen, Link link) {
        return seen.partner(Side.ACME).isPresent()
                && seen.partner(Side.APP).isPresent()
                && (link.life() == Link.Life.LINKED || Reviving.back(seen, link).isPresent());
    }

    private Optional<Parking.Restored> restored(
            Situation seen, Link link, GroupName group, Trail.Marked over) {
        State now = seen.state(side).orElseThrow();
        Reading here = read(now, group);
        boolean stands =
                link.end(side)
                        .base()
                        .filter(
                                base ->
                                        !new Readings(flow)
                                                .differ(read(base.of(group), group), here))
                        .isPresent();
        return stands
                ? Optional.of(
                        new Parking.Restored(
                                side,
                                with(now, over.edit()),
                                Optional.of(
                                        new Trail.Blind(
                                                side,
                                                seen.now(),
                                                seen.now(),
                                                over.agreed(),
                                                Trail.mark(flow.show(group, here)),
                                                false))))
                : Optional.empty();
    }

    private static State with(State state, Value.Obj members) {
        return new State(Values.merge(state.record(), members), state.with(), state.version());
    }

    private Reading read(State state, GroupName group) {
        Reading reading = flow.read(side, state, refs).get(group);
        return reading == null ? new Reading.Of(new LinkedHashMap<>()) : reading;
    }
}
