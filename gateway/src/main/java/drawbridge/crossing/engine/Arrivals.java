package drawbridge.crossing.engine;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// How changes come into the journal.
public interface Arrivals {

    /// Stores all changes of a delivery, or none. The answer has one receipt for each, in order.
    /// Fails with [Once.Used] when the delivery's key names another request.
    Future<List<Receipt>> append(Delivery delivery);

    /// What came in together.
    ///
    /// @param identity of the whole delivery, where its sender gives one (a webhook's id): a
    ///   delivery that was seen before stores nothing, and each of its receipts is a duplicate
    /// @param missed whether what is stored of it counts as missed, because another way in should
    ///   have brought it before
    /// @param cursor moved in the same commit
    /// @param once the sender's own key, of a delivery of at most one change: sent again, it stores
    ///   nothing, and the receipt names the change that was stored first
    record Delivery(
            TenantId tenant,
            Trigger trigger,
            Optional<Hash> identity,
            List<Incoming> changes,
            boolean missed,
            Optional<CursorMove> cursor,
            Optional<Once> once) {

        public Delivery {
            changes = List.copyOf(changes);
            if (once.isPresent() && changes.size() > 1) {
                throw new IllegalArgumentException("a key stands for one change");
            }
        }

        public Delivery(
                TenantId tenant,
                Trigger trigger,
                Optional<Hash> identity,
                List<Incoming> changes,
                boolean missed,
                Optional<CursorMove> cursor) {
            this(tenant, trigger, identity, changes, missed, cursor, Optional.empty());
        }

        /// What comes by the way it should.
        public Delivery(
                TenantId tenant, Trigger trigger, Optional<Hash> identity, List<Incoming> changes) {
            this(tenant, trigger, identity, changes, false, Optional.empty());
        }

        /// A push, of one change or of none, which only takes the key.
        public static Delivery push(
                TenantId tenant, Optional<Incoming> change, Optional<Once> once) {
            return new Delivery(
                    tenant,
                    Trigger.PUSH,
                    Optional.empty(),
                    change.stream().toList(),
                    false,
                    Optional.empty(),
                    once);
        }
    }

    enum Trigger {
        WEBHOOK,
        PUSH,
        POLL,
        /// A message of a stream, such as of a Kafka topic.
        STREAM,
        OPERATOR,
        IMPORT,
        AUDIT,
        /// A record that was there before anybody listened.
        BACKFILL,
        /// An occurrence of a series comes within the time ahead.
        SERIES
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

        /// The same, told apart from others in another way.
        public Incoming withContent(Hash other) {
            return new Incoming(
                    id,
                    record,
                    version,
                    tombstone,
                    other,
                    body,
                    full,
                    wants,
                    unreadable,
                    traceParent,
                    mappingVersion);
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
}
