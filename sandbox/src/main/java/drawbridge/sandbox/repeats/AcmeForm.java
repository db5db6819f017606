package drawbridge.sandbox.repeats;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How Acme writes a series: `repeats` is a pattern of members, `exceptions` a list of what became
/// of single occurrences, each named by the wall time (or day) that it has by the pattern. A month
/// that lacks the day has it on its last.
public final class AcmeForm {

    public static final String RULE = "repeats";
    public static final String EXCEPTIONS = "exceptions";

    private AcmeForm() {}

    /// The series of an appointment whose other fields are sound; empty where it does not repeat.
    ///
    /// @throws Wrong for a pattern or an exception that Acme does not take
    public static Optional<Repeats> read(JsonNode appointment) {
        var pattern = appointment.path(RULE);
        var exceptions = appointment.path(EXCEPTIONS);
        if (pattern.isNull() || pattern.isMissingNode()) {
            if (exceptions.size() > 0) {
                throw new Wrong(EXCEPTIONS, "needs repeats");
            }
            return Optional.empty();
        }
        boolean allDay = appointment.hasNonNull("all_day_on");
        var start =
                allDay
                        ? LocalDate.parse(appointment.get("all_day_on").asText()).atStartOfDay()
                        : LocalDateTime.parse(appointment.path("starts_at").asText());
        var plain =
                new Repeats(
                        start,
                        ZoneId.of(allDay ? "UTC" : appointment.path("time_zone").asText()),
                        allDay,
                        allDay ? 1 : appointment.path("duration_minutes").asLong(),
                        days(pattern, start.toLocalDate()),
                        Map.of());
        if (!plain.hasItsStart()) {
            throw new Wrong(RULE, "does not fall on the first day");
        }
        return Optional.of(
                new Repeats(
                        start,
                        plain.zone(),
                        allDay,
                        plain.length(),
                        plain.days(),
                        changes(exceptions, plain)));
    }

    private static Days days(JsonNode pattern, LocalDate first) {
        if (!pattern.isObject()) {
            throw new Wrong(RULE, "must be an object");
        }
        var unit = unit(pattern.path("unit").asText());
        var weekdays = EnumSet.noneOf(DayOfWeek.class);
        pattern.path("weekdays").forEach(day -> weekdays.add(weekday(day.asText())));
        var day = number(pattern, "month_day", 1, 31);
        var position = number(pattern, "position", -1, 5);
        boolean monthly = unit == Days.Unit.MONTH || unit == Days.Unit.YEAR;
        var month = number(pattern, "month", 1, 12);
        if (month.filter(in -> in != first.getMonthValue()).isPresent()) {
            throw new Wrong(RULE, "does not fall on the first day");
        }
        if (!monthly && (day.isPresent() || position.isPresent())) {
            throw new Wrong(RULE, "has a day or a position without a month");
        }
        if (monthly && day.isPresent() == position.isPresent()) {
            throw new Wrong(RULE, "needs either month_day or position with weekdays");
        }
        if ((unit == Days.Unit.WEEK || position.isPresent()) == weekdays.isEmpty()) {
            throw new Wrong(RULE, "needs weekdays for a week or a position, and for nothing else");
        }
        var until = date(pattern.path("until"));
        var times = number(pattern, "times", 1, 10_000);
        if (until.isPresent() && times.isPresent()) {
            throw new Wrong(RULE, "ends either until a day or after so many times");
        }
        return new Days(
                unit,
                number(pattern, "every", 1, 1_000).orElse(1),
                weekdays,
                Set.copyOf(day.stream().toList()),
                Set.copyOf(position.stream().toList()),
                true,
                until,
                times);
    }

    private static Days.Unit unit(String word) {
        return Arrays.stream(Days.Unit.values())
                .filter(unit -> unit.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new Wrong(RULE, "has a unit of day, week, month or year"));
    }

    private static DayOfWeek weekday(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new Wrong(RULE, "has weekdays from monday to sunday"));
    }

    private static Optional<Integer> number(JsonNode pattern, String member, int least, int most) {
        var value = pattern.path(member);
        if (value.isNull() || value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isInt()
                || value.intValue() < least
                || value.intValue() > most
                || value.intValue() == 0) {
            throw new Wrong(RULE, member + " is out of range");
        }
        return Optional.of(value.intValue());
    }

    private static Optional<LocalDate> date(JsonNode value) {
        try {
            return value.isTextual()
                    ? Optional.of(LocalDate.parse(value.asText()))
                    : Optional.empty();
        } catch (DateTimeException _) {
            throw new Wrong(RULE, "until is not a date");
        }
    }

    private static Map<LocalDateTime, Repeats.Change> changes(JsonNode list, Repeats plain) {
        var changes = new HashMap<LocalDateTime, Repeats.Change>();
        for (var item : list) {
            var key =
                    wall(item.path("original"), plain)
                            .orElseThrow(() -> new Wrong(EXCEPTIONS, "needs original"));
            if (!plain.has(key)) {
                throw new Wrong(
                        EXCEPTIONS, "has no occurrence at " + item.path("original").asText());
            }
            long minutes = item.path("duration_minutes").asLong(plain.length());
            if (minutes < 1) {
                throw new Wrong(EXCEPTIONS, "has no length");
            }
            Repeats.Change change =
                    item.path("cancelled").asBoolean()
                            ? new Repeats.Cancelled()
                            : new Repeats.Moved(
                                    wall(item.path("moved_to"), plain).orElse(key),
                                    plain.allDay() ? 1 : minutes,
                                    item.path("subject").asText("").strip());
            if (changes.put(key, change) != null) {
                throw new Wrong(EXCEPTIONS, "names an occurrence twice");
            }
        }
        return changes;
    }

    private static Optional<LocalDateTime> wall(JsonNode value, Repeats plain) {
        if (!value.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    plain.allDay()
                            ? LocalDate.parse(value.asText()).atStartOfDay()
                            : LocalDateTime.parse(value.asText()));
        } catch (DateTimeException _) {
            throw new Wrong(EXCEPTIONS, "'" + value.asText() + "' is not a local time");
        }
    }

    /// The members of a pattern, in their order.
    public static List<String> members() {
        return List.of(
                "every", "unit", "weekdays", "month_day", "month", "position", "until", "times");
    }
}
