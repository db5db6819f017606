package drawbridge.journal;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import java.util.Optional;

/// Which resource stands at each side of a flow, by the mappings in force.
@FunctionalInterface
public interface Ends {

    /// Empty when the flow is not known any more.
    Optional<ResourceName> resource(TenantId tenant, FlowName flow, Side side);

    /// Whether the record can be an end of a link; a record that only enriches the flow cannot.
    default boolean isEnd(TenantId tenant, FlowName flow, Side side, RecordRef record) {
        return resource(tenant, flow, side).map(record.resource()::equals).orElse(true);
    }

    /// The side at which the record's resource stands.
    default Optional<Side> side(TenantId tenant, FlowName flow, RecordRef record) {
        for (Side side : Side.values()) {
            if (resource(tenant, flow, side).filter(record.resource()::equals).isPresent()) {
                return Optional.of(side);
            }
        }
        return Optional.empty();
    }
}
