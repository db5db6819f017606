package drawbridge.crossing.engine;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.sync.Sent;
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
public interface Journal extends Arrivals, Settling, Deciding, Guarding, Pausing, Bounding {

    // ---- Sessions and leases

    /// Begins a session of this process. Its leases hold while [#heartbeat] keeps coming.
    Future<Session> begin(Duration leaseLength);

    /// Fails with [Fenced] when the session has ended: its leases may belong to others by now.
    Future<Void> heartbeat(Session session);

    /// Gives all leases of the session back.
    Future<Void> end(Session session);

    /// Leases up to `lanes` due lanes of a direction, in turn over tenants. Within a tenant what a
    /// person asked for comes first, then what is live, a file's rows, what an audit found, the
    /// oldest of each first; but of every four lanes one is live while there are any. Lanes of
    /// ended or silent sessions are taken over, under a higher epoch. What is paused takes nobody's
    /// turn.
    Future<List<Lease>> claim(Session session, Direction direction, int lanes);

    /// Where the journal says that lanes became due in this process, at most every 20 ms, and hands
    /// over those that an append already leased to `session`. Only a hint: what it misses is
    /// claimed.
    void listen(Session session, Hints hints);

    /// Hands nothing more over to the session, and tells it nothing more. What it leased it keeps
    /// until it ends.
    void leave(Session session);

    // ---- The work on a lane

    /// Reads all that is known about a leased lane. A lane whose record was linked elsewhere
    /// meanwhile is moved there, with its changes, and answers empty: its lease has ended. So does
    /// a lane that is paused in the direction of the lease; it stays due and is claimed again once
    /// nobody pauses it.
    Future<Optional<Opened>> open(Lease lease);

    /// The bodies of these changes, by the ids of the changes. One that is not kept any more is not
    /// there.
    Future<Map<UUID, Bytes>> bodies(TenantId tenant, List<Pending> changes);

    /// The links of records in a flow, for references; records without a finished link are absent.
    Future<Map<RecordRef, Refs.Pair>> pairs(TenantId tenant, FlowName flow, Set<RecordRef> records);

    /// The link with this id, whatever its life; the id may come from a foreign record's reference.
    Future<Optional<Link>> link(TenantId tenant, FlowName flow, UUID id);

    /// The lanes of the creates at `target` that may have made the record of `lane`, the oldest
    /// first: written down before that record was told of for the first time, not ended yet, and
    /// not bounded before ([Bounding#bound]). One of which nothing is open any more is left out. At
    /// most [#MANY].
    Future<List<LaneId>> creating(TenantId tenant, FlowName flow, Side target, LaneId lane);

    /// The lanes of records without a link, on the side and in the flow of the create that this
    /// lane has open, that have work which came in since it was written down, and before it was
    /// bounded: what it made, if it made anything, is one of these or has not come in yet. The
    /// oldest first, at most [#MANY].
    ///
    /// @param after the last of the page before; empty for the first page
    Future<List<Newcomer>> newcomers(TenantId tenant, LaneId creating, Optional<Newcomer> after);

    /// @param since when its work came in
    record Newcomer(LaneId lane, Instant since) {}

    /// So many lanes are told of at once.
    int MANY = 64;

    // ---- Breakers

    /// Makes the lanes due that wait for calls to this system to go through again ([Next.Closing]),
    /// but for those at work.
    ///
    /// @param most of them
    Future<Void> wake(TenantId tenant, String system, int most);

    /// Keeps a breaker's state for other replicas, for the next start and for people.
    Future<Void> keep(BreakerRow row);

    Future<List<BreakerRow>> breakers();

    record Session(UUID id, Duration leaseLength) {}

    /// @param epoch grows with every lease of any lane
    record Lease(TenantId tenant, LaneId lane, long epoch, Direction direction) {}

    interface Hints {

        void due(Direction direction);

        void handedOver(List<Lease> leases);

        /// An append went unanswered: it may have leased lanes to the session of which nobody will
        /// tell.
        void inDoubt();
    }

    /// What is known about a leased lane.
    ///
    /// @param record the record of an unlinked lane; for a linked one, the record it was made from
    /// @param side the side of `record`
    /// @param link present once a link row exists, whatever its life
    /// @param pending changes without an outcome, in the order of their arrival; of their bodies
    ///   what [Bodies] names
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

        /// The same with the bodies that were fetched.
        public Opened fetched(Map<UUID, Bytes> bodies) {
            return new Opened(
                    lease,
                    flow,
                    record,
                    side,
                    link,
                    Bodies.fetched(pending, bodies),
                    attempt,
                    parked,
                    touched,
                    tries,
                    since,
                    members);
        }
    }

    /// @param sequence grows within the lane and side in the order of arrival
    /// @param edit whether a person made it: `body` is what is laid over the record as it is now
    record Pending(
            UUID change,
            RecordRef record,
            Side side,
            long sequence,
            Optional<String> version,
            boolean tombstone,
            Bytes body,
            boolean full,
            Instant at,
            boolean edit) {

        Pending with(Bytes other) {
            return new Pending(
                    change, record, side, sequence, version, tombstone, other, full, at, edit);
        }
    }

    /// @param startedAt by the clock by which changes are accepted
    /// @param sent what it carried; empty for a delete
    record OpenAttempt(
            UUID id,
            Side target,
            Operation operation,
            Optional<String> record,
            Instant startedAt,
            Instant deadline,
            Optional<Sent> sent) {}

    enum Resolution {
        KEEP_ACME,
        KEEP_APP,
        REPLAY,
        /// A stopped delete is to be carried out.
        APPROVE,
        /// A stopped delete is not to be carried out.
        REJECT,
        /// Acme's value, which lost, is to be put back.
        RESTORE_ACME,
        RESTORE_APP
    }

    /// @param changes the pairs whose outcome this item holds
    /// @param resolution what a person asked for, not yet carried out
    /// @param wish for what is to be put back: the record that held it
    record ParkedItem(
            UUID id,
            ParkedKind kind,
            String reason,
            Optional<String> group,
            List<UUID> changes,
            Optional<Resolution> resolution,
            Optional<Bytes> wish) {

        public ParkedItem(
                UUID id,
                ParkedKind kind,
                String reason,
                Optional<String> group,
                List<UUID> changes,
                Optional<Resolution> resolution) {
            this(id, kind, reason, group, changes, resolution, Optional.empty());
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
