package drawbridge.crossing.engine;

import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.tenant.TenantId;

import java.util.Optional;

/// The flows that are active, by tenant.
public interface Flows {

    Optional<Flow> flow(TenantId tenant, FlowName name);
}
