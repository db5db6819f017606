package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a person reads of a series.
class SeriesWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FREQ=DAILY;COUNT=3                        | every day 20:00–21:00, Europe/Stockholm, from 1 Sep 2021, 3 times
                    FREQ=DAILY;INTERVAL=2;UNTIL=20210915      | every 2 days 20:00–21:00, Europe/Stockholm, from 1 Sep 2021 until 15 Sep 2021
                    FREQ=WEEKLY                               | every Wednesday 20:00–21:00, Europe/Stockholm, from 1 Sep 2021
                    FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR        | every 2 weeks on Wednesday and Friday 20:00–21:00, Europe/Stockholm, from 1 Sep 2021
                    FREQ=MONTHLY                              | on day 1 of every month 20:00–21:00, Europe/Stockholm, from 1 Sep 2021
                    FREQ=MONTHLY;BYDAY=1WE                    | on the first Wednesday of every month 20:00–21:00, Europe/Stockholm, from 1 Sep 2021
                    FREQ=MONTHLY;BYMONTHDAY=1,-1              | on day last day and 1 of every month 20:00–21:00, Europe/Stockholm, from 1 Sep 2021
                    FREQ=YEARLY;INTERVAL=2                    | on day 1 of September, every 2 years 20:00–21:00, Europe/Stockholm, from 1 Sep 2021
                    """)
    void tellsRuleTimeZoneAndFirstDay(String rule, String words) {
        assertThat(
                        Show.of(
                                SeriesShapes.read(
                                        SeriesShapes.RULE,
                                        SeriesShapes.rule(
                                                "2021-09-01T20:00:00",
                                                60,
                                                "Europe/Stockholm",
                                                rule))))
                .isEqualTo(words);
    }

    @Test
    void tellsWhatBecameOfSingleOccurrences() {
        assertThat(
                        Show.of(
                                SeriesShapes.read(
                                        SeriesShapes.RULE,
                                        SeriesShapes.with(
                                                SeriesShapes.rule(
                                                        "2021-09-01T20:00:00",
                                                        60,
                                                        "Europe/Stockholm",
                                                        "FREQ=WEEKLY",
                                                        "2021-09-08",
                                                        "2021-09-22"),
                                                "instead",
                                                """
                                                [{"original": "2021-09-15T20:00:00",
                                                  "from": "2021-09-16T19:00:00",
                                                  "to": "2021-09-16T19:30:00",
                                                  "title": "Farewell"}]
                                                """))))
                .isEqualTo(
                        "every Wednesday 20:00–21:00, Europe/Stockholm, from 1 Sep 2021; not on 8 Sep"
                                + " 2021 and 22 Sep 2021; 15 Sep 2021 moved to 16 Sep 2021"
                                + " 19:00–19:30 as “Farewell”");
    }
}
