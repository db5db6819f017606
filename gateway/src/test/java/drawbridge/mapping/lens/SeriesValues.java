package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Rule;
import drawbridge.mapping.Rule.Every;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Series to try laws with: rules that produce their start, and what became of some of the first
/// occurrences.
abstract class SeriesValues {

    @Provide
    Arbitrary<Neutral.Series> series() {
        return Combinators.combine(starts(), Arbitraries.integers())
                .as((first, dice) -> series(first, new Random(dice)));
    }

    @Provide
    Arbitrary<Neutral.Once> starts() {
        Arbitrary<LocalDate> days =
                Arbitraries.integers()
                        .between(0, 4_000)
                        .map(day -> LocalDate.of(2020, 1, 1).plusDays(day));
        Arbitrary<Neutral.Once> timed =
                Combinators.combine(
                                days,
                                Arbitraries.integers().between(0, 95),
                                Arbitraries.of(
                                        "Europe/Berlin",
                                        "America/New_York",
                                        "Asia/Kolkata",
                                        "Pacific/Auckland"),
                                Arbitraries.integers().between(0, 600))
                        .as(
                                (day, quarter, zone, minutes) ->
                                        new Neutral.Timed(
                                                day.atStartOfDay().plusMinutes(15L * quarter),
                                                ZoneId.of(zone),
                                                Duration.ofMinutes(minutes)));
        return Arbitraries.oneOf(timed, days.map(day -> new Neutral.AllDay(day, 1)));
    }

    /// A rule that produces its start, and what became of some of its first occurrences.
    private static Neutral.Series series(Neutral.Once first, Random dice) {
        LocalDate start = Occurrences.key(first).toLocalDate();
        Neutral.Series plain =
                new Neutral.Series(
                        first, rule(start, dice).with(end(start, dice)), new TreeMap<>());
        TreeMap<LocalDateTime, Neutral.Deviation> exceptions = new TreeMap<>();
        Iterator<LocalDate> days = Occurrences.days(plain).iterator();
        for (int i = 0; i < 8 && days.hasNext(); i++) {
            LocalDateTime key = days.next().atTime(Occurrences.time(first));
            switch (dice.nextInt(8)) {
                case 0 -> exceptions.put(key, new Neutral.Cancelled());
                case 1 -> exceptions.put(key, changed(Occurrences.at(first, key), dice));
                default -> {}
            }
        }
        return new Neutral.Series(first, plain.rule(), exceptions);
    }

    private static Neutral.Changed changed(Neutral.Once plain, Random dice) {
        Optional<String> title =
                dice.nextBoolean() ? Optional.of("Title " + dice.nextInt(9)) : Optional.empty();
        return new Neutral.Changed(
                switch (plain) {
                    case Neutral.Timed(var start, var zone, var length) ->
                            new Neutral.Timed(
                                    start.plusHours(24 + dice.nextInt(30)),
                                    zone,
                                    length.plusMinutes(dice.nextInt(90)));
                    case Neutral.AllDay(LocalDate first, int days) ->
                            new Neutral.AllDay(first.plusDays(1 + dice.nextInt(4)), days);
                },
                title);
    }

    private static Rule.End end(LocalDate start, Random dice) {
        return switch (dice.nextInt(3)) {
            case 0 -> new Rule.Never();
            case 1 -> new Rule.Times(1 + dice.nextInt(30));
            default -> new Rule.Until(start.plusDays(dice.nextInt(900)));
        };
    }

    private static Rule rule(LocalDate start, Random dice) {
        Every every = List.of(Every.DAY, Every.WEEK, Every.MONTH, Every.YEAR).get(dice.nextInt(4));
        int interval = 1 + dice.nextInt(3);
        Set<DayOfWeek> weekdays = new TreeSet<>();
        Set<Integer> monthDays = Set.of();
        Set<Integer> positions = Set.of();
        DayOfWeek day = start.getDayOfWeek();
        if (every == Every.WEEK) {
            weekdays.add(day);
            weekdays.add(DayOfWeek.of(1 + dice.nextInt(7)));
        } else if (every != Every.DAY) {
            boolean last = start.getDayOfMonth() + 7 > start.lengthOfMonth();
            switch (dice.nextInt(4)) {
                case 0 -> monthDays = Set.of(start.getDayOfMonth());
                case 1 ->
                        monthDays =
                                Set.of(
                                        start.getDayOfMonth() == start.lengthOfMonth()
                                                ? -1
                                                : start.getDayOfMonth());
                case 2 -> {
                    weekdays.add(day);
                    positions = Set.of((start.getDayOfMonth() - 1) / 7 + 1);
                }
                default -> {
                    weekdays.add(day);
                    positions = last ? Set.of(-1) : Set.of((start.getDayOfMonth() - 1) / 7 + 1);
                }
            }
        }
        return new Rule(
                every,
                interval,
                weekdays,
                monthDays,
                every == Every.YEAR ? Optional.of(start.getMonth()) : Optional.empty(),
                positions,
                List.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY).get(dice.nextInt(2)),
                new Rule.Never());
    }
}
