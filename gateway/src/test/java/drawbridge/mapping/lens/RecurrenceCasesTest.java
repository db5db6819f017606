package drawbridge.mapping.lens;

import static drawbridge.mapping.lens.SeriesShapes.PATTERN;
import static drawbridge.mapping.lens.SeriesShapes.RULE;
import static drawbridge.mapping.lens.SeriesShapes.SKIPPING;
import static drawbridge.mapping.lens.SeriesShapes.bad;
import static drawbridge.mapping.lens.SeriesShapes.json;
import static drawbridge.mapping.lens.SeriesShapes.parsed;
import static drawbridge.mapping.lens.SeriesShapes.read;
import static drawbridge.mapping.lens.SeriesShapes.refused;
import static drawbridge.mapping.lens.SeriesShapes.rule;
import static drawbridge.mapping.lens.SeriesShapes.wholeDays;
import static drawbridge.mapping.lens.SeriesShapes.with;
import static drawbridge.mapping.lens.SeriesShapes.write;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Cases from life about series, by their number in `docs/cases.md`. Each crosses between a side
/// with rules in text and one with patterns, and both must show the same instants.
class RecurrenceCasesTest {

    private static final Sameness SAME = new Sameness.Exact();
    private static final String BERLIN = "Europe/Berlin";
    private static final String NEW_YORK = "America/New_York";

    /// What the side with rules holds, taken to the side with patterns and back.
    private static Neutral.Series crossed(Value.Obj there) {
        return crossed(there, PATTERN);
    }

    private static Neutral.Series crossed(Value.Obj there, Lens patterns) {
        Neutral.Series series = read(RULE, there);
        Neutral.Series here = read(patterns, write(patterns, series));
        assertThat(SAME.same(here, series)).as("%s is %s", here, series).isTrue();
        Neutral.Series back = read(RULE, write(RULE, here));
        assertThat(SAME.same(back, series)).as("%s is %s", back, series).isTrue();
        return here;
    }

    private static List<String> starts(Neutral.Series series, int most) {
        return Occurrences.instants(series, most).stream().map(String::valueOf).toList();
    }

    private static List<String> days(Neutral.Series series) {
        List<String> days = new ArrayList<>();
        Occurrences.days(series).forEach(day -> days.add(day.toString()));
        return days;
    }

    private static Value at(String pointer, Value.Obj record) {
        return SeriesShapes.at(pointer).find(record).orElse(Value.NULL);
    }

    // ---- This and following

    @Test
    void t01_theTwoHalvesOfASplitSeriesAreTwoSeriesOnEitherSide() {
        Neutral.Series old =
                crossed(
                        rule(
                                "2021-09-01T20:00:00",
                                60,
                                "Europe/Stockholm",
                                "FREQ=WEEKLY;BYDAY=WE;UNTIL=20210914T215959Z"));
        Neutral.Series rest =
                crossed(
                        rule(
                                "2021-09-15T20:30:00",
                                60,
                                "Europe/Stockholm",
                                "FREQ=WEEKLY;BYDAY=WE"));

        assertThat(starts(old, 9)).containsExactly("2021-09-01T18:00:00Z", "2021-09-08T18:00:00Z");
        assertThat(starts(rest, 2)).containsExactly("2021-09-15T18:30:00Z", "2021-09-22T18:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20260915", "20260915T215959Z", "20260916T075959Z", "20260915T235959"})
    void t02_theDayOfTheSplitIsNotShownTwiceHoweverTheEndIsSpelt(String until) {
        String start = "2026-09-02T10:00:00";
        Value.Obj old = rule(start, 60, BERLIN, "FREQ=WEEKLY;BYDAY=WE;UNTIL=" + until);

        assertThat(starts(crossed(old), 9))
                .containsExactly("2026-09-02T08:00:00Z", "2026-09-09T08:00:00Z");
        assertThat(
                        SAME.same(
                                read(RULE, old),
                                read(RULE, rule(start, 60, BERLIN, "FREQ=WEEKLY;COUNT=2"))))
                .as("the same as if its number were said")
                .isTrue();
        assertThat(at("/repeats/until", write(PATTERN, read(RULE, old))))
                .isEqualTo(Value.of("2026-09-15"));
    }

