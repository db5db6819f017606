package drawbridge.backfill;

import drawbridge.backfill.BackfillBook.Run;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.mapping.Flow;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.TenantSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The lists of a backfill, and which flows want their records.
///
/// @param wants by list, in the order in which they are read
record BackfillLists(TenantSpec tenant, Map<ResourceName, List<Wanted>> wants) {

    static BackfillLists of(TenantSpec tenant, Run run) {
        Map<ResourceName, List<Wanted>> wants = new LinkedHashMap<>();
        for (Flow flow : new TreeMap<>(tenant.flows()).values()) {
            if (run.flow().isEmpty() || run.flow().get().equals(flow.name())) {
                for (Side side : Side.values()) {
                    if (run.side().isEmpty() || run.side().get() == side) {
                        wants.computeIfAbsent(flow.end(side).resource(), _ -> new ArrayList<>())
                                .add(new Wanted(flow.name(), side));
                    }
                }
            }
        }
        return new BackfillLists(tenant, wants);
    }

    List<ResourceName> names() {
        return List.copyOf(wants.keySet());
    }

    Optional<ResourceSpec> spec(ResourceName name) {
        return Optional.ofNullable(tenant.connections().get(name.system()))
                .flatMap(connection -> connection.system().resource(name.resource()));
    }

    /// Why this list cannot be filled in; empty where it can.
    Optional<String> obstacle(ResourceName name) {
        Optional<ResourceSpec> spec = spec(name);
        if (spec.isEmpty() || !wants.containsKey(name)) {
            return Optional.of("No flow of the tenant wants " + name + " any more.");
        }
        if (spec.get().list().isEmpty()) {
            return Optional.of(name + " has no list.");
        }
        return spec.get().read().isPresent()
                ? Optional.empty()
                : Optional.of(
                        name
                                + " has no read call, by which a record is brought in; what its list"
                                + " tells comes by the sweep.");
    }
}
