package drawbridge.intake;

import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Marker;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.UpdatedAt;
import drawbridge.mapping.SystemSpec.VersionSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The members of a record that mean something to a tenant's mappings.
final class NativeMembers {

    private NativeMembers() {}

    /// Those that flows and counts read.
    static Set<Pointer> read(TenantSpec tenant, ResourceSpec spec) {
        Set<Pointer> members = new LinkedHashSet<>();
        for (Flow flow : new TreeMap<>(tenant.flows()).values()) {
            for (Side side : Side.values()) {
                if (flow.end(side).resource().equals(spec.name())) {
                    members.addAll(read(flow, side));
                    flow.enrichments().stream()
                            .filter(further -> further.of() == side)
                            .forEach(further -> members.add(further.reference()));
                }
            }
        }
        for (Count count : new TreeMap<>(tenant.counts()).values()) {
            if (count.counted().equals(spec.name())) {
                members.add(count.kind());
                members.add(count.owner());
                members.add(count.at());
            }
        }
        return members;
    }

    /// Those, and what the descriptor knows a record by.
    static Set<Pointer> all(TenantSpec tenant, ResourceSpec spec) {
        Set<Pointer> members = new LinkedHashSet<>();
        members.add(spec.id());
        members.addAll(read(tenant, spec));
        spec.version().map(VersionSpec::at).ifPresent(members::add);
        spec.updatedAt().map(UpdatedAt::at).ifPresent(members::add);
        spec.deletedMarker().map(Marker::at).ifPresent(members::add);
        spec.externalReference().ifPresent(members::add);
        return members;
    }

    /// Those among the candidates that a flow reads where such a record enriches another: a field
    /// cannot be read when one of its members is not there.
    static Set<Pointer> enriching(TenantSpec tenant, ResourceSpec spec, Set<Pointer> candidates) {
        Set<Pointer> members = new LinkedHashSet<>();
        for (Flow flow : tenant.flows().values()) {
            for (Flow.Enrichment further : flow.enrichments()) {
                if (further.resource().equals(spec.name())) {
                    long unknown = unknown(flow, further, candidates);
                    for (Pointer candidate : candidates) {
                        Set<Pointer> others = new LinkedHashSet<>(candidates);
                        others.remove(candidate);
                        if (unknown(flow, further, others) > unknown) {
                            members.add(candidate);
                        }
                    }
                }
            }
        }
        return members;
    }

    /// How many fields cannot be read with these members alone.
    private static long unknown(Flow flow, Flow.Enrichment further, Set<Pointer> members) {
        // A record with no member at all would say that all is empty.
        Value.Obj record = new Value.Obj(Map.of("", Value.NULL));
        for (Pointer member : members) {
            record = member.put(record, Value.NULL);
        }
        State state = new State(Value.Obj.EMPTY, Map.of(further.name(), record), Optional.empty());
        return flow.read(further.of(), state, Refs.NONE).values().stream()
                .filter(Reading.Of.class::isInstance)
                .flatMap(reading -> ((Reading.Of) reading).fields().values().stream())
                .filter(Neutral.Unknown.class::isInstance)
                .count();
    }

    /// Filled with nothing, a member is missed no more; what is read next then is.
    private static Set<Pointer> read(Flow flow, Side side) {
        Set<Pointer> members = new LinkedHashSet<>();
        Value.Obj record = Value.Obj.EMPTY;
        Set<Pointer> missing = flow.missing(side, record);
        while (members.addAll(missing)) {
            for (Pointer member : missing) {
                record = member.put(record, Value.NULL);
            }
            missing = flow.missing(side, record);
        }
        return members;
    }
}
