package drawbridge.sync;

import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Decision.Merge;
import drawbridge.sync.Link.Life;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Looks back at a write that was not answered: each group that it carried is compared with what
/// the target held before the call and with what was sent.
///
/// | what the target holds now | what follows |
/// | --- | --- |
/// | what was sent, or what the target makes of that by its declared habits | the call arrived: both bases of the group are what the call made them, and what the source's users changed since is an edit upon it |
/// | the very record that was there before | the call did not arrive: it is as if it had not been made |
/// | the old value, in a record that moved | it did not arrive and somebody changed something else, or it arrived and somebody put the old value back: a person decides, where it would be written again |
/// | another value | somebody's edit upon our value, or instead of it, or what the target made of it: a person decides, unless both sides agree |
///
/// Where the source's record is gone by now, what stands in doubt at the target counts as an edit
/// upon what was sent: the delete is not carried over it. The same where it repeats by now and its
/// occurrences take its place.
///
/// A delete that was carried to the target and undone meanwhile is no edit of anybody's either, and
/// no delete of anybody's where it deleted the record there ([Unburied]). One that still stands is
/// over where the target bears its mark, whatever was changed besides; where the mark may have been
/// taken away again, that is an edit. A group that crosses to the target alone is written in any
/// case: nobody's edit there counts.
public final class Doubt {

    /// The reason of a hold: what the target holds cannot be told apart from somebody's edit.
    public static final String REASON = "in-doubt";

    private static final String ARRIVED = "An unanswered call turned out to have been carried out.";

    private final Situation situation;
    private final Set<GroupName> arrived;
    private final Map<GroupName, Unsure> unsure;
    private final Optional<Decision> known;

    /// @param again whether only a further write to the target is in question
    private record Unsure(Side target, boolean again, String sentence) {

