package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Decision.Bury;
import drawbridge.sync.Decision.Hold;

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
            return bury("kept", "A person kept the record that is left: it goes its own way.");
        }
        if (kept.isEmpty() && edited(state)) {
            return new Hold(
                    AGAINST_EDIT,
                    Words.named(gone)
                            + " deleted the record while "
                            + Words.inside(left)
                            + " changed it: a person decides.");
        }
        return switch (flow.onDelete(gone)) {
            case UNLINK -> bury("unlink", "It was deleted: its partner goes its own way.");
            case HOLD ->
                    kept.isPresent()
                            ? cancel(state)
                            : new Hold(ASKED, "It was deleted: the flow asks a person.");
            case CANCEL -> cancel(state);
        };
    }

    private Decision bury(String reason, String sentence) {
        return new Bury(gone, Optional.empty(), reason, sentence);
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

    private boolean isCancelled(Flow.Group group, Reading reading) {
        return reading instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                && group.fields().stream()
                        .allMatch(
                                field -> {
                                    Neutral wanted = flow.cancelled().get(field);
                                    Neutral there = fields.get(field);
                                    return wanted != null
                                            && there != null
                                            && flow.same(field, there, wanted);
                                });
    }

    private Decision cancel(State state) {
        Readings compare = new Readings(flow);
        SequencedMap<GroupName, Reading> now = flow.read(left, state, situation.refs());
        Value.Obj members = Value.Obj.EMPTY;
        for (Flow.Group group : flow.groups()) {
            SequencedMap<FieldName, Neutral> wanted = new LinkedHashMap<>();
            for (FieldName field : group.fields()) {
                Neutral value = flow.cancelled().get(field);
                if (value != null) {
                    wanted.put(field, value);
                }
            }
            Reading there = now.get(group.name());
            Map<FieldName, Neutral> send = there == null ? wanted : compare.toSend(wanted, there);
            if (send.isEmpty()) {
                continue;
            }
            switch (flow.write(left, group.name(), send, situation.refs())) {
                case Patch.Refused refused -> {
                    return new Decision.Reject(refused.pointer(), refused.sentence());
                }
                case Patch.Of(Value.Obj some) -> members = Values.merge(members, some);
            }
        }
        boolean already = members.members().isEmpty();
        return new Bury(
                gone,
                already ? Optional.empty() : Optional.of(members),
                "deleted",
                already
                        ? "It was deleted, and its partner is cancelled already."
                        : "It was deleted: its partner in "
                                + Words.inside(left)
                                + " is cancelled.");
    }
}