    @Test
    void t02_aWholeDaySeriesEndsOnADate() {
        Neutral.Series old =
                crossed(wholeDays("2026-09-02", "2026-09-03", "FREQ=WEEKLY;UNTIL=20260915"));

        assertThat(days(old)).containsExactly("2026-09-02", "2026-09-09");
        assertThat(at("/rule", write(RULE, old)))
                .isEqualTo(Value.of("FREQ=WEEKLY;BYDAY=WE;UNTIL=20260915"));
    }

    @Test
    void t02_anOldHalfThatEndsBeforeItStartsIsRefusedAtItsRule() {
        Lens.Got.Bad bad =
                bad(
                        RULE,
                        rule(
                                "2026-09-02T10:00:00",
                                60,
                                BERLIN,
                                "FREQ=WEEKLY;BYDAY=WE;UNTIL=20260902T075959Z"));

        assertThat(bad.at()).hasToString("/rule");
        assertThat(bad.sentence()).contains("2026-09-01", "before it starts");
    }

    @Test
    void t03_aStartThatTheRuleContradictsIsRefusedAndAWholePairOfHalvesCrosses() {
        String zone = "Europe/Copenhagen";
        Lens.Got.Bad bad =
                bad(RULE, rule("2026-09-30T09:00:00", 480, zone, "FREQ=WEEKLY;BYDAY=TH"));
        Neutral.Series old =
                crossed(
                        rule(
                                "2026-09-10T09:00:00",
                                480,
                                zone,
                                "FREQ=WEEKLY;BYDAY=TH;UNTIL=20260930T215959Z"));
        Neutral.Series rest =
                crossed(rule("2026-09-30T09:00:00", 480, zone, "FREQ=WEEKLY;BYDAY=WE"));

        assertThat(bad.at()).hasToString("/rule");
        assertThat(bad.sentence()).contains("Wednesday 2026-09-30", "Thursday 2026-10-01");
        assertThat(starts(old, 9))
                .containsExactly(
                        "2026-09-10T07:00:00Z", "2026-09-17T07:00:00Z", "2026-09-24T07:00:00Z");
        assertThat(starts(rest, 5))
                .containsExactly(
                        "2026-09-30T07:00:00Z",
                        "2026-10-07T07:00:00Z",
                        "2026-10-14T07:00:00Z",
                        "2026-10-21T07:00:00Z",
                        "2026-10-28T08:00:00Z");
    }

    // ---- Single occurrences

    @Test
    void t04_aMovedOccurrenceKeepsItsKey() {
        Value.Obj here =
                json(
                        """
                        {"start": "2017-09-10T14:00:00", "minutes": 60, "zone": "America/New_York",
                         "day": null,
                         "repeats": {"every": 1, "unit": "month", "day": 10, "until": "2017-12-31"},
                         "except": [{"original": "2017-10-10T14:00:00",
                                     "start": "2017-10-25T14:00:00", "minutes": 60}]}
                        """);

        Value.Obj there = write(RULE, read(PATTERN, here));

        assertThat(starts(read(RULE, there), 9))
                .containsExactly(
                        "2017-09-10T18:00:00Z",
                        "2017-10-25T18:00:00Z",
                        "2017-11-10T19:00:00Z",
                        "2017-12-10T19:00:00Z");
        assertThat(at("/instead", there))
                .isEqualTo(
                        parsed(
                                """
                                [{"original": "2017-10-10T18:00:00Z", "title": null,
                                  "from": "2017-10-25T18:00:00Z", "to": "2017-10-25T19:00:00Z"}]
                                """));
        assertThat(SAME.same(read(PATTERN, here), crossed(there))).isTrue();
    }

    @Test
    void t05_anOccurrenceCancelledBeforeTheFirstCrossingStaysAway() {
        Value.Obj there =
                rule(
                        "2026-08-12T13:00:00",
                        30,
                        "Europe/Stockholm",
                        "FREQ=WEEKLY;COUNT=4",
                        "2026-08-26T11:00:00Z");

        assertThat(starts(crossed(there), 9))
                .containsExactly(
                        "2026-08-12T11:00:00Z", "2026-08-19T11:00:00Z", "2026-09-02T11:00:00Z");
        assertThat(at("/except", write(PATTERN, read(RULE, there))))
                .isEqualTo(
                        parsed(
                                """
                                [{"original": "2026-08-26T13:00:00", "cancelled": true,
                                  "start": null, "minutes": null, "title": null}]
                                """));
    }

