package drawbridge.crossing.engine;

import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import java.util.Optional;

/// The flows that are active, by tenant: those that pair records, and those that count them.
public interface Flows {

    Optional<Flow> flow(TenantId tenant, FlowName name);

    Optional<Count> count(TenantId tenant, FlowName name);

    /// How the occurrences of such a resource cross one by one, where a flow has them do so.
    Optional<Occurring> occurring(TenantId tenant, ResourceName resource);
}
