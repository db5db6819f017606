package drawbridge.intake;

import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a record that should be whole does not have, though a flow that carries it away needs it.
final class Lacking {

    private Lacking() {}

    /// The members, as pointers into the record.
    static Set<Pointer> in(Value.Obj record, ResourceName resource, TenantSpec tenant) {
        Set<Pointer> missing = new LinkedHashSet<>();
        for (Map.Entry<FlowName, Flow> flow : new TreeMap<>(tenant.flows()).entrySet()) {
            for (Side side : Side.values()) {
                if (flow.getValue().end(side).resource().equals(resource)) {
                    missing.addAll(flow.getValue().missing(side, record));
                }
            }
        }
        return missing;
    }

    /// Whether the record could be read anew instead.
    static boolean canBeRead(ResourceName resource, TenantSpec tenant) {
        return tenant.flows().values().stream()
                .flatMap(flow -> java.util.stream.Stream.of(Side.values()).map(flow::end))
                .filter(end -> end.resource().equals(resource))
                .allMatch(Flow.End::readable);
    }
}
