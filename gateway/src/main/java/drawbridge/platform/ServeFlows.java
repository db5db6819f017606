package drawbridge.platform;

import drawbridge.crossing.engine.Flows;
import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.TenantSpec;
import drawbridge.tenant.TenantId;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the tenants run, by the mappings in force at each question.
record ServeFlows(Supplier<Map<TenantId, TenantSpec>> tenants) implements Flows {

    @Override
    public Optional<Flow> flow(TenantId tenant, FlowName name) {
        return Optional.ofNullable(tenants.get().get(tenant)).map(spec -> spec.flows().get(name));
    }

    @Override
    public Optional<Count> count(TenantId tenant, FlowName name) {
        return Optional.ofNullable(tenants.get().get(tenant)).map(spec -> spec.counts().get(name));
    }

    @Override
    public Optional<Occurring> occurring(TenantId tenant, ResourceName resource) {
        return Optional.ofNullable(tenants.get().get(tenant)).stream()
                .flatMap(spec -> spec.flows().values().stream())
                .flatMap(
                        flow ->
                                flow.occurring().stream()
                                        .filter(
                                                how ->
                                                        flow.end(how.side())
                                                                .resource()
                                                                .equals(resource)))
                .findFirst();
    }
}
