package drawbridge.mapping;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// How a series repeats, as days: each occurrence begins at the same wall time, so that the rule
/// alone says on which days there is one. A part of RFC 5545, 3.3.10, with its meaning: a month
/// that lacks a day has no occurrence.
///
/// @param interval every so many days, weeks, months or years; from 1
/// @param weekdays of a week, or of a month
/// @param monthDays from 1 to 31, or from -1 (the last) to -31
/// @param month of a year; for [Every#YEAR] alone
/// @param positions which of the days that a month (a year's month) has by weekday and day; 1 is
///   the first and -1 the last; none means all
/// @param weekStart where weeks begin; Monday wherever it makes no difference
public record Rule(
        Every every,
        int interval,
        Set<DayOfWeek> weekdays,
        Set<Integer> monthDays,
        Optional<Month> month,
        Set<Integer> positions,
        DayOfWeek weekStart,
        End end) {

    public enum Every {
        DAY,
        WEEK,
        MONTH,
        YEAR
    }

    /// When it is over.
    public sealed interface End {}

    public record Never() implements End {}

    /// After so many occurrences, cancelled and moved ones included.
    public record Times(int count) implements End {}

    /// @param day the last on which an occurrence may begin, in the zone of the series
    public record Until(LocalDate day) implements End {}

    /// @throws IllegalArgumentException with a sentence for people when no calendar has such a rule
    public Rule {
        require(interval > 0, "an interval is at least 1");
        weekdays = Collections.unmodifiableSet(new TreeSet<>(weekdays));
        monthDays = Collections.unmodifiableSet(new TreeSet<>(monthDays));
        positions = Collections.unmodifiableSet(new TreeSet<>(positions));
        require(
                monthDays.stream().allMatch(day -> day != 0 && Math.abs(day) <= 31),
                "a day of a month is from 1 to 31, or from -1, the last, to -31");
        require(!positions.contains(0), "there is no position 0");
        require(!(end instanceof Times(int count)) || count > 0, "it takes place at least once");
        require(month.isPresent() == (every == Every.YEAR), "a year's rule names one month");
        switch (every) {
            case DAY ->
                    require(
                            weekdays.isEmpty() && monthDays.isEmpty() && positions.isEmpty(),
                            "a rule of days has an interval alone");
            case WEEK ->
                    require(
                            !weekdays.isEmpty() && monthDays.isEmpty() && positions.isEmpty(),
                            "a rule of weeks has weekdays, and neither days of a month nor"
                                    + " positions");
            case MONTH, YEAR ->
                    require(
                            !weekdays.isEmpty() || !monthDays.isEmpty(),
                            "a rule of months or years has days or weekdays");
        }
        if (every != Every.WEEK || interval == 1 || weekdays.size() == 1) {
            weekStart = DayOfWeek.MONDAY;
        }
    }

    public boolean isEndless() {
        return end instanceof Never;
    }

    public Rule with(End other) {
        return new Rule(every, interval, weekdays, monthDays, month, positions, weekStart, other);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
