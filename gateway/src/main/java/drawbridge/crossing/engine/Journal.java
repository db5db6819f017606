package drawbridge.crossing.engine;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// The durable log of changes and of what became of each, and the lanes in which they cross.
///
/// A future succeeds only after the commit. An implementation groups calls that arrive together
/// into one statement and one commit. A call whose commit is in doubt fails; every method may be
/// repeated after a failure without doing harm. A call under a lease that is no longer held fails
/// with [Fenced] and changes nothing.
public interface Journal {

    // ---- Ways in

    /// Stores all changes of a delivery, or none. The answer has one receipt for each, in order.
    Future<List<Receipt>> append(Delivery delivery);

    // ---- Sessions and leases

    /// Begins a session of this process. Its leases hold while [#heartbeat] keeps coming.
    Future<Session> begin(Duration leaseLength);

    /// Fails with [Fenced] when the session has ended: its leases may belong to others by now.
    Future<Void> heartbeat(Session session);

    /// Gives all leases of the session back.
    Future<Void> end(Session session);

    /// Leases up to `lanes` due lanes of a direction, in turn over tenants, oldest first within a
    /// tenant; lanes of ended or silent sessions are taken over, under a higher epoch.
    Future<List<Lease>> claim(Session session, Direction direction, int lanes);

    /// Where the journal says that lanes became due in this process, at most every 20 ms, and hands
    /// over those that an append already leased to `session`. Only a hint: what it misses is
    /// claimed.
    void listen(Session session, Hints hints);

    // ---- The work on a lane

    /// Reads all that is known about a leased lane. A lane whose record was linked elsewhere
    /// meanwhile is moved there, with its changes, and answers empty: its lease has ended.
    Future<Optional<Opened>> open(Lease lease);

    /// The links of records in a flow, for references; records without a finished link are absent.
    Future<Map<RecordRef, Refs.Pair>> pairs(TenantId tenant, FlowName flow, Set<RecordRef> records);

    /// The link with this id, whatever its life; the id may come from a foreign record's reference.
    Future<Optional<Link>> link(TenantId tenant, FlowName flow, UUID id);

    /// Records that a call is about to be made. Only after it succeeded with [Attempted#GO] may the
    /// call be sent. A create inserts its link with it, unless the partner was linked meanwhile. An
    /// attempt of the same lane that is still open ends with it: its lane's worker knows by now how
    /// it went.
    Future<Attempted> attempt(Attempt attempt);

    /// Writes what became of the work, in one transaction, and ends the lease. Fails with [Taken],
    /// writes nothing and keeps the lease, when the link names a record of another link.
    Future<Void> settle(Settlement settlement);

    // ---- People

    /// Carries out what a person decided about a parked item: marks the decision and makes its lane
    /// due, or discards it. Repeating a decision is answered as done.
    Future<ActAnswer> act(Act act);

    // ---- Breakers

    /// Keeps a breaker's state for other replicas, for the next start and for people.
    Future<Void> keep(BreakerRow row);

    Future<List<BreakerRow>> breakers();

    /// What came in together.
    ///
    /// @param identity of the whole delivery, where its sender gives one (a webhook's id): a
    ///   delivery that was seen before stores nothing, and each of its receipts is a duplicate
    /// @param missed whether what is stored of it counts as missed, because another way in should
    ///   have brought it before
    /// @param cursor moved in the same commit
    record Delivery(
            TenantId tenant,
            Trigger trigger,
            Optional<Hash> identity,
            List<Incoming> changes,
            boolean missed,
            Optional<CursorMove> cursor) {

        public Delivery {
            changes = List.copyOf(changes);
        }

        /// What comes by the way it should.
        public Delivery(
                TenantId tenant, Trigger trigger, Optional<Hash> identity, List<Incoming> changes) {
            this(tenant, trigger, identity, changes, false, Optional.empty());
        }
    }

    enum Trigger {
        WEBHOOK,
        PUSH,
        POLL,
        OPERATOR
    }

