package drawbridge.replay;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Decision;
import drawbridge.sync.Verdict;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one change becomes by two flows, place by place.
///
/// | by the mappings in force | by those that are tried | it is |
/// | --- | --- | --- |
/// | the partner is written | the partner is written | a difference for each place that would hold something else afterwards |
/// | a group is written | the group is refused, waits, is empty, is no more; or the other way | a difference of the group |
/// | a new record | a new record | a difference for each place |
/// | anything | anything else | a difference of the record |
///
/// What stands there already, and would be written so, is no difference. Pure.
final class Compared {

    private static final String RECORD = "the record";
    private static final String NO_FLOW = "there is no such flow";
    private static final String NO_GROUP = "there is no such group";

    private final Effect then;
    private final Effect now;
    private final Map<String, Difference> found = new LinkedHashMap<>();

    private Compared(Effect then, Effect now) {
        this.then = then;
        this.now = now;
    }

    /// @param then empty: the flow is not among the mappings in force
    static List<Difference> between(Optional<Effect> then, Optional<Effect> now) {
        if (then.isPresent() && now.isPresent()) {
            return new Compared(then.get(), now.get()).differences();
        }
        return then.isEmpty() && now.isEmpty()
                ? List.of()
                : List.of(
                        new Difference(
                                RECORD,
                                then.map(Effect::words).orElse(NO_FLOW),
                                now.map(Effect::words).orElse(NO_FLOW)));
    }

    private List<Difference> differences() {
        if (!then.target().equals(now.target())) {
            return List.of(new Difference(RECORD, "to " + then.target(), "to " + now.target()));
        }
        if (then.decision() instanceof Decision.Merge before
                && now.decision() instanceof Decision.Merge after) {
            merged(before, after);
        } else if (then.decision() instanceof Decision.Create before
                && now.decision() instanceof Decision.Create after) {
            places(before.body(), after.body(), before.body(), after.body());
        } else if (!then.words().equals(now.words())) {
            found.put(RECORD, new Difference(RECORD, then.words(), now.words()));
        }
        return List.copyOf(found.values());
    }

    private void merged(Decision.Merge before, Decision.Merge after) {
        Value.Obj wasWritten = before.members(then.origin().other());
        Value.Obj isWritten = after.members(now.origin().other());
        Value.Obj stoodThen = Values.merge(then.there(), wasWritten);
        Value.Obj standsNow = Values.merge(now.there(), isWritten);
        Set<GroupName> groups = new LinkedHashSet<>(before.verdicts().keySet());
        groups.addAll(after.verdicts().keySet());
        for (GroupName group : groups) {
            Optional<Verdict> was = Optional.ofNullable(before.verdicts().get(group));
            Optional<Verdict> is = Optional.ofNullable(after.verdicts().get(group));
            int known = found.size();
            // Beside what is refused or waits, what stands there by chance says nothing.
            if (sort(was).isPlain() && sort(is).isPlain()) {
                places(members(was), members(is), stoodThen, standsNow);
            }
            if (found.size() == known) {
                group(group, was, is);
            }
        }
    }

    private static Value.Obj members(Optional<Verdict> verdict) {
        return verdict.filter(Verdict.Write.class::isInstance)
                .map(write -> ((Verdict.Write) write).members())
                .orElse(Value.Obj.EMPTY);
    }

    /// Each place that either writes, as the record stands afterwards.
    private void places(Value.Obj was, Value.Obj is, Value.Obj stood, Value.Obj stands) {
        Set<Pointer> places = new LinkedHashSet<>();
        leaves(was, new Pointer(List.of()), places);
        leaves(is, new Pointer(List.of()), places);
        for (Pointer place : places) {
            Optional<Value> old = held(stood, place);
            Optional<Value> fresh = held(stands, place);
            if (!same(old, fresh)) {
                String name = then.target() + " " + place;
                found.put(name, new Difference(name, shown(old), shown(fresh)));
            }
        }
    }

    /// Null is nothing.
    private static Optional<Value> held(Value.Obj record, Pointer place) {
        return place.find(record).filter(value -> !(value instanceof Value.Null));
    }

    private static boolean same(Optional<Value> old, Optional<Value> fresh) {
        return old.map(one -> fresh.filter(other -> Values.same(one, other)).isPresent())
                .orElseGet(fresh::isEmpty);
    }

    private static String shown(Optional<Value> value) {
        return value.map(Effect::json).orElse("nothing");
    }

    private static void leaves(Value.Obj record, Pointer at, Set<Pointer> places) {
        record.members()
                .forEach(
                        (name, value) -> {
                            Pointer here = at.then(new Pointer(List.of(name)));
                            if (value instanceof Value.Obj inner && !inner.members().isEmpty()) {
                                leaves(inner, here, places);
                            } else {
                                places.add(here);
                            }
                        });
    }

    private void group(GroupName group, Optional<Verdict> was, Optional<Verdict> is) {
        boolean same = sort(was) == sort(is);
        boolean nothingMore = sort(is) == Sort.WRITTEN && sort(was).isNothing();
        boolean bothNothing = sort(was).isNothing() && sort(is).isNothing();
        String before = was.map(verdict -> then.words(group, verdict)).orElse(NO_GROUP);
        String after = is.map(verdict -> now.words(group, verdict)).orElse(NO_GROUP);
        boolean otherwise =
                same
                        ? sort(was) == Sort.REFUSED && !before.equals(after)
                        : !nothingMore && !bothNothing;
        if (otherwise) {
            String name = "group " + group;
            found.put(name, new Difference(name, before, after));
        }
    }

    private enum Sort {
        WRITTEN,
        EMPTY,
        ABSENT,
        REFUSED,
        ASKED,
        WAITS,
        RESTS;

        boolean isNothing() {
            return this == EMPTY || this == ABSENT;
        }

        boolean isPlain() {
            return this == WRITTEN || isNothing();
        }
    }

    private static Sort sort(Optional<Verdict> verdict) {
        return verdict.map(
                        one ->
                                switch (one) {
                                    case Verdict.Write _, Verdict.Agreed _ -> Sort.WRITTEN;
                                    case Verdict.Same _ -> Sort.EMPTY;
                                    case Verdict.Bad _ -> Sort.REFUSED;
                                    case Verdict.Conflict _, Verdict.Parked _ -> Sort.ASKED;
                                    case Verdict.Wait _ -> Sort.WAITS;
                                    case Verdict.Rests _ -> Sort.RESTS;
                                })
                .orElse(Sort.ABSENT);
    }
}
