package drawbridge.sandbox.repeats;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// How the app writes a series: `recurrence` is a rule in text (RFC 5545), `exdates` names the
/// occurrences that do not take place, `overrides` those that are otherwise; all by the instant (or
/// day) that they have by the rule. A month that lacks the day has no occurrence.
public final class AppForm {

    public static final String RULE = "recurrence";
    public static final String EXCLUDED = "exdates";
    public static final String OVERRIDES = "overrides";

    private static final Set<String> PARTS =
            Set.of(
                    "FREQ",
                    "INTERVAL",
                    "BYDAY",
                    "BYMONTHDAY",
                    "BYMONTH",
                    "BYSETPOS",
                    "COUNT",
                    "UNTIL",
                    "WKST");

    private AppForm() {}

    /// The series of an event whose other fields are sound; empty where it does not repeat.
    ///
    /// @throws Wrong for a rule or an exception that the app does not take
    public static Optional<Repeats> read(JsonNode event) {
        if (!event.hasNonNull(RULE)) {
            for (var list : new String[] {EXCLUDED, OVERRIDES}) {
                if (event.path(list).size() > 0) {
                    throw new Wrong(list, "needs recurrence");
                }
            }
            return Optional.empty();
        }
        boolean allDay = event.path("allDay").asBoolean();
        var zone = ZoneId.of(allDay ? "UTC" : event.path("zone").asText());
        var start = wall(event.path("start"), allDay, zone, "start");
        var end = wall(event.path("end"), allDay, zone, "end");
        var first = start.toLocalDate();
        var plain =
                new Repeats(
                        start,
                        zone,
                        allDay,
                        length(start, end, allDay, zone),
                        days(event.get(RULE), start, allDay, zone),
                        Map.of());
        if (!plain.hasItsStart()) {
            throw new Wrong(RULE, "does not produce the start, " + first);
        }
        return Optional.of(
                new Repeats(
                        start, zone, allDay, plain.length(), plain.days(), changes(event, plain)));
    }

    private static long length(
            LocalDateTime start, LocalDateTime end, boolean allDay, ZoneId zone) {
        return allDay ? ChronoUnit.DAYS.between(start, end) : Repeats.minutes(start, end, zone);
    }

    // ---- The rule

    private static Days days(JsonNode rule, LocalDateTime start, boolean allDay, ZoneId zone) {
        if (!rule.isTextual()) {
            throw new Wrong(RULE, "must be a string");
        }
        var parts = parts(rule.asText());
        try {
            return days(parts, start, allDay, zone);
        } catch (NumberFormatException | DateTimeException | IndexOutOfBoundsException _) {
            throw new Wrong(RULE, "cannot be read");
        }
    }

