package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Hash;
import drawbridge.journal.Listed;
import drawbridge.journal.Listed.Said;
import drawbridge.mapping.ListSpec.Changes;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One reading of a list that cannot tell what changed: each row is compared with what the list
/// said of it the last time, and what the list does not tell of any more is asked for.
///
/// A record that says again what it said before the last time has changed, too (A, B, A): its
/// content is told apart by what it followed.
///
/// That a list does not tell of a record proves nothing: it may only have left the window. So its
/// system is asked about it, once, and what it answers counts.
final class Comparison {

    private static final int AT_ONCE = 500;

    private final Listed listed;
    private final SweepTarget target;
    private final Dice dice;
    private final long reading;

    /// @param reading a number that grows from one reading of the list to the next
    Comparison(Listed listed, SweepTarget target, Dice dice, long reading) {
        this.listed = listed;
        this.target = target;
        this.dice = dice;
        this.reading = reading;
    }

    /// Whether what a list told of before must be known to read it.
    static boolean isOf(SweepTarget target) {
        return switch (target.list().changes()) {
            case Changes.Since _ -> false;
            case Changes.Tokens _, Changes.Scan _, Changes.Everything _ -> true;
        };
    }

    /// Who goes on by tokens is told changes alone.
    private boolean tellsChanges() {
        return target.list().changes() instanceof Changes.Tokens;
    }

    /// @param rows those that say something new
    /// @param said what all of them say
    record Compared(SweepRows rows, Map<String, Said> said) {}

    Future<Compared> compare(SweepRows rows) {
        Set<String> ids =
                rows.changes().stream()
                        .flatMap(change -> id(change).stream())
                        .collect(Collectors.toSet());
        return ids.isEmpty()
                ? Future.succeededFuture(new Compared(rows, Map.of()))
                : listed.last(tenant(), name(), ids).map(last -> compared(rows, last));
    }

    private Compared compared(SweepRows rows, Map<String, Said> last) {
        Map<String, Said> said = new LinkedHashMap<>();
        List<Incoming> news = new ArrayList<>();
        for (Incoming change : rows.changes()) {
            Optional<String> id = id(change);
            Optional<Said> before =
                    id.flatMap(
                            known ->
                                    Optional.ofNullable(said.get(known))
                                            .or(() -> Optional.ofNullable(last.get(known))));
            boolean same = before.filter(was -> isSame(was, change)).isPresent();
            long turn = before.map(was -> same ? was.turn() : was.turn() + 1).orElse(0L);
            id.ifPresent(
                    known -> said.put(known, new Said(change.content(), turn, change.tombstone())));
            if (!same || tellsChanges()) {
                news.add(turn == 0 ? change : change.withContent(turned(change, turn)));
            }
        }
        return new Compared(rows.with(news), said);
    }

    private static boolean isSame(Said was, Incoming change) {
        return was.missing() == change.tombstone() && was.content().equals(change.content());
    }

    private static Hash turned(Incoming change, long turn) {
        return Hash.of("turn", Long.toString(turn), change.content().asUuid().toString());
    }

    private static Optional<String> id(Incoming change) {
        return change.unreadable().isPresent()
                ? Optional.empty()
                : change.record().map(RecordRef::id);
    }

    /// Once the news are stored.
    Future<Void> remember(Compared compared) {
        return compared.said().isEmpty()
                ? Future.succeededFuture()
                : listed.remember(tenant(), name(), compared.said(), reading);
    }

    /// Once the whole list was read to its end.
    ///
    /// @param append stores changes
    /// @return how many records were not in it any more
    Future<Integer> end(Function<List<Incoming>, Future<?>> append) {
        return target.deleted() || target.resource().read().isEmpty()
                ? Future.succeededFuture(0)
                : missing(append, 0);
    }

    private Future<Integer> missing(Function<List<Incoming>, Future<?>> append, int sum) {
        return listed.unseen(tenant(), name(), reading, AT_ONCE)
                .compose(
                        ids ->
                                ids.isEmpty()
                                        ? Future.succeededFuture(sum)
                                        : append.apply(suspected(ids))
                                                .compose(_ -> listed.missing(tenant(), name(), ids))
                                                .compose(_ -> missing(append, sum + ids.size())));
    }

    private List<Incoming> suspected(List<String> ids) {
        Reception reception =
                new Reception(target.mappings(), target.tenant(), dice, Optional.empty());
        return ids.stream()
                .map(id -> reception.suspected(target.resource(), id, Long.toString(reading)))
                .toList();
    }

    private TenantId tenant() {
        return target.key().tenant();
    }

    private ResourceName name() {
        return new ResourceName(target.key().system(), target.key().resource());
    }
}
