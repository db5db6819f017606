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
import drawbridge.mapping.Side;
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
        return how(round).isPresent();
    }

    private static Optional<Occurring> how(Round round) {
        return round.flow()
                .occurring(round.opened().side())
                .filter(_ -> OccurrenceId.of(round.opened().record().id()).isEmpty());
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

    Future<Settlement> carryOut(Scene scene, Decision.Expand expand) {
        Round round = scene.round();
        Occurring how = how(round).orElseThrow();
        State state = scene.state(how.side()).orElseThrow();
        RecordRef series = round.opened().record();
        Coming coming = how.coming(series, state, clock.now());
        return patience.with(
                        () ->
                                journal.pairs(
                                        round.tenant(),
                                        round.flow().name(),
                                        Set.copyOf(coming.records())))
                .compose(linked -> tell(round, how, state, untold(coming, linked)))
                .map(_ -> settled(scene, expand, series, coming));
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

    private Settlement settled(
            Scene scene, Decision.Expand expand, RecordRef series, Coming coming) {
        String sentence = expand.sentence() + " So far " + coming.records().size() + " of them do.";
        Next next =
                coming.next()
                        .<Next>map(at -> new Next.Later(at, "Then a further occurrence is near."))
                        .orElseGet(Next.Rest::new);
        Settlement settlement = conclusion.expanded(scene, sentence, next);
        return scene.round().opened().pending().isEmpty()
                ? settlement
                : settlement.touching(series);
    }

    /// What else follows from a decision about a record that may be a series: one that was a single
    /// meeting is expanded next, and one that is gone, or a single meeting by now, tells what were
    /// its occurrences.
    Settlement after(Scene scene, Decision decision, Settlement settlement) {
        Round round = scene.round();
        Optional<Occurring> how = how(round);
        if (how.isEmpty() || decision instanceof Decision.Expand) {
            return settlement;
        }
        Side side = how.get().side();
        Optional<State> state = scene.state(side);
        if (state.filter(how.get()::repeats).isPresent()) {
            return decision instanceof Decision.Bury && settlement.next() instanceof Next.Rest
                    ? settlement.then(new Next.At(clock.now(), decision.sentence()))
                    : settlement;
        }
        boolean single = state.isEmpty() || state.filter(how.get()::isSingle).isPresent();
        boolean known =
                round.opened().link().filter(link -> link.life() == Life.LINKED).isPresent();
        return single && !known ? settlement.touching(round.opened().record()) : settlement;
    }
}
