package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Link.Life;

import io.vertx.core.Future;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Finds what an earlier create of ours made when its answer was lost: before a create is sent
/// again, by a look for its reference; after it was sent again, by what the refusal names.
///
/// What is found may be deleted by now. It is linked all the same, so that the delete crosses
/// instead of a second record.
final class Recovery {

    /// The reason of a hold: nobody can tell whether the record was made.
    static final String IN_DOUBT = "create-in-doubt";

    private final Partners partners;
    private final Seeing seeing;
    private final Rebuild rebuild;
    private final Remote remote;

    Recovery(Partners partners, Seeing seeing, Rebuild rebuild, Remote remote) {
        this.partners = partners;
        this.seeing = seeing;
        this.rebuild = rebuild;
        this.remote = remote;
    }

    /// Whether an earlier create may have made the partner, so that it must be looked for.
    static boolean mustLook(Round round) {
        return !round.looked()
                && round.link().filter(link -> link.life() == Life.UNLINKED).isPresent();
    }

    /// Looks for what an earlier create made, and goes on with what is found.
    Future<Settlement> look(Round round, Function<Round, Future<Settlement>> again) {
        Optional<EndedAttempt> ended =
                round.opened().attempt().map(open -> new EndedAttempt(open.id(), "looked up"));
        return carrying(round, round.link().orElseThrow().id())
                .compose(
                        found ->
                                found.isPresent()
                                        ? linked(round, found.get(), ended).compose(again)
                                        : again.apply(round.afterLook(ended)));
    }

    /// A create was refused because its reference is in use: by what an earlier one of ours made.
    ///
    /// @return the round in which both are linked; empty where the record is not ours
    Future<Optional<Round>> met(Round round, EndedAttempt attempt, CrossingFailure.Exists exists) {
        Side target = round.opened().side().other();
        UUID reference = round.opened().lease().lane().value();
        Optional<RecordRef> named =
                exists.record().map(id -> new RecordRef(round.flow().end(target).resource(), id));
        return named.map(record -> read(round, record, reference))
                .orElseGet(() -> carrying(round, reference))
                .compose(
                        found ->
                                found.map(
                                                one ->
                                                        linked(round, one, Optional.of(attempt))
                                                                .map(Optional::of))
                                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    /// Whether only a person may say that the create is sent again.
    static boolean needsPerson(Round round, Side target) {
        boolean asked =
                round.opened().parked().stream()
                        .anyMatch(
                                item ->
                                        item.reason().equals(IN_DOUBT)
                                                && item.resolution().isEmpty());
        boolean answered =
                round.opened().parked().stream()
                        .anyMatch(
                                item ->
                                        item.reason().equals(IN_DOUBT)
                                                && item.resolution().isPresent());
        return round.flow().end(target).inDoubt() == Flow.InDoubt.HOLD
                && !answered
                && (asked || isCreateOpen(round));
    }

    private static boolean isCreateOpen(Round round) {
        return round.opened()
                .attempt()
                .filter(open -> open.operation() == Settling.Operation.CREATE)
                .isPresent();
    }

    private Future<Round> linked(Round round, Remote.Found found, Optional<EndedAttempt> attempt) {
        return rebuild.link(round, round.opened().side().other(), found)
                .map(link -> round.nowLinked(link, attempt));
    }

    /// A living record goes before a deleted one: that one's reference may have come along by
    /// copying.
    private Future<Optional<Remote.Found>> carrying(Round round, UUID reference) {
        return partners.carrying(round, round.opened().side().other(), reference)
                .map(
                        found ->
                                found.stream()
                                        .filter(one -> !one.deleted())
                                        .findFirst()
                                        .or(() -> found.stream().findFirst()));
    }

    private Future<Optional<Remote.Found>> read(Round round, RecordRef record, UUID reference) {
        return remote.read(seeing.call(round), record)
                .map(
                        answer ->
                                switch (answer) {
                                    case Remote.Read.Absent _ ->
                                            Optional.of(
                                                    new Remote.Found(
                                                            record,
                                                            State.of(Value.Obj.EMPTY),
                                                            true));
                                    case Remote.Read.Present(State state) ->
                                            carries(round, state, reference)
                                                    ? Optional.of(
                                                            new Remote.Found(record, state, false))
                                                    : Optional.empty();
                                });
    }

    private static boolean carries(Round round, State state, UUID reference) {
        Optional<Pointer> at = round.flow().end(round.opened().side().other()).externalReference();
        return at.flatMap(place -> place.find(state.record()))
                .flatMap(Values::idText)
                .filter(reference.toString()::equals)
                .isPresent();
    }
}
