package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.crossing.engine.Writing.Wrote;
import drawbridge.mapping.Direction;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.sync.Answered;
import drawbridge.sync.Base;
import drawbridge.sync.Decision.Merge;
import drawbridge.sync.Link;
import drawbridge.sync.Parking;
import drawbridge.sync.Restless;
import drawbridge.sync.Reviving;
import drawbridge.sync.Trail;
import drawbridge.sync.Verdict;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// What a merge leaves behind: both bases, an outcome for each settled change, parked groups, and
/// when the lane is due next.
final class MergeEnd {

    private final Park park;
    private final Waits waits;

    MergeEnd(Park park, Waits waits) {
        this.park = park;
        this.waits = waits;
    }

    /// Only asks what the merge asks, and leaves what it would write for the next look: a question
    /// that rests on an unanswered call must outlive the next one.
    Settlement asked(Scene scene, Merge merge) {
        return first(scene, merge, "a question was asked first; the rest is written next");
    }

    /// Only links what was found, and leaves what the merge would write for the next look: the
    /// attempt of a write takes the place of the create's, and until the link is written down too,
    /// nothing would tell the lane of what was found that it is ours.
    Settlement found(Scene scene, Merge merge) {
        return first(scene, merge, "what was made is linked first; the rest is written next");
    }

    private Settlement first(Scene scene, Merge merge, String why) {
        Ending ending = new Ending(scene.round()).doubtEnded("looked up").seen(scene.seen());
        ending.uses(scene.uses());
        return ended(ending, scene, merge.verdicts(), Optional.empty())
                .then(new Next.At(scene.situation().now(), why));
    }

    Settlement settled(Scene scene, Merge merge, Optional<Wrote.Done> wrote) {
        Round round = scene.round();
        Map<Side, State> now = states(scene);
        SequencedMap<GroupName, Verdict> verdicts = new LinkedHashMap<>(merge.verdicts());
        Set<GroupName> moved = Set.of();
        if (wrote.isPresent()) {
            State answered = withFurther(wrote.get().state(), scene, round.target());
            Answered answer = new Answered(scene.situation(), round.target(), answered);
            moved = answer.movedBesides(verdicts);
            moved.addAll(restored(scene, verdicts));
            verdicts.putAll(answer.notTaken(verdicts));
            now.put(round.target(), answered);
        }
        Ending ending = new Ending(round).doubtEnded("looked up").seen(scene.seen());
        wrote.map(done -> ended(done.attempt(), scene, verdicts)).ifPresent(ending::ended);
        if (moved.isEmpty()) {
            wrote.map(MergeEnd::content).ifPresent(ending::seen);
        }
        ending.uses(scene.uses());
        pairs(ending, scene, verdicts, Optional.of(round.target()));
        Link link =
                moved(scene, verdicts, now, moved, Optional.of(round.target()), wrote.isPresent());
        ending.link(new BlindWrites(scene).after(verdicts, now, wrote.isPresent(), link));
        Next next = next(round, verdicts);
        return ending.then(!moved.isEmpty() && next instanceof Next.Rest ? new Next.Other() : next);
    }

    /// People are to see why what was written is neither side's last word.
    private static EndedAttempt ended(
            EndedAttempt attempt, Scene scene, Map<GroupName, Verdict> verdicts) {
        return verdicts.entrySet().stream()
                .filter(one -> BlindWrites.putsBack(scene, one.getKey(), one.getValue()))
                .findFirst()
                .map(
                        one ->
                                new EndedAttempt(
                                        attempt.id(), "answered: " + one.getValue().sentence()))
                .orElse(attempt);
    }

    /// What was put back stands at its side as an edit, and crosses from there.
    private static Set<GroupName> restored(Scene scene, Map<GroupName, Verdict> verdicts) {
        Set<GroupName> restored = new TreeSet<>(scene.situation().parking().restored().keySet());
        restored.removeIf(
                group ->
                        !(verdicts.get(group) instanceof Verdict.Write write
                                && write.target() == scene.round().target()));
        return restored;
    }

    private static Set<Hash> content(Wrote.Done done) {
        return Set.of(Content.of(done.record(), done.state().version(), done.state().record()));
    }

