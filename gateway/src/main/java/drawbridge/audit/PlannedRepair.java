package drawbridge.audit;

import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Journal;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// Sends the pairs that an audit told of one by one through the lanes, and no others: what somebody
/// has seen and agreed to is what is repaired, whatever else drifted meanwhile. The lane reads each
/// record once more and decides, as with any change.
///
/// The same pair of the same audit is sent once, however often it is asked for.
public final class PlannedRepair {

    private static final int AT_ONCE = 50;

    private final Supplier<Mappings> mappings;
    private final Journal journal;
    private final Dice dice;

    public PlannedRepair(Supplier<Mappings> mappings, Journal journal, Dice dice) {
        this.mappings = mappings;
        this.journal = journal;
        this.dice = dice;
    }

    /// @param edited the sides that held something else than their base; none: both are told
    public record Pair(
            FlowName flow, Map<Side, String> records, boolean missing, Set<Side> edited) {

        public Pair {
            records = Map.copyOf(records);
            edited = Set.copyOf(edited);
        }

        private boolean tells(Side side) {
            return edited.isEmpty() || edited.contains(side);
        }
    }

    /// Completes when all changes are stored. A pair of a flow that the tenant has no more is left.
    public Future<Void> send(TenantId tenant, UUID audit, List<Pair> pairs) {
        Future<Void> all = Future.succeededFuture();
        for (int from = 0; from < pairs.size(); from += AT_ONCE) {
            List<Pair> some = pairs.subList(from, Math.min(pairs.size(), from + AT_ONCE));
            all =
                    all.compose(
                            _ ->
                                    Future.all(
                                                    some.stream()
                                                            .map(pair -> send(tenant, audit, pair))
                                                            .toList())
                                            .mapEmpty());
        }
        return all;
    }

    private Future<Void> send(TenantId tenant, UUID audit, Pair pair) {
        Mappings now = mappings.get();
        return flow(now, tenant, pair.flow())
                .map(
                        flow ->
                                new Repairs(journal, dice, tenant, audit, 0, flow, now.version())
                                        .send(told(flow, pair), pair.missing()))
                .orElseGet(Future::succeededFuture);
    }

    private static List<Repairs.Told> told(Flow flow, Pair pair) {
        List<Repairs.Told> told = new ArrayList<>();
        for (Side side : Side.values()) {
            Optional.ofNullable(pair.records().get(side))
                    .filter(_ -> pair.tells(side))
                    .map(id -> new RecordRef(flow.end(side).resource(), id))
                    .ifPresent(record -> told.add(new Repairs.Told(side, record, Value.Obj.EMPTY)));
        }
        return told;
    }

    private static Optional<Flow> flow(Mappings mappings, TenantId tenant, FlowName name) {
        return mappings.tenants().values().stream()
                .filter(spec -> TenantId.named(spec.name()).equals(tenant))
                .findFirst()
                .flatMap(spec -> Optional.ofNullable(spec.flows().get(name)));
    }
}
