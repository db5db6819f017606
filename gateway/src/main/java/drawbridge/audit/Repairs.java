package drawbridge.audit;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;
import drawbridge.sync.Sight;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Sends what drifted through the lanes, as a change like any other that tells no more than which
/// record it is about: the lane reads it and decides, under all the rules. Nothing is written past
/// the engine.
final class Repairs {

    private final Task task;
    private final Ports ports;

    Repairs(Task task, Ports ports) {
        this.task = task;
        this.ports = ports;
    }

    /// Completes when the changes are stored.
    Future<Void> send(Judge.Pair pair, Judgement judgement) {
        List<Incoming> changes = new ArrayList<>();
        for (Side side : sides(judgement)) {
            record(pair, side).ifPresent(record -> changes.add(change(pair, side, record)));
        }
        series(pair, judgement).ifPresent(changes::add);
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        String record = changes.getFirst().record().map(RecordRef::toString).orElse("");
        return ports.journal()
                .append(
                        new Delivery(
                                task.id(),
                                Trigger.AUDIT,
                                Optional.of(
                                        Hash.of(
                                                "audit",
                                                task.run().id().toString(),
                                                Integer.toString(task.run().begun()),
                                                task.name().value(),
                                                record)),
                                changes))
                .mapEmpty();
    }

    /// Whoever lacks an occurrence may lack the next one, too: its series is looked at anew, which
    /// also sets the time at which a further one comes near.
    private Optional<Incoming> series(Judge.Pair pair, Judgement judgement) {
        return judgement instanceof Judgement.Missing
                ? pair.flow()
                        .occurring()
                        .flatMap(
                                how ->
                                        record(pair, how.side())
                                                .flatMap(Occurring::seriesOf)
                                                .map(
                                                        series ->
                                                                change(
                                                                        how.side(),
                                                                        series,
                                                                        Value.Obj.EMPTY)))
                : Optional.empty();
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
                        .map(id -> task.record(side, id));
        return linked.isPresent() || pair.origin() != side ? linked : pair.alone();
    }

    private Incoming change(Judge.Pair pair, Side side, RecordRef record) {
        Value.Obj now =
                pair.sight(side) instanceof Sight.Present(State state)
                        ? state.record()
                        : Value.Obj.EMPTY;
        return change(side, record, now);
    }

    private Incoming change(Side side, RecordRef record, Value.Obj now) {
        return new Incoming(
                ports.dice().id(),
                Optional.of(record),
                Optional.empty(),
                false,
                Hash.of(
                        "audit",
                        task.run().id().toString(),
                        task.name().value(),
                        record.toString()),
                Bytes.copyOf(JsonText.write(now)),
                false,
                List.of(new Wanted(task.name(), side)),
                Optional.empty(),
                Optional.empty(),
                task.mappings().version());
    }
}