    /// The target moved on each time that it was to be written.
    Settlement restless(Scene scene, Merge merge, EndedAttempt attempt) {
        SequencedMap<GroupName, Verdict> verdicts =
                Restless.merge(merge, scene.round().target()).verdicts();
        Ending ending =
                new Ending(scene.round()).ended(attempt).uses(scene.uses()).seen(scene.seen());
        return ended(ending, scene, verdicts, Optional.of(scene.round().target()))
                .then(next(scene.round(), verdicts));
    }

    private Ending ended(
            Ending ending, Scene scene, Map<GroupName, Verdict> verdicts, Optional<Side> written) {
        pairs(ending, scene, verdicts, written);
        Map<Side, State> now = states(scene);
        Link link = moved(scene, verdicts, now, Set.of(), written, false);
        return ending.link(new BlindWrites(scene).after(verdicts, now, false, link));
    }

    /// @param written the side whose writes are over, whatever became of them
    private void pairs(
            Ending ending, Scene scene, Map<GroupName, Verdict> verdicts, Optional<Side> written) {
        List<Side> settling = settling(verdicts, written);
        for (Side side : settling) {
            SideResult result = SideResult.of(scene.round(), side, verdicts);
            ending.pairs(side, result.kind(), result.reason(), result.sentence(), result.losing());
        }
        items(ending, scene, verdicts, settling, written);
    }

