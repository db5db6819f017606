package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;

/// Cases from life about time, by their number in `docs/cases.md`.
class TimeCasesTest {

    private static final Sameness SAME = new Sameness.Exact();
    private static final String BERLIN = "Europe/Berlin";

    /// As fields are compared of which a side is [WhenShapes#WINDOWS].
    private static final Sameness AS_WINDOWS = new Sameness.Times(Duration.ofMinutes(5), true);

    /// Each row is one meeting: wall time, minutes and zone on one side, instants on the other. It
    /// is written in either direction, and neither side is a change of the other.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    T14 a day before the gap              | 2026-03-28T02:30:00 |  30 | Europe/Berlin       | 2026-03-28T01:30:00Z | 2026-03-28T02:00:00Z
                    T14 the day after is not shifted      | 2026-03-30T02:30:00 |  30 | Europe/Berlin       | 2026-03-30T00:30:00Z | 2026-03-30T01:00:00Z
                    T15 over the gap of London            | 2025-03-30T00:00:00 |  60 | Europe/London       | 2025-03-30T00:00:00Z | 2025-03-30T01:00:00Z
                    T15 a night of 480 minutes            | 2026-03-28T22:00:00 | 480 | Europe/Berlin       | 2026-03-28T21:00:00Z | 2026-03-29T05:00:00Z
                    T15 the night after it                | 2026-03-29T22:00:00 | 480 | Europe/Berlin       | 2026-03-29T20:00:00Z | 2026-03-30T04:00:00Z
                    T16 before either country changes     | 2018-03-07T15:00:00 |  60 | Europe/Berlin       | 2018-03-07T14:00:00Z | 2018-03-07T15:00:00Z
                    T16 New York has changed              | 2018-03-14T15:00:00 |  60 | Europe/Berlin       | 2018-03-14T14:00:00Z | 2018-03-14T15:00:00Z
                    T16 the week after that               | 2018-03-21T15:00:00 |  60 | Europe/Berlin       | 2018-03-21T14:00:00Z | 2018-03-21T15:00:00Z
                    T16 both have changed                 | 2018-03-28T15:00:00 |  60 | Europe/Berlin       | 2018-03-28T13:00:00Z | 2018-03-28T14:00:00Z
                    T16 and stay so                       | 2018-04-04T15:00:00 |  60 | Europe/Berlin       | 2018-04-04T13:00:00Z | 2018-04-04T14:00:00Z
                    T17 Mexico gave up summer time        | 2023-05-16T09:00:00 |  60 | America/Mexico_City | 2023-05-16T15:00:00Z | 2023-05-16T16:00:00Z
                    T17 Egypt took it up again            | 2026-06-16T16:32:00 |  60 | Africa/Cairo        | 2026-06-16T13:32:00Z | 2026-06-16T14:32:00Z
                    T19 UTC has no summer                 | 2021-07-01T10:00:00 |  15 | UTC                 | 2021-07-01T10:00:00Z | 2021-07-01T10:15:00Z
                    T19 five hours behind, not ahead      | 2024-07-01T09:00:00 |  15 | Etc/GMT+5           | 2024-07-01T14:00:00Z | 2024-07-01T14:15:00Z
                    T19 the new name                      | 2023-03-06T09:00:00 |  15 | Europe/Kyiv         | 2023-03-06T07:00:00Z | 2023-03-06T07:15:00Z
                    T19 the old name                      | 2023-03-06T09:00:00 |  15 | Europe/Kiev         | 2023-03-06T07:00:00Z | 2023-03-06T07:15:00Z
                    T23 until midnight stays on its day   | 2026-08-14T21:00:00 | 180 | Europe/Amsterdam    | 2026-08-14T19:00:00Z | 2026-08-14T22:00:00Z
                    T23 a day by the clock stays timed    | 2026-08-14T00:00:00 | 1440 | Europe/Berlin      | 2026-08-13T22:00:00Z | 2026-08-14T22:00:00Z
                    T24 no length at all                  | 2026-08-12T09:00:00 |   0 | Europe/Berlin       | 2026-08-12T07:00:00Z | 2026-08-12T07:00:00Z
                    """)
    void aMeetingIsTheSameOnBothSides(
            String what, String wall, long minutes, String zone, String from, String to) {
        Value.Obj here = WhenShapes.wall(wall, minutes, zone);
        Value.Obj there = WhenShapes.instants(Instant.parse(from), Instant.parse(to), zone);

        assertThat(write(WhenShapes.INSTANTS, read(WhenShapes.WALL_AND_MINUTES, here)))
                .as(what)
                .isEqualTo(there);
        assertThat(write(WhenShapes.WALL_AND_MINUTES, read(WhenShapes.INSTANTS, there)))
                .as(what)
                .isEqualTo(here);
        assertThat(isSame(here, there)).as(what).isTrue();
    }

    /// The wall time that does not exist is the later offset's instant, and stays spelt as it is
    /// where somebody wrote it: a partner that shows 03:30 is no edit.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "T14a, 2026-03-29T02:30:00, Europe/Berlin, 2026-03-29T01:30:00Z",
        "T14b, 2024-03-10T02:30:00, America/New_York, 2024-03-10T07:30:00Z"
    })
    void t14_anHourThatDoesNotExistIsOneInstantAndNotRewritten(
            String number, String wall, String zone, String instant) {
        Instant from = Instant.parse(instant);
        Value.Obj here = WhenShapes.wall(wall, 30L, zone);
        Value.Obj there = WhenShapes.instants(from, from.plusSeconds(1800), zone);

        assertThat(write(WhenShapes.INSTANTS, read(WhenShapes.WALL_AND_MINUTES, here)))
                .as(number)
                .isEqualTo(there);
        assertThat(isSame(here, there)).as(number).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Customized Time Zone", "tzone://Microsoft/Custom"})
    void t18_aZoneThatMeansNothingIsToldAtItsMemberAndNeverTakenForUtc(String zone) {
        assertThat(
                        WhenShapes.WALL_AND_MINUTES.read(
                                State.of(WhenShapes.wall("2024-04-26T14:00:00", 60L, zone)),
                                Refs.NONE))
                .isInstanceOfSatisfying(
                        Lens.Got.Bad.class,
                        bad -> {
                            assertThat(bad.at()).hasToString("/zone");
                            assertThat(bad.sentence()).contains(zone);
                        });
    }

    @Test
    void t19_kievAndKyivAreOneZoneSoThatTheNameAloneIsNoChange() {
        assertThat(
                        SAME.same(
                                read(WhenShapes.WALL_AND_MINUTES, at("Europe/Kiev")),
                                read(WhenShapes.WALL_AND_MINUTES, at("Europe/Kyiv"))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GMT Standard Time, Europe/London",
        "W. Europe Standard Time, Europe/Berlin",
        "Tokyo Standard Time, Asia/Tokyo",
    })
    void t19_aNameOfWindowsIsTheZoneThatItStandsFor(String windows, String iana) {
        assertThat(
                        SAME.same(
                                read(WhenShapes.WALL_AND_MINUTES, at(windows)),
                                read(WhenShapes.WALL_AND_MINUTES, at(iana))))
                .isTrue();
    }

    /// Written to a side that knows names of Windows alone, and never rewritten for the name.
    @ParameterizedTest
    @CsvSource({
        "Europe/London, GMT Standard Time",
        "Europe/Vienna, W. Europe Standard Time",
        "Europe/Kiev, FLE Standard Time",
        "Asia/Kolkata, India Standard Time",
        "UTC, UTC"
    })
    void t19_aZoneIsWrittenByTheNameThatWindowsHasForIt(String iana, String windows) {
        Neutral meeting = read(WhenShapes.WALL_AND_MINUTES, at(iana));

        Value.Obj written = write(WhenShapes.WINDOWS, meeting);

        assertThat(written)
                .isEqualTo(WhenShapes.walls("2023-03-06T09:00:00", "2023-03-06T09:15:00", windows));
        assertThat(AS_WINDOWS.same(meeting, read(WhenShapes.WINDOWS, owned(written, "UTC"))))
                .isTrue();
    }

    @Test
    void t19_aZoneThatWindowsHasNoNameForIsToldAndNotGuessed() {
        assertThat(
                        WhenShapes.WINDOWS.write(
                                read(WhenShapes.WALL_AND_MINUTES, at("Antarctica/Troll")),
                                Refs.NONE))
                .isInstanceOfSatisfying(
                        Lens.Put.Refused.class,
                        refused ->
                                assertThat(refused.sentence())
                                        .isEqualTo(
                                                "Windows has no name for the zone"
                                                        + " 'Antarctica/Troll'"));
    }

    @Test
    void t20_aTimeWithoutAZoneIsInThatOfItsOwnerWhoIsReadAlong() {
        Value.Obj bare = WhenShapes.walls("2026-08-30T10:00:00", "2026-08-30T11:00:00", null);

        assertThat(read(WhenShapes.WINDOWS, owned(bare, "Asia/Tokyo")))
                .isEqualTo(read(WhenShapes.WALL_AND_MINUTES, wall("Asia/Tokyo")));
        assertThat(read(WhenShapes.WINDOWS, owned(bare, "")))
                .as("an owner without one: as the flow says else")
                .isEqualTo(read(WhenShapes.WALL_AND_MINUTES, wall(BERLIN)));
        assertThat(WhenShapes.WINDOWS.read(State.of(bare), Refs.NONE))
                .as("an owner who was not read")
                .isEqualTo(Lens.UNKNOWN);
        assertThat(WhenShapes.WINDOWS.read(owned(bare, "Asia/Tokio"), Refs.NONE))
                .isInstanceOf(Lens.Got.Bad.class);
    }

    private static Value.Obj wall(String zone) {
        return WhenShapes.wall("2026-08-30T10:00:00", 60L, zone);
    }

    private static State owned(Value.Obj record, String zone) {
        return new State(
                record,
                Map.of("owner", new Value.Obj(Map.of("zone", Value.of(zone)))),
                Optional.empty());
    }

    @Test
    void t20_aWallTimeWithoutAZoneIsTheOwnersAndNotTheClocksOfGreenwich() {
        Value.Obj bare = WhenShapes.wall("2026-08-30T10:00:00", 60L, null);

        Value.Obj written = write(WhenShapes.INSTANTS, read(WhenShapes.WALL_AND_MINUTES, bare));

        assertThat(written)
                .isEqualTo(
                        WhenShapes.instants(
                                Instant.parse("2026-08-30T08:00:00Z"),
                                Instant.parse("2026-08-30T09:00:00Z"),
                                BERLIN));
        assertThat(isSame(bare, written)).as("an unchanged one is not rewritten").isTrue();
    }

    @Test
    void t21_tenRoundTripsMakeWholeDaysNeitherLongerNorShorter() {
        Value.Obj begun = WhenShapes.span("2026-01-01", "2026-01-03");
        Value.Obj now = begun;
        for (int i = 0; i < 10; i++) {
            now = write(WhenShapes.INSTANTS, read(WhenShapes.INSTANTS, now));
        }

        assertThat(now).isEqualTo(begun);
        assertThat(read(WhenShapes.INSTANTS, now))
                .isEqualTo(new Neutral.AllDay(LocalDate.parse("2026-01-01"), 2));
    }

    @Test
    void t21_tenRoundTripsOverASideThatNamesTheLastDayItself() {
        Value.Obj begun = WhenShapes.span("2026-01-01", "2026-01-03");
        Value.Obj now = begun;
        for (int i = 0; i < 10; i++) {
            Value.Obj there = write(WhenShapes.WINDOWS, read(WhenShapes.INSTANTS, now));
            assertThat(there)
                    .isEqualTo(WhenShapes.wallDays("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"));
            now = write(WhenShapes.INSTANTS, read(WhenShapes.WINDOWS, owned(there, BERLIN)));
        }

        assertThat(now).isEqualTo(begun);
    }

    @ParameterizedTest
    @CsvSource({"Pacific/Kiritimati", "UTC", "America/Winnipeg"})
    void t22_aDayThatAPartnerWritesAsMidnightInUtcIsThatDayWhereverThisMachineStands(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            for (String day : new String[] {"2026-01-31", "2023-06-22"}) {
                Value.Obj there = WhenShapes.wallDays(day + "T00:00:00Z", day + "T00:00:00Z");

                Neutral read = read(WhenShapes.WINDOWS, owned(there, zone));

                assertThat(read).isEqualTo(new Neutral.AllDay(LocalDate.parse(day), 1));
                assertThat(write(WhenShapes.WINDOWS, read)).isEqualTo(there);
                assertThat(write(WhenShapes.WALL_AND_MINUTES, read))
                        .isEqualTo(WhenShapes.wallDay(day));
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void t22_anotherHourThanMidnightInUtcIsNoDay() {
        Value.Obj there = WhenShapes.wallDays("2023-06-21T22:00:00Z", "2023-06-21T22:00:00Z");

        assertThat(WhenShapes.WINDOWS.read(owned(there, BERLIN), Refs.NONE))
                .isInstanceOfSatisfying(
                        Lens.Got.Bad.class,
                        bad ->
                                assertThat(bad.sentence())
                                        .isEqualTo(
                                                "a day such as 2026-03-01T00:00:00Z is expected"
                                                        + " here, not '2023-06-21T22:00:00Z'"));
    }

    @Test
    void t21_equalDatesAreOneDayOnEitherSide() {
        Neutral day = read(WhenShapes.INSTANTS, WhenShapes.span("2019-01-01", "2019-01-01"));

        assertThat(write(WhenShapes.WALL_AND_MINUTES, day))
                .isEqualTo(WhenShapes.wallDay("2019-01-01"));
        assertThat(SAME.same(day, read(WhenShapes.INSTANTS, write(WhenShapes.INSTANTS, day))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Pacific/Kiritimati, 2026-01-31, 2026-02-01",
        "UTC, 2026-01-31, 2026-02-01",
        "America/Winnipeg, 2026-01-31, 2026-02-01",
        "Pacific/Kiritimati, 2023-06-22, 2023-06-23",
        "UTC, 2023-06-22, 2023-06-23",
        "America/Winnipeg, 2023-06-22, 2023-06-23"
    })
    void t22_aDateStaysThatDateThereAndBackWhereverThisMachineStands(
            String zone, String day, String next) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            Value.Obj there =
                    write(
                            WhenShapes.INSTANTS,
                            read(WhenShapes.WALL_AND_MINUTES, WhenShapes.wallDay(day)));
            Value.Obj back = write(WhenShapes.WALL_AND_MINUTES, read(WhenShapes.INSTANTS, there));

            assertThat(there).isEqualTo(WhenShapes.span(day, next));
            assertThat(back).isEqualTo(WhenShapes.wallDay(day));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void t23_madeAllDayAndTimedAgainLeavesNothingOfTheOtherFormBehind() {
        Value.Obj timed = WhenShapes.wall("2026-09-07T10:00:00", 30L, BERLIN);
        Neutral day = read(WhenShapes.INSTANTS, WhenShapes.span("2026-09-07", "2026-09-08"));

        assertThat(write(WhenShapes.WALL_AND_MINUTES, day))
                .isEqualTo(WhenShapes.wallDay("2026-09-07"));
        assertThat(
                        write(
                                WhenShapes.WALL_AND_MINUTES,
                                read(
                                        WhenShapes.INSTANTS,
                                        WhenShapes.instants(
                                                Instant.parse("2026-09-07T08:00:00Z"),
                                                Instant.parse("2026-09-07T08:30:00Z"),
                                                BERLIN))))
                .isEqualTo(timed);
        assertThat(SAME.same(day, read(WhenShapes.WALL_AND_MINUTES, timed))).isFalse();
    }

    @Test
    void t24_anEndBeforeTheStartIsToldAndNeitherSwappedNorShortened() {
        assertThat(
                        WhenShapes.INSTANTS.read(
                                State.of(
                                        WhenShapes.instants(
                                                Instant.parse("2021-12-10T19:25:00Z"),
                                                Instant.parse("2021-12-10T09:05:00Z"),
                                                BERLIN)),
                                Refs.NONE))
                .isInstanceOfSatisfying(
                        Lens.Got.Bad.class,
                        bad -> {
                            assertThat(bad.at()).hasToString("/nested/to");
                            assertThat(bad.sentence()).isEqualTo("it ends before it starts");
                        });
    }

    @Test
    void t24_aPartnerThatTakesNoLengthOfNothingGetsTheShortestOnceAndTheSourceKeepsNothing() {
        Neutral none =
                read(
                        WhenShapes.INSTANTS,
                        WhenShapes.instants(
                                Instant.parse("2026-08-12T07:00:00Z"),
                                Instant.parse("2026-08-12T07:00:00Z"),
                                BERLIN));

        Value.Obj there = write(WhenShapes.WINDOWS, none);

        assertThat(there)
                .isEqualTo(
                        WhenShapes.walls(
                                "2026-08-12T09:00:00",
                                "2026-08-12T09:05:00",
                                "W. Europe Standard Time"));
        Neutral back = read(WhenShapes.WINDOWS, owned(there, BERLIN));
        assertThat(AS_WINDOWS.same(none, back)).as("which is no edit").isTrue();
        assertThat(
                        AS_WINDOWS.same(
                                none,
                                read(
                                        WhenShapes.WINDOWS,
                                        owned(
                                                WhenShapes.walls(
                                                        "2026-08-12T09:00:00",
                                                        "2026-08-12T09:30:00",
                                                        null),
                                                BERLIN))))
                .as("which is one")
                .isFalse();
    }

    private static Value.Obj at(String zone) {
        return WhenShapes.wall("2023-03-06T09:00:00", 15L, zone);
    }

    private static boolean isSame(Value.Obj here, Value.Obj there) {
        return SAME.same(read(WhenShapes.WALL_AND_MINUTES, here), read(WhenShapes.INSTANTS, there));
    }

    private static Neutral read(Lens lens, Value.Obj record) {
        return read(lens, State.of(record));
    }

    private static Neutral read(Lens lens, State state) {
        if (lens.read(state, Refs.NONE) instanceof Lens.Got.Of(Neutral value)) {
            return value;
        }
        throw new AssertionError("unreadable: " + lens.read(state, Refs.NONE));
    }

    private static Value.Obj write(Lens lens, Neutral value) {
        if (lens.write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj members)) {
            return members;
        }
        throw new AssertionError("refused: " + lens.write(value, Refs.NONE));
    }
}
