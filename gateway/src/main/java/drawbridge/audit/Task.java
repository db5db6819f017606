package drawbridge.audit;

import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One flow of a tenant that is to be audited, under the mappings as they were when that began.
///
/// @param began no link that was made later is missed
record Task(
        AuditBook.Run run,
        long epoch,
        Mappings mappings,
        TenantSpec tenant,
        Flow flow,
        Instant began) {

    TenantId id() {
        return run.tenant();
    }

    FlowName name() {
        return flow.name();
    }

    RecordRef record(Side side, String id) {
        return new RecordRef(flow.end(side).resource(), id);
    }

    /// What is described of the records at a side; empty where the tenant has no such connection.
    Optional<ResourceSpec> spec(Side side) {
        ResourceName name = flow.end(side).resource();
        return Optional.ofNullable(tenant.connections().get(name.system()))
                .map(Connection::system)
                .flatMap(system -> system.resource(name.resource()));
    }

    /// Within what time whatever brings changes tells of one at this side.
    Duration told(Side side, Steps steps) {
        Duration every =
                Optional.ofNullable(tenant.connections().get(flow.end(side).resource().system()))
                        .flatMap(Connection::sweep)
                        .orElse(Duration.ZERO);
        // Sweeps are late by a tenth at most.
        return every.multipliedBy(11).dividedBy(10).plus(steps.told());
    }
}
