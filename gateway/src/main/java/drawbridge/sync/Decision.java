package drawbridge.sync;

import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.UUID;

/// What is to be done about a pair of records, and why, in plain words.
public sealed interface Decision {

    String sentence();

    /// What it is called where decisions are counted.
    default String kind() {
        return switch (this) {
            case Merge _ -> "merge";
            case Create _ -> "create";
            case Adopt _ -> "adopt";
            case Rename _ -> "rename";
            case Move _ -> "move";
            case Leave _ -> "leave";
            case Expand _ -> "expand";
            case Bury _ -> "bury";
            case Revive _ -> "revive";
            case Remake _ -> "remake";
            case AwaitParent _ -> "await-parent";
            case AwaitOrigin _ -> "await-origin";
            case AwaitProof _ -> "await-proof";
            case Hold _ -> "hold";
            case Reject _ -> "reject";
        };
    }

    /// Both records are there: each group has its own verdict.
    record Merge(SequencedMap<GroupName, Verdict> verdicts, String sentence) implements Decision {

        public Merge {
            verdicts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(verdicts));
        }

        /// The members that `target` is to get, all groups together.
        public Value.Obj members(Side target) {
            Value.Obj members = Value.Obj.EMPTY;
            for (Verdict verdict : verdicts.values()) {
                if (verdict instanceof Verdict.Write write && write.target() == target) {
                    members = drawbridge.mapping.Values.merge(members, write.members());
                }
            }
            return members;
        }

        /// @param reason of a conflict
        public boolean asks(String reason) {
            return verdicts.values().stream()
                    .anyMatch(
                            verdict ->
                                    verdict instanceof Verdict.Conflict conflict
                                            && conflict.reason().equals(reason));
        }

        public boolean writes(Side target) {
            return verdicts.values().stream()
                    .anyMatch(
                            verdict ->
                                    verdict instanceof Verdict.Write write
                                            && write.target() == target);
        }
    }

    /// There is no partner and none is found: it is made.
    ///
    /// @param body the native members of the new record, our reference not among them
    record Create(Side target, Value.Obj body, String sentence) implements Decision {}

    /// The one free match becomes the partner; nothing is written now.
    ///
    /// @param merges whether both are merged then, as records that never agreed
    record Adopt(RecordRef partner, State state, boolean merges, String sentence)
            implements Decision {}

    /// It is a copy of a linked record, our reference came along: it gets one of its own.
    record Rename(String sentence) implements Decision {}

    /// What becomes of a link whose record lives on as another one.
    sealed interface Survival extends Decision {}

    /// The record lives on under another id, and so does the link.
    record Move(Side side, RecordRef to, String sentence) implements Survival {}

    /// Nothing is to be done.
    ///
    /// @param reason a short code: `no-partner`, `gone`, `tombstone`
    record Leave(String reason, String sentence) implements Decision {}

    /// It is a series, and the other side keeps no rules: each occurrence that comes is to cross as
    /// a record of its own.
    record Expand(String sentence) implements Decision {}

    /// One record is gone for good: the link is buried, after the other record got what the policy
    /// says.
    record Bury(Side gone, Last last, String reason, String sentence) implements Decision {}

    /// What happens to the record that is left behind.
    sealed interface Last {

        record Nothing() implements Last {}

        record Write(Value.Obj members) implements Last {}

        record Delete() implements Last {}
    }

    /// A record is there again whose delete was carried out: the link lives again, with its bases.
    ///
    /// @param back the side whose record is there again
    record Revive(Side back, Merge merge, String sentence) implements Decision {}

    /// The partner of a living record is gone, and is made anew: the link goes on.
    ///
    /// @param body the native members of the new record, our reference not among them
    /// @param reason a short code: `kept`, `came-back`
    record Remake(Side target, Value.Obj body, String reason, String sentence)
            implements Decision {}

    /// A record that this one points to has no link yet.
    record AwaitParent(Flow.Parent parent, String sentence) implements Decision {}

    /// A create that may have made this record is still in flight.
    record AwaitOrigin(UUID link, String sentence) implements Decision {}

    /// A record was not found, which proves nothing yet.
    ///
    /// @param since when it was not found first
    record AwaitProof(Side missing, Instant since, Instant until, String sentence)
            implements Decision {}

    /// The record as a whole waits for a person.
    ///
    /// @param reason a short code
    record Hold(String reason, String sentence) implements Survival {}

    /// The record cannot cross as it is.
    ///
    /// @param pointer the native field that is wrong
    record Reject(String pointer, String sentence) implements Decision {}
}
