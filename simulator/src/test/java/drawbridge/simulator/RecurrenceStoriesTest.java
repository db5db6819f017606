package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Cases from life about series, over several passes of the engine, by their number in
/// `docs/cases.md`.
@NullUnmarked
class RecurrenceStoriesTest extends CaseStory {

    private static final String WEEKLY =
            """
            {"every": 1, "unit": "week", "weekdays": ["%s"], "month_day": null, "month": null,
             "position": null, "until": %s, "times": null}
            """;

    private static Value json(String text) {
        try {
            return JsonText.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonText.Malformed wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static Map<String, Value> members(String text) {
        return ((Value.Obj) json(text)).members();
    }

    private RecordRef enterSeries(String members) {
        RecordRef event = enterEvent("Series");
        set(app(), event, members(members));
        return event;
    }

    @Test
    void t01_aSeriesThatIsSplitIsTwoSeriesOnBothSidesAndNothingIsEatenLater() {
        RecordRef old =
                enterSeries(
                        """
                        {"start": "2021-09-01T18:00:00Z", "end": "2021-09-01T19:00:00Z",
                         "zone": "Europe/Stockholm", "recurrence": "FREQ=WEEKLY;BYDAY=WE"}
                        """);
        world.pass(A_MINUTE);
        RecordRef whole = livingAppointment();
        assertThat(member(acme(), whole, "repeats"))
                .isEqualTo(json(WEEKLY.formatted("wednesday", "null")));

        change(app(), old, "recurrence", "FREQ=WEEKLY;BYDAY=WE;UNTIL=20210914T215959Z");
        Map<String, Value> rest = new LinkedHashMap<>(whole(app(), old).members());
        rest.keySet().removeAll(Set.of("id", "externalRef"));
        rest.putAll(
                members(
                        """
                        {"title": "Later", "start": "2021-09-15T18:30:00Z",
                         "end": "2021-09-15T19:30:00Z", "recurrence": "FREQ=WEEKLY;BYDAY=WE"}
                        """));
        var _ = app().create(SimWorld.EVENT, new Value.Obj(rest), false);
        world.pass(A_MINUTE);

        long after = writes();
        tellTenTimesMore(whole, old);
        world.pass(Duration.ofHours(2));

        assertThat(writes()).isEqualTo(after);
        assertThat(member(acme(), whole, "starts_at")).isEqualTo(Value.of("2021-09-01T20:00:00"));
        assertThat(member(acme(), whole, "repeats"))
                .isEqualTo(json(WEEKLY.formatted("wednesday", "\"2021-09-14\"")));
        assertThat(calls(acme(), "create")).isEqualTo(2);
        assertThat(calls(acme(), "delete")).isZero();
        assertThat(calls(app(), "delete")).isZero();
        assertThat(acme().rows.keySet())
                .filteredOn(record -> record.resource().equals(SimWorld.APPOINTMENT))
                .anySatisfy(
                        record -> {
                            assertThat(member(acme(), record, "starts_at"))
                                    .isEqualTo(Value.of("2021-09-15T20:30:00"));
                            assertThat(member(acme(), record, "repeats"))
                                    .isEqualTo(json(WEEKLY.formatted("wednesday", "null")));
                        });
        assertThat(open()).isEmpty();
    }

    @Test
    void t02_aSeriesSplitAtItsVeryFirstOccurrenceStaysOneSeriesWrittenOnce() {
        RecordRef event = enterWednesdays();
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();

        set(
                app(),
                event,
                members(
                        """
                        {"start": "2026-09-02T13:00:00Z", "end": "2026-09-02T14:00:00Z"}
                        """));
        world.postman.changedAtApp(NORTH, event, false);
        world.pass(Duration.ofMinutes(3));

        assertThat(livingAppointment()).isEqualTo(appointment);
        assertThat(member(acme(), appointment, "starts_at"))
                .isEqualTo(Value.of("2026-09-02T15:00:00"));
        assertThat(member(acme(), appointment, "repeats"))
                .isEqualTo(json(WEEKLY.formatted("wednesday", "null")));
        assertThat(calls(acme(), "create")).isEqualTo(1);
        assertThat(calls(acme(), "update")).isEqualTo(1);
        assertThat(open()).isEmpty();
    }

    /// A calendar that makes two halves of every split, and throws away the one that is empty.
    @Test
    void t02_aSeriesWhoseEmptyOldHalfIsThrownAwayIsOneSeriesOnBothSides() {
        RecordRef old = enterWednesdays();
        world.pass(A_MINUTE);
        RecordRef before = livingAppointment();

        Map<String, Value> rest = new LinkedHashMap<>(whole(app(), old).members());
        rest.keySet().removeAll(Set.of("id", "externalRef"));
        rest.putAll(
                members(
                        """
                        {"start": "2026-09-02T13:00:00Z", "end": "2026-09-02T14:00:00Z"}
                        """));
        var _ = app().create(SimWorld.EVENT, new Value.Obj(rest), false);
        app().delete(old);
        world.pass(Duration.ofMinutes(3));

        assertThat(member(acme(), before, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(acme().rows.keySet())
                .filteredOn(record -> record.resource().equals(SimWorld.APPOINTMENT))
                .filteredOn(record -> !record.equals(before))
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(member(acme(), record, "starts_at"))
                                    .isEqualTo(Value.of("2026-09-02T15:00:00"));
                            assertThat(member(acme(), record, "status"))
                                    .isEqualTo(Value.of("Planned"));
                        });
        assertThat(open()).isEmpty();
    }

    private RecordRef enterWednesdays() {
        return enterSeries(
                """
                {"start": "2026-09-02T08:00:00Z", "end": "2026-09-02T09:00:00Z",
                 "zone": "Europe/Berlin", "recurrence": "FREQ=WEEKLY;BYDAY=WE"}
                """);
    }

    @Test
    void t04_aMovedOccurrenceIsNotPulledBackByTheCalendarThatDidNotHearOfIt() {
        RecordRef event =
                enterSeries(
                        """
                        {"start": "2017-09-10T18:00:00Z", "end": "2017-09-10T19:00:00Z",
                         "zone": "America/New_York", "recurrence": "FREQ=MONTHLY;BYMONTHDAY=10"}
                        """);
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();
        weather("app").down = true;
        set(
                acme(),
                appointment,
                members(
                        """
                        {"exceptions": [{"original": "2017-10-10T14:00:00", "cancelled": false,
                           "moved_to": "2017-10-25T14:00:00", "duration_minutes": 60, "subject": null}]}
                        """));
        world.postman.changedAtAcme(NORTH, appointment);
        world.pass(A_MINUTE);
        world.postman.changedAtApp(NORTH, event, false);
        world.pass(A_MINUTE);
        weather("app").clear();
        world.pass(Duration.ofMinutes(3));
        tellTenTimesMore(appointment, event);

        assertThat(member(app(), event, "overrides"))
                .isEqualTo(
                        json(
                                """
                                [{"original": "2017-10-10T18:00:00Z", "start": "2017-10-25T18:00:00Z",
                                  "end": "2017-10-25T19:00:00Z", "title": null}]
                                """));
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(calls(acme(), "update")).isZero();
    }

    @Test
    void t05_anOccurrenceCancelledBeforeTheFirstPassStaysAwayInEveryLaterOne() {
        RecordRef event =
                enterSeries(
                        """
                        {"start": "2026-08-12T11:00:00Z", "end": "2026-08-12T11:30:00Z",
                         "zone": "Europe/Stockholm", "recurrence": "FREQ=WEEKLY;BYDAY=WE",
                         "exdates": ["2026-08-26T11:00:00Z"]}
                        """);
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();
        Value exceptions = member(acme(), appointment, "exceptions");
        tellTenTimesMore(appointment, event);

        assertThat(exceptions)
                .isEqualTo(
                        json(
                                """
                                [{"original": "2026-08-26T13:00:00", "cancelled": true,
                                  "moved_to": null, "duration_minutes": null, "subject": null}]
                                """));
        assertThat(member(acme(), appointment, "exceptions")).isEqualTo(exceptions);
        assertThat(calls(acme(), "create")).isEqualTo(1);
        assertThat(calls(acme(), "update")).isZero();
        assertThat(calls(app(), "update")).isZero();
    }

    @Test
    void t06_aNewStartOfTheSeriesBringsNoCancelledOccurrenceBack() {
        RecordRef event =
                enterSeries(
                        """
                        {"start": "2016-08-15T17:00:00Z", "end": "2016-08-15T18:00:00Z",
                         "zone": "Europe/Berlin", "recurrence": "FREQ=WEEKLY;BYDAY=MO",
                         "exdates": ["2016-08-22T17:00:00Z", "2016-08-29T17:00:00Z"],
                         "overrides": [{"original": "2016-09-05T17:00:00Z",
                            "start": "2016-09-06T17:00:00Z", "end": "2016-09-06T18:00:00Z"}]}
                        """);
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();

        set(
                app(),
                event,
                members(
                        """
                        {"start": "2016-08-15T17:30:00Z", "end": "2016-08-15T18:30:00Z"}
                        """));
        world.pass(A_MINUTE);
        tellTenTimesMore(appointment, event);

        assertThat(member(acme(), appointment, "starts_at"))
                .isEqualTo(Value.of("2016-08-15T19:30:00"));
        assertThat(member(acme(), appointment, "exceptions"))
                .isEqualTo(
                        json(
                                """
                                [{"original": "2016-08-22T19:30:00", "cancelled": true,
                                  "moved_to": null, "duration_minutes": null, "subject": null},
                                 {"original": "2016-08-29T19:30:00", "cancelled": true,
                                  "moved_to": null, "duration_minutes": null, "subject": null},
                                 {"original": "2016-09-05T19:30:00", "cancelled": false,
                                  "moved_to": "2016-09-06T19:00:00", "duration_minutes": 60,
                                  "subject": null}]
                                """));
        assertThat(calls(acme(), "update")).isEqualTo(1);
        assertThat(calls(app(), "update")).isZero();
    }

    @Test
    void t09_aStartThatItsRuleContradictsIsHeldByNameAndTheTitleCrosses() {
        RecordRef event =
                enterSeries(
                        """
                        {"start": "2024-05-29T18:00:00Z", "end": "2024-05-29T19:00:00Z",
                         "zone": "Europe/Berlin", "recurrence": "FREQ=WEEKLY;BYDAY=WE;COUNT=3"}
                        """);
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();

        set(
                app(),
                event,
                members(
                        """
                        {"title": "New title", "start": "2024-05-30T18:00:00Z",
                         "end": "2024-05-30T19:00:00Z"}
                        """));
        world.pass(Duration.ofHours(1));

        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("New title"));
        assertThat(member(acme(), appointment, "starts_at"))
                .isEqualTo(Value.of("2024-05-29T20:00:00"));
        assertThat(open())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.field()).contains("/recurrence");
                            assertThat(item.sentence())
                                    .contains("Thursday 2024-05-30", "Wednesday 2024-06-05");
                        });

        change(app(), event, "recurrence", "FREQ=WEEKLY;BYDAY=TH;COUNT=3");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "starts_at"))
                .isEqualTo(Value.of("2024-05-30T20:00:00"));
        assertThat(open()).isEmpty();
    }

    @Test
    void t24_anOccurrenceOfAnotherLengthCrossesWithIt() {
        RecordRef event =
                enterSeries(
                        """
                        {"start": "2026-01-08T08:30:00Z", "end": "2026-01-08T09:00:00Z",
                         "zone": "Europe/Berlin", "recurrence": "FREQ=WEEKLY;BYDAY=TH",
                         "overrides": [{"original": "2026-01-15T08:30:00Z",
                            "start": "2026-01-15T08:30:00Z", "end": "2026-01-15T09:30:00Z"}]}
                        """);
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();
        tellTenTimesMore(appointment, event);

        assertThat(member(acme(), appointment, "duration_minutes")).isEqualTo(Value.of(30));
        assertThat(member(acme(), appointment, "exceptions"))
                .isEqualTo(
                        json(
                                """
                                [{"original": "2026-01-15T09:30:00", "cancelled": false,
                                  "moved_to": "2026-01-15T09:30:00", "duration_minutes": 60,
                                  "subject": null}]
                                """));
        assertThat(calls(acme(), "create")).isEqualTo(1);
        assertThat(calls(acme(), "update") + calls(app(), "update")).isZero();
        assertThat(open()).isEmpty();
    }

    @Test
    void t24_aSeriesThatEndsBeforeItStartsIsHeldWithTheReasonAndTheOthersCross() {
        RecordRef event =
                enterSeries(
                        """
                        {"start": "2026-01-08T08:30:00Z", "end": "2025-12-11T08:30:00Z",
                         "zone": "Europe/Berlin", "recurrence": "FREQ=WEEKLY;BYDAY=TH",
                         "overrides": [{"original": "2026-01-15T08:30:00Z",
                            "start": "2026-01-15T08:30:00Z", "end": "2026-01-15T09:30:00Z"}]}
                        """);
        var _ = enterEvent("Other");
        world.pass(Duration.ofHours(1));

        assertThat(member(acme(), livingAppointment(), "subject")).isEqualTo(Value.of("Other"));
        assertThat(open())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.field()).contains("/end");
                            assertThat(item.sentence()).contains("ends before it starts");
                        });
        assertThat(member(app(), event, "start")).isEqualTo(Value.of("2026-01-08T08:30:00Z"));
        assertThat(calls(app(), "update")).isZero();
    }
}
