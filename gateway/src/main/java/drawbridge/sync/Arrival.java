package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Patch;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// Compares what a target holds with what was sent there and with what it held before.
final class Arrival {

    /// Lengths that systems round to lie closer to each other than this.
    private static final Duration NEAR = Duration.ofMinutes(30);

    private final Flow flow;
    private final Refs refs;
    private final Side target;
    private final State before;
    private final SequencedMap<GroupName, Reading> old;
    private final SequencedMap<GroupName, Reading> ours;

    /// @param before what the target held
    Arrival(Flow flow, Refs refs, Side target, State before, Sent sent) {
        this(
                flow,
                refs,
                target,
                before,
                new State(
                        Values.merge(before.record(), sent.members()),
                        before.with(),
                        before.version()));
    }

    /// @param made what a create sent
    Arrival(Flow flow, Refs refs, Side target, State made) {
        this(flow, refs, target, made, made);
    }

    private Arrival(Flow flow, Refs refs, Side target, State before, State sent) {
        this.flow = flow;
        this.refs = refs;
        this.target = target;
        this.before = before;
        this.old = flow.read(target, before, refs);
        this.ours = flow.read(target, sent, refs);
    }

    /// Two values of a field.
    private interface Test {

        boolean holds(FieldName field, Neutral one, Neutral other);
    }

    boolean isWhatWasSent(GroupName group, State now) {
        return all(
                ours.get(group),
                now(group, now),
                (field, sent, is) -> flow.keeps(target, field, sent, is));
    }

    boolean isWhatWasBefore(GroupName group, State now) {
        return all(old.get(group), now(group, now), flow::same);
    }

    /// Whether a system could have made this of what was sent: cut a text, or rounded.
    boolean mayBeOurs(GroupName group, State now) {
        return all(
                ours.get(group),
                now(group, now),
                (field, sent, is) -> flow.keeps(target, field, sent, is) || isNear(sent, is));
    }

    /// The members that were sent of a group.
    Value.Obj written(GroupName group, Value.Obj sent) {
        Map<String, Value> written = new LinkedHashMap<>();
        if (ours.get(group) instanceof Reading.Of(SequencedMap<FieldName, Neutral> values)) {
            Map<FieldName, Neutral> known = new LinkedHashMap<>(values);
            known.values().removeIf(Neutral.Unknown.class::isInstance);
            if (flow.write(target, group, known, refs, before.record())
                    instanceof Patch.Of(Value.Obj members)) {
                written.putAll(members.members());
                written.keySet().retainAll(sent.members().keySet());
            }
        }
        return new Value.Obj(written);
    }

    private Reading now(GroupName group, State now) {
        return java.util.Objects.requireNonNull(flow.read(target, now, refs).get(group));
    }

    /// Whether every field of which both are known passes, and there is one.
    private static boolean all(
            @org.jspecify.annotations.Nullable Reading one, Reading other, Test test) {
        if (!(one instanceof Reading.Of(SequencedMap<FieldName, Neutral> left)
                && other instanceof Reading.Of(SequencedMap<FieldName, Neutral> right))) {
            return false;
        }
        boolean any = false;
        for (var field : left.entrySet()) {
            Neutral there = right.get(field.getKey());
            if (there == null
                    || there instanceof Neutral.Unknown
                    || field.getValue() instanceof Neutral.Unknown) {
                continue;
            }
            any = true;
            if (!test.holds(field.getKey(), field.getValue(), there)) {
                return false;
            }
        }
        return any;
    }

    private static boolean isNear(Neutral sent, Neutral is) {
        return switch (sent) {
            case Neutral.Words(String text) ->
                    is instanceof Neutral.Empty
                            ? text.chars().noneMatch(Character::isLetter)
                            : is instanceof Neutral.Words(String kept)
                                    && !bare(kept).isEmpty()
                                    && bare(text).startsWith(bare(kept));
            case Neutral.Many(List<String> items) ->
                    is instanceof Neutral.Many(List<String> kept)
                            && bare(items).containsAll(bare(kept));
            case Neutral.Number(BigDecimal number) ->
                    is instanceof Neutral.Number(BigDecimal kept)
                            && number.subtract(kept).abs().compareTo(BigDecimal.ONE) < 0;
            case Neutral.Timed(var start, var _, Duration length) ->
                    is instanceof Neutral.Timed(var kept, var _, Duration its)
                            && Duration.between(start, kept).abs().toMinutes() < 1
                            && length.minus(its).abs().compareTo(NEAR) < 0;
            case Neutral.Unknown _,
                    Neutral.Empty _,
                    Neutral.Flag _,
                    Neutral.Linked _,
                    Neutral.Unlinked _,
                    Neutral.AllDay _,
                    Neutral.Series _ ->
                    false;
        };
    }

    private static Set<String> bare(List<String> items) {
        return items.stream().map(Arrival::bare).collect(Collectors.toSet());
    }

    /// A text without all that systems tidy away.
    private static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
