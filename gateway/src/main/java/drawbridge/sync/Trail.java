package drawbridge.sync;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What we wrote of each group of a link lately, so that two systems that correct each other
/// through us are noticed.
///
/// @param steps the last few writes of each group, the oldest first
public record Trail(Map<GroupName, List<Step>> steps) {

    public static final Trail NONE = new Trail(Map.of());

    private static final int KEPT = 8;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    /// No person answers a write of ours so soon, three times in a row and on either side.
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    /// Nor so soon, eight times in a row.
    private static final Duration SOON = Duration.ofMinutes(1);

    /// @param mark a hash of the value
    public record Step(Side target, String mark, Instant at) {}

    public Trail {
        Map<GroupName, List<Step>> copy = new TreeMap<>();
        steps.forEach((group, some) -> copy.put(group, List.copyOf(some)));
        steps = java.util.Collections.unmodifiableMap(copy);
    }

    static String mark(String shown) {
        UUID hash = UUID.nameUUIDFromBytes(shown.strip().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(hash.getMostSignificantBits());
    }

    /// Why a further write would go round in circles, if it would.
    Optional<String> circle(GroupName group, Side target, String mark, Instant now) {
        List<Step> before =
                steps.getOrDefault(group, List.of()).stream()
                        .filter(step -> !step.at().isBefore(now.minus(REMEMBERED)))
                        .toList();
        if (before.size() >= 2
                && before.subList(before.size() - 2, before.size()).stream()
                        .allMatch(step -> step.target() == target && step.mark().equals(mark))) {
            return Optional.of("was written twice and did not stay");
        }
        if (before.size() < 3) {
            return Optional.empty();
        }
        Step first = before.get(before.size() - 3);
        Step second = before.get(before.size() - 2);
        Step third = before.getLast();
        if (!first.mark().equals(second.mark())
                && first.mark().equals(third.mark())
                && second.mark().equals(mark)) {
            return Optional.of("was written to and fro between the same two values");
        }
        Step next = new Step(target, mark, now);
        if (answersEachTime(before, 3, AT_ONCE, next)) {
            return Optional.of(
                    "changed three times, on one side after the other, each time right after it was"
                            + " written");
        }
        return answersEachTime(before, KEPT, SOON, next)
                ? Optional.of(
                        "changed eight times, on one side after the other, each time soon after it was written")
                : Optional.empty();
    }

    /// Whether each of the last steps was answered from the side that it went to, with another
    /// value each time.
    private static boolean answersEachTime(
            List<Step> before, int times, Duration within, Step next) {
        if (before.size() < times) {
            return false;
        }
        List<Step> all = new ArrayList<>(before.subList(before.size() - times, before.size()));
        all.add(next);
        for (int i = 1; i < all.size(); i++) {
            Step one = all.get(i - 1);
            Step answer = all.get(i);
            if (one.target() == answer.target() || answer.at().isAfter(one.at().plus(within))) {
                return false;
            }
        }
        return all.stream().map(Step::mark).distinct().count() == all.size();
    }

    /// When anything was written to a side last.
    public Optional<Instant> last(Side target) {
        return steps.values().stream()
                .flatMap(List::stream)
                .filter(step -> step.target() == target)
                .map(Step::at)
                .max(Comparator.naturalOrder());
    }

    /// This trail after a write. A write that a person decided begins it anew.
    public Trail with(GroupName group, Step step, boolean anew) {
        List<Step> some = new ArrayList<>(anew ? List.of() : steps.getOrDefault(group, List.of()));
        some.add(step);
        Map<GroupName, List<Step>> all = new TreeMap<>(steps);
        all.put(group, some.subList(Math.max(0, some.size() - KEPT), some.size()));
        return new Trail(all);
    }
}
