package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Decision.Bury;
import drawbridge.sync.Decision.Hold;
import drawbridge.sync.Decision.Last;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// One record of a link is gone for good.
public final class Deleting {

    /// Why a person is asked about a record that is gone on one side and edited on the other.
    public static final String AGAINST_EDIT = "deleted-against-edited";

    /// Why a person is asked about a record that is gone, where the flow says so.
    public static final String ASKED = "deleted";

    /// Why a person is asked about a record that nobody ever saw under its id.
    public static final String NEVER_FOUND = "never-found";

    /// Why a person is asked about many deletes at once.
    public static final String MASS_DELETE = "mass-delete";

    private final Situation situation;
    private final Flow flow;
    private final Link link;
    private final Side gone;
    private final Side left;

    Deleting(Situation situation, Link link, Side gone) {
        this.situation = situation;
        this.flow = situation.flow();
        this.link = link;
        this.gone = gone;
        this.left = gone.other();
    }

    Decision decide() {
        if (!(situation.sight(left) instanceof Sight.Present(State state))) {
            return bury("gone", "Both records are gone: the link is buried.");
        }
        Optional<Side> kept = situation.parking().whole();
        if (kept.filter(side -> side == left).isPresent()) {
            return keep(state);
        }
        if (kept.isEmpty() && edited(state)) {
            return new Hold(
                    AGAINST_EDIT,
                    Words.named(gone)
                            + " deleted the record while "
                            + Words.inside(left)
                            + " changed it: a person decides.");
        }
        if (kept.isEmpty() && flow.onDelete(gone) == Flow.OnDelete.HOLD) {
            return new Hold(ASKED, "It was deleted: the flow asks a person.");
        }
        return switch (carried()) {
            case UNLINK, HOLD -> bury("unlink", "It was deleted: its partner goes its own way.");
            case CANCEL -> write(state, flow.cancelled(), "cancelled");
            case SOFT -> write(state, flow.softDeleted(), "marked as deleted");
            case HARD ->
                    new Bury(
                            gone,
                            new Last.Delete(),
                            "deleted",
                            "It was deleted: its partner in "
                                    + Words.inside(left)
                                    + " is deleted too.");
        };
    }

    /// What a person keeps is there on both sides, unless the flow makes no such partner.
    private Decision keep(State state) {
        if (flow.noMatch(left) != Flow.NoMatch.CREATE) {
            return bury("kept", "A person kept the record that is left: it goes its own way.");
        }
        return new Making(flow, left, state, situation.refs())
                .anew(
                        link.end(gone).base().map(Base::agreed),
                        "kept",
                        "A person kept the record that is left: its partner in "
                                + Words.inside(gone)
                                + " is made anew.");
    }

    private Decision bury(String reason, String sentence) {
        return new Bury(gone, new Last.Nothing(), reason, sentence);
    }

    /// Whether the delete is one of those of which there may be too many at once: not where a
    /// person decided about this very record, nor where it repeats by now, so that nothing was
    /// deleted.
    public static boolean mayBeOneOfMany(Situation situation, Side gone) {
        return situation.parking().whole().isEmpty() && situation.state(gone).isEmpty();
    }

    /// There were too many at once.
    public static Hold stopped() {
        return new Hold(
                MASS_DELETE,
                "It was deleted with many others: nothing is carried out until a person approves"
                        + " them.");
    }

    /// There were too many at once, and a person rejected them.
    public static Bury spared(Bury bury) {
        return new Bury(
                bury.gone(),
                new Last.Nothing(),
                "rejected",
                "A person rejected the delete: the record that is left goes its own way.");
    }

    /// Whether the record that is left was edited since both agreed, other than towards what the
    /// delete would make of it anyway.
    private boolean edited(State state) {
        Readings compare = new Readings(flow);
        SequencedMap<GroupName, Reading> now = flow.read(left, state, situation.refs());
        for (Flow.Group group : flow.groups()) {
            if (!group.ways().contains(left.outbound())) {
                continue;
            }
            Optional<Base> base = link.end(left).base();
            if (base.isEmpty()) {
                continue;
            }
            Reading before =
                    flow.read(left, base.get().of(group.name()), situation.refs())
                            .get(group.name());
            Reading after = now.get(group.name());
            if (before != null
                    && after != null
                    && compare.differ(before, after)
                    && !isCancelled(group, after)) {
                return true;
            }
        }
        return false;
    }

    /// What the flow's delete would make of the record that is left.
    private static Map<FieldName, Neutral> towards(Flow flow, Side gone) {
        return carried(flow, gone) == Flow.OnDelete.SOFT ? flow.softDeleted() : flow.cancelled();
    }

