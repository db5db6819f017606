package drawbridge.ops;

import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where a record may have left traces: computed from its name, because a lane's id is.
///
/// @param side where the record stands in the flow; empty where it only enriches others
record Traces(TenantId tenant, String flow, RecordRef record, Optional<Side> side) {

    UUID lane() {
        return LaneId.of(tenant, new FlowName(flow), record).value();
    }

    /// The traces of a record in every flow of its tenant.
    static List<Traces> of(PgOpsReads.Resources resources, TenantId tenant, RecordRef record) {
        List<Traces> traces = new ArrayList<>();
        for (String flow : resources.flows(tenant)) {
            Optional<Side> at = Optional.empty();
            for (Side side : Side.values()) {
                if (resources
                        .of(tenant, flow, side)
                        .filter(record.resource().toString()::equals)
                        .isPresent()) {
                    at = Optional.of(side);
                }
            }
            traces.add(new Traces(tenant, flow, record, at));
        }
        return traces;
    }

    /// The traces of whatever has this id, at either end of every flow of a tenant.
    static List<Traces> named(PgOpsReads.Resources resources, TenantId tenant, String id) {
        List<Traces> traces = new ArrayList<>();
        for (String flow : resources.flows(tenant)) {
            for (Side side : Side.values()) {
                resources
                        .of(tenant, flow, side)
                        .flatMap(Traces::resource)
                        .ifPresent(
                                resource ->
                                        traces.add(
                                                new Traces(
                                                        tenant,
                                                        flow,
                                                        new RecordRef(resource, id),
                                                        Optional.of(side))));
            }
        }
        return traces;
    }

    /// `system.resource` as its parts; empty where it is not of that form.
    static Optional<ResourceName> resource(String name) {
        int dot = name.indexOf('.');
        return dot > 0 && dot < name.length() - 1
                ? Optional.of(new ResourceName(name.substring(0, dot), name.substring(dot + 1)))
                : Optional.empty();
    }
}
