package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.EndedAttempt;
import drawbridge.crossing.engine.Journal.Next;
import drawbridge.crossing.engine.Journal.OutcomeKind;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Settlement;
import drawbridge.crossing.engine.Writing.Wrote;
import drawbridge.mapping.Direction;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.sync.Base;
import drawbridge.sync.Decision.Merge;
import drawbridge.sync.Link;
import drawbridge.sync.Verdict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What a merge leaves behind: both bases, an outcome for each settled change, parked groups, and
/// when the lane is due next.
final class MergeEnd {

    private final Park park;
    private final Waits waits;

    MergeEnd(Park park, Waits waits) {
        this.park = park;
        this.waits = waits;
    }

    Settlement settled(Scene scene, Merge merge, Optional<Wrote.Done> wrote) {
        Round round = scene.round();
        Map<Side, State> now = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            scene.state(side).ifPresent(state -> now.put(side, state));
        }
        SequencedMap<GroupName, Verdict> verdicts = new LinkedHashMap<>(merge.verdicts());
        if (wrote.isPresent()) {
            State answered = withFurther(wrote.get().state(), scene, round.target());
            verdicts.putAll(new NotTaken(scene, round.target(), answered).among(verdicts));
            now.put(round.target(), answered);
        }
        Ending ending = new Ending(round).doubtEnded("looked up").seen(scene.seen());
        wrote.ifPresent(
                done -> {
                    ending.ended(done.attempt());
                    ending.seen(
                            Set.of(
                                    Content.of(
                                            done.record(),
                                            done.state().version(),
                                            done.state().record())));
                });
        ending.uses(scene.uses());
        List<Side> settling = settling(round, verdicts);
        for (Side side : settling) {
            SideResult result = SideResult.of(round, side, verdicts);
            ending.pairs(
                    side, result.kind(), result.reason(), result.sentence(), result.losing());
        }
        items(ending, scene, verdicts, settling);
        ending.link(moved(round, verdicts, now));
        return ending.then(next(round, verdicts));
    }

    /// The target moved on each time that it was to be written.
    Settlement restless(Scene scene, Merge merge, EndedAttempt attempt) {
        SequencedMap<GroupName, Verdict> verdicts = new LinkedHashMap<>(merge.verdicts());
        verdicts.replaceAll(
                (_, verdict) ->
                        verdict instanceof Verdict.Write write
                                        && write.target() == scene.round().target()
                                ? new Verdict.Conflict(
                                        "",
                                        "",
                                        "",
                                        "The record changed "
                                                + Round.LIMIT
                                                + " times while it was to be written: a person"
                                                + " decides.")
                                : verdict);
        Ending ending =
                new Ending(scene.round()).ended(attempt).uses(scene.uses()).seen(scene.seen());
        List<Side> settling = settling(scene.round(), verdicts);
        for (Side side : settling) {
            SideResult result = SideResult.of(scene.round(), side, verdicts);
            ending.pairs(
                    side, result.kind(), result.reason(), result.sentence(), result.losing());
        }
        Map<Side, State> now = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            scene.state(side).ifPresent(state -> now.put(side, state));
        }
        items(ending, scene, verdicts, settling);
        ending.link(moved(scene.round(), verdicts, now));
        return ending.then(next(scene.round(), verdicts));
    }

    /// A write's answer holds the record alone; what enriches it was not changed by it.
    private static State withFurther(State answered, Scene scene, Side side) {
        return scene.state(side)
                .map(
                        before ->
                                new State(answered.record(), before.with(), answered.version()))
                .orElse(answered);
    }

    /// The sides none of whose changes has to wait for a write or for a parent.
    private static List<Side> settling(Round round, Map<GroupName, Verdict> verdicts) {
        List<Side> settling = new ArrayList<>();
        for (Side side : Side.values()) {
            if (verdicts.values().stream().noneMatch(verdict -> awaits(round, side, verdict))) {
                settling.add(side);
            }
        }
        return settling;
    }

    private static boolean awaits(Round round, Side side, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Write write ->
                    write.target() == side.other() && write.target() != round.target();
            case Verdict.Wait wait -> wait.source() == side;
            case Verdict.Same _,
                    Verdict.Agreed _,
                    Verdict.Conflict _,
                    Verdict.Bad _,
                    Verdict.Parked _ ->
                    false;
        };
    }

    private void items(
            Ending ending, Scene scene, Map<GroupName, Verdict> verdicts, List<Side> settling) {
        verdicts.forEach(
                (group, verdict) -> {
                    switch (verdict) {
                        case Verdict.Conflict conflict ->
                                park.conflict(
                                        ending,
                                        scene,
                                        group.value(),
                                        conflict instanceof Verdict.Conflict c && c.base().isEmpty()
                                                ? "restless"
                                                : "both-changed",
                                        conflict,
                                        settling);
                        case Verdict.Bad bad ->
                                park.bad(
                                        ending,
                                        scene,
                                        group.value(),
                                        bad,
                                        settling.contains(bad.source())
                                                ? List.of(bad.source())
                                                : List.of());
                        case Verdict.Write write when write.target() != scene.round().target() -> {}
                        case Verdict.Same _, Verdict.Agreed _, Verdict.Write _ ->
                                free(ending, scene.round(), group, verdict.sentence());
                        case Verdict.Wait _, Verdict.Parked _ -> {}
                    }
                });
        for (ParkedItem item : scene.round().opened().parked()) {
            if (item.group().isEmpty()) {
                ending.closeMended(item, "Both records are linked and merge again.");
            }
        }
    }

    private static void free(Ending ending, Round round, GroupName group, String sentence) {
        for (ParkedItem item : round.opened().parked()) {
            if (item.group().equals(Optional.of(group.value()))) {
                ending.closeMended(item, sentence);
            }
        }
    }

    private static Link moved(
            Round round, Map<GroupName, Verdict> verdicts, Map<Side, State> now) {
        List<GroupName> holding = new ArrayList<>();
        verdicts.forEach(
                (group, verdict) -> {
                    boolean unwritten =
                            verdict instanceof Verdict.Write write
                                    && write.target() != round.target();
                    if (verdict.holds() || unwritten) {
                        holding.add(group);
                    }
                });
        Link link = round.link().orElseThrow();
        for (Side side : Side.values()) {
            Link.End end = link.end(side);
            State state = java.util.Objects.requireNonNull(now.get(side));
            Base base = end.base().orElse(Base.of(State.of(Value.Obj.EMPTY)));
            link =
                    link.with(
                            side,
                            new Link.End(
                                    end.record(),
                                    Optional.of(base.moved(state, holding)),
                                    state.version().map(Version::text).or(end::lastVersion),
                                    Optional.empty()));
        }
        return new Link(
                link.id(),
                link.flow(),
                link.life(),
                link.acme(),
                link.app(),
                round.flow().version());
    }

    private Next next(Round round, Map<GroupName, Verdict> verdicts) {
        Direction direction = round.direction();
        boolean other = false;
        for (Verdict verdict : verdicts.values()) {
            if (verdict instanceof Verdict.Wait wait) {
                if (wait.source() == direction.source()) {
                    return waits.parent(round, wait.parent(), wait.sentence());
                }
                other = true;
            }
            other |= verdict instanceof Verdict.Write write && write.target() != round.target();
        }
        return other ? new Next.Other() : new Next.Rest();
    }
}
