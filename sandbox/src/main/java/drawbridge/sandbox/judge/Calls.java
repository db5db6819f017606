package drawbridge.sandbox.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// The gateway's calls as the ledgers have them, by the record that they are about.
final class Calls {

    /// Answers that say: this record I do not take. The others ask for patience, for a credential,
    /// or say that the record moved on.
    private static final Set<Integer> REFUSALS = Set.of(400, 403, 404, 405, 410, 413, 415, 422);

    private static final Set<Integer> MOVED_ON = Set.of(404, 409, 410, 412);
    private static final int SERVER_ERRORS = 500;
    private static final String OLD = "/legacy/";

    private final Map<List<Object>, List<Entry>> byRecord = new HashMap<>();
    private final Map<UUID, List<Entry>> byLane = new HashMap<>();
    private final Map<UUID, List<Rows.Attempt>> attemptsOf = new HashMap<>();
    private final List<Instant> kills;
    private final Function<String, Optional<Rows.Attempt>> attempts;

    /// @param kills when the gateway was killed: whatever was under way then had no answer
    Calls(
            List<Book> books,
            Collection<Rows.Attempt> rows,
            Function<String, Optional<Rows.Attempt>> attempts,
            List<Instant> kills) {
        this.attempts = attempts;
        rows.forEach(
                attempt ->
                        attemptsOf
                                .computeIfAbsent(attempt.lane(), _ -> new ArrayList<>())
                                .add(attempt));
        this.kills = List.copyOf(kills);
        for (var book : books) {
            for (var entry : book.entries()) {
                if (entry.byGateway()) {
                    take(entry);
                }
            }
        }
    }

    private void take(Entry entry) {
        var path = entry.path();
        var named = path.substring(path.lastIndexOf('/') + 1);
        put(entry, named);
        entry.effect()
                .map(Entry.Effect::id)
                .filter(id -> !id.equals(named))
                .ifPresent(id -> put(entry, id));
        entry.attempt()
                .flatMap(attempts)
                .ifPresent(
                        attempt ->
                                byLane.computeIfAbsent(attempt.lane(), _ -> new ArrayList<>())
                                        .add(entry));
    }

    private void put(Entry entry, String id) {
        byRecord.computeIfAbsent(List.of(entry.account(), entry.side(), id), _ -> new ArrayList<>())
                .add(entry);
    }

    /// All about one record, oldest first.
    List<Entry> about(RecordKey key) {
        return byRecord.getOrDefault(List.of(key.account(), key.side(), key.id()), List.of());
    }

    /// The last look at a record before a line of its ledger; 0 if there was none.
    long lastLook(RecordKey key, long before) {
        return about(key).stream()
                .filter(entry -> entry.n() < before && !entry.mayChange())
                .mapToLong(Entry::n)
                .max()
                .orElse(0);
    }

    /// Whether a system had refused the lane's record by then.
    boolean refused(UUID lane, Instant by) {
        return ofLane(lane, by).anyMatch(Calls::isRefused);
    }

    /// The old API answers 500 to whatever is wrong; with a fault it means that nobody knows.
    private static boolean isRefused(Entry entry) {
        return REFUSALS.contains(entry.status())
                || (entry.status() == SERVER_ERRORS && entry.fault().isEmpty());
    }

    /// Whether a system had said by then that what the lane was to make is there already.
    boolean met(UUID lane, Instant by) {
        return ofLane(lane, by).anyMatch(entry -> entry.status() == 409);
    }

    /// The lane's writes that were carried out, whether they changed anything or not.
    List<Entry> writes(UUID lane) {
        return byLane.getOrDefault(lane, List.of()).stream()
                .filter(entry -> entry.mayChange() && entry.effect().isPresent())
                .toList();
    }

    private Stream<Entry> ofLane(UUID lane, Instant by) {
        return byLane.getOrDefault(lane, List.of()).stream()
                .filter(entry -> !entry.at().isAfter(by));
    }

    /// How often the record had moved on under the gateway's writes by then.
    long movedOn(RecordKey key, Instant by) {
        return about(key).stream()
                .filter(entry -> entry.mayChange() && !entry.at().isAfter(by))
                .filter(entry -> MOVED_ON.contains(entry.status()))
                .count();
    }

    /// The lane's writes of which nobody knew, when it was settled then, whether they had been
    /// carried out: the system's answer was lost, or the gateway was killed under them.
    List<Rows.Attempt> doubts(UUID lane, Instant settled) {
        return attemptsOf.getOrDefault(lane, List.of()).stream()
                .filter(attempt -> !attempt.startedAt().isAfter(settled))
                .filter(attempt -> wasOpen(attempt, settled))
                .filter(attempt -> isUnanswered(attempt) || wasUnderWay(attempt))
                .toList();
    }

    /// It was not settled before, or a later write took its place at once, and was not either.
    private boolean wasOpen(Rows.Attempt attempt, Instant settled) {
        return attempt.endedAt().filter(settled::isAfter).isEmpty()
                || attemptsOf.getOrDefault(attempt.lane(), List.of()).stream()
                        .filter(later -> !later.equals(attempt))
                        .filter(
                                later ->
                                        attempt.endedAt()
                                                .filter(later.startedAt()::equals)
                                                .isPresent())
                        .anyMatch(later -> wasOpen(later, settled));
    }

    private boolean isUnanswered(Rows.Attempt attempt) {
        return byLane.getOrDefault(attempt.lane(), List.of()).stream()
                .filter(
                        entry ->
                                entry.attempt().filter(attempt.id().toString()::equals).isPresent())
                .anyMatch(
                        entry ->
                                entry.status() == 0
                                        || entry.status() >= SERVER_ERRORS
                                        || isUnread(entry));
    }

    /// The old API answers a write by a word: what came of it is known by the look that follows, if
    /// that is answered.
    private boolean isUnread(Entry entry) {
        return entry.path().startsWith(OLD)
                && entry.effect()
                        .map(effect -> entry.key(effect))
                        .filter(
                                key ->
                                        about(key).stream()
                                                .filter(look -> look.n() > entry.n())
                                                .findFirst()
                                                .filter(look -> !look.took())
                                                .isPresent())
                        .isPresent();
    }

    /// Whether it was made or not, nobody was left to note what came of it.
    private boolean wasUnderWay(Rows.Attempt attempt) {
        return kills.stream()
                .anyMatch(
                        kill ->
                                attempt.startedAt().isBefore(kill)
                                        && attempt.endedAt().filter(kill::isAfter).isEmpty());
    }
}
