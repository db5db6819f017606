package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A record as it stands: `fields` is never changed in place, a write makes a new document.
///
/// @param createdAt epoch milliseconds
/// @param changed when, and in which place among all writes of the account
/// @param sequence the ledger's number of the call that made it so
public record Doc(
        String id,
        long revision,
        long createdAt,
        Place changed,
        boolean deleted,
        long sequence,
        ObjectNode fields) {

    private static final long DAY_MILLIS = 86_400_000;

    /// Epoch milliseconds.
    public long changedAt() {
        return changed.at();
    }

    /// The same revision with other content, dated a day back: no honest write leaves it so, and no
    /// list of what changed lately shows it.
    Doc untold(boolean gone, ObjectNode other) {
        Place before = new Place(changed.at() - DAY_MILLIS, changed.turn());
        return new Doc(id, revision, createdAt, before, gone, sequence, other);
    }
}
