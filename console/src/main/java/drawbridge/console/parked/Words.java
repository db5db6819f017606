package drawbridge.console.parked;

import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;

/// Actions and their progress in words.
public final class Words {

    private Words() {}

    static String intent(ParkedAction action) {
        return switch (action) {
            case KEEP_ACME -> "Keeping Acme's value";
            case KEEP_APP -> "Keeping the app's value";
            case REPLAY -> "Replaying";
            case EDIT -> "Replaying as edited";
            case DISCARD -> "Discarding";
            case APPROVE -> "Approving the deletes";
            case REJECT -> "Rejecting the deletes";
            case RESTORE -> "Putting back what lost";
        };
    }

    static String past(ParkedAction action) {
        return switch (action) {
            case KEEP_ACME -> "Kept Acme's";
            case KEEP_APP -> "Kept the app's";
            case REPLAY -> "Replayed";
            case EDIT -> "Replayed as edited";
            case DISCARD -> "Discarded";
            case APPROVE -> "Approved the deletes";
            case REJECT -> "Rejected the deletes";
            case RESTORE -> "Put back what lost";
        };
    }

    static String closed(Parked item) {
        String what =
                switch (item.state()) {
                    case OPEN -> "Still open";
                    case RESOLVED -> "Resolved";
                    case DISCARDED -> "Discarded";
                    case REPLAYED -> "Replayed";
                };
        return item.by() == null ? what + "." : what + " by " + item.by() + ".";
    }

    /// One or two words for the list.
    public static String status(Progress progress) {
        return switch (progress) {
            case Progress.None() -> "open";
            case Progress.Held(_) -> "can be undone";
            case Progress.Requested(_) -> "requested";
            case Progress.Accepted(_, _) -> "accepted";
            case Progress.Done(_, _) -> "done";
            case Progress.Refused(_, _) -> "refused";
            case Progress.Unsure(_, _, _) -> "no answer";
            case Progress.Closed(_) -> "closed";
        };
    }

    /// The whole sentence for the detail; empty where nothing was asked for.
    public static String sentence(Progress progress) {
        return switch (progress) {
            case Progress.None() -> "";
            case Progress.Held(var action) ->
                    intent(action) + ": not sent yet, Ctrl+Z takes it back.";
            case Progress.Requested(var action) -> intent(action) + ": waiting for the gateway.";
            case Progress.Accepted(_, var said) -> "Accepted. " + said;
            case Progress.Done(var action, var said) -> past(action) + ". " + said;
            case Progress.Refused(_, var said) -> "Refused. " + said;
            case Progress.Unsure(_, var said, _) ->
                    said + " It may be done or not; asking again does no harm.";
            case Progress.Closed(var said) -> said;
        };
    }
}
