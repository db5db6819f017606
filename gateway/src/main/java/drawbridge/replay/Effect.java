package drawbridge.replay;

import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Decision;
import drawbridge.sync.Link;
import drawbridge.sync.Parking;
import drawbridge.sync.Sight;
import drawbridge.sync.Situation;
import drawbridge.sync.Sync;
import drawbridge.sync.Trail;
import drawbridge.sync.Verdict;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one change becomes by one flow, by the rules by which records cross.
///
/// The other side's record is taken as both sides agreed on it last, and the changed one as new in
/// all that it holds: so every group speaks, and none asks whether somebody edited the other side
/// as well. A record that has no partner is looked at as one that matches nothing.
///
/// @param there the other side's record
/// @param readings what the changed record says
record Effect(
        Flow flow,
        Side origin,
        Decision decision,
        Value.Obj there,
        Map<GroupName, Reading> readings) {

    /// @param sight the changed record
    static Effect of(
            Flow flow, Side origin, Sight sight, Optional<Link> known, Refs refs, Instant at) {
        Side target = origin.other();
        Optional<State> there =
                known.filter(link -> link.life() != Link.Life.UNLINKED)
                        .flatMap(link -> link.end(target).base())
                        .map(Base::agreed);
        Optional<Link> link = there.flatMap(state -> known.map(one -> anew(one, flow, target)));
        Sight other = there.<Sight>map(Sight.Present::new).orElseGet(Sight.None::new);
        Situation situation =
                new Situation(
                        flow,
                        origin,
                        link,
                        origin == Side.ACME ? sight : other,
                        origin == Side.ACME ? other : sight,
                        refs,
                        Parking.NOTHING,
                        Map.of(),
                        Optional.empty(),
                        new Sight.None(),
                        List.of(),
                        at,
                        Duration.ZERO);
        return new Effect(
                flow,
                origin,
                Sync.decide(situation),
                there.map(State::record).orElse(Value.Obj.EMPTY),
                sight instanceof Sight.Present(State state)
                        ? flow.read(origin, state, refs)
                        : Map.of());
    }

    private static Link anew(Link known, Flow flow, Side target) {
        Side origin = target.other();
        Link.End there = known.end(target);
        return new Link(
                        known.id(),
                        flow.name(),
                        Link.Life.LINKED,
                        Link.End.NONE,
                        Link.End.NONE,
                        flow.version(),
                        Trail.NONE)
                .with(
                        target,
                        new Link.End(
                                there.record(),
                                there.base().map(base -> Base.of(base.agreed())),
                                there.lastVersion(),
                                Optional.empty()))
                .with(
                        origin,
                        new Link.End(
                                known.end(origin).record(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
    }

    ResourceName target() {
        return flow.end(origin.other()).resource();
    }

    /// Whether a person would have to mend the record first, in whole or in part.
    boolean isRefused() {
        return switch (decision) {
            case Decision.Reject _ -> true;
            case Decision.Merge merge ->
                    merge.verdicts().values().stream().anyMatch(Verdict.Bad.class::isInstance);
            case Decision.Create _,
                    Decision.Adopt _,
                    Decision.Rename _,
                    Decision.Move _,
                    Decision.Leave _,
                    Decision.Expand _,
                    Decision.Bury _,
                    Decision.Revive _,
                    Decision.Remake _,
                    Decision.AwaitParent _,
                    Decision.AwaitOrigin _,
                    Decision.AwaitProof _,
                    Decision.Hold _ ->
                    false;
        };
    }

    /// What becomes of the record as a whole.
    String words() {
        return switch (decision) {
            case Decision.Merge _ -> "it is linked, and written";
            case Decision.Create create -> "a new " + target() + ": " + json(create.body());
            case Decision.Reject reject -> refused(reject.pointer(), reject.sentence());
            case Decision.Bury bury ->
                    switch (bury.last()) {
                        case Decision.Last.Nothing _ -> "its partner is left: " + bury.sentence();
                        case Decision.Last.Write write ->
                                "its partner gets " + json(write.members());
                        case Decision.Last.Delete _ -> "its partner is deleted";
                    };
            case Decision.Hold hold -> "a person is asked: " + hold.sentence();
            case Decision.AwaitParent await -> "it waits: " + await.sentence();
            case Decision.Adopt _,
                    Decision.Rename _,
                    Decision.Move _,
                    Decision.Leave _,
                    Decision.Expand _,
                    Decision.Revive _,
                    Decision.Remake _,
                    Decision.AwaitOrigin _,
                    Decision.AwaitProof _ ->
                    decision.sentence();
        };
    }

    /// What becomes of a group of a record that is linked.
    String words(GroupName group, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Write _, Verdict.Agreed _ -> "written: " + shown(group);
            case Verdict.Same _ ->
                    crosses(group)
                            ? "nothing is written: it reads as empty"
                            : "it does not cross this way";
            case Verdict.Bad bad -> refused(bad.pointer(), bad.sentence());
            case Verdict.Conflict conflict -> "a person is asked: " + conflict.sentence();
            case Verdict.Wait wait -> "it waits: " + wait.sentence();
            case Verdict.Parked parked -> parked.sentence();
            case Verdict.Rests rests -> "it rests: " + rests.sentence();
        };
    }

    private String shown(GroupName group) {
        return Optional.ofNullable(readings.get(group))
                .map(reading -> "'" + flow.show(group, reading) + "'")
                .orElse("nothing");
    }

    private boolean crosses(GroupName name) {
        return flow.groups().stream()
                .filter(group -> group.name().equals(name))
                .anyMatch(group -> group.ways().contains(origin.outbound()));
    }

    private static String refused(String pointer, String sentence) {
        return "refused: " + pointer + ": " + sentence;
    }

    static String json(Value value) {
        return new String(JsonText.write(value), StandardCharsets.UTF_8);
    }
}
