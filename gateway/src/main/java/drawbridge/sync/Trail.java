package drawbridge.sync;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
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

    private static final int KEPT = 3;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    /// No person answers a write of ours so soon, three times in a row and on either side.
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

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
        if (before.size() < KEPT) {
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
        boolean answersEachTime =
                new HashSet<>(List.of(mark, first.mark(), second.mark(), third.mark())).size() == 4
                        && target != third.target()
                        && third.target() != second.target()
                        && second.target() != first.target()
                        && soon(first.at(), second.at())
                        && soon(second.at(), third.at())
                        && soon(third.at(), now);
        return answersEachTime
                ? Optional.of("changed three times by itself, each time right after it was written")
                : Optional.empty();
    }

    private static boolean soon(Instant before, Instant after) {
        return !after.isAfter(before.plus(AT_ONCE));
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
