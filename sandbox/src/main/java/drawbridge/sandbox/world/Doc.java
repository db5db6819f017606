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

    /// Epoch milliseconds.
    public long changedAt() {
        return changed.at();
    }
}
