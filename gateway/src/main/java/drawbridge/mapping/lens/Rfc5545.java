package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Rule;
import drawbridge.mapping.Rule.Every;

import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.Weekday;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRule.WeekdayNum;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Rules as RFC 5545 writes and counts them. The only class that knows the library that does it.
final class Rfc5545 {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final LocalTime LAST = LocalTime.of(23, 59, 59);
    private static final int LAST_YEAR = 9_999;

    /// Parts that we have no word for; a rule with one of them is refused.
    private static final Set<Part> FOREIGN = foreign();

    private Rfc5545() {}

    /// In version 0.17.1 a `Part` that is touched before any `RecurrenceRule` fails to load, so
    /// that a rule is made first.
    private static Set<Part> foreign() {
        RecurrenceRule _ = new RecurrenceRule(Freq.DAILY);
        return EnumSet.of(
                Part.BYHOUR,
                Part.BYMINUTE,
                Part.BYSECOND,
                Part.BYYEARDAY,
                Part.BYWEEKNO,
                Part.RSCALE,
                Part.SKIP);
    }

    // ---- Days

    /// The days on which the rule has an occurrence, in their order, none before `first` nor after
    /// the year 9999.
    static Iterable<LocalDate> days(Rule rule, LocalDate first) {
        return () -> new Days(rule, first);
    }

    private static final class Days implements Iterator<LocalDate> {

        /// Empty when the library gave up looking for the first.
        private final Optional<RecurrenceRuleIterator> all;

        private final Rule.End end;
        private int count;
        private Optional<LocalDate> next;

        Days(Rule rule, LocalDate first) {
            all = iterator(rule, first);
            end = rule.end();
            next = upcoming();
        }

        private static Optional<RecurrenceRuleIterator> iterator(Rule rule, LocalDate first) {
            try {
                RecurrenceRule endless = new RecurrenceRule(endless(rule), RfcMode.RFC5545_STRICT);
                return Optional.of(
                        endless.iterator(
                                new DateTime(
                                        first.getYear(),
                                        first.getMonthValue() - 1,
                                        first.getDayOfMonth())));
            } catch (InvalidRecurrenceRuleException ours) {
                throw new IllegalStateException("a rule of our own cannot be read", ours);
            } catch (IllegalArgumentException | IllegalStateException never) {
                return Optional.empty();
            }
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public LocalDate next() {
            LocalDate now = next.orElseThrow(NoSuchElementException::new);
            next = upcoming();
            return now;
        }

        private Optional<LocalDate> upcoming() {
            if (end instanceof Rule.Times(int most) && count == most) {
                return Optional.empty();
            }
            try {
                if (all.isEmpty() || !all.get().hasNext()) {
                    return Optional.empty();
                }
                LocalDate day = date(all.get().nextDateTime());
                count++;
                boolean over =
                        day.getYear() > LAST_YEAR
                                || (end instanceof Rule.Until(LocalDate last) && day.isAfter(last));
                return over ? Optional.empty() : Optional.of(day);
            } catch (IllegalArgumentException | IllegalStateException never) {
                // The library gives up after a thousand months or years without such a day.
                return Optional.empty();
            }
        }
    }

    // ---- Text

    /// The rule of a series as text (RFC 5545, 3.3.10): its end in UTC where the series has a zone,
    /// as a date where it is of whole days.
    static String text(Neutral.Series series) {
        Rule rule = series.rule();
        return endless(rule)
                + switch (rule.end()) {
                    case Rule.Never _ -> "";
                    case Rule.Times(int count) -> ";COUNT=" + count;
                    case Rule.Until(LocalDate day) ->
                            ";UNTIL="
                                    + switch (series.first()) {
                                        case Neutral.AllDay _ -> DATE.format(day);
                                        case Neutral.Timed time ->
                                                UTC.format(
                                                        day.atTime(LAST)
                                                                .atZone(time.zone())
                                                                .withZoneSameInstant(
                                                                        ZoneOffset.UTC));
                                    };
                };
    }

    private static String endless(Rule rule) {
        List<String> parts = new ArrayList<>();
        parts.add(
                "FREQ="
                        + switch (rule.every()) {
                            case DAY -> "DAILY";
                            case WEEK -> "WEEKLY";
                            case MONTH -> "MONTHLY";
                            case YEAR -> "YEARLY";
                        });
        if (rule.interval() > 1) {
            parts.add("INTERVAL=" + rule.interval());
        }
        rule.month().ifPresent(month -> parts.add("BYMONTH=" + month.getValue()));
        if (!rule.monthDays().isEmpty()) {
            parts.add("BYMONTHDAY=" + joined(rule.monthDays()));
        }
        boolean prefixed = rule.weekdays().size() == 1 && rule.monthDays().isEmpty();
        if (prefixed && !rule.positions().isEmpty()) {
            DayOfWeek day = rule.weekdays().iterator().next();
            parts.add(
                    "BYDAY="
                            + rule.positions().stream()
                                    .map(position -> position + word(day))
                                    .collect(Collectors.joining(",")));
        } else if (!rule.weekdays().isEmpty()) {
            parts.add(
                    "BYDAY="
                            + rule.weekdays().stream()
                                    .map(Rfc5545::word)
                                    .collect(Collectors.joining(",")));
        }
        if (!prefixed && !rule.positions().isEmpty()) {
            parts.add("BYSETPOS=" + joined(rule.positions()));
        }
        if (rule.weekStart() != DayOfWeek.MONDAY) {
            parts.add("WKST=" + word(rule.weekStart()));
        }
        return String.join(";", parts);
    }

    private static String joined(Set<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 2);
    }