    /// "Record R is now P, or is gone, version V."
    ///
    /// @param content a hash of the record and its version, or of its bytes where it has none. A
    ///   poll's row whose content was seen before is a duplicate; other triggers only remember it
    /// @param body the record's bytes as received
    /// @param full whether the body is the whole record
    /// @param wants the flows that want the change; empty = one pair, `unchanged`, reason `no-flow`
    /// @param unreadable why the bytes could not be read: the change is dead at once and parked
    record Incoming(
            UUID id,
            Optional<RecordRef> record,
            Optional<String> version,
            boolean tombstone,
            Hash content,
            Bytes body,
            boolean full,
            List<Wanted> wants,
            Optional<String> unreadable,
            Optional<String> traceParent,
            String mappingVersion) {

        public Incoming {
            wants = List.copyOf(wants);
        }
    }

    /// @param side where the record stands in the flow; for an enriching record the side it
    ///   enriches
    /// @param counted for a flow that counts: where the record belongs
    /// @param bad why this flow can do nothing with it: dead for this flow at once, and parked
    record Wanted(FlowName flow, Side side, Optional<Membership> counted, Optional<String> bad) {

        public Wanted(FlowName flow, Side side) {
            this(flow, side, Optional.empty(), Optional.empty());
        }
    }

    record Receipt(UUID change, boolean duplicate) {}

    record Session(UUID id, Duration leaseLength) {}

    /// @param epoch grows with every lease of any lane
    record Lease(TenantId tenant, LaneId lane, long epoch, Direction direction) {}

    interface Hints {

        void due(Direction direction);

        void handedOver(List<Lease> leases);
    }

    /// What is known about a leased lane.
    ///
    /// @param record the record of an unlinked lane; for a linked one, the record it was made from
    /// @param side the side of `record`
    /// @param link present once a link row exists, whatever its life
    /// @param pending changes without an outcome, in the order of their arrival
    /// @param attempt an attempt that nobody ended: in doubt after its deadline
    /// @param parked open items of this lane, with what a person decided about them
    /// @param touched whether an enriching record changed since the lane last rested: read it anew
    /// @param tries how often the lane was put back since it last rested
    /// @param since when the oldest pending work arrived
    /// @param members for the lane of a bucket: how many records belong there
    record Opened(
            Lease lease,
            FlowName flow,
            RecordRef record,
            Side side,
            Optional<Link> link,
            List<Pending> pending,
            Optional<OpenAttempt> attempt,
            List<ParkedItem> parked,
            boolean touched,
            int tries,
            Instant since,
            OptionalLong members) {

        public Opened {
            pending = List.copyOf(pending);
            parked = List.copyOf(parked);
        }
    }

    /// @param sequence grows within the lane and side in the order of arrival
    record Pending(
            UUID change,
            RecordRef record,
            Side side,
            long sequence,
            Optional<String> version,
            boolean tombstone,
            Bytes body,
            boolean full,
            Instant at) {}

    enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    record OpenAttempt(
            UUID id, Side target, Operation operation, Optional<String> record, Instant deadline) {}

    /// @param link for a create: the link to insert, life unlinked
    /// @param record for all but a create: the id of the record to be changed
    /// @param request what is about to be sent, for people; masked
    record Attempt(
            UUID id,
            Lease lease,
            Side target,
            Operation operation,
            Optional<String> record,
            Optional<Link> link,
            Instant deadline,
            Hash request) {}

    enum Attempted {
        GO,
        /// The record or a reserved key belongs to another link by now: read and decide again.
        TAKEN
    }

