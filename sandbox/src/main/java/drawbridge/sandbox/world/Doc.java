package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A record as it stands: `fields` is never changed in place, a write makes a new document.
///
/// @param createdAt epoch milliseconds
/// @param changedAt epoch milliseconds, unique within the account
/// @param sequence the ledger's number of the call that made it so
public record Doc(
        String id,
        long revision,
        long createdAt,
        long changedAt,
        boolean deleted,
        long sequence,
        ObjectNode fields) {}