    private static Map<String, String> parts(String text) {
        var parts = new HashMap<String, String>();
        for (var part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals < 1
                    || !PARTS.contains(part.substring(0, equals))
                    || parts.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
                throw new Wrong(RULE, "cannot have '" + part + "'");
            }
        }
        return parts;
    }

    private static Days days(
            Map<String, String> parts, LocalDateTime start, boolean allDay, ZoneId zone) {
        var first = start.toLocalDate();
        var unit =
                switch (parts.getOrDefault("FREQ", "")) {
                    case "DAILY" -> Days.Unit.DAY;
                    case "WEEKLY" -> Days.Unit.WEEK;
                    case "MONTHLY" -> Days.Unit.MONTH;
                    case "YEARLY" -> Days.Unit.YEAR;
                    default -> throw new Wrong(RULE, "needs FREQ, from DAILY to YEARLY");
                };
        var positions = new TreeSet<>(numbers(parts, "BYSETPOS"));
        var weekdays = EnumSet.noneOf(DayOfWeek.class);
        for (var day : list(parts, "BYDAY").toList()) {
            weekdays.add(weekday(day.substring(day.length() - 2)));
            if (day.length() > 2) {
                positions.add(Integer.valueOf(day.substring(0, day.length() - 2)));
            }
        }
        var monthDays = new TreeSet<>(numbers(parts, "BYMONTHDAY"));
        boolean bare = weekdays.isEmpty() && monthDays.isEmpty();
        if (unit == Days.Unit.WEEK && bare) {
            weekdays.add(first.getDayOfWeek());
        } else if (unit != Days.Unit.DAY && bare) {
            monthDays.add(first.getDayOfMonth());
        }
        boolean elsewhere =
                numbers(parts, "BYMONTH").stream().anyMatch(in -> in != first.getMonthValue());
        if (elsewhere || (parts.containsKey("BYMONTH") && unit != Days.Unit.YEAR)) {
            throw new Wrong(RULE, "does not produce the start, " + first);
        }
        int every = Integer.parseInt(parts.getOrDefault("INTERVAL", "1"));
        var times = Optional.ofNullable(parts.get("COUNT")).map(Integer::valueOf);
        if (every < 1 || times.filter(count -> count < 1).isPresent()) {
            throw new Wrong(RULE, "counts from 1");
        }
        var until =
                Optional.ofNullable(parts.get("UNTIL")).map(end -> until(end, start, allDay, zone));
        if (until.isPresent() && times.isPresent()) {
            throw new Wrong(RULE, "has COUNT or UNTIL");
        }
        return new Days(unit, every, weekdays, monthDays, positions, false, until, times);
    }

    private static Stream<String> list(Map<String, String> parts, String part) {
        var text = parts.getOrDefault(part, "");
        return text.isEmpty() ? Stream.empty() : Arrays.stream(text.split(","));
    }

    private static Set<Integer> numbers(Map<String, String> parts, String part) {
        return new TreeSet<>(list(parts, part).map(Integer::valueOf).toList());
    }

    private static DayOfWeek weekday(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(word))
                .findFirst()
                .orElseThrow(() -> new Wrong(RULE, "has no weekday " + word));
    }

    /// The last day on which an occurrence may start.
    private static LocalDate until(String text, LocalDateTime start, boolean allDay, ZoneId zone) {
        if (text.length() == 8) {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        }
        var utc = LocalDateTime.parse(text, DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'"));
        var there = LocalDateTime.ofInstant(utc.toInstant(java.time.ZoneOffset.UTC), zone);
        boolean dayIsIn = allDay || !there.toLocalTime().isBefore(start.toLocalTime());
        return there.toLocalDate().minusDays(dayIsIn ? 0 : 1);
    }

    // ---- The exceptions

    private static Map<LocalDateTime, Repeats.Change> changes(JsonNode event, Repeats plain) {
        var changes = new HashMap<LocalDateTime, Repeats.Change>();
        for (var item : event.path(EXCLUDED)) {
            changes.put(key(item, plain, EXCLUDED), new Repeats.Cancelled());
        }
        for (var item : event.path(OVERRIDES)) {
            var key = key(item.path("original"), plain, OVERRIDES);
            var start =
                    item.hasNonNull("start")
                            ? wall(item.get("start"), plain.allDay(), plain.zone(), OVERRIDES)
                            : key;
            long length =
                    item.hasNonNull("end")
                            ? length(
                                    start,
                                    wall(item.get("end"), plain.allDay(), plain.zone(), OVERRIDES),
                                    plain.allDay(),
                                    plain.zone())
                            : plain.length();
            if (length < 1) {
                throw new Wrong(OVERRIDES, "has an end that is not after its start");
            }
            var title = item.path("title").asText("").strip();
            if (changes.put(key, new Repeats.Moved(start, length, title)) != null) {
                throw new Wrong(OVERRIDES, "names an occurrence twice, or an excluded one");
            }
        }
        return changes;
    }

    private static LocalDateTime key(JsonNode value, Repeats plain, String field) {
        var key = wall(value, plain.allDay(), plain.zone(), field);
        if (!plain.has(key)) {
            throw new Wrong(field, "has no occurrence at " + value.asText());
        }
        return key;
    }

    private static LocalDateTime wall(JsonNode value, boolean allDay, ZoneId zone, String field) {
        try {
            return allDay
                    ? LocalDate.parse(value.asText()).atStartOfDay()
                    : LocalDateTime.ofInstant(instant(value.asText()), zone);
        } catch (DateTimeException _) {
            throw new Wrong(
                    field, "'" + value.asText() + "' is not " + (allDay ? "a date" : "an instant"));
        }
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MINUTES);
    }
}
