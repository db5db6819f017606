package drawbridge.sync;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

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
/// @param blind likewise the last few that may have gone over an edit, while nobody changed the
///   group at that side since
/// @param marked what the mark of a delete went over in each group, until that is put back
public record Trail(
        Map<GroupName, List<Step>> steps,
        Map<GroupName, List<Blind>> blind,
        Map<GroupName, Marked> marked) {

    public static final Trail NONE = new Trail(Map.of());

    private static final int KEPT = 8;
    private static final int BLIND_KEPT = 2;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    /// No person answers a write of ours so soon, three times in a row and on either side.
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    /// Nor so soon, eight times in a row.
    private static final Duration SOON = Duration.ofMinutes(1);

    /// @param mark a hash of the value
    public record Step(Side target, String mark, Instant at) {}

    /// A write that no precondition kept from going over what somebody set in between.
    ///
    /// @param from when the record had changed last, as it was read before the write
    /// @param to when it had changed last, as the write was answered
    /// @param before the members that were written, as they were read
    /// @param left a hash of what the group said as the write was answered
    /// @param back whether it put back what an earlier one had gone over
    public record Blind(
            Side target, Instant from, Instant to, Value.Obj before, String left, boolean back) {

        /// Whether a state of that time came after the one that was read, and before the write.
        boolean wentOver(Instant changed) {
            return changed.isAfter(from) && !changed.isAfter(to);
        }
    }

    /// An edit that the mark of a delete went over, because a person said so.
    ///
    /// @param target the side that bears the mark
    /// @param agreed the members of the group, as both had agreed on them
    /// @param edit the same members, as somebody had edited them
    public record Marked(Side target, Value.Obj agreed, Value.Obj edit) {}

    public Trail {
        steps = copied(steps);
        blind = copied(blind);
        marked = java.util.Collections.unmodifiableMap(new TreeMap<>(marked));
    }

    public Trail(Map<GroupName, List<Step>> steps, Map<GroupName, List<Blind>> blind) {
        this(steps, blind, Map.of());
    }

    public Trail(Map<GroupName, List<Step>> steps) {
        this(steps, Map.of());
    }

    private static <T> Map<GroupName, List<T>> copied(Map<GroupName, List<T>> some) {
        Map<GroupName, List<T>> copy = new TreeMap<>();
        some.forEach((group, its) -> copy.put(group, List.copyOf(its)));
        return java.util.Collections.unmodifiableMap(copy);
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
        return new Trail(all, blind, marked);
    }

    /// The writes to a side that may have gone over an edit of the group.
    public List<Blind> blind(GroupName group, Side target) {
        return blind.getOrDefault(group, List.of()).stream()
                .filter(one -> one.target() == target)
                .toList();
    }

    public Trail with(GroupName group, Blind write) {
        List<Blind> some = new ArrayList<>(blind.getOrDefault(group, List.of()));
        some.add(write);
        return blind(group, some.subList(Math.max(0, some.size() - BLIND_KEPT), some.size()));
    }

    /// Somebody changed the group at that side: whatever was written over there before counts no
    /// more.
    public Trail seen(GroupName group, Side target) {
        List<Blind> others = new ArrayList<>(blind.getOrDefault(group, List.of()));
        return others.removeIf(one -> one.target() == target) ? blind(group, others) : this;
    }

    private Trail blind(GroupName group, List<Blind> some) {
        Map<GroupName, List<Blind>> all = new TreeMap<>(blind);
        if (some.isEmpty()) {
            all.remove(group);
        } else {
            all.put(group, some);
        }
        return new Trail(steps, all, marked);
    }

    /// What the mark of a delete went over at a side.
    public Optional<Marked> marked(GroupName group, Side target) {
        return Optional.ofNullable(marked.get(group)).filter(one -> one.target() == target);
    }

    public Trail with(GroupName group, Marked over) {
        Map<GroupName, Marked> all = new TreeMap<>(marked);
        all.put(group, over);
        return new Trail(steps, blind, all);
    }

    /// The mark in the group is undone, or somebody is asked about it.
    public Trail unmarked(GroupName group) {
        Map<GroupName, Marked> all = new TreeMap<>(marked);
        all.remove(group);
        return new Trail(steps, blind, all);
    }
}
