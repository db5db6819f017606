package drawbridge.crossing.engine;

import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.UUID;

/// What people decide about parked items.
public interface Deciding {

    /// Carries out what a person decided about a parked item: marks the decision and makes its lane
    /// due, or discards it. Repeating a decision is answered as done.
    Future<ActAnswer> act(Act act);

    /// @param version the item's version that the person saw
    record Act(
            TenantId tenant,
            UUID parked,
            Verb verb,
            long version,
            String by,
            String reason,
            UUID key) {}

    enum Verb {
        KEEP_ACME,
        KEEP_APP,
        REPLAY,
        DISCARD,
        /// The deletes that wait are carried out, and no others.
        APPROVE,
        /// The records whose partners were deleted stay, and go their own way.
        REJECT
    }

    enum ActAnswer {
        ACCEPTED,
        DONE,
        /// The item is not what the person saw.
        STALE,
        /// The item does not allow this.
        REFUSED,
        UNKNOWN
    }
}
