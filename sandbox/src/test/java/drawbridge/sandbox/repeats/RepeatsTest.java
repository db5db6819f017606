package drawbridge.sandbox.repeats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.util.List;

/// One series, as either system writes it, has the same occurrences.
class RepeatsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static JsonNode appointment(String start, String repeats, String exceptions) {
        return json(
                """
                {"starts_at": "%s", "duration_minutes": 60, "time_zone": "Europe/Berlin",
                 "all_day_on": null, "repeats": %s, "exceptions": %s}
                """
                        .formatted(start, repeats, exceptions));
    }

    private static JsonNode event(String start, String end, String rule, String more) {
        return json(
                """
                {"start": "%s", "end": "%s", "allDay": false, "zone": "Europe/Berlin",
                 "recurrence": "%s"%s}
                """
                        .formatted(start, end, rule, more));
    }

    private static List<String> days(Repeats series) {
        return series.compared().stream().map(one -> one.start().toLocalDate().toString()).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"unit":"week","weekdays":["wednesday"],"times":3}           | FREQ=WEEKLY;COUNT=3           | 2026-09-02 2026-09-09 2026-09-16
                    {"unit":"week","weekdays":["wednesday"],"until":"2026-09-15"}| FREQ=WEEKLY;UNTIL=20260915T215959Z | 2026-09-02 2026-09-09
                    {"unit":"day","every":2,"times":3}                           | FREQ=DAILY;INTERVAL=2;COUNT=3 | 2026-09-02 2026-09-04 2026-09-06
                    {"unit":"month","weekdays":["wednesday"],"position":1,"times":2} | FREQ=MONTHLY;BYDAY=1WE;COUNT=2 | 2026-09-02 2026-10-07
                    {"unit":"year","month_day":2,"month":9,"times":2}            | FREQ=YEARLY;COUNT=2           | 2026-09-02 2027-09-02
                    """)
    void bothWaysOfWritingMeanTheSameDays(String pattern, String rule, String days) {
        var acme = AcmeForm.read(appointment("2026-09-02T10:00:00", pattern, "[]")).orElseThrow();
        var app =
                AppForm.read(event("2026-09-02T08:00:00Z", "2026-09-02T09:00:00Z", rule, ""))
                        .orElseThrow();

        assertThat(days(acme)).containsExactly(days.split(" "));
        assertThat(days(app)).isEqualTo(days(acme));
    }

    @Test
    void whatBecameOfSingleOccurrencesIsTheSameInBothToo() {
        var acme =
                AcmeForm.read(
                        appointment(
                                "2026-10-14T10:00:00",
                                "{\"unit\":\"week\",\"weekdays\":[\"wednesday\"],\"times\":4}",
                                """
                                [{"original": "2026-10-21T10:00:00", "cancelled": true},
                                 {"original": "2026-10-28T10:00:00", "moved_to": "2026-10-29T11:00:00",
                                  "duration_minutes": 30, "subject": "Other"}]
                                """));
        var app =
                AppForm.read(
                        event(
                                "2026-10-14T08:00:00Z",
                                "2026-10-14T09:00:00Z",
                                "FREQ=WEEKLY;COUNT=4",
                                """
                                , "exdates": ["2026-10-21T08:00:00Z"],
                                "overrides": [{"original": "2026-10-28T09:00:00Z", "title": "Other",
                                  "start": "2026-10-29T10:00:00Z", "end": "2026-10-29T10:30:00Z"}]
                                """));

        assertThat(Occurrences.of(acme).toString())
                .isEqualTo(
                        json("""
                                [{"startsAt": "2026-10-14T08:00:00Z", "minutes": 60, "title": ""},
                                 {"startsAt": "2026-10-29T10:00:00Z", "minutes": 30, "title": "Other"},
                                 {"startsAt": "2026-11-04T09:00:00Z", "minutes": 60, "title": ""}]
                                """)
                                .toString());
        assertThat(Occurrences.of(app).toString()).isEqualTo(Occurrences.of(acme).toString());
    }

    @Test
    void aMonthThatLacksTheDayHasItOnItsLastAtAcmeAndNotInTheApp() {
        var acme =
                AcmeForm.read(
                        appointment(
                                "2026-12-31T10:00:00",
                                "{\"unit\":\"month\",\"month_day\":31,\"times\":3}",
                                "null"));
        var app =
                AppForm.read(
                        event(
                                "2026-12-31T09:00:00Z",
                                "2026-12-31T10:00:00Z",
                                "FREQ=MONTHLY;COUNT=3",
                                ""));

        assertThat(days(acme.orElseThrow()))
                .containsExactly("2026-12-31", "2027-01-31", "2027-02-28");
        assertThat(days(app.orElseThrow()))
                .containsExactly("2026-12-31", "2027-01-31", "2027-03-31");
    }

    @Test
    void aWeekShowsWhatTouchesItAndWhatWasMovedIntoIt() {
        var series =
                AcmeForm.read(
                                appointment(
                                        "2026-09-02T10:00:00",
                                        "{\"unit\":\"week\",\"weekdays\":[\"wednesday\"]}",
                                        """
                                        [{"original": "2026-12-02T10:00:00",
                                          "moved_to": "2026-09-10T10:00:00"}]
                                        """))
                        .orElseThrow();

        assertThat(series.between(LocalDate.parse("2026-09-07"), LocalDate.parse("2026-09-14")))
                .extracting(one -> one.start().toLocalDate().toString())
                .containsExactly("2026-09-09", "2026-09-10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"unit":"week","weekdays":["thursday"]}                     | null | repeats
                    {"unit":"week"}                                             | null | repeats
                    {"unit":"month"}                                            | null | repeats
                    {"unit":"fortnight"}                                        | null | repeats
                    {"unit":"day","until":"2027-01-01","times":3}               | null | repeats
                    {"unit":"day","times":3} | [{"original":"2026-09-05T10:00:00"}]    | exceptions
                    {"unit":"day","times":3} | [{"original":"2026-09-03T11:00:00"}]    | exceptions
                    null                     | [{"original":"2026-09-03T10:00:00"}]    | exceptions
                    """)
    void acmeTakesNothingThatContradictsItself(String pattern, String exceptions, String field) {
        var appointment = appointment("2026-09-02T10:00:00", pattern, exceptions);

        assertThatExceptionOfType(Wrong.class)
                .isThrownBy(() -> AcmeForm.read(appointment))
                .satisfies(wrong -> assertThat(wrong.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FREQ=WEEKLY;BYDAY=TH               |                                    | recurrence
                    FREQ=HOURLY                        |                                    | recurrence
                    FREQ=DAILY;BYHOUR=9                |                                    | recurrence
                    FREQ=DAILY;COUNT=3;UNTIL=20270101  |                                    | recurrence
                    FREQ=DAILY;INTERVAL=0              |                                    | recurrence
                    every day                          |                                    | recurrence
                    FREQ=DAILY;COUNT=3 | , "exdates": ["2026-09-09T08:00:00Z"]              | exdates
                    FREQ=DAILY;COUNT=3 | , "exdates": ["2026-09-03"]                        | exdates
                    FREQ=DAILY;COUNT=3 | , "overrides": [{"original": "2026-09-03T09:00:00Z"}] | overrides
                    """)
    void theAppTakesNothingThatContradictsItself(String rule, String more, String field) {
        var event =
                event(
                        "2026-09-02T08:00:00Z",
                        "2026-09-02T09:00:00Z",
                        rule,
                        more == null ? "" : more);

        assertThatExceptionOfType(Wrong.class)
                .isThrownBy(() -> AppForm.read(event))
                .satisfies(wrong -> assertThat(wrong.field()).isEqualTo(field));
    }
}
