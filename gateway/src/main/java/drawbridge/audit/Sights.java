package drawbridge.audit;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.Flow;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.sync.Sight;
import drawbridge.system.RecordFacts;

import io.vertx.core.Future;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What stands at the sides of a flow: as a list's row says, or as a record says that is read by
/// its id, along with the records that enrich it.
final class Sights {

    private final Task task;
    private final Ports ports;
    private final Calls calls;

    Sights(Task task, Ports ports, Calls calls) {
        this.task = task;
        this.ports = ports;
        this.calls = calls;
    }

    /// A list's row, enriched by what its base holds; empty where that does not do: the row lacks
    /// members, is older than what we know, or points to another enriching record by now.
    Optional<Sight> row(Side side, Value.Obj record, RecordFacts facts, Optional<Link> link) {
        if (facts.deleted()) {
            return Optional.of(new Sight.Gone(true));
        }
        Optional<State> base = link.flatMap(known -> known.end(side).base()).map(Base::agreed);
        if (!task.flow().missing(side, record).isEmpty()
                || base.flatMap(State::version)
                        .filter(
                                known ->
                                        facts.version()
                                                .filter(now -> now.isOlderThan(known))
                                                .isPresent())
                        .isPresent()) {
            return Optional.empty();
        }
        Map<String, Value.Obj> with = new TreeMap<>();
        for (Flow.Enrichment further : task.flow().enrichments()) {
            if (further.of() == side && base.isPresent()) {
                Value.Obj held = base.get().with().get(further.name());
                boolean moved = !further.target(record).equals(further.target(base.get().record()));
                if (held == null || moved) {
                    return Optional.empty();
                }
                with.put(further.name(), held);
            }
        }
        return Optional.of(new Sight.Present(new State(record, with, facts.version())));
    }

    /// A record as its system answers now. Fails with [BrokenOff] where it does not answer.
    Future<Sight> read(Side side, RecordRef record) {
        return one(record)
                .compose(
                        answer ->
                                switch (answer) {
                                    case Remote.Read.Absent(boolean explicit) ->
                                            Future.succeededFuture(new Sight.Gone(explicit));
                                    case Remote.Read.Present(State state) ->
                                            enriched(side, state).map(Sight.Present::new);
                                });
    }

    private Future<State> enriched(Side side, State state) {
        Future<Map<String, Value.Obj>> with = Future.succeededFuture(new HashMap<>());
        for (Flow.Enrichment further : task.flow().enrichments()) {
            if (further.of() == side) {
                with =
                        with.compose(
                                so ->
                                        further(further.target(state.record()))
                                                .map(
                                                        found -> {
                                                            so.put(further.name(), found);
                                                            return so;
                                                        })
                                                .recover(
                                                        failure ->
                                                                failure instanceof BrokenOff
                                                                                && further
                                                                                                .whenDown()
                                                                                        == Flow
                                                                                                .WhenDown
                                                                                                .WITHOUT
                                                                        ? Future.succeededFuture(so)
                                                                        : Future.failedFuture(
                                                                                failure)));
            }
        }
        return with.map(all -> new State(state.record(), all, state.version()));
    }

    private Future<Value.Obj> further(Optional<RecordRef> record) {
        return record.map(
                        named ->
                                one(named)
                                        .map(
                                                answer ->
                                                        answer
                                                                        instanceof
                                                                        Remote.Read.Present(
                                                                                State state)
                                                                ? state.record()
                                                                : Value.Obj.EMPTY))
                .orElseGet(() -> Future.succeededFuture(Value.Obj.EMPTY));
    }

    private Future<Remote.Read> one(RecordRef record) {
        return calls.patiently(() -> ports.reader().read(task.id(), record))
                .recover(
                        failure ->
                                failure instanceof CrossingFailure.Transient
                                                || failure instanceof CrossingFailure.Credential
                                        ? Future.failedFuture(
                                                new BrokenOff(
                                                        record
                                                                + " could not be read: "
                                                                + failure.getMessage()
                                                                + "."))
                                        : Future.failedFuture(failure));
    }
}
