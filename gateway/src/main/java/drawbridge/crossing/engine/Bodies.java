package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What of the bodies of a lane's pending changes is read with the lane, so that memory does not
/// grow with a backlog.
///
/// | of the changes of one record at one side | its body |
/// | --- | --- |
/// | the last one | is read: a person's edit, what people are shown |
/// | the one of the highest version | is read: the newest state |
/// | the last one that tells the whole record | is read: what it said while it lived |
/// | every other one | is not read: nothing but that it was there counts any more |
///
/// Where these are more than [#LIGHT] together, they are left in the store as well, and fetched
/// once there is room for them ([Room]). Pure.
public final class Bodies {

    /// Bytes of one lane that are read without asking for room.
    public static final int LIGHT = 64 * 1024;

    /// Versions of so many digits at most have an order here.
    private static final int DIGITS = 18;

    private Bodies() {}

    /// @param changes in the order of their arrival, with their bodies or what is known of these
    public static List<Pending> opened(List<Pending> changes) {
        Set<UUID> wanted = wanted(changes);
        long bytes =
                changes.stream()
                        .filter(change -> wanted.contains(change.change()))
                        .mapToLong(change -> change.body().length())
                        .sum();
        return changes.stream()
                .map(
                        change ->
                                !wanted.contains(change.change())
                                        ? change.with(Bytes.NONE)
                                        : bytes > LIGHT
                                                ? change.with(Bytes.left(change.body().length()))
                                                : change)
                .toList();
    }

    /// The bytes that were left in the store.
    static long left(List<Pending> changes) {
        return changes.stream()
                .map(Pending::body)
                .filter(Bytes::isLeft)
                .mapToLong(Bytes::length)
                .sum();
    }

    /// The changes whose bodies were left in the store.
    public static List<Pending> heavy(List<Pending> changes) {
        return changes.stream().filter(change -> change.body().isLeft()).toList();
    }

    /// With the bodies that were fetched. One that the store does not have any more tells nothing.
    public static List<Pending> fetched(List<Pending> changes, Map<UUID, Bytes> bodies) {
        return changes.stream()
                .map(
                        change ->
                                change.body().isLeft()
                                        ? change.with(
                                                bodies.getOrDefault(change.change(), Bytes.NONE))
                                        : change)
                .toList();
    }

    private record Whose(Side side, RecordRef record) {}

    private static Set<UUID> wanted(List<Pending> changes) {
        Map<Whose, List<Pending>> all =
                changes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        change -> new Whose(change.side(), change.record())));
        Set<UUID> wanted = new HashSet<>();
        for (List<Pending> ofOne : all.values()) {
            wanted.add(ofOne.getLast().change());
            ofOne.stream()
                    .filter(change -> change.full() && !change.tombstone())
                    .reduce((_, last) -> last)
                    .ifPresent(whole -> wanted.add(whole.change()));
            ofOne.stream()
                    .filter(change -> order(change) >= 0)
                    .reduce((first, next) -> order(next) > order(first) ? next : first)
                    .ifPresent(newest -> wanted.add(newest.change()));
        }
        return wanted;
    }

    private static long order(Pending change) {
        return change.version()
                .filter(text -> text.length() <= DIGITS)
                .filter(text -> text.chars().allMatch(digit -> digit >= '0' && digit <= '9'))
                .filter(text -> !text.isEmpty())
                .map(Long::parseLong)
                .orElse(-1L);
    }
}
