package drawbridge.audit;

import drawbridge.audit.AuditBook.Proof;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.TenantSpec;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is proven, as metrics. The label is the flow, of which there are as many as files, and no
/// tenant: a thousand of them make no more series than one.
///
/// | metric | what |
/// | --- | --- |
/// | `drawbridge_proven_age_seconds{flow}` | how long ago the tenant was proven to be in sync for which that is longest ago |
/// | `drawbridge_unproven{flow}` | tenants that never were |
/// | `drawbridge_drift{flow}` | pairs that drifted or were missing in the last audits |
final class ProofGauges {

    private final MultiGauge age;
    private final MultiGauge unproven;
    private final MultiGauge drift;

    ProofGauges(MeterRegistry meters) {
        age =
                MultiGauge.builder("drawbridge.proven.age.seconds")
                        .description("Since the oldest last proof that a flow is in sync")
                        .register(meters);
        unproven =
                MultiGauge.builder("drawbridge.unproven")
                        .description("Tenants whose flow was never proven to be in sync")
                        .register(meters);
        drift =
                MultiGauge.builder("drawbridge.drift")
                        .description("Pairs that drifted or were missing in the last audits")
                        .register(meters);
    }

    private record Figures(Optional<Instant> oldest, long unproven, long drift) {

        static final Figures NONE = new Figures(Optional.empty(), 0, 0);

        Figures plus(Proof proof) {
            Optional<Instant> older =
                    proof.inSyncAt()
                            .map(at -> oldest.filter(at::isAfter).orElse(at))
                            .or(() -> oldest);
            return new Figures(
                    older, unproven + (proof.inSyncAt().isEmpty() ? 1 : 0), drift + proof.drift());
        }
    }

    void saw(Map<TenantId, TenantSpec> tenants, List<Proof> proofs, Instant now) {
        Map<TenantId, Map<FlowName, Proof>> known = new HashMap<>();
        proofs.forEach(
                proof ->
                        known.computeIfAbsent(proof.tenant(), _ -> new HashMap<>())
                                .put(proof.flow(), proof));
        Map<FlowName, Figures> flows = new TreeMap<>();
        tenants.forEach(
                (tenant, spec) ->
                        spec.flows()
                                .keySet()
                                .forEach(
                                        flow ->
                                                flows.merge(
                                                        flow,
                                                        Figures.NONE.plus(
                                                                proof(known, tenant, flow)),
                                                        (so, _) ->
                                                                so.plus(
                                                                        proof(
                                                                                known, tenant,
                                                                                flow)))));
        List<MultiGauge.Row<?>> ages = new ArrayList<>();
        List<MultiGauge.Row<?>> never = new ArrayList<>();
        List<MultiGauge.Row<?>> drifted = new ArrayList<>();
        flows.forEach(
                (flow, figures) -> {
                    Tags label = Tags.of("flow", flow.value());
                    figures.oldest()
                            .ifPresent(
                                    at ->
                                            ages.add(
                                                    MultiGauge.Row.of(
                                                            label,
                                                            Duration.between(at, now)
                                                                    .toSeconds())));
                    never.add(MultiGauge.Row.of(label, figures.unproven()));
                    drifted.add(MultiGauge.Row.of(label, figures.drift()));
                });
        age.register(ages, true);
        unproven.register(never, true);
        drift.register(drifted, true);
    }

    private static Proof proof(
            Map<TenantId, Map<FlowName, Proof>> known, TenantId tenant, FlowName flow) {
        return Optional.ofNullable(known.get(tenant))
                .map(each -> each.get(flow))
                .orElseGet(() -> new Proof(tenant, flow, Optional.empty(), 0));
    }
}
