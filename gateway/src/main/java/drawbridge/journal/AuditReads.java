package drawbridge.journal;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What an audit may ask of the journal. Nothing is changed by it.
public interface AuditReads {

    /// What is known of each of these records, which stand at `side` of the flow.
    Future<Map<RecordRef, Known>> records(
            TenantId tenant, FlowName flow, Side side, Set<RecordRef> records);

    /// What is known of a link; empty where there is none of this id.
    Future<Optional<Known>> link(TenantId tenant, FlowName flow, UUID link);

    /// The living links of a flow that were made until then, in the order of their ids.
    ///
    /// @param after the id behind which to go on; empty: from the first
    Future<List<UUID>> links(
            TenantId tenant, FlowName flow, Instant madeUntil, Optional<UUID> after, int most);

    /// @param link whatever its life
    /// @param busy whether its lane, or that of the record, has open work or is being worked on
    /// @param items what waits for a person there
    record Known(Optional<Link> link, boolean busy, List<Item> items) {

        public static final Known NOTHING = new Known(Optional.empty(), false, List.of());

        public Known {
            items = List.copyOf(items);
        }
    }

    /// An open item.
    ///
    /// @param group empty: it is about the record as a whole
    /// @param decided whether a person has said what to do
    record Item(Optional<GroupName> group, boolean decided, String sentence) {}
}