        boolean stops(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Write write -> !again || write.target() == target;
                case Verdict.Conflict _ -> !again;
                case Verdict.Same _,
                        Verdict.Agreed _,
                        Verdict.Bad _,
                        Verdict.Wait _,
                        Verdict.Parked _,
                        Verdict.Rests _ ->
                        false;
            };
        }
    }

    private Doubt(
            Situation situation,
            Set<GroupName> arrived,
            Map<GroupName, Unsure> unsure,
            Optional<Decision> known) {
        this.situation = situation;
        this.arrived = arrived;
        this.unsure = unsure;
        this.known = known;
    }

    /// What is to be made of a look at a link, with regard to a write of which nobody knows.
    ///
    /// @param told for each side that was read, the records in the bodies that came in from there:
    ///   what a write of ours went over is to be put back ([WrittenOver])
    static Doubt about(
            Situation seen, Optional<Unanswered> call, Map<Side, List<State>> told, Rules rules) {
        boolean linked = seen.link().filter(link -> link.life() != Life.UNLINKED).isPresent();
        Doubt doubt =
                (linked ? call.map(known -> of(seen, known)) : Optional.<Doubt>empty())
                        .orElseGet(() -> none(seen))
                        .restoring(told);
        return linked && call.isPresent() && call.get() instanceof Unanswered.Update update
                ? doubt.unburied(update.target(), rules).restoring(told)
                : doubt;
    }

    private static Doubt of(Situation seen, Unanswered call) {
        return switch (call) {
            case Unanswered.Mark mark -> marked(seen, mark);
            // What it did shows at the target alone: the record it came from may be gone by now.
            case Unanswered.Update update ->
                    seen.state(update.target()).isPresent() ? updated(seen, update) : none(seen);
            case Unanswered.Delete(Side target, Instant until) ->
                    none(Unburied.undeleted(seen, target, until));
            case Unanswered.Create(Side target) ->
                    seen.partner(Side.ACME).isPresent() && seen.partner(Side.APP).isPresent()
                            ? made(seen, target)
                            : none(seen);
        };
    }

    private Doubt restoring(Map<Side, List<State>> told) {
        Situation restoring = MarkedOver.restoring(WrittenOver.restoring(situation, told));
        return new Doubt(restoring, arrived, unsure, known);
    }

    private static Doubt none(Situation seen) {
        return new Doubt(seen, Set.of(), Map.of(), Optional.empty());
    }

    /// What is to be done, now that it is known what became of the write.
    Decision decision(Rules rules) {
        Decision decision = known.orElseGet(() -> rules.decide(situation));
        return switch (decision) {
            case Merge merge -> guarded(merge);
            case Decision.Revive(Side back, Merge merge, String sentence) ->
                    new Decision.Revive(back, guarded(merge), sentence);
            case Decision.Create _,
                    Decision.Adopt _,
                    Decision.Rename _,
                    Decision.Move _,
                    Decision.Leave _,
                    Decision.Expand _,
                    Decision.Bury _,
                    Decision.Remake _,
                    Decision.AwaitParent _,
                    Decision.AwaitOrigin _,
                    Decision.AwaitProof _,
                    Decision.Hold _,
                    Decision.Reject _ ->
                    decision;
        };
    }

    /// Whether the mark was taken away from a record that is gone by now will never be known: the
    /// link counts as one that lived for this decision alone. Until that is carried out it stays
    /// buried, so that a record that is there again with its mark is not taken for one that agrees.
    /// While a person is asked about it the link lives, and rests on the mark.
    private Doubt unburied(Side target, Rules rules) {
        Situation lived = Unburied.living(situation, target);
        Decision decision = rules.decide(lived);
        boolean forNow =
                !lived.equals(situation)
                        && situation.state(target).isEmpty()
                        && !(decision instanceof Decision.Hold);
        return forNow
                ? new Doubt(situation, arrived, unsure, Optional.of(decision))
                : new Doubt(Unburied.asIfMarked(situation, lived, target), arrived, unsure, known);
    }

    /// The situation, its link resting on what is known about the write.
    Situation situation() {
        return situation;
    }

    private Merge guarded(Merge merge) {
        SequencedMap<GroupName, Verdict> verdicts = new LinkedHashMap<>(merge.verdicts());
        verdicts.replaceAll(this::guarded);
        return new Merge(verdicts, merge.sentence());
    }

    private Verdict guarded(GroupName group, Verdict verdict) {
        if (arrived.contains(group) && verdict instanceof Verdict.Same) {
            return new Verdict.Agreed(ARRIVED);
        }
        boolean decided = situation.parking().kept().containsKey(group);
        Unsure why = unsure.get(group);
        return why != null && why.stops(verdict) && !decided
                ? new Verdict.Conflict(
                        REASON,
                        "not known",
                        show(Side.ACME, group),
                        show(Side.APP, group),
                        why.sentence())
                : verdict;
    }

    private String show(Side side, GroupName group) {
        Flow flow = situation.flow();
        return Optional.ofNullable(
                        flow.read(side, situation.state(side).orElseThrow(), situation.refs())
                                .get(group))
                .map(reading -> flow.show(group, reading))
                .orElse("");
    }

    // ---- The mark of a delete

    private static Doubt marked(Situation seen, Unanswered.Mark mark) {
        Side target = mark.target();
        if (Unburied.is(seen, target)) {
            return none(Unburied.buried(over(seen, mark), target, mark.until()));
        }
        Optional<State> left = seen.state(target);
        if (left.isEmpty()) {
            return none(Unburied.both(over(seen, mark), mark));
        }
        // Where both are there, nothing of ours is.
        if (seen.partner(target.other()).isPresent()) {
            return none(seen);
        }
        Optional<Side> kept = seen.parking().whole();
        if (kept.isPresent()) {
            return mark.sent()
                    .filter(_ -> kept.get() == target && isMarkedByUs(seen, target, left.get()))
                    .map(sent -> kept(seen, mark, left.get(), sent))
                    .orElseGet(() -> none(seen));
        }
        if (Unburied.isMarked(seen, target)) {
            Decision over = Sync.carriedOut(seen, target.other());
            return new Doubt(over(seen, mark), Set.of(), Map.of(), Optional.of(over));
        }
        return mark.sent()
                .filter(known -> mayBeUnmarked(known, left.get()))
                .map(known -> none(seen.resting(asIfMarked(seen, target, known))))
                .orElseGet(() -> none(seen));
    }

    /// The situation, its link with what the mark went over. A link that was buried by an earlier
    /// look rests on the mark, and has it already.
    private static Situation over(Situation seen, Unanswered.Mark mark) {
        return mark.sent()
                .filter(_ -> seen.link().orElseThrow().life() == Life.LINKED)
                .map(
                        sent ->
                                seen.resting(
                                        MarkedOver.kept(
                                                seen,
                                                seen.link().orElseThrow(),
                                                mark.target(),
                                                sent.before(),
                                                sent.made())))
                .orElse(seen);
    }

    /// A person let the delete stand, and keeps what is left after all, which bears the mark by
    /// now: what takes the place of the deleted record is made of what stood there before.
    private static Doubt kept(Situation seen, Unanswered.Mark mark, State left, Sent sent) {
        Value.Obj before = WrittenOver.members(sent.before(), sent.members());
        State unmarked =
                new State(Values.merge(left.record(), before), left.with(), left.version());
        Situation over = over(seen, mark);
        Side gone = mark.target().other();
        Decision remade =
                new Deleting(
                                over.seeing(mark.target(), new Sight.Present(unmarked)),
                                over.link().orElseThrow(),
                                gone)
                        .decide();
        return new Doubt(over, Set.of(), Map.of(), Optional.of(remade));
    }

    private static boolean isMarkedByUs(Situation seen, Side target, State left) {
        return Deleting.isMarkedByUs(seen.flow(), target.other(), left, seen.refs());
    }

    /// Whether somebody may have taken the mark away again.
    private static boolean mayBeUnmarked(Sent sent, State now) {
        return !isUntouched(sent.before(), now);
    }

    /// So that a record without the mark is one that was edited.
    private static Link asIfMarked(Situation seen, Side target, Sent sent) {
        return asIfArrived(seen.link().orElseThrow(), target, sent, sent.groups());
    }

    /// So that what is there now counts as an edit upon what was sent.
    private static Link asIfArrived(Link known, Side target, Sent sent, Set<GroupName> groups) {
        Link link = known;
        for (GroupName group : groups) {
            link = rests(link, target, group, sent.made());
        }
        return link;
    }

    // ---- An update

    private static Doubt updated(Situation seen, Unanswered.Update update) {
        Side target = update.target();
        Sent sent = update.sent();
        Link link = seen.link().orElseThrow();
        if (update.stored()) {
            for (Map.Entry<Side, Base> base : sent.bases().entrySet()) {
                link = link.with(base.getKey(), rests(link.end(base.getKey()), base.getValue()));
            }
        }
        State now = seen.state(target).orElseThrow();
        Arrival arrival = new Arrival(seen.flow(), seen.refs(), target, sent.before(), sent);
        boolean untouched = isUntouched(sent.before(), now);
        Set<GroupName> arrived = new HashSet<>();
        Map<GroupName, Unsure> unsure = new HashMap<>();
        for (Flow.Group group : seen.flow().groups()) {
            GroupName name = group.name();
            if (!sent.groups().contains(name) || knew(link, target, name, sent)) {
                continue;
            }
            if (arrival.isWhatWasSent(name, now)) {
                arrived.add(name);
            } else if (!untouched && group.ways().contains(target.outbound())) {
                boolean old = arrival.isWhatWasBefore(name, now);
                unsure.put(
                        name,
                        new Unsure(
                                target,
                                old,
                                old ? putBack(name) : edited(name, arrival.mayBeOurs(name, now))));
            }
        }
        if (seen.partner(target.other()).isEmpty()) {
            link = asIfArrived(link, target, sent, unsure.keySet());
        }
        for (Flow.Group group : seen.flow().groups()) {
            GroupName name = group.name();
            if (arrived.contains(name)) {
                link = rests(link, target, name, now);
                link = rests(link, target.other(), name, sent.source());
                Value.Obj written = arrival.written(name, sent.members());
                link = WrittenOver.arrived(seen, link, target, group, sent, written);
            }
        }
        return new Doubt(seen.resting(link), arrived, unsure, Optional.empty());
    }

    /// Whether an earlier look of this crossing saw that the group arrived: what is there by now
    /// came after it.
    private static boolean knew(Link link, Side target, GroupName group, Sent sent) {
        return link.end(target.other())
                .base()
                .filter(base -> base.of(group).equals(sent.source()))
                .isPresent();
    }

    private static boolean isUntouched(State before, State now) {
        if (before.version().isPresent() && now.version().isPresent()) {
            return before.version().get().text().equals(now.version().get().text());
        }
        return Values.same(before.record(), now.record());
    }

    private static Link rests(Link link, Side side, GroupName group, State on) {
        Link.End end = link.end(side);
        return end.base()
                .map(base -> link.with(side, rests(end, base.with(group, on))))
                .orElse(link);
    }

    private static Link.End rests(Link.End end, Base base) {
        return new Link.End(end.record(), Optional.of(base), end.lastVersion(), end.missingSince());
    }

    private static String putBack(GroupName group) {
        return "A call was not answered, and somebody changed the record since: whether the "
                + group
                + " was put back there is not known: a person decides.";
    }

    private static String edited(GroupName group, boolean mayBeOurs) {
        return mayBeOurs
                ? "A call was not answered, and what stands there as the "
                        + group
                        + " may be what the system made of our value, or somebody's edit: a person"
                        + " decides."
                : "A call was not answered, and somebody changed the "
                        + group
                        + " there: whether upon our value or instead of it is not known: a person"
                        + " decides.";
    }

    // ---- A create

    /// The record was found: what differs from what the create sent is somebody's edit, unless it
    /// looks like what the target may have made of it.
    private static Doubt made(Situation seen, Side target) {
        Optional<Base> base = seen.link().orElseThrow().end(target).base();
        State now = seen.state(target).orElseThrow();
        Map<GroupName, Unsure> unsure = new HashMap<>();
        for (Flow.Group group : seen.flow().groups()) {
            Optional<State> ours = base.map(known -> known.held().get(group.name()));
            if (ours.isPresent()
                    && group.ways().contains(target.outbound())
                    && new Arrival(seen.flow(), seen.refs(), target, ours.get())
                            .mayBeOurs(group.name(), now)) {
                unsure.put(group.name(), new Unsure(target, false, edited(group.name(), true)));
            }
        }
        return new Doubt(seen, Set.of(), unsure, Optional.empty());
    }
}
