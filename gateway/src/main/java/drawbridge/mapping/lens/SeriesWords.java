package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Rule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A series in words, for people: "every Wednesday 20:00–21:00, Europe/Stockholm, from 1 Sep 2021;
/// not on 8 Sep 2021".
final class SeriesWords {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final List<String> ORDINALS =
            List.of("first", "second", "third", "fourth", "fifth");

    /// So many exceptions are told one by one.
    private static final int TOLD = 6;

    private SeriesWords() {}

    static String of(Neutral.Series series) {
        StringBuilder text = new StringBuilder(rule(series.rule()));
        text.append(
                switch (series.first()) {
                    case Neutral.Timed time -> " " + hours(time) + ", " + time.zone().getId();
                    case Neutral.AllDay(var _, int days) ->
                            days == 1 ? ", all day" : ", " + days + " days each";
                });
        text.append(", from ").append(DAY.format(Occurrences.key(series.first())));
        text.append(
                switch (series.rule().end()) {
                    case Rule.Never _ -> "";
                    case Rule.Times(int count) -> count == 1 ? ", once" : ", " + count + " times";
                    case Rule.Until(LocalDate last) -> " until " + DAY.format(last);
                });
        return text + exceptions(series);
    }

    private static String hours(Neutral.Timed time) {
        LocalDateTime end = time.start().plus(time.length());
        return time.length().compareTo(Duration.ofDays(1)) < 0
                ? TIME.format(time.start()) + "–" + TIME.format(end)
                : TIME.format(time.start()) + " for " + time.length().toHours() + " h";
    }

    // ---- The rule

    private static String rule(Rule rule) {
        return switch (rule.every()) {
            case DAY -> every(rule.interval(), "day");
            case WEEK ->
                    rule.interval() == 1
                            ? "every " + names(rule.weekdays())
                            : every(rule.interval(), "week") + " on " + names(rule.weekdays());
            case MONTH -> "on " + days(rule) + " of " + every(rule.interval(), "month");
            case YEAR ->
                    "on "
                            + days(rule)
                            + " of "
                            + rule.month().map(SeriesWords::name).orElse("")
                            + ", "
                            + every(rule.interval(), "year");
        };
    }

    private static String every(int interval, String unit) {
        return interval == 1 ? "every " + unit : "every " + interval + " " + unit + "s";
    }

    private static String days(Rule rule) {
        String weekdays = rule.weekdays().isEmpty() ? "" : names(rule.weekdays());
        if (rule.monthDays().isEmpty()) {
            return rule.positions().isEmpty()
                    ? "each " + weekdays
                    : "the " + places(rule) + " " + weekdays;
        }
        String days =
                rule.monthDays().size() > 1 && rule.positions().size() == 1
                        ? "the " + places(rule) + " of the days " + numbers(rule)
                        : rule.monthDays().stream().allMatch(day -> day == -1)
                                ? "the last day"
                                : "day " + numbers(rule);
        return weekdays.isEmpty() ? days : days + " if it is a " + weekdays;
    }

    private static String numbers(Rule rule) {
        return joined(
                rule.monthDays().stream()
                        .map(day -> day > 0 ? String.valueOf(day) : ordinal(day) + " day")
                        .toList());
    }

    private static String places(Rule rule) {
        return joined(rule.positions().stream().map(SeriesWords::ordinal).toList());
    }

    private static String ordinal(int position) {
        if (position == -1) {
            return "last";
        }
        if (position < 0) {
            return ordinal(-position) + " last";
        }
        return position <= ORDINALS.size() ? ORDINALS.get(position - 1) : position + "th";
    }

    private static String names(Collection<DayOfWeek> days) {
        return joined(
                days.stream()
                        .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                        .toList());
    }

    private static String name(Month month) {
        return month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String joined(List<String> parts) {
        return parts.size() < 2
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    }

    // ---- The exceptions

    private static String exceptions(Neutral.Series series) {
        List<String> cancelled = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (Map.Entry<LocalDateTime, Neutral.Deviation> one : series.exceptions().entrySet()) {
            switch (one.getValue()) {
                case Neutral.Cancelled _ -> cancelled.add(DAY.format(one.getKey()));
                case Neutral.Changed to ->
                        changed.add(
                                DAY.format(one.getKey()) + " " + changed(to, one.getKey(), series));
            }
        }
        return (cancelled.isEmpty() ? "" : "; not on " + told(cancelled))
                + (changed.isEmpty() ? "" : "; " + told(changed));
    }

    private static String changed(
            Neutral.Changed changed, LocalDateTime key, Neutral.Series series) {
        boolean moved = !Occurrences.same(changed.to(), Occurrences.at(series.first(), key));
        Optional<String> title = changed.title().map(text -> "as “" + text + "”");
        return moved
                ? "moved to " + time(changed.to()) + title.map(as -> " " + as).orElse("")
                : title.orElse("");
    }

    private static String time(Neutral.Once time) {
        return switch (time) {
            case Neutral.Timed timed -> DAY.format(timed.start()) + " " + hours(timed);
            case Neutral.AllDay(LocalDate first, int days) ->
                    DAY.format(first)
                            + (days == 1 ? "" : " to " + DAY.format(first.plusDays(days - 1L)));
        };
    }

    private static String told(List<String> all) {
        return all.size() <= TOLD
                ? joined(all)
                : String.join(", ", all.subList(0, TOLD)) + " and " + (all.size() - TOLD) + " more";
    }
}
