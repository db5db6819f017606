package drawbridge.journal;

import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The changes that came in, for whoever looks back at them. Nothing is changed by it.
public interface TrafficReads {

    /// The changes of flows that came in since then, the newest first. Those of which nobody knows
    /// the record, and those that a person made, are not among them. A page ends with the change at
    /// which its bodies come to 8 MiB, so that large ones fill no heap.
    ///
    /// @param flow only this one; empty: every flow
    /// @param behind go on behind this one; empty: from the newest
    Future<Newest> newest(
            TenantId tenant,
            Optional<FlowName> flow,
            Instant since,
            Optional<Place> behind,
            int most);

    /// @param more whether there may be older ones
    record Newest(List<Recorded> changes, boolean more) {

        public Newest {
            changes = List.copyOf(changes);
        }
    }

    /// Where a change stands among all of its tenant.
    record Place(Instant at, UUID change, String flow) {}

    /// A change as it came in.
    ///
    /// @param whole whether `body` is the whole record
    /// @param mappings the version of all mappings under which it came in
    /// @param outcome the last one; empty: it is pending
    record Recorded(
            UUID change,
            FlowName flow,
            Side side,
            RecordRef record,
            boolean tombstone,
            boolean whole,
            Bytes body,
            String mappings,
            Instant at,
            Optional<OutcomeKind> outcome) {

        public Place place() {
            return new Place(at, change, flow.value());
        }
    }
}
