package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Decision.AwaitOrigin;
import drawbridge.sync.Decision.Create;
import drawbridge.sync.Decision.Hold;
import drawbridge.sync.Decision.Leave;
import drawbridge.sync.Decision.Reject;
import drawbridge.sync.Situation.Candidate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A record without a partner: one is found, made, awaited, or a person is asked.
final class Unlinked {

    private final Situation situation;
    private final Flow flow;
    private final Side source;
    private final State state;

    Unlinked(Situation situation, State state) {
        this.situation = situation;
        this.flow = situation.flow();
        this.source = situation.origin();
        this.state = state;
    }

    Decision decide() {
        return situation.reference().map(this::named).orElseGet(this::matched);
    }

    /// The record carries a reference of ours.
    private Decision named(Link link) {
        if (link.life() == Link.Life.UNLINKED) {
            return new AwaitOrigin(
                    link.id(),
                    "Its reference is ours: it waits for the create that may have made it.");
        }
        return switch (situation.twin()) {
            case Sight.Present _ ->
                    new Decision.Rename(
                            "It carries the reference of another living record, as a copy does: it"
                                    + " gets one of its own.");
            case Sight.Gone _ when link.life() == Link.Life.LINKED ->
                    new AwaitOrigin(
                            link.id(),
                            "It carries the reference of a record that is gone: the link is to move"
                                    + " here.");
            case Sight.Gone _, Sight.None _ ->
                    new Hold(
                            "copied-record",
                            "It carries the reference of another record: a person decides.");
        };
    }

    private Decision matched() {
        List<Candidate> free =
                situation.candidates().stream().filter(found -> !found.linked()).toList();
        boolean strong = situation.candidates().stream().anyMatch(Candidate::strong);
        if (situation.candidates().size() > 1 && (strong || free.size() > 1)) {
            return new Hold(
                    "several-matches",
                    "Several records of "
                            + Words.inside(source.other())
                            + " match: a person decides.");
        }
        if (free.size() == 1) {
            return one(free.getFirst());
        }
        if (strong) {
            return new Hold(
                    "match-is-linked",
                    "The only match is linked to another record: a person decides.");
        }
        return alone();
    }

    private Decision one(Candidate partner) {
        String found = "One free record of " + Words.inside(source.other()) + " matches: ";
        return switch (flow.oneMatch()) {
            case LINK_ONLY ->
                    new Decision.Adopt(
                            partner.record(),
                            partner.state(),
                            false,
                            found + "both are linked as they are.");
            case ADOPT ->
                    new Decision.Adopt(
                            partner.record(),
                            partner.state(),
                            true,
                            found + "both are linked and merged.");
            case DUPLICATE -> alone();
            case HOLD -> new Hold("one-match", found + "the flow asks a person.");
        };
    }

    private Decision alone() {
        return switch (flow.noMatch(source)) {
            case IGNORE ->
                    new Leave(
                            "no-partner",
                            Words.named(source.other()) + " has no match and the flow makes none.");
            case HOLD ->
                    new Hold(
                            "no-match",
                            Words.named(source.other()) + " has no match: the flow asks a person.");
            case CREATE -> create();
        };
    }

    private Decision create() {
        Side target = source.other();
        SequencedMap<GroupName, Reading> readings = flow.read(source, state, situation.refs());
        for (Flow.Group group : flow.groups()) {
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
            switch (flow.write(target, group.name(), known(fields), situation.refs())) {
                case Patch.Refused refused -> {
                    return new Reject(refused.pointer(), refused.sentence());
                }
                case Patch.Of(Value.Obj members) -> body = Values.merge(body, members);
            }
        }
        return new Create(
                target, body, "It has no partner: one is made in " + Words.inside(target) + ".");
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
