package drawbridge.crossing.engine;

import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.sync.Parking;
import drawbridge.sync.Readings;
import drawbridge.sync.Trail;
import drawbridge.sync.Verdict;
import drawbridge.sync.WrittenOver;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps with a link which of our writes may have gone over an edit, for as long as nobody changed
/// the group at that side since ([WrittenOver]).
final class BlindWrites {

    private final Scene scene;
    private final Round round;

    BlindWrites(Scene scene) {
        this.scene = scene;
        this.round = scene.round();
    }

    /// For each side that was read, the records in the bodies that came in from there.
    static Map<Side, List<State>> told(Scene seen) {
        Map<Side, List<State>> told = new EnumMap<>(Side.class);
        for (Side side : seen.proven()) {
            told.put(side, told(seen.round(), side));
        }
        return told;
    }

    /// The records in the bodies that came in from a side, where a write may have gone over one.
    static List<State> told(Round round, Side side) {
        boolean blind =
                round.opened().attempt().isPresent()
                        || round.link().filter(link -> !link.trail().blind().isEmpty()).isPresent();
        Optional<RecordRef> record = round.record(side);
        return blind
                ? Received.told(
                        round.pending(side).stream()
                                .filter(change -> record.equals(Optional.of(change.record())))
                                .toList())
                : List.of();
    }

    /// Whether the verdict puts back what a write of ours went over.
    static boolean putsBack(Scene scene, GroupName group, Verdict verdict) {
        return verdict instanceof Verdict.Write write
                && write.target() == scene.round().target()
                && over(scene, group).isPresent();
    }

    private static Optional<Trail.Blind> over(Scene scene, GroupName group) {
        return Optional.ofNullable(scene.situation().parking().restored().get(group))
                .flatMap(Parking.Restored::over);
    }

    /// @param now both records, the target's as the write was answered
    /// @param link after the merge
    Link after(Map<GroupName, Verdict> verdicts, Map<Side, State> now, boolean wrote, Link link) {
        Link after = link;
        for (Flow.Group group : round.flow().groups()) {
            Verdict verdict = verdicts.get(group.name());
            if (group.ways().size() < 2 || verdict == null) {
                continue;
            }
            if (over(scene, group.name()).isEmpty()) {
                after = after.with(seen(group.name(), verdict, after.trail()));
                after = after.with(after.trail().unmarked(group.name()));
            }
            if (wrote && verdict instanceof Verdict.Write write) {
                after = written(group.name(), write, now, after);
            }
        }
        return after;
    }

    private Trail seen(GroupName group, Verdict verdict, Trail trail) {
        return switch (verdict) {
            case Verdict.Same _, Verdict.Bad _, Verdict.Wait _, Verdict.Parked _, Verdict.Rests _ ->
                    trail;
            case Verdict.Agreed _, Verdict.Write _, Verdict.Conflict _ -> {
                Trail left = trail;
                for (Side side : Side.values()) {
                    if (!left.blind(group, side).isEmpty() && isEdited(group, side)) {
                        left = left.seen(group, side);
                    }
                }
                yield left;
            }
        };
    }

    private boolean isEdited(GroupName group, Side side) {
        Optional<Base> base = round.link().flatMap(known -> known.end(side).base());
        Optional<State> state = scene.state(side);
        return base.isPresent()
                && state.isPresent()
                && new Readings(round.flow())
                        .differ(
                                read(side, base.get().of(group), group),
                                read(side, state.get(), group));
    }

    private Reading read(Side side, State state, GroupName group) {
        return java.util.Objects.requireNonNull(
                round.flow().read(side, state, scene.situation().refs()).get(group));
    }

    private Link written(GroupName group, Verdict.Write write, Map<Side, State> now, Link link) {
        Side target = round.target();
        State answered = now.get(target);
        if (write.target() != target || answered == null) {
            return link;
        }
        State before = scene.state(target).orElseThrow();
        Optional<Parking.Restored> back =
                Optional.ofNullable(scene.situation().parking().restored().get(group))
                        .filter(restored -> restored.over().isPresent());
        WrittenOver over =
                new WrittenOver(
                        round.flow(), round.link().orElseThrow(), target, scene.situation().refs());
        Trail trail =
                back.isPresent() ? link.trail().seen(group, target).unmarked(group) : link.trail();
        // What was set after the edit that is put back was written over as well.
        Optional<State> then = back.map(Parking.Restored::then);
        Link blind =
                link.with(
                        over.blind(group, before, then, answered, write.members())
                                .map(further -> trail.with(group, further))
                                .orElse(trail));
        return back.flatMap(Parking.Restored::over)
                .map(gone -> over.rolledBack(blind, group, gone, states()))
                .orElse(blind);
    }

    private Map<Side, State> states() {
        Map<Side, State> states = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            scene.state(side).ifPresent(state -> states.put(side, state));
        }
        return states;
    }
}
