package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Rule;
import drawbridge.mapping.Rule.Every;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The lens of what repeats, in both shapes, held to the laws of [Lens].
class SeriesLensLawsTest {

    private static final Sameness SAME = new Sameness.Exact();
    private static final Laws PATTERN = new Laws(SeriesShapes.PATTERN, SAME);
    private static final Laws RULE = new Laws(SeriesShapes.RULE, SAME);

    @Property
    void seriesComeBack(@ForAll("series") Neutral.Series value, @ForAll("times") Neutral older) {
        for (Laws laws : new Laws[] {PATTERN, RULE}) {
            laws.putGet(value);
            laws.putPut(older, value);
            laws.putPut(value, older);
            laws.putPut(value, new Neutral.Empty());
        }
    }

    @Property
    void whatIsReadIsWrittenBack(@ForAll("series") Neutral.Series value) {
        for (Laws laws : new Laws[] {PATTERN, RULE}) {
            if (laws.lens().write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj members)) {
                laws.getPut(members);
            }
        }
    }

    /// Over the bridge and back: both sides show the same, and nothing was moved.
    @Property
    void bothSidesHaveTheSameOccurrences(@ForAll("series") Neutral.Series value) {
        if (!(SeriesShapes.RULE.write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj there))) {
            return;
        }
        Neutral.Series seen = SeriesShapes.read(SeriesShapes.RULE, there);
        if (!(SeriesShapes.PATTERN.write(seen, Refs.NONE) instanceof Lens.Put.Of(Value.Obj here))) {
            return;
        }
        Neutral.Series crossed = SeriesShapes.read(SeriesShapes.PATTERN, here);

        assertThat(Occurrences.instants(crossed, 40)).isEqualTo(Occurrences.instants(value, 40));
        assertThat(SAME.same(crossed, value)).as("%s became %s", value, crossed).isTrue();
        assertThat(SAME.normal(crossed)).isEqualTo(SAME.normal(value));
    }

    /// What is the same to one is the same to the other, and what differs by an occurrence is not.
    @Property
    void oneCancelledOccurrenceMakesAnotherSeries(@ForAll("series") Neutral.Series value) {
        LocalDateTime first = Occurrences.key(value.first());
        TreeMap<LocalDateTime, Neutral.Deviation> fewer = new TreeMap<>(value.exceptions());
        boolean changed = !(fewer.put(first, new Neutral.Cancelled()) instanceof Neutral.Cancelled);
        Neutral.Series other = new Neutral.Series(value.first(), value.rule(), fewer);

        assertThat(SAME.same(value, value)).isTrue();
        assertThat(SAME.same(value, other)).isEqualTo(!changed);
        assertThat(SAME.same(other, value)).isEqualTo(!changed);
    }

    @Property
    void theirWordsNameTheFirstDay(@ForAll("series") Neutral.Series value) {
        assertThat(Show.of(value))
                .contains(", from " + Occurrences.key(value.first()).getDayOfMonth() + " ");
    }

    @Property
    void anyRecordIsReadOrRefusedAtAPlace(
            @ForAll("series") Neutral.Series value, @ForAll int dice) {
        if (!(SeriesShapes.RULE.write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj record))) {
            return;
        }
        Random random = new Random(dice);
        String rule = String.valueOf(record.members().get("rule"));
        int at = random.nextInt(rule.length());
        Value.Obj spoilt =
                Values.merge(
                        record,
                        new Value.Obj(
                                Map.of(
                                        "rule",
                                        Value.of(rule.substring(0, at) + rule.substring(at + 1)))));

        assertThat(SeriesShapes.RULE.read(State.of(spoilt), Refs.NONE)).isNotNull();
    }

    @Property
    void anyTextIsARuleOrIsRefused(
            @ForAll("rules") String rule, @ForAll("starts") Neutral.Once first) {
        if (!(SeriesShapes.RULE.write(first, Refs.NONE) instanceof Lens.Put.Of(Value.Obj record))) {
            return;
        }
        Value.Obj odd = Values.merge(record, new Value.Obj(Map.of("rule", Value.of(rule))));

        assertThat(SeriesShapes.RULE.read(State.of(odd), Refs.NONE)).isNotNull();
    }

    // ---- What is tried

    @Provide
    Arbitrary<String> rules() {
        Arbitrary<String> part =
                Combinators.combine(
                                Arbitraries.of(
                                        "FREQ",
                                        "INTERVAL",
                                        "BYDAY",
                                        "BYMONTHDAY",
                                        "BYMONTH",
                                        "BYSETPOS",
                                        "COUNT",
                                        "UNTIL",
                                        "WKST",
                                        "BYHOUR",
                                        "X-A",
                                        ""),
                                Arbitraries.oneOf(
                                        Arbitraries.of(
                                                "DAILY",
                                                "WEEKLY",
                                                "MONTHLY",
                                                "YEARLY",
                                                "MO",
                                                "-1FR",
                                                "TU,WE",
                                                "5SA,1SU",
                                                "20300101",
                                                "20300101T120000Z",
                                                "20300101T120000",
                                                "0",
                                                "-1"),
                                        Arbitraries.integers()
                                                .between(-40, 40)
                                                .map(String::valueOf),
                                        Arbitraries.strings().ascii().ofMaxLength(6)))
                        .as((name, value) -> name + "=" + value);
        return part.list().ofMaxSize(5).map(parts -> String.join(";", parts));
    }

    @Provide
    Arbitrary<Neutral> times() {
        return Arbitraries.oneOf(
                series().map(whole -> whole),
                starts().map(first -> first),
                Arbitraries.just(new Neutral.Empty()));
    }

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
