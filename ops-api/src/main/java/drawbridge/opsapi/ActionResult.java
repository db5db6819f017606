package drawbridge.opsapi;

import java.util.Objects;

/// How far an action on a parked item has come; an answer, and later a frame of the feed.
///
/// @param tenant the tenant of the item
/// @param id the item
/// @param sentence what happened, in plain words
public record ActionResult(
        String tenant, String id, ParkedAction action, ActionState state, String sentence) {

    public ActionResult {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(sentence, "sentence");
    }
}
