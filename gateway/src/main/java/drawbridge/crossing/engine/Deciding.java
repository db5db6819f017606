package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.mapping.Direction;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Optional;
import java.util.UUID;

/// What people decide about parked items.
public interface Deciding {

    /// Carries out what a person decided about a parked item: marks the decision and makes its lane
    /// due, or discards it. Repeating a decision is answered as done.
    Future<ActAnswer> act(Act act);

    /// The bytes of an item that could not be read came in anew, as the change `newer`: the item is
    /// closed in the person's name, and what it held is superseded by that change.
    Future<ActAnswer> replace(Act act, UUID newer);

    /// Puts back, on both sides, the value that lost when a conflict of a field group was decided.
    /// It is written where it was first, and crosses from there. Refused where the record that held
    /// it was not kept whole, or where something of that group waits for a person again.
    Future<ActAnswer> restore(Act act);

    /// What a worker of this direction would be told about the lane, without a lease: to see what
    /// would be done. Empty where nothing is known of it, or where it belongs to another link.
    Future<Optional<Opened>> peek(TenantId tenant, LaneId lane, Direction direction);

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
        /// A replay after a person's edit came in as a change.
        EDIT,
        RESTORE,
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