    private static Map<Side, State> states(Scene scene) {
        Map<Side, State> now = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            scene.state(side).ifPresent(state -> now.put(side, state));
        }
        return now;
    }

    /// A write's answer holds the record alone; what enriches it was not changed by it.
    private static State withFurther(State answered, Scene scene, Side side) {
        return scene.state(side)
                .map(before -> new State(answered.record(), before.with(), answered.version()))
                .orElse(answered);
    }

    /// The sides none of whose changes has to wait for a write or for a parent.
    private static List<Side> settling(Map<GroupName, Verdict> verdicts, Optional<Side> written) {
        List<Side> settling = new ArrayList<>();
        for (Side side : Side.values()) {
            if (verdicts.values().stream().noneMatch(verdict -> awaits(side, verdict, written))) {
                settling.add(side);
            }
        }
        return settling;
    }

    private static boolean awaits(Side side, Verdict verdict, Optional<Side> written) {
        return switch (verdict) {
            case Verdict.Write write when write.first() && write.target() == side -> true;
            case Verdict.Write write ->
                    write.target() == side.other() && !written.equals(Optional.of(write.target()));
            case Verdict.Wait wait -> wait.source() == side;
            case Verdict.Same _,
                    Verdict.Agreed _,
                    Verdict.Conflict _,
                    Verdict.Bad _,
                    Verdict.Parked _,
                    Verdict.Rests _ ->
                    false;
        };
    }

    private void items(
            Ending ending,
            Scene scene,
            Map<GroupName, Verdict> verdicts,
            List<Side> settling,
            Optional<Side> written) {
        verdicts.forEach(
                (group, verdict) -> {
                    switch (verdict) {
                        case Verdict.Conflict conflict ->
                                park.conflict(ending, scene, group.value(), conflict, settling);
                        case Verdict.Bad bad ->
                                park.bad(
                                        ending,
                                        scene,
                                        group.value(),
                                        bad,
                                        settling.contains(bad.source())
                                                ? List.of(bad.source())
                                                : List.of());
                        case Verdict.Write write
                                when write.first()
                                        || !written.equals(Optional.of(write.target())) -> {
                            if (write.first()
                                    || isOvertaken(scene, group, write.target().other())) {
                                free(ending, scene.round(), group, write.sentence());
                            }
                        }
                        case Verdict.Write write -> {
                            free(ending, scene.round(), group, verdict.sentence());
                            if (write.losing().isPresent() && !isDecided(scene, group)) {
                                park.lost(ending, scene, group, write.target());
                            }
                        }
                        case Verdict.Same _, Verdict.Agreed _, Verdict.Rests _ ->
                                free(ending, scene.round(), group, verdict.sentence());
                        case Verdict.Wait wait -> {
                            if (isOvertaken(scene, group, wait.source())) {
                                free(ending, scene.round(), group, wait.sentence());
                            }
                        }
                        case Verdict.Parked _ -> {}
                    }
                });
        for (ParkedItem item : scene.round().opened().parked()) {
            if (item.group().isEmpty()) {
                ending.closeMended(item, "Both records are linked and merge again.");
            }
        }
    }

    /// Whether what waited for a person, or for what a person decided, is settled by something that
    /// came in after that and is yet to be written. The settlement takes it for known, so that the
    /// item would hold it back, or the person's word would be carried out against it.
    ///
    /// @param source the side whose value is to be written
    private static boolean isOvertaken(Scene scene, GroupName group, Side source) {
        Parking parking = scene.situation().parking();
        return parking.waiting().contains(group) || source.other() == parking.kept().get(group);
    }

    private static void free(Ending ending, Round round, GroupName group, String sentence) {
        for (ParkedItem item : round.opened().parked()) {
            if (item.group().equals(Optional.of(group.value()))) {
                ending.closeMended(item, sentence);
            }
        }
    }

    /// @param written the side whose writes are over
    /// @param besides groups that somebody else changed at the target while it was written: there
    ///   they keep what they were read as, so that the change crosses as the edit that it is
    private static Link moved(
            Scene scene,
            Map<GroupName, Verdict> verdicts,
            Map<Side, State> now,
            Set<GroupName> besides,
            Optional<Side> written,
            boolean wrote) {
        Round round = scene.round();
        Link link = round.link().orElseThrow();
        Optional<Side> back = Reviving.back(scene.situation(), link);
        if (back.isPresent()) {
            link =
                    Reviving.asIfMarked(
                            scene.situation(),
                            link,
                            back.get(),
                            holding(back.get(), verdicts, written));
        }
        for (Side side : Side.values()) {
            Link.End end = link.end(side);
            State state = java.util.Objects.requireNonNull(now.get(side));
            List<GroupName> holding = holding(side, verdicts, written);
            Base base = end.base().orElse(Base.of(State.of(Value.Obj.EMPTY)));
            boolean read = scene.proven().contains(side) || (wrote && side == round.target());
            link =
                    link.with(
                            side,
                            new Link.End(
                                    end.record(),
                                    Optional.of(
                                                    side == round.target()
                                                            ? keeping(
                                                                    base.moved(state, holding),
                                                                    besides,
                                                                    scene)
                                                            : base.moved(state, holding))
                                            .map(moved -> moved.asUnread(base.unread() && !read)),
                                    state.version().map(Version::text).or(end::lastVersion),
                                    Optional.empty()));
        }
        return new Link(
                link.id(),
                link.flow(),
                Link.Life.LINKED,
                link.acme(),
                link.app(),
                round.flow().version(),
                wrote ? trail(scene, verdicts, link.trail()) : link.trail());
    }

    private static Trail trail(Scene scene, Map<GroupName, Verdict> verdicts, Trail trail) {
        Trail longer = trail;
        for (Map.Entry<GroupName, Verdict> verdict : verdicts.entrySet()) {
            if (verdict.getValue() instanceof Verdict.Write write
                    && write.target() == scene.round().target()) {
                boolean decided = isDecided(scene, verdict.getKey());
                longer =
                        longer.with(
                                verdict.getKey(),
                                new Trail.Step(
                                        write.target(), write.mark(), scene.situation().now()),
                                decided);
            }
        }
        return longer;
    }

    private static boolean isDecided(Scene scene, GroupName group) {
        Parking parking = scene.situation().parking();
        Parking.Restored restored = parking.restored().get(group);
        return parking.kept().containsKey(group) || (restored != null && restored.over().isEmpty());
    }

    private static List<GroupName> holding(
            Side side, Map<GroupName, Verdict> verdicts, Optional<Side> written) {
        List<GroupName> holding = new ArrayList<>();
        verdicts.forEach(
                (group, verdict) -> {
                    boolean unwritten =
                            verdict instanceof Verdict.Write write
                                    && !written.equals(Optional.of(write.target()));
                    if (verdict.holds(side) || unwritten) {
                        holding.add(group);
                    }
                });
        return holding;
    }

    private static Base keeping(Base base, Set<GroupName> besides, Scene scene) {
        Map<GroupName, State> held = new HashMap<>(base.held());
        for (GroupName group : besides) {
            State before = scene.state(scene.round().target()).orElseThrow();
            held.putIfAbsent(group, before);
        }
        return new Base(base.agreed(), held).asUnread(base.unread());
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
            other |=
                    verdict instanceof Verdict.Write write
                            && (write.first() || write.target() != round.target());
        }
        return other ? new Next.Other() : new Next.Rest();
    }
}
