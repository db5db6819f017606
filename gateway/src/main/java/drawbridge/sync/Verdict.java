package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import java.util.Optional;

/// What happens to one group of fields of a linked pair.
public sealed interface Verdict {

    /// The reason of a conflict about what reads otherwise though nobody edited it.
    String MAPPING_CHANGED = "mapping-changed";

    /// The verdict in plain words, for people.
    String sentence();

    /// What it is called where verdicts are counted.
    default String kind() {
        return switch (this) {
            case Same _ -> "same";
            case Agreed _ -> "agreed";
            case Write _ -> "write";
            case Conflict _ -> "conflict";
            case Bad _ -> "bad";
            case Wait _ -> "wait";
            case Parked _ -> "parked";
            case Rests _ -> "rests";
        };
    }

    /// Neither side changed it in a way that crosses.
    record Same(String sentence) implements Verdict {}

    /// Both sides say the same by now: nothing is written, both bases move.
    record Agreed(String sentence) implements Verdict {}

    /// One side's value is written to the other.
    ///
    /// @param members the native members to send, only what differs
    /// @param losing the target's own new value, where it changed too and the policy or a person
    ///   decided against it
    /// @param mark a hash of the value that is written, the same from whichever side it was read
    /// @param first whether it holds more than its source, which is written next: until then the
    ///   target's base stays, so that what stands there by then counts as its edit
    record Write(
            Side target,
            Value.Obj members,
            Optional<String> losing,
            String mark,
            boolean first,
            String sentence)
            implements Verdict {}

    /// Nobody can say by itself which value is to stand.
    ///
    /// @param reason a short code: `both-changed`, `mapping-changed`, `flap`, `not-taken`,
    ///   `restless`, `in-doubt`
    /// @param base what both agreed on last, as text for people
    record Conflict(String reason, String base, String acme, String app, String sentence)
            implements Verdict {}

    /// It cannot cross as it is.
    ///
    /// @param source the side whose change cannot cross
    /// @param pointer the native field, of either side, that is wrong
    record Bad(Side source, Optional<FieldName> field, String pointer, String sentence)
            implements Verdict {}

    /// It waits until a record that it points to is linked.
    record Wait(Side source, Flow.Parent parent, String sentence) implements Verdict {}

    /// It is parked already and nothing about it is new.
    record Parked(String sentence) implements Verdict {}

    /// The flow is not about it, as these records are: nothing crosses, and the base stays where
    /// both sides agreed last, so that what is changed meanwhile crosses once the flow is about it
    /// again.
    record Rests(String sentence) implements Verdict {}

    /// Whether the group's base at a side stays where it is.
    default boolean holds(Side side) {
        return switch (this) {
            case Same _, Agreed _ -> false;
            case Write write -> write.first() && write.target() == side;
            case Conflict _, Bad _, Wait _, Parked _, Rests _ -> true;
        };
    }
}