    @Test
    void t06_aNewStartOfASeriesKeepsItsExceptionsThoughTheirKeysAreOld() {
        Value.Obj there =
                with(
                        rule(
                                "2016-08-15T19:30:00",
                                60,
                                BERLIN,
                                "FREQ=WEEKLY;BYDAY=MO;COUNT=5",
                                "2016-08-22T19:00:00",
                                "2016-08-29T19:00:00"),
                        "instead",
                        """
                        [{"original": "2016-09-05T17:00:00Z",
                          "from": "2016-09-06T17:00:00Z", "to": "2016-09-06T18:00:00Z"}]
                        """);

        Neutral.Series series = crossed(there);

        assertThat(starts(series, 9))
                .containsExactly(
                        "2016-08-15T17:30:00Z", "2016-09-06T17:00:00Z", "2016-09-12T17:30:00Z");
        assertThat(at("/instead", write(RULE, series)).toString()).contains("2016-09-05T17:30:00Z");
    }

    @Test
    void t07_datesExcludedFromATimedSeriesAreMeantByWhoeverExcludesThem() {
        Value.Obj there =
                rule(
                        "2024-03-17T10:00:00",
                        300,
                        "Europe/Vienna",
                        "FREQ=WEEKLY;BYDAY=SU;UNTIL=20240526T215959Z",
                        "2024-03-24",
                        "2024-03-31",
                        "2024-04-21",
                        "2024-05-05",
                        "2024-05-19");

        Neutral.Series series = crossed(there);

        assertThat(starts(series, 20))
                .containsExactly(
                        "2024-03-17T09:00:00Z",
                        "2024-04-07T08:00:00Z",
                        "2024-04-14T08:00:00Z",
                        "2024-04-28T08:00:00Z",
                        "2024-05-12T08:00:00Z",
                        "2024-05-26T08:00:00Z");
        assertThat(at("/not", write(RULE, series)))
                .isEqualTo(
                        parsed(
                                """
                                ["2024-03-24T09:00:00Z", "2024-03-31T08:00:00Z",
                                 "2024-04-21T08:00:00Z", "2024-05-05T08:00:00Z",
                                 "2024-05-19T08:00:00Z"]
                                """));
    }

    @Test
    void t13_anOccurrenceNamedInAnotherZoneIsTheSameOne() {
        for (String key :
                new String[] {"2026-04-14T01:00:00+02:00[Europe/Paris]", "2026-04-13T23:00:00Z"}) {
            Value.Obj there =
                    with(
                            rule(
                                    "2026-04-08T11:00:00",
                                    60,
                                    "Pacific/Auckland",
                                    "FREQ=DAILY;INTERVAL=2;COUNT=5",
                                    "2026-04-12T11:00:00"),
                            "instead",
                            """
                            [{"original": "%s", "title": "New title"}]
                            """
                                    .formatted(key));

            Neutral.Series series = crossed(there);

            assertThat(starts(series, 9))
                    .containsExactly(
                            "2026-04-07T23:00:00Z",
                            "2026-04-09T23:00:00Z",
                            "2026-04-13T23:00:00Z",
                            "2026-04-15T23:00:00Z");
            assertThat(at("/except", write(PATTERN, series)).toString())
                    .contains("2026-04-14T11:00:00", "New title");
        }
    }

    // ---- Where a series ends

    @Test
    void t08_theLastDayOfASeriesStaysItsLast() {
        Neutral.Series monthly =
                crossed(wholeDays("2020-12-29", "2020-12-30", "FREQ=MONTHLY;BYDAY=-1TU;COUNT=12"));
        Neutral.Series buenosAires =
                crossed(
                        rule(
                                "2023-10-05T12:00:00",
                                60,
                                "America/Argentina/Buenos_Aires",
                                "FREQ=WEEKLY;BYDAY=TH;UNTIL=20231026T025959Z"));
        Neutral.Series auckland =
                crossed(
                        rule(
                                "2021-12-14T09:00:00",
                                60,
                                "Pacific/Auckland",
                                "FREQ=DAILY;UNTIL=20211216"));

        assertThat(days(monthly)).hasSize(12).endsWith("2021-10-26", "2021-11-30");
        assertThat(starts(buenosAires, 9))
                .containsExactly(
                        "2023-10-05T15:00:00Z", "2023-10-12T15:00:00Z", "2023-10-19T15:00:00Z");
        assertThat(at("/repeats/until", write(PATTERN, buenosAires)))
                .isEqualTo(Value.of("2023-10-25"));
        assertThat(starts(auckland, 9))
                .containsExactly(
                        "2021-12-13T20:00:00Z", "2021-12-14T20:00:00Z", "2021-12-15T20:00:00Z");
    }

