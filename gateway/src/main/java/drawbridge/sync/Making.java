package drawbridge.sync;

import drawbridge.mapping.Applies;
import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.PlainText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Decision.Create;
import drawbridge.sync.Decision.Hold;
import drawbridge.sync.Decision.Reject;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What a record's partner is made of.
public final class Making {

    /// The reason of a hold: nobody can tell whether the record was made.
    public static final String IN_DOUBT = "create-in-doubt";

    private final Flow flow;
    private final Side source;
    private final State state;
    private final Refs refs;

    Making(Flow flow, Side source, State state, Refs refs) {
        this.flow = flow;
        this.source = source;
        this.state = state;
        this.refs = refs;
    }

    /// Whether a person has to say first that a create is sent again, since the target cannot tell
    /// what became of the one before.
    ///
    /// @param open whether a create went unanswered
    /// @param asked whether a person is asked about it
    /// @param answered whether that person answered
    public static boolean needsPerson(
            Flow flow, Side target, boolean open, boolean asked, boolean answered) {
        return flow.end(target).inDoubt() == Flow.InDoubt.HOLD && !answered && (asked || open);
    }

    /// A create was not answered, and only a person can say what became of it.
    public static Hold inDoubt() {
        return new Hold(
                IN_DOUBT,
                "A create was not answered, and the target cannot tell whether it made a record:"
                        + " a person looks there, and replays it if there is none.");
    }

    /// A strong key that the new record would have belongs to another link.
    public static Hold kept() {
        return new Hold(
                "match-is-linked",
                "A record with the same key is linked already: a person decides.");
    }

    /// A create; or why there can be none, now or at all.
    Decision decide() {
        Side target = source.other();
        SequencedMap<GroupName, Reading> readings = flow.read(source, state, refs);
        for (Flow.Group group : flow.groups()) {
            switch (flow.applies(group.name(), source, state)) {
                case Applies.Yes _ -> {}
                case Applies.No _ -> readings.remove(group.name());
                case Applies.Unclear(String pointer, String sentence) -> {
                    return new Reject(pointer, sentence);
                }
            }
            if (group.ways().contains(source.outbound())
                    && readings.get(group.name()) instanceof Reading.Bad bad) {
                return new Reject(bad.pointer(), bad.sentence());
            }
        }
        Optional<Pointer> missing = flow.missing(source, state.record()).stream().findFirst();
        if (missing.isPresent()) {
            return new Reject(
                    missing.get().toString(),
                    "is missing, in the record as " + Words.inside(source) + " holds it");
        }
        Value.Obj body = Value.Obj.EMPTY;
        StringBuilder left = new StringBuilder();
        for (Flow.Group group : flow.groups()) {
            if (!(readings.get(group.name())
                            instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                    && group.ways().contains(source.outbound()))) {
                continue;
            }
            for (Neutral value : fields.values()) {
                if (value instanceof Neutral.Unlinked(RecordRef parent)) {
                    return waiting(parent);
                }
            }
            switch (flow.write(target, group.name(), known(fields), refs)) {
                case Patch.Refused refused -> {
                    return new Reject(refused.pointer(), refused.sentence());
                }
                case Patch.Of(Value.Obj members) -> body = Values.merge(body, members);
            }
            left.append(PlainText.note(group.name().value(), fields.values()));
        }
        return new Create(
                target,
                body,
                "It has no partner: one is made in " + Words.inside(target) + "." + left);
    }

    /// In the place of a partner that is gone. What the source does not tell of it is taken from
    /// what it was: the records that enriched it.
    ///
    /// @param gone the partner as it was last
    Decision anew(Optional<State> gone, String reason, String sentence) {
        Decision made = decide();
        if (!(made instanceof Create(Side target, Value.Obj body, String _))) {
            return made;
        }
        Value.Obj whole = body;
        for (Flow.Enrichment further : flow.enrichments()) {
            Optional<Value> pointing =
                    gone.filter(_ -> further.of() == target)
                            .flatMap(state -> further.reference().find(state.record()));
            if (pointing.isPresent() && further.reference().find(body).isEmpty()) {
                whole = further.reference().put(whole, pointing.get());
            }
        }
        return new Decision.Remake(target, whole, reason, sentence);
    }

    private static Map<FieldName, Neutral> known(SequencedMap<FieldName, Neutral> fields) {
        Map<FieldName, Neutral> known = new LinkedHashMap<>(fields);
        known.values().removeIf(Neutral.Unknown.class::isInstance);
        return known;
    }

    private Decision waiting(RecordRef record) {
        Optional<Flow.Parent> parent =
                flow.parents(source, state.record()).stream()
                        .filter(known -> known.record().equals(record))
                        .findFirst();
        return new Decision.AwaitParent(
                parent.orElseThrow(),
                "It points to " + record + ", which has no partner yet: it waits.");
    }
}
