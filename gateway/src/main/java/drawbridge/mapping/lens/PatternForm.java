package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Rule;
import drawbridge.mapping.Rule.Every;
import drawbridge.mapping.Value;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A rule as an object of members: one unit, one day of a month, or weekdays at one position of it.
///
/// @param at the object; the other places lead from there
/// @param words the system's word for each of `day`, `week`, `month`, `year`, `monday` … `sunday`
/// @param lastDay whether a month that lacks the day has its occurrence on its last day, where
///   others have none
public record PatternForm(
        Pointer at,
        Pointer every,
        Pointer unit,
        Pointer weekdays,
        Pointer monthDay,
        Pointer month,
        Pointer position,
        Pointer until,
        Pointer times,
        Map<String, String> words,
        boolean lastDay)
        implements RuleForm {

    private static final int SHORTEST_MONTH = 28;

    public PatternForm {
        words = Map.copyOf(words);
    }

    // ---- Reading

    @Override
    public Optional<Rule> read(Members members, Neutral.Once first) {
        return switch (members.value(at)) {
            case Value.Null _ -> Optional.empty();
            case Value.Obj pattern -> {
                Members inside = new Members(pattern, at, true);
                try {
                    yield Optional.of(rule(inside, Occurrences.key(first).toLocalDate()));
                } catch (IllegalArgumentException wrong) {
                    throw new Stop(at, String.valueOf(wrong.getMessage()));
                }
            }
            case Value.Text _, Value.Num _, Value.Bool _, Value.Arr _ ->
                    throw new Stop(at, "a pattern of repetition is expected here");
        };
    }

    private Rule rule(Members pattern, LocalDate start) {
        Every by =
                pattern.text(unit, "a unit", text -> text)
                        .map(text -> word(Every.class, text, pattern, unit))
                        .orElseThrow(() -> pattern.wrong(unit, "a pattern without a unit"));
        Set<DayOfWeek> days = new TreeSet<>();
        for (Value item : pattern.items(weekdays)) {
            if (!(item instanceof Value.Text(String text))) {
                throw pattern.wrong(weekdays, "names of weekdays are expected here");
            }
            days.add(word(DayOfWeek.class, text, pattern, weekdays));
        }
        Optional<Integer> day = pattern.whole(monthDay);
        Optional<Month> in = pattern.whole(month).map(number -> month(number));
        boolean monthly = by == Every.MONTH || by == Every.YEAR;
        if (by == Every.YEAR && in.isEmpty()) {
            in = Optional.of(start.getMonth());
        }
        if (by == Every.WEEK && days.isEmpty()) {
            days.add(start.getDayOfWeek());
        }
        if (monthly && days.isEmpty() && day.isEmpty()) {
            day = Optional.of(start.getDayOfMonth());
        }
        List<Integer> places = pattern.whole(position).stream().toList();
        DayOf dayOf = day.map(number -> meant(number, start, by)).orElse(DayOf.NONE);
        return new Rule(
                by,
                pattern.whole(every).orElse(1),
                days,
                dayOf.days(),
                by == Every.YEAR ? in : Optional.empty(),
                dayOf.isCut() ? Set.of(-1) : Set.copyOf(places),
                DayOfWeek.MONDAY,
                end(pattern));
    }

    /// Days of a month of which, with several, the last that it has is meant.
    private record DayOf(Set<Integer> days) {

        static final DayOf NONE = new DayOf(Set.of());

        boolean isCut() {
            return days.size() > 1;
        }
    }

    private DayOf meant(int day, LocalDate start, Every by) {
        if (day < 1 || day > 31) {
            throw new IllegalArgumentException("there is no day " + day + " in any month");
        }
        if (!lastDay || day <= SHORTEST_MONTH) {
            return new DayOf(Set.of(day));
        }
        if (by == Every.YEAR && day <= start.getMonth().minLength()) {
            return new DayOf(Set.of(day));
        }
        boolean leapDay = by == Every.YEAR && day == start.getMonth().maxLength();
        return day == 31 || (by == Every.YEAR && !leapDay)
                ? new DayOf(Set.of(-1))
                : new DayOf(upTo(day));
    }

    private static Set<Integer> upTo(int day) {
        return new TreeSet<>(IntStream.rangeClosed(SHORTEST_MONTH, day).boxed().toList());
    }

    private static Month month(int number) {
        if (number < 1 || number > 12) {
            throw new IllegalArgumentException("there is no month " + number);
        }
        return Month.of(number);
    }

    private Rule.End end(Members pattern) {
        Optional<LocalDate> last =
                pattern.text(until, "a date such as 2026-03-01", LocalDate::parse);
        Optional<Integer> count = pattern.whole(times);
        if (last.isPresent() && count.isPresent()) {
            throw pattern.wrong(times, "an end and a number of times stand beside each other");
        }
        return last.<Rule.End>map(Rule.Until::new)
                .or(() -> count.map(Rule.Times::new))
                .orElseGet(Rule.Never::new);
    }

    private <E extends Enum<E>> E word(Class<E> type, String text, Members pattern, Pointer place) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        throw pattern.wrong(place, "'" + text + "' is no word for this that we know");
    }

    private String word(Enum<?> constant) {
        String plain = constant.name().toLowerCase(Locale.ROOT);
        return words.getOrDefault(plain, plain);
    }

    // ---- Writing

    @Override
    public Neutral.Series sayable(Neutral.Series series) {
        Rule rule = series.rule();
        if (rule.weekStart() != DayOfWeek.MONDAY) {
            throw refused("weeks that begin on another day than Monday");
        }
        if (rule.every() == Every.DAY || rule.every() == Every.WEEK) {
            return series;
        }
        if (!rule.monthDays().isEmpty() && !rule.weekdays().isEmpty()) {
            throw refused("a day of the month that must be a certain weekday as well");
        }
        if (rule.monthDays().isEmpty()) {
            if (rule.positions().size() != 1) {
                throw refused(
                        rule.positions().isEmpty()
                                ? "each of the weekdays of a month"
                                : "several positions in a month");
            }
            return series;
        }
        if (isLastUpTo(rule) || isLast(rule)) {
            if (!lastDay) {
                throw refused("the last day of a month");
            }
            return series;
        }
        int day = rule.monthDays().iterator().next();
        if (rule.monthDays().size() > 1 || !rule.positions().isEmpty() || day < 0) {
            throw refused("these days of a month");
        }
        int shortest = rule.month().map(Month::minLength).orElse(SHORTEST_MONTH);
        return lastDay && day > shortest ? withoutShortMonths(series, day) : series;
    }

    private static boolean isLast(Rule rule) {
        return rule.monthDays().equals(Set.of(-1));
    }

    /// As a side means a day that has its occurrence on the last day of shorter months.
    private static boolean isLastUpTo(Rule rule) {
        int days = rule.monthDays().size();
        return days > 1
                && rule.positions().equals(Set.of(-1))
                && rule.monthDays().equals(upTo(SHORTEST_MONTH - 1 + days));
    }

    /// A rule that leaves out months which lack the day, for a side that does not: those months'
    /// occurrences are cancelled.
    private Neutral.Series withoutShortMonths(Neutral.Series series, int day) {
        if (series.rule().isEndless()) {
            throw refused(
                    "day %d of each month, without an end, which leaves out the months that lack it"
                            .formatted(day));
        }
        LocalDate first = Occurrences.key(series.first()).toLocalDate();
        LocalDate last = Occurrences.last(series).orElse(first);
        SortedMap<LocalDateTime, Neutral.Deviation> exceptions = new TreeMap<>(series.exceptions());
        Rule rule = series.rule();
        int months = rule.interval() * (rule.every() == Every.YEAR ? 12 : 1);
        for (YearMonth in = YearMonth.from(first);
                !in.isAfter(YearMonth.from(last));
                in = in.plusMonths(months)) {
            if (in.lengthOfMonth() < day) {
                exceptions.put(
                        in.atEndOfMonth().atTime(Occurrences.time(series.first())),
                        new Neutral.Cancelled());
            }
        }
        return new Neutral.Series(series.first(), rule.with(new Rule.Until(last)), exceptions);
    }

    private Stop refused(String what) {
        return new Stop(at, "this side cannot say: " + what);
    }

    @Override
    public Draft write(Draft draft, Neutral.Series series) {
        Rule rule = series.rule();
        List<Value> days = new ArrayList<>();
        rule.weekdays().forEach(day -> days.add(Value.of(word(day))));
        boolean byDay = !rule.monthDays().isEmpty();
        Draft pattern =
                Draft.EMPTY
                        .with(every, Value.of(rule.interval()))
                        .with(unit, word(rule.every()))
                        .with(weekdays, days.isEmpty() ? Value.NULL : new Value.Arr(days))
                        .with(monthDay, byDay ? Optional.of(Value.of(day(rule))) : Optional.empty())
                        .with(month, rule.month().map(in -> Value.of(in.getValue())))
                        .with(
                                position,
                                byDay
                                        ? Optional.empty()
                                        : rule.positions().stream().findFirst().map(Value::of))
                        .with(
                                until,
                                rule.end() instanceof Rule.Until(LocalDate last)
                                        ? Optional.of(Value.of(last.toString()))
                                        : Optional.empty())
                        .with(
                                times,
                                rule.end() instanceof Rule.Times(int count)
                                        ? Optional.of(Value.of(count))
                                        : Optional.empty());
        return draft.with(at, pattern.members());
    }

    private static int day(Rule rule) {
        if (isLast(rule)) {
            return rule.month().map(Month::maxLength).orElse(31);
        }
        return rule.monthDays().stream().reduce(Integer::max).orElseThrow();
    }
}