    @Test
    void t09_aFirstDayThatTheRuleDoesNotProduceIsToldAndNotCountedTwoWays() {
        Lens.Got.Bad bad =
                bad(RULE, rule("2024-05-30T20:00:00", 60, BERLIN, "FREQ=WEEKLY;BYDAY=WE;COUNT=3"));

        assertThat(bad.at()).hasToString("/rule");
        assertThat(bad.sentence())
                .isEqualTo(
                        "the rule does not produce the start, Thursday 2024-05-30; its first day is"
                                + " Wednesday 2024-06-05");
    }

    // ---- Days of a month

    @Test
    void t10_theFourthIsNotTheLastAndTheLastWorkingDayIsOneMeeting() {
        Neutral.Series fourth =
                crossed(
                        rule(
                                "2015-09-28T09:00:00",
                                60,
                                "Europe/Vienna",
                                "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=4"));
        Neutral.Series last =
                crossed(
                        rule(
                                "2023-06-30T09:00:00",
                                60,
                                "Europe/Paris",
                                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"));

        assertThat(starts(fourth, 4))
                .containsExactly(
                        "2015-09-28T07:00:00Z",
                        "2015-10-26T08:00:00Z",
                        "2015-11-23T08:00:00Z",
                        "2015-12-28T08:00:00Z");
        assertThat(starts(last, 4))
                .containsExactly(
                        "2023-06-30T07:00:00Z",
                        "2023-07-31T07:00:00Z",
                        "2023-08-31T07:00:00Z",
                        "2023-09-29T07:00:00Z");
        assertThat(at("/rule", write(RULE, fourth))).isEqualTo(Value.of("FREQ=MONTHLY;BYDAY=4MO"));
    }

    @Test
    void t11_aDayThatSomeMonthsLackIsLeftOutOnTheSideThatWouldClampIt() {
        String zone = "America/Los_Angeles";
        Value.Obj there =
                rule("2020-01-30T09:00:00", 60, zone, "FREQ=MONTHLY;BYMONTHDAY=30;COUNT=3");

        Neutral.Series here = crossed(there);

        assertThat(starts(here, 9))
                .containsExactly(
                        "2020-01-30T17:00:00Z", "2020-03-30T16:00:00Z", "2020-04-30T16:00:00Z");
        assertThat(here.exceptions()).containsOnlyKeys(LocalDate.parse("2020-02-29").atTime(9, 0));
        assertThat(
                        refused(
                                PATTERN,
                                read(
                                        RULE,
                                        rule(
                                                "2020-01-30T09:00:00",
                                                60,
                                                zone,
                                                "FREQ=MONTHLY;BYMONTHDAY=30"))))
                .satisfies(
                        put -> {
                            assertThat(put.at()).hasToString("/repeats");
                            assertThat(put.sentence()).contains("day 30", "without an end");
                        });
    }

    @Test
    void t11_aDayThatASideClampsIsTheLastOfShorterMonthsOnTheOther() {
        Value.Obj here =
                json(
                        """
                        {"start": "2022-10-31T09:00:00", "minutes": 60, "zone": "Europe/Berlin",
                         "day": null, "repeats": {"every": 1, "unit": "month", "day": 31}}
                        """);
        Value.Obj thirtieth =
                json(
                        """
                        {"start": "2022-11-30T09:00:00", "minutes": 60, "zone": "Europe/Berlin",
                         "day": null, "repeats": {"every": 1, "unit": "month", "day": 30}}
                        """);

        Value.Obj there = write(RULE, read(PATTERN, here));

        assertThat(at("/rule", there)).isEqualTo(Value.of("FREQ=MONTHLY;BYMONTHDAY=-1"));
        assertThat(days(read(RULE, there)).subList(0, 5))
                .containsExactly(
                        "2022-10-31", "2022-11-30", "2022-12-31", "2023-01-31", "2023-02-28");
        assertThat(days(crossed(write(RULE, read(PATTERN, thirtieth)))).subList(0, 5))
                .containsExactly(
                        "2022-11-30", "2022-12-30", "2023-01-30", "2023-02-28", "2023-03-30");
    }

    @Test
    void t11_theTwentyNinthOfFebruaryFollowsItsOwner() {
        String leapDay = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29";
        Value.Obj skips = wholeDays("2024-02-29", "2024-03-01", leapDay);
        Value.Obj clamps =
                json(
                        """
                        {"start": null, "minutes": null, "zone": null, "day": "2024-02-29",
                         "repeats": {"every": 1, "unit": "year", "month": 2, "day": 29}}
                        """);

        assertThat(days(crossed(skips, SKIPPING)).subList(0, 2))
                .containsExactly("2024-02-29", "2028-02-29");
        assertThat(refused(PATTERN, read(RULE, skips)).sentence()).contains("without an end");
        assertThat(days(read(RULE, write(RULE, read(PATTERN, clamps)))).subList(0, 5))
                .containsExactly(
                        "2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FREQ=MONTHLY;BYMONTHDAY=1,15          | 2026-01-01 | these days of a month
                    FREQ=MONTHLY;BYDAY=1MO,3MO            | 2026-01-05 | several positions in a month
                    FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13   | 2026-02-13 | a certain weekday as well
                    FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU | 2026-01-05 | another day than Monday
                    """)
    void whatAPatternCannotSayIsRefusedAtThePattern(String rule, String first, String reason) {
        Neutral.Series series = read(RULE, rule(first + "T09:00:00", 60, BERLIN, rule));

        assertThat(refused(PATTERN, series).at()).hasToString("/repeats");
        assertThat(refused(PATTERN, series).sentence()).contains("this side cannot say", reason);
        assertThat(SAME.same(read(RULE, write(RULE, series)), series)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "FREQ=HOURLY, FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9, BYHOUR",
        "FREQ=YEARLY;BYWEEKNO=20, BYWEEKNO",
        "FREQ=YEARLY;BYDAY=4TH, BYMONTH",
        "every other week, every other week",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20301231, COUNT"
    })
    void aRuleThatCannotBeCarriedIsToldWithItsText(String rule, String told) {
        Lens.Got.Bad bad = bad(RULE, rule("2026-01-01T09:00:00", 60, BERLIN, rule));

        assertThat(bad.at()).hasToString("/rule");
        assertThat(bad.sentence()).containsIgnoringCase(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
                "FREQ=MONTHLY;BYDAY=6MO",
                "FREQ=MONTHLY;BYMONTHDAY=-1;BYSETPOS=2"
            })
    void aRuleThatHasNoDayAtAllIsTold(String rule) {
        assertThat(bad(RULE, rule("2026-02-01T09:00:00", 60, BERLIN, rule)).sentence())
                .endsWith("it has no day at all");
    }

    @Test
    void anExceptionAtTheEndOfTimeIsNoReasonToLookThatFar() {
        Neutral.Series series =
                read(RULE, rule("2026-02-01T09:00:00", 60, BERLIN, "FREQ=DAILY", "9999-12-31"));

        assertThat(series.exceptions()).isEmpty();
    }

    @Test
    void aSideThatHoldsSingleTimesAloneRefusesASeries() {
        Neutral.Series series =
                read(RULE, rule("2026-02-01T09:00:00", 60, BERLIN, "FREQ=DAILY;COUNT=2"));

        assertThat(refused(WhenShapes.WALL_AND_MINUTES, series).sentence())
                .isEqualTo("this side cannot hold what repeats");
    }

    // ---- Zones and clocks

    @Test
    void t12_theWeekdayBelongsToTheZoneOfTheSeries() {
        Neutral.Series series =
                crossed(rule("2021-02-08T20:00:00", 30, NEW_YORK, "FREQ=WEEKLY;BYDAY=MO;COUNT=17"));

        assertThat(starts(series, 20))
                .hasSize(17)
                .startsWith(
                        "2021-02-09T01:00:00Z",
                        "2021-02-16T01:00:00Z",
                        "2021-02-23T01:00:00Z",
                        "2021-03-02T01:00:00Z",
                        "2021-03-09T01:00:00Z",
                        "2021-03-16T00:00:00Z")
                .endsWith("2021-06-01T00:00:00Z");
        assertThat(at("/repeats/weekdays", write(PATTERN, series)))
                .isEqualTo(parsed("[\"monday\"]"));
        assertThat(at("/zone", write(RULE, series))).isEqualTo(Value.of(NEW_YORK));
    }

    @Test
    void t14_theDayWhoseHourIsSkippedCountsAndTheNextOneIsNotShifted() {
        Neutral.Series berlin = crossed(rule("2026-03-27T02:30:00", 30, BERLIN, "FREQ=DAILY"));
        Neutral.Series newYork =
                crossed(rule("2024-03-09T02:30:00", 30, NEW_YORK, "FREQ=DAILY;COUNT=3"));

        assertThat(starts(berlin, 5))
                .containsExactly(
                        "2026-03-27T01:30:00Z",
                        "2026-03-28T01:30:00Z",
                        "2026-03-29T01:30:00Z",
                        "2026-03-30T00:30:00Z",
                        "2026-03-31T00:30:00Z");
        assertThat(starts(newYork, 9))
                .containsExactly(
                        "2024-03-09T07:30:00Z", "2024-03-10T07:30:00Z", "2024-03-11T06:30:00Z");
    }

    @Test
    void t14_aSeriesThatBeginsInTheSkippedHourIsNotMovedByASideThatKeepsInstants() {
        Value.Obj here =
                json(
                        """
                        {"start": "2026-03-29T02:30:00", "minutes": 30, "zone": "Europe/Berlin",
                         "day": null, "repeats": {"every": 1, "unit": "day"}}
                        """);

        Lens.Put.Refused refused = refused(RULE, read(PATTERN, here));

        assertThat(refused.at()).hasToString("/nested/from");
        assertThat(refused.sentence()).contains("clocks skip");
    }

    @Test
    void t15_nightsHaveTheirMinutesAlsoWhereTheClocksChange() {
        Neutral.Series nights =
                crossed(rule("2026-03-28T22:00:00", 480, BERLIN, "FREQ=DAILY;COUNT=2"));

        assertThat(starts(nights, 9))
                .containsExactly("2026-03-28T21:00:00Z", "2026-03-29T20:00:00Z");
        assertThat(at("/minutes", write(PATTERN, nights))).isEqualTo(Value.of(480));
    }

    @Test
    void t16_aGuestInACountryThatChangesEarlierMovesNothing() {
        Neutral.Series series =
                crossed(rule("2018-03-07T15:00:00", 60, BERLIN, "FREQ=WEEKLY;BYDAY=WE"));

        assertThat(starts(series, 5))
                .containsExactly(
                        "2018-03-07T14:00:00Z",
                        "2018-03-14T14:00:00Z",
                        "2018-03-21T14:00:00Z",
                        "2018-03-28T13:00:00Z",
                        "2018-04-04T13:00:00Z");
    }

    @Test
    void aSeriesWithoutAZoneIsTheOwners() {
        Value.Obj there =
                with(rule("2026-06-01T09:00:00", 60, BERLIN, "FREQ=DAILY"), "zone", "null");

        assertThat(starts(crossed(there), 1)).containsExactly("2026-06-01T07:00:00Z");
        assertThat(at("/zone", write(PATTERN, read(RULE, there)))).isEqualTo(Value.of(BERLIN));
    }

    @Test
    void whatIsNoLongerRepeatedLeavesNothingOfItsRule() {
        Neutral once = new Neutral.AllDay(LocalDate.parse("2026-06-01"), 1);

        assertThat(at("/repeats", write(PATTERN, once))).isEqualTo(Value.NULL);
        assertThat(at("/except", write(PATTERN, once))).isEqualTo(Value.NULL);
        assertThat(at("/rule", write(RULE, once))).isEqualTo(Value.NULL);
        assertThat(at("/not", write(RULE, once))).isEqualTo(Value.NULL);
        assertThat(at("/instead", write(RULE, once))).isEqualTo(Value.NULL);
    }
}
