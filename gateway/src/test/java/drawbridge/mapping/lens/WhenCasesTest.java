package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.TimeZone;

/// What users of other calendar bridges ran into, as one table: wall time, minutes and zone on one
/// side, instants and dates on the other.
class WhenCasesTest {

    private static final Sameness SAME = new Sameness.Exact();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    in the gap of Berlin                    | 2026-03-29T02:30:00 |  30 | Europe/Berlin       | 2026-03-29T01:30:00Z | 2026-03-29T02:00:00Z
                    in the gap of New York                  | 2024-03-10T02:30:00 |  30 | America/New_York    | 2024-03-10T07:30:00Z | 2024-03-10T08:00:00Z
                    in the overlap, the first of two        | 2026-10-25T02:30:00 |  30 | Europe/Berlin       | 2026-10-25T00:30:00Z | 2026-10-25T01:00:00Z
                    an hour that ends after the gap         | 2025-03-30T00:00:00 |  60 | Europe/London       | 2025-03-30T00:00:00Z | 2025-03-30T01:00:00Z
                    a night that the clocks shorten         | 2026-03-28T22:00:00 | 480 | Europe/Berlin       | 2026-03-28T21:00:00Z | 2026-03-29T05:00:00Z
                    the week between two changes            | 2018-03-14T15:00:00 |  60 | Europe/Berlin       | 2018-03-14T14:00:00Z | 2018-03-14T15:00:00Z
                    a country that gave up summer time      | 2023-05-16T09:00:00 |  60 | America/Mexico_City | 2023-05-16T15:00:00Z | 2023-05-16T16:00:00Z
                    UTC stays UTC in July                   | 2021-07-01T10:00:00 |  15 | UTC                 | 2021-07-01T10:00:00Z | 2021-07-01T10:15:00Z
                    a sign that points backwards            | 2024-07-01T09:00:00 |  15 | Etc/GMT+5           | 2024-07-01T14:00:00Z | 2024-07-01T14:15:00Z
                    an old name of a zone                   | 2023-03-06T09:00:00 |  15 | Europe/Kiev         | 2023-03-06T07:00:00Z | 2023-03-06T07:15:00Z
                    until midnight                          | 2026-08-14T21:00:00 | 180 | Europe/Amsterdam    | 2026-08-14T19:00:00Z | 2026-08-14T22:00:00Z
                    a whole day by the clock stays timed    | 2026-08-14T00:00:00 | 1440 | Europe/Berlin      | 2026-08-13T22:00:00Z | 2026-08-14T22:00:00Z
                    no length at all                        | 2026-08-12T09:00:00 |   0 | Europe/Berlin       | 2026-08-12T07:00:00Z | 2026-08-12T07:00:00Z
                    """)
    void wallTimeAndInstantsMeanTheSame(
            String what, String wall, long minutes, String zone, String from, String to) {
        Value.Obj here = WhenShapes.wall(wall, minutes, zone);
        Value.Obj there = WhenShapes.instants(Instant.parse(from), Instant.parse(to), zone);

        Neutral read = read(WhenShapes.WALL_AND_MINUTES, here);

        assertThat(write(WhenShapes.INSTANTS, read)).as(what).isEqualTo(there);
        assertThat(SAME.same(read(WhenShapes.INSTANTS, there), read)).as(what).isTrue();
    }

    @Nested
    class Zones {

        @Test
        void anotherNameOfTheSameZoneIsNoChange() {
            assertThat(SAME.same(at("Europe/Kiev"), at("Europe/Kyiv"))).isTrue();
        }

        @Test
        void anotherZoneIsAChangeEvenAtTheSameInstant() {
            Neutral berlin = at("Europe/Berlin");
            Neutral lagos = at("Africa/Lagos");

            assertThat(CivilTime.instant((Neutral.Timed) berlin))
                    .isEqualTo(CivilTime.instant((Neutral.Timed) lagos));
            assertThat(SAME.same(berlin, lagos)).isFalse();
        }

        @Test
        void aTimeWithoutAZoneEqualsTheSameInstantInAnyZone() {
            Neutral none =
                    read(
                            WhenShapes.INSTANTS,
                            WhenShapes.instants(
                                    Instant.parse("2023-03-06T09:00:00Z"),
                                    Instant.parse("2023-03-06T10:00:00Z"),
                                    null));

            assertThat(SAME.same(none, at("Europe/Berlin"))).isFalse();
            assertThat(
                            SAME.same(
                                    none,
                                    new Neutral.Timed(
                                            LocalDateTime.parse("2023-03-06T10:00:00"),
                                            ZoneId.of("Europe/Berlin"),
                                            Duration.ofHours(1))))
                    .isTrue();
        }

        @Test
        void aTimeWithoutAZoneIsWrittenInTheTenantsZone() {
            Neutral none =
                    read(
                            WhenShapes.INSTANTS,
                            WhenShapes.instants(
                                    Instant.parse("2026-08-30T08:00:00Z"),
                                    Instant.parse("2026-08-30T09:00:00Z"),
                                    null));

            assertThat(write(WhenShapes.WALL_AND_MINUTES, none))
                    .isEqualTo(WhenShapes.wall("2026-08-30T10:00:00", 60L, "Europe/Berlin"));
        }

        @Test
        void theSecondOfTwoEqualWallTimesKeepsItsInstantAndIsRefusedWhereItCannotBeNamed() {
            Instant second = Instant.parse("2026-10-25T01:30:00Z");
            Neutral read =
                    read(
                            WhenShapes.INSTANTS,
                            WhenShapes.instants(second, second.plusSeconds(1800), "Europe/Berlin"));

            assertThat(CivilTime.instant((Neutral.Timed) read)).isEqualTo(second);
            assertThat(WhenShapes.WALL_AND_MINUTES.write(read, Refs.NONE))
                    .isInstanceOf(Lens.Put.Refused.class);
        }

        private static Neutral at(String zone) {
            return new Neutral.Timed(
                    LocalDateTime.parse("2023-03-06T09:00:00"),
                    ZoneId.of(zone),
                    Duration.ofHours(1));
        }
    }

    /// A flight begins in one zone and ends in another, and some calendars give every end a zone.
    @Nested
    class EndsWithAZoneOfTheirOwn {

        @Test
        void anEndInAnotherZoneIsTheInstantThatItNames() {
            assertThat(
                            read(
                                    WhenShapes.TWO_ZONES,
                                    WhenShapes.zoned(
                                            "2027-04-02T10:00:00",
                                            "Europe/Berlin",
                                            "2027-04-02T12:00:00",
                                            "Europe/London")))
                    .isEqualTo(time(Duration.ofHours(3)));
        }

        @Test
        void anEndWithoutAZoneHangsWhereTheStartDoes() {
            assertThat(
                            read(
                                    WhenShapes.TWO_ZONES,
                                    WhenShapes.zoned(
                                            "2027-04-02T10:00:00",
                                            "Europe/Berlin",
                                            "2027-04-02T12:00:00",
                                            null)))
                    .isEqualTo(time(Duration.ofHours(2)));
        }

        @Test
        void bothAreWrittenInTheZoneOfTheStart() {
            assertThat(write(WhenShapes.TWO_ZONES, time(Duration.ofHours(3))))
                    .isEqualTo(
                            WhenShapes.zoned(
                                    "2027-04-02T10:00:00",
                                    "Europe/Berlin",
                                    "2027-04-02T13:00:00",
                                    "Europe/Berlin"));
        }

        @Test
        void aZoneOfTheEndThatNobodyKnowsIsToldAtItsPlace() {
            assertThat(
                            WhenShapes.TWO_ZONES.read(
                                    State.of(
                                            WhenShapes.zoned(
                                                    "2027-04-02T10:00:00",
                                                    "Europe/Berlin",
                                                    "2027-04-02T12:00:00",
                                                    "Europe/Atlantis")),
                                    Refs.NONE))
                    .asString()
                    .contains("timeZone", "Europe/Atlantis");
        }

        private static Neutral time(Duration length) {
            return new Neutral.Timed(
                    LocalDateTime.parse("2027-04-02T10:00:00"), ZoneId.of("Europe/Berlin"), length);
        }
    }

    @Nested
    class WholeDays {

        @ParameterizedTest
        @CsvSource({"2026-01-01, 2026-01-03, 2", "2019-01-01, 2019-01-01, 1"})
        void theEndIsTheDayAfterTheLastAndEqualDatesAreOneDay(String first, String end, int days) {
            assertThat(read(WhenShapes.INSTANTS, WhenShapes.span(first, end)))
                    .isEqualTo(new Neutral.AllDay(LocalDate.parse(first), days));
        }

        @ParameterizedTest
        @CsvSource({"Pacific/Kiritimati", "UTC", "America/Winnipeg"})
        void aDateStaysTheDateWhereverThisMachineStands(String zone) {
            TimeZone before = TimeZone.getDefault();
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
            try {
                Neutral day = read(WhenShapes.WALL_AND_MINUTES, WhenShapes.wallDay("2026-01-31"));

                assertThat(write(WhenShapes.INSTANTS, day))
                        .isEqualTo(WhenShapes.span("2026-01-31", "2026-02-01"));
            } finally {
                TimeZone.setDefault(before);
            }
        }

        @Test
        void moreDaysThanTheSideHoldsAreRefusedAtTheDay() {
            assertThat(
                            WhenShapes.WALL_AND_MINUTES.write(
                                    new Neutral.AllDay(LocalDate.parse("2026-01-31"), 3),
                                    Refs.NONE))
                    .isEqualTo(
                            new Lens.Put.Refused(
                                    Pointer.parse("/day"), "3 days are too long; at most 1 fit"));
        }

        @Test
        void aTimedMeetingMadeAllDayLeavesNoTimeBehind() {
            assertThat(
                            write(
                                    WhenShapes.WALL_AND_MINUTES,
                                    new Neutral.AllDay(LocalDate.parse("2026-09-07"), 1)))
                    .isEqualTo(WhenShapes.wallDay("2026-09-07"));
        }

        @Test
        void aDayBesideATimeIsBad() {
            Value.Obj both =
                    new Value.Obj(
                            Map.of(
                                    "start", Value.of("2026-09-07T10:00:00"),
                                    "minutes", Value.of(30),
                                    "zone", Value.of("Europe/Berlin"),
                                    "day", Value.of("2026-09-07")));

            assertThat(bad(WhenShapes.WALL_AND_MINUTES, both)).isEqualTo("/day");
        }
    }

    @Nested
    class WrongRecords {

        @Test
        void anEndBeforeTheStartIsBadAtTheEnd() {
            assertThat(
                            bad(
                                    WhenShapes.INSTANTS,
                                    WhenShapes.instants(
                                            Instant.parse("2021-12-10T19:25:00Z"),
                                            Instant.parse("2021-12-10T09:05:00Z"),
                                            "Europe/Berlin")))
                    .isEqualTo("/nested/to");
        }

        @ParameterizedTest
        @CsvSource({"Customized Time Zone", "tzone://Microsoft/Custom", "GMT Summer Time"})
        void aZoneThatMeansNothingIsBadAndNeverUtc(String zone) {
            assertThat(
                            bad(
                                    WhenShapes.WALL_AND_MINUTES,
                                    WhenShapes.wall("2024-04-26T14:00:00", 60L, zone)))
                    .isEqualTo("/zone");
        }

        @Test
        void minutesThatAreNotWholeAreRefused() {
            Neutral time =
                    new Neutral.Timed(
                            LocalDateTime.parse("2026-03-01T10:00:00"),
                            ZoneId.of("Europe/Berlin"),
                            Duration.ofSeconds(90));

            assertThat(WhenShapes.WALL_AND_MINUTES.write(time, Refs.NONE))
                    .isInstanceOfSatisfying(
                            Lens.Put.Refused.class,
                            refused -> assertThat(refused.at()).hasToString("/minutes"));
        }

        @Test
        void aMemberThatWasNeverReadIsUnknownAndNoEmptiness() {
            Value.Obj thin = new Value.Obj(Map.of("start", Value.NULL, "minutes", Value.NULL));

            assertThat(read(WhenShapes.WALL_AND_MINUTES, thin)).isEqualTo(new Neutral.Unknown());
            assertThat(
                            read(
                                    WhenShapes.WALL_AND_MINUTES,
                                    WhenShapes.wall(null, null, "Europe/Berlin")))
                    .isEqualTo(new Neutral.Empty());
        }
    }

    private static Neutral read(Lens lens, Value.Obj record) {
        if (lens.read(State.of(record), Refs.NONE) instanceof Lens.Got.Of(Neutral value)) {
            return value;
        }
        throw new AssertionError("unreadable: " + lens.read(State.of(record), Refs.NONE));
    }

    private static String bad(Lens lens, Value.Obj record) {
        if (lens.read(State.of(record), Refs.NONE) instanceof Lens.Got.Bad(Pointer at, String _)) {
            return at.toString();
        }
        throw new AssertionError("read without complaint: " + record);
    }

    private static Value.Obj write(Lens lens, Neutral value) {
        if (lens.write(value, Refs.NONE) instanceof Lens.Put.Of(Value.Obj members)) {
            return members;
        }
        throw new AssertionError("refused: " + lens.write(value, Refs.NONE));
    }
}