    /// Whether `left` bears a mark that nobody sets by hand: where a delete cancels, a person may
    /// have cancelled.
    static boolean isMarkedByUs(Flow flow, Side gone, State left, Refs refs) {
        return carried(flow, gone) == Flow.OnDelete.SOFT && isMarked(flow, gone, left, refs);
    }

    /// Whether `left` bears the mark of a delete at the other side.
    public static boolean isMarked(Flow flow, Side gone, State left, Refs refs) {
        Readings compare = new Readings(flow);
        Map<FieldName, Neutral> wanted = towards(flow, gone);
        SequencedMap<GroupName, Reading> now = flow.read(gone.other(), left, refs);
        return !wanted.isEmpty()
                && flow.groups().stream()
                        .allMatch(
                                group -> {
                                    Reading there = now.get(group.name());
                                    return there != null
                                            && compare.toSend(of(group, wanted), there).isEmpty();
                                });
    }

    private static SequencedMap<FieldName, Neutral> of(
            Flow.Group group, Map<FieldName, Neutral> values) {
        SequencedMap<FieldName, Neutral> its = new LinkedHashMap<>();
        for (FieldName field : group.fields()) {
            Neutral value = values.get(field);
            if (value != null) {
                its.put(field, value);
            }
        }
        return its;
    }

    /// How a delete is carried out. Where the flow asks, and a person keeps the delete, in the
    /// mildest way that it has words for.
    private Flow.OnDelete carried() {
        return carried(flow, gone);
    }

    private static Flow.OnDelete carried(Flow flow, Side gone) {
        Flow.OnDelete policy = flow.onDelete(gone);
        if (policy != Flow.OnDelete.HOLD) {
            return policy;
        }
        if (!flow.cancelled().isEmpty()) {
            return Flow.OnDelete.CANCEL;
        }
        return flow.softDeleted().isEmpty() ? Flow.OnDelete.HARD : Flow.OnDelete.SOFT;
    }

    private boolean isCancelled(Flow.Group group, Reading reading) {
        return isMark(flow, gone, group, reading);
    }

    /// Whether the group says what a delete at `gone` would make of it.
    static boolean isMark(Flow flow, Side gone, GroupName name, Reading reading) {
        return flow.groups().stream()
                .filter(group -> group.name().equals(name))
                .anyMatch(group -> isMark(flow, gone, group, reading));
    }

    private static boolean isMark(Flow flow, Side gone, Flow.Group group, Reading reading) {
        Map<FieldName, Neutral> mark = towards(flow, gone);
        return reading instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                && group.fields().stream()
                        .allMatch(
                                field -> {
                                    Neutral wanted = mark.get(field);
                                    Neutral there = fields.get(field);
                                    return wanted != null
                                            && there != null
                                            && flow.same(field, there, wanted);
                                });
    }

    /// An unanswered call had marked the record that is left.
    static Bury carriedOut(Side gone) {
        return new Bury(
                gone,
                new Last.Nothing(),
                "deleted",
                "It was deleted, and an unanswered call turned out to have told its partner in "
                        + Words.inside(gone.other())
                        + " so.");
    }

    /// @param word what the record is then
    private Decision write(State state, Map<FieldName, Neutral> values, String word) {
        Readings compare = new Readings(flow);
        SequencedMap<GroupName, Reading> now = flow.read(left, state, situation.refs());
        Value.Obj members = Value.Obj.EMPTY;
        for (Flow.Group group : flow.groups()) {
            SequencedMap<FieldName, Neutral> wanted = of(group, values);
            Reading there = now.get(group.name());
            Map<FieldName, Neutral> send = there == null ? wanted : compare.toSend(wanted, there);
            if (send.isEmpty()) {
                continue;
            }
            switch (flow.write(
                    left,
                    group.name(),
                    send,
                    situation.refs(),
                    Values.merge(state.record(), members))) {
                case Patch.Refused refused -> {
                    return new Decision.Reject(refused.pointer(), refused.sentence());
                }
                case Patch.Of(Value.Obj some) -> members = Values.merge(members, some);
            }
        }
        boolean already = members.members().isEmpty();
        return new Bury(
                gone,
                already ? new Last.Nothing() : new Last.Write(members),
                "deleted",
                already
                        ? "It was deleted, and its partner is " + word + " already."
                        : "It was deleted: its partner in "
                                + Words.inside(left)
                                + " is "
                                + word
                                + ".");
    }
}
