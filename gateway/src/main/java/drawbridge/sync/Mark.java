package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What a group of a base said when both sides agreed on it, as a hash: if the same record says
/// something else today, nobody edited it, and the mapping or the time-zone data changed.
///
/// @param mapping the version of the mapping through which it was read
/// @param zones the version of the time-zone data
/// @param value a hash of what it said
public record Mark(String mapping, String zones, String value) {

    /// Nothing is known of what the group said; it is taken when the base is written next.
    public static final Mark NONE = new Mark("", "", "");

    /// Enough that a rule with daylight saving shows, and one that ends soon.
    private static final int MONTHS = 24;

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /// Whether it was taken of what `flow` would read today without looking.
    boolean isOf(Flow flow) {
        return mapping.equals(flow.version()) && zones.equals(flow.zones());
    }

    boolean isKnown() {
        return !value.isEmpty();
    }

    /// The base with the marks that it lacks, and without those of groups that are no more.
    public static Base complete(Flow flow, Side side, Base base) {
        Map<GroupName, Mark> marks = new TreeMap<>();
        IdentityHashMap<State, SequencedMap<GroupName, Reading>> readings = new IdentityHashMap<>();
        for (Flow.Group group : flow.groups()) {
            GroupName name = group.name();
            Mark known = base.marks().getOrDefault(name, NONE);
            marks.put(
                    name,
                    known.isKnown()
                            ? known
                            : of(
                                    flow,
                                    readings.computeIfAbsent(
                                                    base.of(name),
                                                    state -> flow.read(side, state, Refs.NONE))
                                            .get(name)));
        }
        return base.marked(marks);
    }

    /// Whether a group of the base says something else by now, or is new in the flow.
    static boolean differs(Flow flow, Side side, Base base) {
        return !base.marks().isEmpty()
                && flow.groups().stream()
                        .map(Flow.Group::name)
                        .anyMatch(
                                group -> {
                                    Mark then = base.marks().get(group);
                                    return then == null || then.differs(flow, side, base, group);
                                });
    }

    /// Whether the group of the base says something else by now.
    boolean differs(Flow flow, Side side, Base base, GroupName group) {
        return isKnown()
                && !isOf(flow)
                && !value.equals(of(flow, side, base.of(group), group).value());
    }

    /// What a group of a record says through the flow as it is today.
    static Mark of(Flow flow, Side side, State state, GroupName group) {
        return of(flow, flow.read(side, state, Refs.NONE).get(group));
    }

    private static Mark of(Flow flow, @org.jspecify.annotations.Nullable Reading reading) {
        return new Mark(flow.version(), flow.zones(), hash(reading == null ? "" : text(reading)));
    }

    private static String text(Reading reading) {
        return switch (reading) {
            case Reading.Bad(FieldName field, String pointer, String _) ->
                    "bad " + field + " " + pointer;
            case Reading.Of(SequencedMap<FieldName, Neutral> fields) -> {
                StringBuilder text = new StringBuilder();
                fields.forEach(
                        (field, value) ->
                                text.append(field.value())
                                        .append('=')
                                        .append(text(value))
                                        .append('\u0000'));
                yield text.toString();
            }
        };
    }

    /// Read without links, a reference is the id that stands in the record: the same whether that
    /// record is linked by now or not.
    private static String text(Neutral value) {
        return switch (value) {
            case Neutral.Unknown _ -> "?";
            case Neutral.Empty _ -> "-";
            case Neutral.Words(String words) -> words.strip();
            case Neutral.Number(var number) -> number.stripTrailingZeros().toPlainString();
            case Neutral.Many(var items) -> items.stream().sorted().toList().toString();
            case Neutral.Flag(boolean flag) -> Boolean.toString(flag);
            case Neutral.Linked(var link) -> link.toString();
            case Neutral.Unlinked(var record) -> record.toString();
            case Neutral.Once once -> once(once);
            case Neutral.Series series ->
                    once(series.first())
                            + offsets(series.first())
                            + series.rule()
                            + exceptions(series);
        };
    }

    private static String exceptions(Neutral.Series series) {
        StringBuilder text = new StringBuilder();
        series.exceptions()
                .forEach(
                        (key, deviation) ->
                                text.append(' ')
                                        .append(key)
                                        .append(
                                                deviation
                                                                instanceof
                                                                Neutral.Changed(
                                                                        Neutral.Once to,
                                                                        Optional<String> title)
                                                        ? once(to) + title.orElse("")
                                                        : "-"));
        return text.toString();
    }

    /// A meeting is the instant at which it begins.
    private static String once(Neutral.Once once) {
        return switch (once) {
            case Neutral.AllDay days -> days.first() + "+" + days.days();
            case Neutral.Timed(LocalDateTime start, ZoneId zone, var length) -> {
                Instant begins = start.atZone(zone).toInstant();
                yield begins + "+" + length;
            }
        };
    }

    /// How far from UTC the occurrences of the next months are.
    private static String offsets(Neutral.Once first) {
        StringBuilder text = new StringBuilder();
        if (first instanceof Neutral.Timed(LocalDateTime start, ZoneId zone, var _)) {
            for (int month = 0; month < MONTHS; month++) {
                text.append(' ').append(zone.getRules().getOffset(start.plusMonths(month)));
            }
        }
        return text.toString();
    }

    /// FNV-1a of 64 bits: taken with every settlement, and nobody gains by making two alike.
    private static String hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return Long.toHexString(hash);
    }
}
