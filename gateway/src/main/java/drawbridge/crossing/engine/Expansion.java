package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Occurring.Coming;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Version;
import drawbridge.sync.Base;
import drawbridge.sync.Decision;
import drawbridge.sync.Link.Life;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The work on a series whose occurrences cross one by one. A change of the series is told to those
/// that have a partner by touching what rests on it, and to those that have none yet by a change of
/// their own. Both are levels: told twice, they do no harm. The lane of the series comes back by
/// itself when time has brought a further occurrence within reach.
///
/// ```
/// a change of the series ─► its lane ─┬─► touch ──► lanes of linked occurrences: read, decide, write
///            time goes on ──►         └─► append ─► lanes of new ones: create
/// ```
final class Expansion {

    private final Journal journal;
    private final Patience patience;
    private final Clock clock;
    private final Dice dice;
    private final Conclusion conclusion;

    Expansion(Journal journal, Patience patience, Clock clock, Dice dice, Conclusion conclusion) {
        this.journal = journal;
        this.patience = patience;
        this.clock = clock;
        this.dice = dice;
        this.conclusion = conclusion;
    }

    /// Whether the lane belongs to a record that may be a series, and not to an occurrence of one.
    static boolean mayRepeat(Round round) {
        return whole(round).isPresent();
    }

    /// The record that may be a series: the one that stands there by now, whichever the lane was
    /// made for.
    private record Whole(Occurring how, RecordRef record) {}

    private static Optional<Whole> whole(Round round) {
        return round.flow()
                .occurring()
                .flatMap(
                        how ->
                                round.record(how.side())
                                        .filter(record -> OccurrenceId.of(record.id()).isEmpty())
                                        .map(record -> new Whole(how, record)));
    }

    // ---- Occurrences that are over

    /// Whether the lane is due for nothing but a change of the series, which does not reach what is
    /// over.
    boolean isOver(Round round) {
        return round.isLinked()
                && round.opened().pending().isEmpty()
                && round.opened().attempt().isEmpty()
                && round.opened().parked().stream().allMatch(item -> item.resolution().isEmpty())
                && round.flow()
                        .occurring()
                        .filter(how -> isOver(round, how, clock.now()))
                        .isPresent();
    }

    private static boolean isOver(Round round, Occurring how, Instant now) {
        return round.series(how.side()).isPresent()
                && round.link()
                        .flatMap(link -> link.end(how.side()).base())
                        .map(Base::agreed)
                        .filter(state -> how.isOver(state, now))
                        .isPresent();
    }

    // ---- The series

    /// It is looked at in the direction in which it changes: that one alone has a time at which the
    /// next occurrence is near.
    Future<Settlement> carryOut(Scene scene, Decision.Expand expand) {
        Round round = scene.round();
        Whole whole = whole(round).orElseThrow();
        Occurring how = whole.how();
        State state = scene.state(how.side()).orElseThrow();
        if (round.source() != how.side()) {
            return Future.succeededFuture(
                    conclusion.expanded(scene, expand.sentence(), new Next.Other()));
        }
        Coming coming = how.coming(whole.record(), state, clock.now());
        return patience.with(
                        () ->
                                journal.pairs(
                                        round.tenant(),
                                        round.flow().name(),
                                        Set.copyOf(coming.records())))
                .compose(linked -> tell(round, how, state, untold(coming, linked)))
                .map(_ -> settled(scene, expand, coming));
    }

    /// Linked ones are touched, but for those that were over and are to come again.
    private static List<RecordRef> untold(Coming coming, Map<RecordRef, Refs.Pair> linked) {
        Set<RecordRef> moved = new HashSet<>(coming.moved());
        return coming.records().stream()
                .filter(record -> !linked.containsKey(record) || moved.contains(record))
                .toList();
    }

    private Future<Void> tell(
            Round round, Occurring how, State series, List<RecordRef> occurrences) {
        List<Incoming> changes =
                occurrences.stream()
                        .flatMap(
                                record ->
                                        OccurrenceId.of(record.id())
                                                .flatMap(id -> how.occurrence(series, id))
                                                .map(state -> change(round, how, record, state))
                                                .stream())
                        .toList();
        return changes.isEmpty()
                ? Future.succeededFuture()
                : patience.with(
                                () ->
                                        journal.append(
                                                new Delivery(
                                                        round.tenant(),
                                                        Trigger.SERIES,
                                                        Optional.empty(),
                                                        changes)))
                        .mapEmpty();
    }

    private Incoming change(Round round, Occurring how, RecordRef record, State state) {
        return new Incoming(
                dice.id(),
                Optional.of(record),
                state.version().map(Version::text),
                false,
                Content.of(record, state.version(), state.record()),
                Bytes.copyOf(JsonText.write(state.record())),
                true,
                List.of(new Wanted(round.flow().name(), how.side())),
                Optional.empty(),
                Optional.empty(),
                round.flow().version());
    }

    private Settlement settled(Scene scene, Decision.Expand expand, Coming coming) {
        String sentence = expand.sentence() + " So far " + coming.records().size() + " of them do.";
        Next next =
                coming.next()
                        .<Next>map(at -> new Next.Later(at, "Then a further occurrence is near."))
                        .orElseGet(Next.Rest::new);
        return conclusion.expanded(scene, sentence, next);
    }

    /// What else follows from a decision about a record that may be a series: one that was a single
    /// meeting is expanded next, and what are or were its occurrences is looked at anew.
    ///
    /// An occurrence may have seen any state of the record, also one that this lane never did. So
    /// each change of it that is settled touches them, whatever the record is by now. Only that
    /// time goes on does not, nor a record that cannot be read: about that one a person is asked
    /// once.
    Settlement after(Scene scene, Decision decision, Settlement settlement) {
        Round round = scene.round();
        Optional<Whole> whole = whole(round);
        if (whole.isEmpty()) {
            return settlement;
        }
        Occurring how = whole.get().how();
        Optional<State> state = scene.state(how.side());
        boolean repeats = state.filter(how::repeats).isPresent();
        boolean replaced =
                repeats
                        && decision instanceof Decision.Bury
                        && settlement.next() instanceof Next.Rest;
        boolean told = settlement.done().containsKey(how.side());
        boolean known = repeats || state.isEmpty() || state.filter(how::isSingle).isPresent();
        Settlement then =
                replaced
                        ? settlement.then(new Next.At(clock.now(), decision.sentence()))
                        : settlement;
        return known && (replaced || told || (isOver(settlement) && mayHaveMoved(round, repeats)))
                ? then.touching(whole.get().record())
                : then;
    }

    /// Whether the lane was not put back.
    private static boolean isOver(Settlement settlement) {
        return switch (settlement.next()) {
            case Next.Rest _, Next.Other _, Next.Later _ -> true;
            case Next.At _, Next.When _, Next.AfterCreate _, Next.Closing _ -> false;
        };
    }

    /// Whether more than time may have made the lane due, though no change of the record did.
    private static boolean mayHaveMoved(Round round, boolean repeats) {
        boolean linked =
                round.opened().link().filter(link -> link.life() == Life.LINKED).isPresent();
        return round.opened().attempt().isPresent()
                || round.opened().parked().stream().anyMatch(item -> item.resolution().isPresent())
                || (!repeats && !linked);
    }
}
