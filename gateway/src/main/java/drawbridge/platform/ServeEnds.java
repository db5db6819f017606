package drawbridge.platform;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.TenantSpec;
import drawbridge.ops.PgOpsReads;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What stands at the ends of the flows that a tenant runs, for those who look at the store.
record ServeEnds(Function<TenantId, @Nullable TenantSpec> tenants) implements PgOpsReads.Resources {

    @Override
    public Optional<String> of(TenantId tenant, String flow, Side side) {
        return spec(tenant)
                .map(spec -> spec.flows().get(new FlowName(flow)))
                .map(found -> found.end(side).resource().toString())
                .or(() -> counted(tenant, new FlowName(flow), side));
    }

    private Optional<String> counted(TenantId tenant, FlowName flow, Side side) {
        return spec(tenant)
                .map(spec -> spec.counts().get(flow))
                .map(count -> side == count.side() ? count.counted() : count.figure())
                .map(ResourceName::toString);
    }

    @Override
    public Set<String> flows(TenantId tenant) {
        return spec(tenant).stream()
                .flatMap(
                        spec ->
                                Stream.concat(
                                        spec.flows().keySet().stream(),
                                        spec.counts().keySet().stream()))
                .map(FlowName::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<TenantSpec> spec(TenantId tenant) {
        return Optional.ofNullable(tenants.apply(tenant));
    }
}
