package drawbridge.platform;

import drawbridge.crossing.engine.Flows;
import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.TenantSpec;
import drawbridge.tenant.TenantId;

import java.util.Map;
import java.util.Optional;

/// What the tenants run.
record ServeFlows(Map<TenantId, TenantSpec> tenants) implements Flows {

    @Override
    public Optional<Flow> flow(TenantId tenant, FlowName name) {
        return Optional.ofNullable(tenants.get(tenant)).map(spec -> spec.flows().get(name));
    }

    @Override
    public Optional<Count> count(TenantId tenant, FlowName name) {
        return Optional.ofNullable(tenants.get(tenant)).map(spec -> spec.counts().get(name));
    }
}
