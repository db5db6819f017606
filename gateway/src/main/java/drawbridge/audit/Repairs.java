package drawbridge.audit;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.mapping.Flow;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;
import drawbridge.sync.Sight;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Sends what drifted through the lanes, as a change like any other that tells no more than which
/// record it is about: the lane reads it and decides, under all the rules. Nothing is written past
/// the engine.
///
/// @param audit that found it
/// @param begun how often the audit was begun: what is sent twice in between is one change
/// @param version of the mappings
record Repairs(
        Journal journal,
        Dice dice,
        TenantId tenant,
        UUID audit,
        int begun,
        Flow flow,
        String version) {

    /// @param now what it holds, as far as anybody knows
    record Told(Side side, RecordRef record, Value.Obj now) {}

    static Repairs of(Task task, Ports ports) {
        return new Repairs(
                ports.journal(),
                ports.dice(),
                task.id(),
                task.run().id(),
                task.run().begun(),
                task.flow(),
                task.mappings().version());
    }

    /// Completes when the changes are stored.
    Future<Void> send(Judge.Pair pair, Judgement judgement) {
        List<Told> told = new ArrayList<>();
        for (Side side : sides(judgement)) {
            Value.Obj now =
                    pair.sight(side) instanceof Sight.Present(State state)
                            ? state.record()
                            : Value.Obj.EMPTY;
            record(pair, side).ifPresent(record -> told.add(new Told(side, record, now)));
        }
        return send(told, judgement instanceof Judgement.Missing);
    }

    /// Completes when the changes are stored.
    ///
    /// @param told the records of one pair
    /// @param missing whether one of the two is not there
    Future<Void> send(List<Told> told, boolean missing) {
        List<Incoming> changes = new ArrayList<>();
        told.forEach(one -> changes.add(change(one)));
        if (missing) {
            series(told).map(this::change).ifPresent(changes::add);
        }
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        String record = changes.getFirst().record().map(RecordRef::toString).orElse("");
        return journal.append(
                        new Delivery(
                                tenant,
                                Trigger.AUDIT,
                                Optional.of(
                                        Hash.of(
                                                "audit",
                                                audit.toString(),
                                                Integer.toString(begun),
                                                flow.name().value(),
                                                record)),
                                changes))
                .mapEmpty();
    }

    /// Whoever lacks an occurrence may lack the next one, too: its series is looked at anew, which
    /// also sets the time at which a further one comes near.
    private Optional<Told> series(List<Told> told) {
        return flow.occurring()
                .flatMap(
                        how ->
                                told.stream()
                                        .filter(one -> one.side() == how.side())
                                        .flatMap(one -> Occurring.seriesOf(one.record()).stream())
                                        .map(of -> new Told(how.side(), of, Value.Obj.EMPTY))
                                        .findFirst());
    }

    /// What is known to be as it was is not told anew.
    private static Set<Side> sides(Judgement judgement) {
        return judgement instanceof Judgement.Drifted drifted
                ? drifted.sides()
                : EnumSet.allOf(Side.class);
    }

    private Optional<RecordRef> record(Judge.Pair pair, Side side) {
        Optional<RecordRef> linked =
                pair.known()
                        .link()
                        .map(link -> link.end(side))
                        .flatMap(Link.End::record)
                        .map(id -> new RecordRef(flow.end(side).resource(), id));
        return linked.isPresent() || pair.origin() != side ? linked : pair.alone();
    }

    private Incoming change(Told told) {
        return new Incoming(
                dice.id(),
                Optional.of(told.record()),
                Optional.empty(),
                false,
                Hash.of("audit", audit.toString(), flow.name().value(), told.record().toString()),
                Bytes.copyOf(JsonText.write(told.now())),
                false,
                List.of(new Wanted(flow.name(), told.side())),
                Optional.empty(),
                Optional.empty(),
                version);
    }
}
