package drawbridge.console.parked;

import drawbridge.opsapi.ParkedAction;

/// How far a person's action on an item has come. Only the gateway's word makes it done.
public sealed interface Progress {

    /// Nothing was asked for.
    record None() implements Progress {}

    /// Asked for, not sent yet: it can be taken back.
    record Held(ParkedAction action) implements Progress {}

    /// Sent; no answer yet.
    record Requested(ParkedAction action) implements Progress {}

    /// The gateway has taken it on.
    record Accepted(ParkedAction action, String sentence) implements Progress {}

    /// The gateway has done it.
    record Done(ParkedAction action, String sentence) implements Progress {}

    /// The gateway has said no, or it could not be sent.
    record Refused(ParkedAction action, String sentence) implements Progress {}

    /// Sent, and the answer was lost: it may be done or not. Sent again, it keeps its key, and so
    /// acts once at most.
    record Unsure(ParkedAction action, String sentence, String key) implements Progress {}

    /// Somebody else has closed it.
    record Closed(String sentence) implements Progress {}

    /// Is it under way, so that nothing else can be asked for?
    default boolean isUnderWay() {
        return switch (this) {
            case Held(_), Requested(_), Accepted(_, _) -> true;
            case None(), Refused(_, _), Unsure(_, _, _) -> false;
            case Done(_, _), Closed(_) -> false;
        };
    }

    /// Is the item no longer open?
    default boolean isOver() {
        return this instanceof Done || this instanceof Closed;
    }
}
