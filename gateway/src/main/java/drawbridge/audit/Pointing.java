package drawbridge.audit;

import drawbridge.crossing.engine.Journal;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Link;
import drawbridge.sync.Sight;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The links of all records that some states and the bases of a link point to.
public final class Pointing {

    private final Flow flow;
    private final Map<FlowName, Set<RecordRef>> parents = new TreeMap<>();

    public Pointing(Flow flow) {
        this.flow = flow;
    }

    public void add(Side side, Sight sight) {
        if (sight instanceof Sight.Present(State state)) {
            add(side, state);
        }
    }

    public void add(Link link) {
        for (Side side : Side.values()) {
            link.end(side)
                    .base()
                    .ifPresent(
                            base -> {
                                add(side, base.agreed());
                                base.held().values().forEach(state -> add(side, state));
                            });
        }
    }

    public void add(Side side, State state) {
        for (Flow.Parent parent : flow.parents(side, state.record())) {
            parents.computeIfAbsent(parent.flow(), _ -> new HashSet<>()).add(parent.record());
        }
    }

    public Future<Refs> refs(Journal journal, TenantId tenant) {
        Future<Map<RecordRef, Refs.Pair>> all = Future.succeededFuture(new HashMap<>());
        for (Map.Entry<FlowName, Set<RecordRef>> entry : parents.entrySet()) {
            all =
                    all.compose(
                            found ->
                                    journal.pairs(tenant, entry.getKey(), entry.getValue())
                                            .map(
                                                    more -> {
                                                        found.putAll(more);
                                                        return found;
                                                    }));
        }
        return all.map(Refs::new);
    }
}