    /// The rule that a text means for a series which begins with `first`: days that it leaves out
    /// are those of `first`, and its end, in whichever form, is a day in the zone of `first`.
    ///
    /// @throws DateTimeException with a sentence for people when it is no rule, or one that we
    ///   cannot carry
    static Rule parse(String text, Neutral.Once first) {
        String plain = text.regionMatches(true, 0, "RRULE:", 0, 6) ? text.substring(6) : text;
        try {
            RecurrenceRule rule = new RecurrenceRule(plain, RfcMode.RFC5545_STRICT);
            for (Part part : FOREIGN) {
                if (rule.hasPart(part)) {
                    throw new DateTimeException(part + " cannot be carried");
                }
            }
            return rule(rule, first);
        } catch (InvalidRecurrenceRuleException | IllegalArgumentException wrong) {
            throw new DateTimeException(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static Rule rule(RecurrenceRule rule, Neutral.Once first) {
        LocalDate start = Occurrences.key(first).toLocalDate();
        Set<DayOfWeek> weekdays = new TreeSet<>();
        Set<Integer> positions = new TreeSet<>(numbers(rule, Part.BYSETPOS));
        byDay(rule, weekdays, positions);
        Set<Integer> monthDays = new TreeSet<>(numbers(rule, Part.BYMONTHDAY));
        List<Integer> months = rule.hasPart(Part.BYMONTH) ? months(rule) : List.of();
        Every every = every(rule.getFreq());
        if (every == Every.DAY && !weekdays.isEmpty() && rule.getInterval() == 1) {
            every = Every.WEEK;
        }
        if (months.size() > 1 || (every != Every.YEAR && !months.isEmpty())) {
            throw new DateTimeException("BYMONTH can be carried in a yearly rule, with one month");
        }
        boolean bare = weekdays.isEmpty() && monthDays.isEmpty();
        if (every == Every.YEAR && months.isEmpty() && !bare) {
            throw new DateTimeException(
                    "a yearly rule with days can be carried with BYMONTH alone");
        }
        if (bare && every == Every.WEEK) {
            weekdays.add(start.getDayOfWeek());
        } else if (bare && every != Every.DAY) {
            monthDays.add(start.getDayOfMonth());
        }
        Optional<Month> month =
                every == Every.YEAR
                        ? Optional.of(
                                months.isEmpty() ? start.getMonth() : Month.of(months.getFirst()))
                        : Optional.empty();
        return new Rule(
                every,
                rule.getInterval(),
                weekdays,
                monthDays,
                month,
                positions,
                day(rule.getWeekStart()),
                end(rule, first));
    }

    private static void byDay(
            RecurrenceRule rule, Set<DayOfWeek> weekdays, Set<Integer> positions) {
        List<WeekdayNum> days = rule.getByDayPart();
        if (days == null) {
            return;
        }
        days.forEach(day -> weekdays.add(day(day.weekday)));
        List<Integer> prefixes = days.stream().map(day -> day.pos).filter(pos -> pos != 0).toList();
        if (prefixes.isEmpty()) {
            return;
        }
        if (prefixes.size() < days.size() || weekdays.size() > 1 || !positions.isEmpty()) {
            throw new DateTimeException(
                    "numbers before BYDAY can be carried for one weekday, without BYSETPOS");
        }
        positions.addAll(prefixes);
    }

    private static List<Integer> numbers(RecurrenceRule rule, Part part) {
        List<Integer> numbers = rule.getByPart(part);
        return numbers == null ? List.of() : numbers;
    }

    /// The library counts months from 0.
    private static List<Integer> months(RecurrenceRule rule) {
        return numbers(rule, Part.BYMONTH).stream().map(month -> month + 1).toList();
    }

    private static Every every(Freq freq) {
        return switch (freq) {
            case DAILY -> Every.DAY;
            case WEEKLY -> Every.WEEK;
            case MONTHLY -> Every.MONTH;
            case YEARLY -> Every.YEAR;
            case HOURLY, MINUTELY, SECONDLY ->
                    throw new DateTimeException("FREQ=" + freq + " cannot be carried");
        };
    }

    private static DayOfWeek day(Weekday day) {
        return switch (day) {
            case MO -> DayOfWeek.MONDAY;
            case TU -> DayOfWeek.TUESDAY;
            case WE -> DayOfWeek.WEDNESDAY;
            case TH -> DayOfWeek.THURSDAY;
            case FR -> DayOfWeek.FRIDAY;
            case SA -> DayOfWeek.SATURDAY;
            case SU -> DayOfWeek.SUNDAY;
        };
    }

    private static Rule.End end(RecurrenceRule rule, Neutral.Once first) {
        Integer count = rule.getCount();
        DateTime until = rule.getUntil();
        if (count != null) {
            return new Rule.Times(count);
        }
        if (until == null) {
            return new Rule.Never();
        }
        if (until.isAllDay()) {
            return new Rule.Until(date(until));
        }
        return switch (first) {
            case Neutral.AllDay _ -> new Rule.Until(date(until));
            case Neutral.Timed time -> {
                LocalDateTime last =
                        until.isFloating()
                                ? date(until)
                                        .atTime(
                                                until.getHours(),
                                                until.getMinutes(),
                                                until.getSeconds())
                                : LocalDateTime.ofInstant(
                                        Instant.ofEpochMilli(until.getTimestamp()), time.zone());
                boolean dayIsIn = !last.toLocalTime().isBefore(time.start().toLocalTime());
                yield new Rule.Until(last.toLocalDate().minusDays(dayIsIn ? 0 : 1));
            }
        };
    }

    private static LocalDate date(DateTime time) {
        return LocalDate.of(time.getYear(), time.getMonth() + 1, time.getDayOfMonth());
    }
}
