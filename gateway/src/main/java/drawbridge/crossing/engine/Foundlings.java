package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Newcomer;
import drawbridge.crossing.engine.Journal.OpenAttempt;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Remote.Found;
import drawbridge.mapping.RecordRef;
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

    /// So many pages of newcomers are looked through.
    private static final int PAGES = 32;

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

    /// What an open create at a side sent, and who looks for what it made.
    private record Search(Round round, Side target, Value.Obj body) {}

    /// What is known of a newcomer.
    ///
    /// @param told what came in of it, as it came in
    /// @param said what of that says all that was sent
    private record Known(Opened its, List<State> told, Optional<State> said) {

        /// Whether all that it is was told: no look tells more, until it is told of again.
        boolean isWhole(Side target) {
            Optional<Pending> last =
                    its.pending().stream()
                            .filter(change -> change.side() == target)
                            .reduce((_, later) -> later);
            return !told.isEmpty()
                    && last.filter(change -> change.full() && !change.tombstone() && !change.edit())
                            .isPresent();
        }
    }

    /// @return empty too where what the create sent was not kept, and where more came in than can
    ///   be looked at: nobody knows then whether a single one says it
    Future<Optional<Found>> of(Round round, Side target) {
        Optional<Value.Obj> sent =
                round.opened()
                        .attempt()
                        .filter(open -> open.operation() == Settling.Operation.CREATE)
                        .flatMap(OpenAttempt::sent)
                        .map(Sent::members);
        return sent.map(
                        body ->
                                from(
                                        new Search(round, target, body),
                                        Optional.empty(),
                                        1,
                                        List.of()))
                .orElseGet(() -> Future.succeededFuture(List.of()))
                .map(found -> found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty());
    }

    /// Page by page, until two say it.
    private Future<List<Found>> from(
            Search search, Optional<Newcomer> after, int page, List<Found> before) {
        Round round = search.round();
        return patience.with(
                        () ->
                                journal.newcomers(
                                        round.tenant(), round.opened().lease().lane(), after))
                .compose(
                        newcomers ->
                                each(search, newcomers, before)
                                        .compose(
                                                found ->
                                                        newcomers.size() < Journal.MANY
                                                                        || found.size() > 1
                                                                ? Future.succeededFuture(found)
                                                                : page == PAGES
                                                                        ? Future.succeededFuture(
                                                                                List.<Found>of())
                                                                        : from(
                                                                                search,
                                                                                Optional.of(
                                                                                        newcomers
                                                                                                .getLast()),
                                                                                page + 1,
                                                                                found)));
    }

    private Future<List<Found>> each(Search search, List<Newcomer> newcomers, List<Found> before) {
        Future<List<Found>> found = Future.succeededFuture(before);
        for (Newcomer newcomer : newcomers) {
            found =
                    found.compose(
                            so ->
                                    so.size() > 1
                                            ? Future.succeededFuture(so)
                                            : one(search, newcomer.lane())
                                                    .map(one -> plus(so, one)));
        }
        return found;
    }

    private static List<Found> plus(List<Found> before, Optional<Found> one) {
        List<Found> all = new ArrayList<>(before);
        one.ifPresent(all::add);
        return all;
    }

    private Future<Optional<Found>> one(Search search, LaneId lane) {
        return patience.with(
                        () ->
                                journal.peek(
                                        search.round().tenant(), lane, search.target().outbound()))
                .compose(
                        opened ->
                                opened.map(its -> one(search, its))
                                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<Found>> one(Search search, Opened its) {
        return told(search.round(), search.target(), its)
                .compose(told -> saying(search, told).map(said -> new Known(its, told, said)))
                .compose(
                        known ->
                                known.said().isEmpty() && known.isWhole(search.target())
                                        ? Future.succeededFuture(Optional.empty())
                                        : looked(search, known));
    }

    /// One that cannot be read is judged by what came in of it.
    private Future<Optional<Found>> looked(Search search, Known known) {
        RecordRef record = known.its().record();
        return remote.read(seeing.call(search.round()), record)
                .map(Optional::of)
                .recover(
                        failure ->
                                failure instanceof CrossingFailure.BadRecord
                                                || failure instanceof CrossingFailure.Unexplained
                                        ? Future.succeededFuture(Optional.empty())
                                        : Future.failedFuture(failure))
                .compose(
                        answer -> {
                            boolean gone =
                                    answer.filter(Remote.Read.Absent.class::isInstance).isPresent();
                            Optional<State> now = answer.flatMap(Foundlings::present);
                            Future<Optional<State>> said =
                                    known.said().isPresent()
                                            ? Future.succeededFuture(known.said())
                                            : saying(search, now.map(List::of).orElse(List.of()));
                            return said.map(
                                    it ->
                                            it.map(
                                                    state ->
                                                            new Found(
                                                                    record,
                                                                    now.orElse(state),
                                                                    gone)));
                        });
    }

    private static Optional<State> present(Remote.Read answer) {
        return answer instanceof Remote.Read.Present(State state)
                ? Optional.of(state)
                : Optional.empty();
    }

    /// The first of these that says all that was sent.
    private Future<Optional<State>> saying(Search search, List<State> states) {
        if (states.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        Round round = search.round();
        Parents.Pointing pointing = new Parents.Pointing(round.flow());
        pointing.add(search.target(), State.of(search.body()));
        states.forEach(state -> pointing.add(search.target(), state));
        return parents.refs(round.tenant(), pointing)
                .map(
                        refs ->
                                states.stream()
                                        .filter(
                                                state ->
                                                        Rebuild.saysAll(
                                                                round,
                                                                search.target(),
                                                                state,
                                                                search.body(),
                                                                refs))
                                        .findFirst());
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
