package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Link;
import drawbridge.sync.Link.Life;
import drawbridge.sync.Making;
import drawbridge.sync.Situation;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds what an earlier create of ours made when its answer was lost: before a create is sent
/// again, by a look for its reference, or where its system keeps none by what came in since
/// ([Foundlings]); after it was sent again, by what the refusal names.
///
/// What is found may be deleted by now. It is linked all the same, so that the delete crosses
/// instead of a second record.
final class Recovery {

    private final Partners partners;
    private final Seeing seeing;
    private final Rebuild rebuild;
    private final Foundlings foundlings;
    private final Remote remote;

    Recovery(
            Partners partners,
            Seeing seeing,
            Rebuild rebuild,
            Foundlings foundlings,
            Remote remote) {
        this.partners = partners;
        this.foundlings = foundlings;
        this.seeing = seeing;
        this.rebuild = rebuild;
        this.remote = remote;
    }

    /// Whether an earlier create may have made the partner, so that it must be looked for.
    static boolean mustLook(Round round) {
        return !round.looked()
                && (round.link().filter(link -> link.life() == Life.UNLINKED).isPresent()
                        || isAnew(round));
    }

    /// Whether the create was to take the place of a partner that is gone.
    private static boolean isAnew(Round round) {
        return round.isLinked() && !round.linked() && isCreateOpen(round);
    }

    private static Side target(Round round) {
        return isAnew(round)
                ? round.opened().attempt().orElseThrow().target()
                : round.opened().side().other();
    }

    private static String reference(Round round) {
        Link link = round.link().orElseThrow();
        return isAnew(round) ? Reference.anew(link, target(round)) : Reference.of(link.id());
    }

    /// Looks for what an earlier create made, and goes on with what is found.
    Future<Settlement> look(Round round, Function<Round, Future<Settlement>> again) {
        Optional<EndedAttempt> ended =
                round.opened().attempt().map(open -> new EndedAttempt(open.id(), "looked up"));
        Side target = target(round);
        boolean tells = tells(round, target);
        Future<Optional<Remote.Found>> made =
                tells ? carrying(round, target, reference(round)) : foundlings.of(round, target);
        return made.compose(
                found ->
                        found.isPresent()
                                ? linked(round, target, found.get(), ended, true).compose(again)
                                : again.apply(
                                        round.afterLook(
                                                tells || !needsPerson(round, target)
                                                        ? ended
                                                        : Optional.empty())));
    }

    /// Whether a record of the target tells that we made it.
    private static boolean tells(Round round, Side target) {
        return round.flow().end(target).externalReference().isPresent();
    }

    /// Whether the target was searched for what an open create made, in vain, and nothing but a
    /// person's word can tell any more. Until then the create stays open, whatever became of its
    /// record: what comes in may still be what it made.
    static boolean isUndecided(Round round) {
        return round.looked()
                && !round.linked()
                && round.ended().isEmpty()
                && isCreateOpen(round)
                && !tells(round, target(round))
                && needsPerson(round, target(round));
    }

    /// A create was refused because its reference is in use: by what an earlier one of ours made.
    ///
    /// @return the round in which both are linked; empty where the record is not ours
    Future<Optional<Round>> met(
            Round round,
            Side target,
            String reference,
            EndedAttempt attempt,
            CrossingFailure.Exists exists) {
        Optional<RecordRef> named =
                exists.record().map(id -> new RecordRef(round.flow().end(target).resource(), id));
        return named.map(record -> read(round, target, record, reference))
                .orElseGet(() -> carrying(round, target, reference))
                .compose(
                        found ->
                                found.map(
                                                one ->
                                                        linked(
                                                                        round,
                                                                        target,
                                                                        one,
                                                                        Optional.of(attempt),
                                                                        isAnew(round))
                                                                .map(Optional::of))
                                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    /// A create was refused because of a record that is not ours: it may be a partner all the same.
    ///
    /// @return the situation with it as a candidate
    Future<Optional<Situation>> candidate(Scene scene, CrossingFailure.Exists exists) {
        Round round = scene.round();
        Side source = round.opened().side();
        return exists.record()
                .map(id -> new RecordRef(round.flow().end(source.other()).resource(), id))
                .map(
                        record ->
                                partners.named(
                                        round,
                                        scene.situation(),
                                        scene.state(source).orElseThrow(),
                                        record))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /// Whether only a person may say that the create is sent again.
    static boolean needsPerson(Round round, Side target) {
        List<ParkedItem> items =
                round.opened().parked().stream()
                        .filter(item -> item.reason().equals(Making.IN_DOUBT))
                        .toList();
        return Making.needsPerson(
                round.flow(),
                target,
                isCreateOpen(round),
                items.stream().anyMatch(item -> item.resolution().isEmpty()),
                items.stream().anyMatch(item -> item.resolution().isPresent()));
    }

    private static boolean isCreateOpen(Round round) {
        return round.opened()
                .attempt()
                .filter(open -> open.operation() == Settling.Operation.CREATE)
                .isPresent();
    }

    private Future<Round> linked(
            Round round,
            Side target,
            Remote.Found found,
            Optional<EndedAttempt> attempt,
            boolean last) {
        return rebuild.link(round, target, found, last)
                .map(link -> round.nowLinked(link, target, attempt));
    }

    /// A living record goes before a deleted one: that one's reference may have come along by
    /// copying.
    private Future<Optional<Remote.Found>> carrying(Round round, Side target, String reference) {
        return partners.carrying(round, target, reference)
                .map(
                        found ->
                                found.stream()
                                        .filter(one -> !one.deleted())
                                        .findFirst()
                                        .or(() -> found.stream().findFirst()));
    }

    private Future<Optional<Remote.Found>> read(
            Round round, Side target, RecordRef record, String reference) {
        return remote.read(seeing.call(round), record)
                .map(
                        answer ->
                                switch (answer) {
                                    case Remote.Read.Absent _ ->
                                            wentBefore(round)
                                                    ? Optional.of(
                                                            new Remote.Found(
                                                                    record,
                                                                    State.of(Value.Obj.EMPTY),
                                                                    true))
                                                    : Optional.empty();
                                    case Remote.Read.Present(State state) ->
                                            carries(round, target, state, reference)
                                                    ? Optional.of(
                                                            new Remote.Found(record, state, false))
                                                    : Optional.empty();
                                });
    }

    /// Whether a create of this link was sent before this one: what is named and not there any more
    /// can only then be ours.
    private static boolean wentBefore(Round round) {
        return round.opened().link().isPresent();
    }

    private static boolean carries(Round round, Side target, State state, String reference) {
        Optional<Pointer> at = round.flow().end(target).externalReference();
        return at.flatMap(place -> place.find(state.record()))
                .flatMap(Values::idText)
                .filter(reference::equals)
                .isPresent();
    }
}