    /// @param done for each side, the sequence up to which its pending changes have their outcome
    ///   here
    /// @param link the link to write; empty: as it is
    /// @param uses the enriching records that the link now rests on; empty: as they were
    /// @param attempt the attempt that ended, with a word about how
    /// @param touch an enriching record whose links become due
    /// @param wake lanes that wait for one of these ([Next.When]) become due
    /// @param seen contents that polls need not bring again (what the systems answered to us)
    record Settlement(
            Lease lease,
            Map<Side, Long> done,
            Optional<Link> link,
            Optional<Uses> uses,
            Optional<EndedAttempt> attempt,
            List<Outcome> outcomes,
            List<NewParked> park,
            List<ClosedParked> unpark,
            Optional<RecordRef> touch,
            Set<LaneId> wake,
            Set<Hash> seen,
            Next next) {}

    record EndedAttempt(UUID id, String how) {}

    enum OutcomeKind {
        APPLIED,
        UNCHANGED,
        SUPERSEDED,
        CONFLICT,
        DEAD
    }

    /// @param reason a short code (`echo`, `same`, `no-flow`, `newer`, …)
    /// @param sentence the decision in plain words
    /// @param newer for superseded: the change that took its place
    /// @param replaces for a pair that had an outcome and is mended now: the old one
    /// @param losing the value that lost, so that a person can restore it
    record Outcome(
            UUID change,
            OutcomeKind kind,
            String reason,
            String sentence,
            Optional<UUID> newer,
            Optional<OutcomeKind> replaces,
            Optional<Bytes> losing) {}

    enum ParkedKind {
        CONFLICT,
        DEAD
    }

    /// @param changes the pairs whose outcome this item holds
    /// @param group the field group that waits; empty: the whole record
    /// @param field the exact native field, where it is known
    record NewParked(
            UUID id,
            ParkedKind kind,
            String reason,
            String sentence,
            List<UUID> changes,
            Optional<String> group,
            Optional<String> field,
            Optional<String> baseValue,
            Optional<String> acmeValue,
            Optional<String> appValue,
            Bytes payload,
            String request,
            String response) {}

    enum Resolution {
        KEEP_ACME,
        KEEP_APP,
        REPLAY
    }

    /// @param changes the pairs whose outcome this item holds
    /// @param resolution what a person asked for, not yet carried out
    record ParkedItem(
            UUID id,
            ParkedKind kind,
            String reason,
            Optional<String> group,
            List<UUID> changes,
            Optional<Resolution> resolution) {}

    /// @param state `resolved`, `replayed`, `superseded` or `closed` (the cause ceased to exist)
    record ClosedParked(UUID id, String state, String sentence) {}

    /// When the lane is due next.
    sealed interface Next {

        /// Nothing is left for this direction, unless something arrived since the lane was opened:
        /// a change that is not in `done`, a touch, a person's decision. Tries begin anew.
        record Rest() implements Next {}

        /// Due again at a time; what was pending stays pending. A new change does not cut the wait
        /// short. Counts as a try.
        record At(Instant due, String why) implements Next {}

        /// At rest in this direction, and due in the other: now, unless it has a due time there
        /// already (a wait is not cut short).
        record Other() implements Next {}

        /// Due when some lane settles with `parent` in its wake, when a new change arrives, and at
        /// `latest` in any case. Counts as a try.
        record When(LaneId parent, Instant latest, String why) implements Next {}
    }

    enum Verb {
        KEEP_ACME,
        KEEP_APP,
        REPLAY,
        DISCARD
    }

    /// @param version the item's version that the person saw
    record Act(
            TenantId tenant,
            UUID parked,
            Verb verb,
            long version,
            String by,
            String reason,
            UUID key) {}

    enum ActAnswer {
        ACCEPTED,
        DONE,
        /// The item is not what the person saw.
        STALE,
        /// The item does not allow this.
        REFUSED,
        UNKNOWN
    }

    /// A record that was to be linked belongs to another link by now: read and decide again.
    final class Taken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Taken(String message) {
            super(message, null, false, false);
        }
    }

    /// The lease is no longer held; somebody else may be at work on the lane.
    final class Fenced extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Fenced(String message) {
            super(message, null, false, false);
        }
    }
}
