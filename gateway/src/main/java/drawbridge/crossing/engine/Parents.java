package drawbridge.crossing.engine;

import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Looks up the links of the records that other records point to.
final class Parents {

    private final Journal journal;
    private final Patience patience;

    Parents(Journal journal, Patience patience) {
        this.journal = journal;
        this.patience = patience;
    }

    /// The records that some states point to, by the flow that links them.
    static final class Pointing {

        private final Flow flow;
        private final Map<FlowName, Set<RecordRef>> parents = new TreeMap<>();

        Pointing(Flow flow) {
            this.flow = flow;
        }

        void add(Side side, State state) {
            for (Flow.Parent parent : flow.parents(side, state.record())) {
                parents.computeIfAbsent(parent.flow(), _ -> new HashSet<>()).add(parent.record());
            }
        }
    }

    Future<Refs> refs(TenantId tenant, Pointing pointing) {
        Future<Map<RecordRef, Refs.Pair>> all = Future.succeededFuture(new HashMap<>());
        for (Map.Entry<FlowName, Set<RecordRef>> entry : pointing.parents.entrySet()) {
            all =
                    all.compose(
                            found ->
                                    patience.with(
                                                    () ->
                                                            journal.pairs(
                                                                    tenant,
                                                                    entry.getKey(),
                                                                    entry.getValue()))
                                            .map(
                                                    more -> {
                                                        found.putAll(more);
                                                        return found;
                                                    }));
        }
        return all.map(Refs::new);
    }
}
