package drawbridge.sandbox.repeats;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The days that a rule has, found by asking each day.
///
/// @param monthDays from 1 to 31, or from -1, the last
/// @param positions which of a month's days by the above; none means all
/// @param lastDay a month that lacks its only day has it on the last
/// @param until the last day, itself included
/// @param times how often, at most
record Days(
        Unit unit,
        int every,
        Set<DayOfWeek> weekdays,
        Set<Integer> monthDays,
        Set<Integer> positions,
        boolean lastDay,
        Optional<LocalDate> until,
        Optional<Integer> times) {

    enum Unit {
        DAY,
        WEEK,
        MONTH,
        YEAR
    }

    Days {
        weekdays = Set.copyOf(weekdays);
        monthDays = Set.copyOf(monthDays);
        positions = Set.copyOf(positions);
    }

    /// Those from `first` on and before `end`.
    List<LocalDate> from(LocalDate first, LocalDate end) {
        var found = new ArrayList<LocalDate>();
        var last = until.filter(day -> day.isBefore(end)).orElse(end.minusDays(1));
        for (var day = first; !day.isAfter(last); day = day.plusDays(1)) {
            if (times.filter(most -> found.size() >= most).isPresent()) {
                break;
            }
            if (has(first, day)) {
                found.add(day);
            }
        }
        return found;
    }

    boolean has(LocalDate first, LocalDate day) {
        return switch (unit) {
            case DAY -> ChronoUnit.DAYS.between(first, day) % every == 0;
            case WEEK ->
                    ChronoUnit.WEEKS.between(monday(first), monday(day)) % every == 0
                            && weekdays.contains(day.getDayOfWeek());
            case MONTH ->
                    ChronoUnit.MONTHS.between(first.withDayOfMonth(1), day.withDayOfMonth(1))
                                            % every
                                    == 0
                            && inMonth(day);
            case YEAR ->
                    (day.getYear() - first.getYear()) % every == 0
                            && day.getMonth() == first.getMonth()
                            && inMonth(day);
        };
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    private boolean inMonth(LocalDate day) {
        int length = day.lengthOfMonth();
        Predicate<LocalDate> fits =
                other ->
                        (weekdays.isEmpty() || weekdays.contains(other.getDayOfWeek()))
                                && (monthDays.isEmpty() || isOneOf(other.getDayOfMonth(), length));
        if (!fits.test(day)) {
            return false;
        }
        if (positions.isEmpty()) {
            return true;
        }
        var all =
                IntStream.rangeClosed(1, length)
                        .mapToObj(day::withDayOfMonth)
                        .filter(fits)
                        .toList();
        int place = all.indexOf(day);
        return positions.contains(place + 1) || positions.contains(place - all.size());
    }

    private boolean isOneOf(int day, int length) {
        return monthDays.contains(day)
                || monthDays.contains(day - length - 1)
                || (lastDay && day == length && monthDays.stream().anyMatch(one -> one > length));
    }
}
