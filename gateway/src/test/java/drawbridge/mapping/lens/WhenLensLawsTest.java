package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The lens of calendar times, in both shapes, held to the laws of [Lens].
class WhenLensLawsTest {

    private static final Sameness SAME = new Sameness.Exact();
    private static final Laws WALL = new Laws(WhenShapes.WALL_AND_MINUTES, SAME);
    private static final Laws INSTANTS = new Laws(WhenShapes.INSTANTS, SAME);

    @Property
    void timesComeBack(@ForAll("times") Neutral value, @ForAll("times") Neutral older) {
        for (Laws laws : new Laws[] {WALL, INSTANTS}) {
            laws.putGet(value);
            laws.putPut(older, value);
            laws.putPut(older, new Neutral.Empty());
        }
    }

    @Property
    void aWallTimeAndItsMinutesAreWrittenBackAsTheyWere(@ForAll("wallRecords") Value.Obj record) {
        WALL.getPut(record);
    }

    @Property
    void instantsAreWrittenBackAsTheyWere(@ForAll("instantRecords") Value.Obj record) {
        INSTANTS.getPut(record);
    }

    /// What both sides of a flow do with a time: over the bridge, and back, and nothing moved.
    @Property
    void aTimeThatWentOverTheBridgeAndBackIsTheSame(@ForAll("wallRecords") Value.Obj record) {
        Neutral here = read(WhenShapes.WALL_AND_MINUTES, record);
        Value.Obj there = write(WhenShapes.INSTANTS, here);
        Neutral seen = read(WhenShapes.INSTANTS, there);
        Value.Obj back = Values.merge(record, write(WhenShapes.WALL_AND_MINUTES, seen));

        assertThat(SAME.same(seen, here)).as("%s seen as %s", here, seen).isTrue();
        assertThat(SAME.same(read(WhenShapes.WALL_AND_MINUTES, back), here)).isTrue();
    }

    private static Neutral read(Lens lens, Value.Obj record) {
        if (lens.read(State.of(record), Refs.NONE) instanceof Lens.Got.Of(Neutral value)) {
            return value;
        }
        throw new AssertionError("unreadable: " + record);
    }

    private static Value.Obj write(Lens lens, Neutral value) {
        if (lens.write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj members)) {
            return members;
        }
        throw new AssertionError("refused: " + value);
    }

    // ---- What is tried: many times near the nights in which clocks change

    @Provide
    Arbitrary<Neutral> times() {
        Arbitrary<Neutral> timed =
                Combinators.combine(walls(), zones(), minutes())
                        .as(
                                (start, zone, minutes) ->
                                        new Neutral.Timed(
                                                start, zone, Duration.ofMinutes(minutes)));
        Arbitrary<Neutral> days =
                Combinators.combine(dates(), Arbitraries.integers().between(1, 40))
                        .as(Neutral.AllDay::new);
        return Arbitraries.oneOf(timed, days);
    }

    @Provide
    Arbitrary<Value.Obj> wallRecords() {
        Arbitrary<Value.Obj> timed =
                Combinators.combine(walls(), zones(), minutes())
                        .as(
                                (start, zone, minutes) ->
                                        WhenShapes.wall(
                                                CivilTime.wall(start),
                                                minutes,
                                                zone instanceof ZoneOffset
                                                        ? "Europe/Berlin"
                                                        : zone.getId()));
        return Arbitraries.oneOf(timed, dates().map(day -> WhenShapes.wallDay(day.toString())));
    }

    @Provide
    Arbitrary<Value.Obj> instantRecords() {
        Arbitrary<Value.Obj> timed =
                Combinators.combine(instants(), zones(), minutes())
                        .as(
                                (start, zone, minutes) ->
                                        WhenShapes.instants(
                                                start,
                                                start.plus(Duration.ofMinutes(minutes)),
                                                zone instanceof ZoneOffset ? null : zone.getId()));
        Arbitrary<Value.Obj> days =
                Combinators.combine(dates(), Arbitraries.integers().between(0, 40))
                        .as(
                                (first, count) ->
                                        WhenShapes.span(
                                                first.toString(),
                                                first.plusDays(count).toString()));
        return Arbitraries.oneOf(timed, days);
    }

    private static Arbitrary<LocalDate> dates() {
        return Arbitraries.integers()
                .between(0, 40_000)
                .map(day -> LocalDate.of(1990, 1, 1).plusDays(day));
    }

    private static Arbitrary<LocalDateTime> walls() {
        return Arbitraries.oneOf(
                instants().map(at -> LocalDateTime.ofInstant(at, ZoneOffset.UTC)),
                Combinators.combine(
                                Arbitraries.of("2026-03-29", "2026-10-25", "2026-03-08"),
                                Arbitraries.integers().between(0, 239))
                        .as(
                                (day, minute) ->
                                        LocalDate.parse(day).atStartOfDay().plusMinutes(minute)));
    }

    private static Arbitrary<Instant> instants() {
        return Arbitraries.oneOf(
                Arbitraries.longs()
                        .between(600_000_000L, 4_000_000_000L)
                        .map(Instant::ofEpochSecond),
                Arbitraries.integers()
                        .between(-180, 180)
                        .map(
                                minute ->
                                        Instant.parse("2026-10-25T01:00:00Z")
                                                .plus(Duration.ofMinutes(minute))));
    }

    private static Arbitrary<Long> minutes() {
        return Arbitraries.longs().between(0, 3000);
    }

    private static Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "Europe/Berlin",
                        "Europe/Kyiv",
                        "America/New_York",
                        "Australia/Lord_Howe",
                        "Pacific/Kiritimati",
                        "Asia/Kathmandu",
                        "UTC",
                        "Z",
                        "+05:30")
                .map(ZoneId::of);
    }
}
