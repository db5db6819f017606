package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.OpenAttempt;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Remote.Found;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Sent;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Finds what an unanswered create made in a system that keeps no reference of ours: it came in
/// since, no link knows it, and it says all that was sent, or said so when it came in and was
/// edited or deleted later. Where two do, neither is taken: nothing tells them apart.
///
/// What came in meanwhile waits for this lane ([Unsettled]), so that it is there to be found.
final class Foundlings {

    private final Journal journal;
    private final Patience patience;
    private final Parents parents;
    private final Seeing seeing;
    private final Remote remote;

    Foundlings(Journal journal, Patience patience, Parents parents, Seeing seeing, Remote remote) {
        this.journal = journal;
        this.patience = patience;
        this.parents = parents;
        this.seeing = seeing;
        this.remote = remote;
    }

    /// @return empty too where what the create sent was not kept
    Future<Optional<Found>> of(Round round, Side target) {
        Optional<Value.Obj> sent =
                round.opened()
                        .attempt()
                        .filter(open -> open.operation() == Settling.Operation.CREATE)
                        .flatMap(OpenAttempt::sent)
                        .map(Sent::members);
        return sent.map(body -> among(round, target, body))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<Found>> among(Round round, Side target, Value.Obj body) {
        return patience.with(() -> journal.newcomers(round.tenant(), round.opened().lease().lane()))
                .compose(
                        lanes -> {
                            Future<List<Found>> found = Future.succeededFuture(new ArrayList<>());
                            for (LaneId lane : lanes) {
                                found =
                                        found.compose(
                                                before ->
                                                        one(round, target, body, lane)
                                                                .map(
                                                                        one -> {
                                                                            one.ifPresent(
                                                                                    before::add);
                                                                            return before;
                                                                        }));
                            }
                            return found;
                        })
                .map(found -> found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty());
    }

    private Future<Optional<Found>> one(Round round, Side target, Value.Obj body, LaneId lane) {
        return patience.with(() -> journal.peek(round.tenant(), lane, target.outbound()))
                .compose(
                        opened ->
                                opened.map(its -> one(round, target, body, its))
                                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<Found>> one(Round round, Side target, Value.Obj body, Opened its) {
        return remote.read(seeing.call(round), its.record())
                .compose(
                        answer ->
                                told(round, target, its)
                                        .compose(
                                                told ->
                                                        matched(
                                                                round, target, body, its, answer,
                                                                told)));
    }

    private Future<Optional<Found>> matched(
            Round round,
            Side target,
            Value.Obj body,
            Opened its,
            Remote.Read answer,
            List<State> told) {
        Optional<State> now =
                answer instanceof Remote.Read.Present(State state)
                        ? Optional.of(state)
                        : Optional.empty();
        List<State> states = new ArrayList<>(told);
        now.ifPresent(states::add);
        Parents.Pointing pointing = new Parents.Pointing(round.flow());
        pointing.add(target, State.of(body));
        states.forEach(state -> pointing.add(target, state));
        return parents.refs(round.tenant(), pointing)
                .map(
                        refs ->
                                first(round, target, body, states, refs)
                                        .map(
                                                said ->
                                                        new Found(
                                                                its.record(),
                                                                now.orElse(said),
                                                                now.isEmpty())));
    }

    private static Optional<State> first(
            Round round, Side target, Value.Obj body, List<State> states, Refs refs) {
        return states.stream()
                .filter(state -> Rebuild.saysAll(round, target, state, body, refs))
                .findFirst();
    }

    /// What came in of the record, whole or in part, as it came in.
    private Future<List<State>> told(Round round, Side target, Opened its) {
        List<Pending> pending =
                its.pending().stream()
                        .filter(change -> change.side() == target)
                        .filter(change -> !change.tombstone() && !change.edit())
                        .toList();
        return patience.with(() -> journal.bodies(round.tenant(), pending))
                .map(bodies -> states(pending, bodies));
    }

    private static List<State> states(List<Pending> pending, Map<UUID, Bytes> bodies) {
        return pending.stream()
                .flatMap(change -> Optional.ofNullable(bodies.get(change.change())).stream())
                .flatMap(bytes -> Received.parse(bytes).stream())
                .map(State::of)
                .toList();
    }
}
