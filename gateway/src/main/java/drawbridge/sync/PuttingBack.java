package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Puts a value that lost back to the side that held it.
final class PuttingBack {

    private final Flow flow;
    private final GroupName group;
    private final Refs refs;
    private final Side side;
    private final Parking.Restored wanted;
    private final Value.Obj there;

    /// @param there the record that it is put back into, as it is
    PuttingBack(Flow flow, GroupName group, Refs refs, Parking.Restored wanted, Value.Obj there) {
        this.flow = flow;
        this.group = group;
        this.refs = refs;
        this.side = wanted.side();
        this.wanted = wanted;
        this.there = there;
    }

    /// Empty where the side says so already: then it crosses, or is settled, as any value does.
    Optional<Verdict> verdict(Reading then, Reading now) {
        return switch (then) {
            case Reading.Bad bad ->
                    Optional.of(
                            new Verdict.Bad(
                                    side.other(),
                                    Optional.of(bad.field()),
                                    bad.pointer(),
                                    bad.sentence()));
            case Reading.Of(SequencedMap<FieldName, Neutral> values) -> write(values, now);
        };
    }

    private Optional<Verdict> write(SequencedMap<FieldName, Neutral> values, Reading now) {
        Map<FieldName, Neutral> send = new Readings(flow).toSend(values, now);
        if (send.isEmpty()) {
            return Optional.empty();
        }
        if (wanted.over().isPresent()) {
            return Optional.of(
                    asItWas(
                            wanted.over().get(),
                            Trail.mark(flow.show(group, new Reading.Of(values)))));
        }
        return Optional.of(
                switch (flow.write(side, group, send, refs, there)) {
                    case Patch.Refused refused ->
                            new Verdict.Bad(
                                    side.other(),
                                    Optional.of(refused.field()),
                                    refused.pointer(),
                                    refused.sentence());
                    case Patch.Of(Value.Obj members) ->
                            new Verdict.Write(
                                    side,
                                    members,
                                    Optional.of(flow.show(group, now)),
                                    Trail.mark(flow.show(group, new Reading.Of(values))),
                                    false,
                                    "A person put back the "
                                            + group
                                            + " that "
                                            + Words.inside(side)
                                            + " held: it is written there, and crosses.");
                });
    }

    /// The very members that our write took away. The changes of that side wait for it, and it
    /// stands there as the edit that it is.
    private Verdict asItWas(Trail.Blind over, String mark) {
        return new Verdict.Write(
                side,
                WrittenOver.members(wanted.then(), over.before()),
                Optional.empty(),
                mark,
                true,
                "A write of ours went over the "
                        + group
                        + " that was set in "
                        + Words.inside(side)
                        + ": it is put back.");
    }
}
