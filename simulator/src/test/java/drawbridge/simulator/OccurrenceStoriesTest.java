package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding;
import drawbridge.mapping.Direction;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The app keeps no rules: a series of Acme's crosses one occurrence at a time, thirty days ahead.
/// It is Monday 2026-03-02, nine in the morning in Berlin; clocks are set forward there on the
/// 29th.
@NullUnmarked
class OccurrenceStoriesTest extends CaseStory {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    /// At eleven in Berlin, from the 4th of March on.
    private static final String EVERY_WEDNESDAY =
            """
            {"starts_at": "2026-03-04T11:00:00", "duration_minutes": 60, %s}
            """
                    .formatted(weekly("wednesday", "null"));

    private static final String EVERY_DAY =
            """
            {"starts_at": "2026-03-04T11:00:00", "duration_minutes": 60,
             "repeats": {"every": 1, "unit": "day", "weekdays": [], "month_day": null,
              "month": null, "position": null, "until": null, "times": null}}
            """;

    private static final List<String> FOUR_WEDNESDAYS =
            List.of(
                    "2026-03-04T10:00:00Z",
                    "2026-03-11T10:00:00Z",
                    "2026-03-18T10:00:00Z",
                    "2026-03-25T10:00:00Z");

    @BeforeEach
    void anAppWithoutRules() {
        begin(new SimWorld(SimMappings.RULELESS));
    }

    private static Map<String, Value> members(String text) {
        try {
            return ((Value.Obj) JsonText.parse(text.getBytes(StandardCharsets.UTF_8))).members();
        } catch (JsonText.Malformed wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private static String weekly(String weekday, String until) {
        return """
               "repeats": {"every": 1, "unit": "week", "weekdays": ["%s"], "month_day": null,
                "month": null, "position": null, "until": %s, "times": null}
               """
                .formatted(weekday, until);
    }

    private static String exception(String day, String movedTo, boolean cancelled) {
        return """
               {"original": "%sT11:00:00", "cancelled": %s, "moved_to": %s,
                "duration_minutes": %s, "subject": null}
               """
                .formatted(day, cancelled, movedTo, cancelled ? "null" : Integer.toString(60));
    }

    /// Every Wednesday at eleven in Berlin, from the 4th of March on.
    private RecordRef wednesdays(String more) {
        RecordRef made = enterAppointment("Wednesdays");
        set(
                acme(),
                made,
                members(
                        """
                        {"starts_at": "2026-03-04T11:00:00", "duration_minutes": 60, %s%s}
                        """
                                .formatted(weekly("wednesday", "null"), more)));
        world.pass(A_MINUTE);
        return made;
    }

    private void repeat(RecordRef appointment) {
        set(acme(), appointment, members(EVERY_WEDNESDAY));
        world.pass(Duration.ofMinutes(5));
    }

    /// It is a single meeting again.
    private void once(RecordRef appointment) {
        set(acme(), appointment, members("{\"repeats\": null}"));
        world.pass(Duration.ofMinutes(5));
    }

    /// When the events begin that take place, in their order.
    private List<String> openEvents() {
        return app().rows.keySet().stream()
                .filter(record -> record.resource().equals(SimWorld.EVENT))
                .filter(record -> SimTraffic.isAlive(app(), record))
                .filter(record -> text(record, "state").equals("open"))
                .map(record -> text(record, "start"))
                .sorted()
                .toList();
    }

    /// The living events by their start, with title and state.
    private Map<String, String> events() {
        Map<String, String> events = new TreeMap<>();
        app().rows.keySet().stream()
                .filter(record -> record.resource().equals(SimWorld.EVENT))
                .filter(record -> SimTraffic.isAlive(app(), record))
                .forEach(
                        record -> {
                            String before =
                                    events.put(
                                            text(record, "start"),
                                            text(record, "title") + " " + text(record, "state"));
                            assertThat(before).isNull();
                        });
        return events;
    }

    private String text(RecordRef event, String member) {
        return ((Value.Text) member(app(), event, member)).text();
    }

    private RecordRef eventAt(String start) {
        List<RecordRef> found =
                app().rows.keySet().stream()
                        .filter(record -> record.resource().equals(SimWorld.EVENT))
                        .filter(record -> member(app(), record, "start").equals(Value.of(start)))
                        .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static Value list(String... items) {
        return members("{\"list\": [" + String.join(",", items) + "]}").get("list");
    }

    @Test
    void aSeriesCrossesAsOneEventForEachOccurrenceThatIsNear() {
        RecordRef series =
                wednesdays(
                        ", \"exceptions\": [%s, %s]"
                                .formatted(
                                        exception("2026-03-11", "\"2026-03-12T15:00:00\"", false),
                                        exception("2026-03-18", "null", true)));

        assertThat(events())
                .containsOnly(
                        Map.entry("2026-03-04T10:00:00Z", "Wednesdays open"),
                        Map.entry("2026-03-12T14:00:00Z", "Wednesdays open"),
                        Map.entry("2026-03-25T10:00:00Z", "Wednesdays open"));
        assertThat(isLinked(series)).isFalse();
        assertThat(isLinked(new RecordRef(SimWorld.APPOINTMENT, series.id() + "@2026-03-11")))
                .isTrue();
        assertThat(open()).isEmpty();
        assertThat(writes(acme())).isZero();
    }

    @Test
    void aFurtherOccurrenceCrossesWhenTimeHasBroughtItNear() {
        var _ = wednesdays("");
        assertThat(events()).doesNotContainKey("2026-04-01T09:00:00Z");

        world.pass(AN_HOUR);

        assertThat(events()).hasSize(5).containsEntry("2026-04-01T09:00:00Z", "Wednesdays open");
        assertThat(calls(app(), "create")).isEqualTo(5);
        assertThat(calls(app(), "update")).isZero();
    }

    @Test
    void whatAUserOfTheAppMovesBecomesAnExceptionOfTheSeriesAndNothingElseMoves() {
        RecordRef series = wednesdays("");
        RecordRef third = eventAt("2026-03-18T10:00:00Z");
        long before = writes(app());

        set(
                app(),
                third,
                members(
                        """
                        {"start": "2026-03-19T08:00:00Z", "end": "2026-03-19T09:00:00Z"}
                        """));
        world.pass(A_MINUTE);

        assertThat(member(acme(), series, "exceptions"))
                .isEqualTo(list(exception("2026-03-18", "\"2026-03-19T09:00:00\"", false)));
        assertThat(member(acme(), series, "starts_at")).isEqualTo(Value.of("2026-03-04T11:00:00"));
        assertThat(writes(acme())).isEqualTo(1);
        assertThat(writes(app())).isEqualTo(before);
        assertThat(open()).isEmpty();
    }

    @Test
    void whatAUserOfTheAppCancelsOrDeletesIsCancelledInTheSeriesAlone() {
        RecordRef series = wednesdays("");

        change(app(), eventAt("2026-03-11T10:00:00Z"), "state", "cancelled");
        app().delete(eventAt("2026-03-25T10:00:00Z"));
        world.pass(Duration.ofMinutes(5));

        assertThat(member(acme(), series, "exceptions"))
                .isEqualTo(
                        list(
                                exception("2026-03-11", "null", true),
                                exception("2026-03-25", "null", true)));
        assertThat(member(acme(), series, "status")).isEqualTo(Value.of("Planned"));
        assertThat(events())
                .containsOnly(
                        Map.entry("2026-03-04T10:00:00Z", "Wednesdays open"),
                        Map.entry("2026-03-11T10:00:00Z", "Wednesdays cancelled"),
                        Map.entry("2026-03-18T10:00:00Z", "Wednesdays open"));
        assertThat(open()).isEmpty();
    }

    @Test
    void aCancelledOccurrenceThatAUserOfTheAppOpensAgainTakesPlace() {
        RecordRef series = wednesdays("");
        set(acme(), series, Map.of("exceptions", list(exception("2026-03-11", "null", true))));
        world.pass(A_MINUTE);
        RecordRef second = eventAt("2026-03-11T10:00:00Z");
        assertThat(text(second, "state")).isEqualTo("cancelled");

        change(app(), second, "state", "open");
        world.pass(A_MINUTE);

        assertThat(member(acme(), series, "exceptions")).isEqualTo(list());
        assertThat(text(second, "state")).isEqualTo("open");
    }

    @Test
    void anOccurrenceThatIsMovedAndCancelledBeforeTheMoveCrossedIsCancelledInItsSeries() {
        RecordRef series = wednesdays("");
        RecordRef second = eventAt("2026-03-11T10:00:00Z");

        movedRenamedAndCancelledWhileAcmeIsAway(second);

        assertThat(member(acme(), series, "exceptions"))
                .isEqualTo(list(exception("2026-03-11", "null", true)));
        assertThat(text(second, "state")).isEqualTo("cancelled");
        assertThat(world.journal.books.asked()).isEmpty();
    }

    /// What is cancelled has no time of its own at Acme.
    @Test
    void whatWasMovedAndCancelledTakesPlaceWhereItsSeriesHasItWhenItIsOpenedAgain() {
        RecordRef series = wednesdays("");
        RecordRef second = eventAt("2026-03-11T10:00:00Z");
        movedRenamedAndCancelledWhileAcmeIsAway(second);

        change(app(), second, "state", "open");
        world.pass(Duration.ofMinutes(5));

        assertThat(member(acme(), series, "exceptions")).isEqualTo(list());
        assertThat(text(second, "state")).isEqualTo("open");
        assertThat(text(second, "start")).isEqualTo("2026-03-11T10:00:00Z");
        assertThat(text(second, "title")).isEqualTo("Wednesdays");
        assertThat(world.journal.books.asked()).isEmpty();
    }

    private void movedRenamedAndCancelledWhileAcmeIsAway(RecordRef event) {
        world.remote.weather.get("acme").down = true;
        set(
                app(),
                event,
                members(
                        """
                        {"start": "2026-03-12T08:00:00Z", "end": "2026-03-12T09:00:00Z",
                         "title": "Moved"}
                        """));
        world.pass(Duration.ofSeconds(10));
        change(app(), event, "state", "cancelled");
        world.pass(Duration.ofSeconds(10));
        world.remote.weather.get("acme").down = false;
        world.pass(Duration.ofMinutes(5));
    }

    @Test
    void aTitleOfOneOccurrenceStaysWhenTheSeriesGetsAnother() {
        RecordRef series = wednesdays("");
        change(app(), eventAt("2026-03-11T10:00:00Z"), "title", "Only this one");
        world.pass(A_MINUTE);

        change(acme(), series, "subject", "All of them");
        world.pass(A_MINUTE);

        assertThat(events())
                .containsOnly(
                        Map.entry("2026-03-04T10:00:00Z", "All of them open"),
                        Map.entry("2026-03-11T10:00:00Z", "Only this one open"),
                        Map.entry("2026-03-18T10:00:00Z", "All of them open"),
                        Map.entry("2026-03-25T10:00:00Z", "All of them open"));
        assertThat(writes(acme())).isEqualTo(1);
        assertThat(open()).isEmpty();
    }

    @Test
    void twoOccurrencesThatAreEditedAtOnceBothArrive() {
        RecordRef series = wednesdays("");

        change(app(), eventAt("2026-03-11T10:00:00Z"), "title", "One");
        change(app(), eventAt("2026-03-18T10:00:00Z"), "title", "Other");
        change(app(), eventAt("2026-03-25T10:00:00Z"), "state", "cancelled");
        change(acme(), series, "location", "Room 7");
        world.pass(Duration.ofMinutes(5));

        Value.Arr exceptions = (Value.Arr) member(acme(), series, "exceptions");
        assertThat(exceptions.items()).hasSize(3);
        assertThat(events())
                .containsEntry("2026-03-11T10:00:00Z", "One open")
                .containsEntry("2026-03-18T10:00:00Z", "Other open")
                .containsEntry("2026-03-25T10:00:00Z", "Wednesdays cancelled");
        assertThat(text(eventAt("2026-03-11T10:00:00Z"), "place")).isEqualTo("Room 7");
        assertThat(open()).isEmpty();
    }

    @Test
    void whatASingleOccurrenceCannotHaveIsRefusedByNameAndTheRestCrosses() {
        RecordRef series = wednesdays("");

        set(
                app(),
                eventAt("2026-03-11T10:00:00Z"),
                members("{\"title\": \"Elsewhere\", \"place\": \"Room 9\"}"));
        world.pass(A_MINUTE);

        assertThat(open())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.field()).contains("/location");
                            assertThat(item.sentence())
                                    .contains("a single occurrence of a series has no place");
                        });
        assertThat(member(acme(), series, "location")).isNotEqualTo(Value.of("Room 9"));
        Value.Obj one =
                (Value.Obj) ((Value.Arr) member(acme(), series, "exceptions")).items().getFirst();
        assertThat(one.members()).containsEntry("subject", Value.of("Elsewhere"));
    }

    @Test
    void whatIsCutOffASeriesIsCancelledInTheAppAndWhatIsOverStaysAsItWas() {
        RecordRef series = wednesdays("");
        world.pass(Duration.ofHours(52));

        set(
                acme(),
                series,
                members(
                        """
                        {"subject": "The last two", %s}
                        """
                                .formatted(weekly("wednesday", "\"2026-03-11\""))));
        world.pass(Duration.ofMinutes(5));

        assertThat(events())
                .containsOnly(
                        Map.entry("2026-03-04T10:00:00Z", "Wednesdays open"),
                        Map.entry("2026-03-11T10:00:00Z", "The last two open"),
                        Map.entry("2026-03-18T10:00:00Z", "Wednesdays cancelled"),
                        Map.entry("2026-03-25T10:00:00Z", "Wednesdays cancelled"),
                        Map.entry("2026-04-01T09:00:00Z", "Wednesdays cancelled"));
        assertThat(calls(app(), "create")).isEqualTo(5);
    }

    @Test
    void whatWasCutOffAndComesBackIsTheSameEventAsBefore() {
        RecordRef series = wednesdays("");
        set(acme(), series, members("{" + weekly("wednesday", "\"2026-03-11\"") + "}"));
        world.pass(Duration.ofMinutes(5));
        assertThat(events()).containsEntry("2026-03-25T10:00:00Z", "Wednesdays cancelled");

        set(acme(), series, members("{" + weekly("wednesday", "null") + "}"));
        world.pass(Duration.ofMinutes(5));

        assertThat(events()).hasSize(4).containsEntry("2026-03-25T10:00:00Z", "Wednesdays open");
        assertThat(calls(app(), "create")).isEqualTo(4);
    }

    @Test
    void aSeriesThatIsDeletedTakesItsComingOccurrencesAlong() {
        var _ = appointment("Something else");
        RecordRef series = wednesdays("");

        acme().delete(series);
        world.pass(Duration.ofMinutes(5));

        assertThat(events().values())
                .hasSize(5)
                .containsOnly("Wednesdays cancelled", "Something else open");
        assertThat(open()).isEmpty();
    }

    @Test
    void oneSeriesThatEndsIsOneDeleteHoweverManyEventsItHas() {
        RecordRef series = enterAppointment("Every day");
        set(acme(), series, members(EVERY_DAY));
        world.pass(Duration.ofMinutes(2));
        assertThat(openEvents()).hasSize(28);

        acme().delete(series);
        world.pass(Duration.ofMinutes(5));

        assertThat(openEvents()).isEmpty();
        assertThat(open()).isEmpty();
    }

    @Test
    void aSeriesThatIsMadeASingleMeetingAsksNobodyAboutItsEvents() {
        RecordRef series = enterAppointment("Every day");
        set(acme(), series, members(EVERY_DAY));
        world.pass(Duration.ofMinutes(2));

        once(series);

        assertThat(openEvents()).containsExactly("2026-03-04T10:00:00Z");
        assertThat(open()).isEmpty();
    }

    @Test
    void elevenSeriesThatAreDeletedAtOnceWaitForAPerson() {
        List<RecordRef> many =
                IntStream.rangeClosed(1, 11)
                        .mapToObj(no -> enterAppointment("Wednesdays " + no))
                        .toList();
        many.forEach(series -> set(acme(), series, members(EVERY_WEDNESDAY)));
        world.pass(Duration.ofMinutes(2));
        assertThat(openEvents()).hasSize(44);

        many.forEach(acme()::delete);
        world.pass(Duration.ofMinutes(5));

        assertThat(openEvents()).hasSize(44);
        assertThat(open())
                .singleElement()
                .satisfies(item -> assertThat(item.reason()).isEqualTo("mass-delete"));
        decide(Deciding.Verb.APPROVE);
        world.pass(Duration.ofMinutes(5));
        assertThat(openEvents()).isEmpty();
        assertThat(open()).isEmpty();
    }

    @Test
    void elevenEventsThatAreDeletedInTheAppWaitForAPersonAlsoOfOneSeries() {
        RecordRef series = enterAppointment("Every day");
        set(acme(), series, members(EVERY_DAY));
        world.pass(Duration.ofMinutes(2));

        app().rows.keySet().stream()
                .filter(record -> record.resource().equals(SimWorld.EVENT))
                .limit(11)
                .toList()
                .forEach(app()::delete);
        world.pass(Duration.ofMinutes(5));

        assertThat(open())
                .singleElement()
                .satisfies(item -> assertThat(item.reason()).isEqualTo("mass-delete"));
        assertThat(writes(acme())).isZero();
    }

    @Test
    void aNewTimeOfDayMovesTheEventsAndMakesNone() {
        RecordRef series = wednesdays("");

        set(acme(), series, members("{\"starts_at\": \"2026-03-04T11:30:00\"}"));
        world.pass(A_MINUTE);

        assertThat(events().keySet())
                .containsExactly(
                        "2026-03-04T10:30:00Z",
                        "2026-03-11T10:30:00Z",
                        "2026-03-18T10:30:00Z",
                        "2026-03-25T10:30:00Z");
        assertThat(calls(app(), "create")).isEqualTo(4);
    }

    @Test
    void aSingleMeetingThatBecomesASeriesGivesWayToItsOccurrencesAndComesBack() {
        RecordRef single = appointment("Once");
        RecordRef event = event(single);

        set(
                acme(),
                single,
                members(
                        """
                        {"starts_at": "2026-03-04T11:00:00", "duration_minutes": 60, %s}
                        """
                                .formatted(weekly("wednesday", "null"))));
        world.pass(Duration.ofMinutes(5));

        assertThat(text(event, "state")).isEqualTo("cancelled");
        assertThat(events())
                .hasSize(5)
                .containsEntry("2026-03-04T10:00:00Z", "Once open")
                .containsEntry("2026-03-25T10:00:00Z", "Once open");

        set(acme(), single, members("{\"repeats\": null}"));
        world.pass(Duration.ofMinutes(5));

        assertThat(text(event, "state")).isEqualTo("open");
        assertThat(text(event, "start")).isEqualTo("2026-03-04T10:00:00Z");
        assertThat(
                        app().rows.keySet().stream()
                                .filter(record -> record.resource().equals(SimWorld.EVENT))
                                .filter(record -> text(record, "state").equals("open")))
                .containsExactly(event);
        assertThat(link(single).life()).isEqualTo(Link.Life.LINKED);
        assertThat(open()).isEmpty();
    }

    @Test
    void aMeetingThatBecomesASeriesASecondTimeHasTheEventsOfTheFirstTimeAgain() {
        RecordRef single = appointment("Once");
        RecordRef event = event(single);
        repeat(single);
        once(single);
        assertThat(openEvents()).containsExactly("2026-03-04T10:00:00Z");

        repeat(single);

        assertThat(text(event, "state")).isEqualTo("cancelled");
        assertThat(openEvents()).containsExactlyElementsOf(FOUR_WEDNESDAYS);
        assertThat(calls(app(), "create")).isEqualTo(5);
        assertThat(open()).isEmpty();

        once(single);

        assertThat(text(event, "state")).isEqualTo("open");
        assertThat(openEvents()).containsExactly("2026-03-04T10:00:00Z");
    }

    @Test
    void anOccurrenceThatAppearedWhileNobodyLookedAtTheMeetingDoesNotStay() {
        RecordRef single = appointment("Once");
        repeat(single);
        RecordRef third = eventAt("2026-03-18T10:00:00Z");
        once(single);
        world.postman.keep();
        set(acme(), single, members("{" + weekly("wednesday", "null") + "}"));
        change(app(), third, "title", "Nobody told us");
        world.pass(A_MINUTE);
        assertThat(text(third, "state")).isEqualTo("open");

        set(acme(), single, members("{\"repeats\": null}"));
        world.pass(A_MINUTE);
        world.postman.letAllGo();
        world.pass(Duration.ofMinutes(5));

        assertThat(openEvents()).containsExactly("2026-03-04T10:00:00Z");
    }

    @Test
    void aMeetingThatWasMadeInTheAppCanBecomeASeries() {
        RecordRef made = madeInAcme("From the app");

        repeat(made);

        assertThat(openEvents()).containsExactlyElementsOf(FOUR_WEDNESDAYS);
        assertThat(open()).isEmpty();

        once(made);

        assertThat(openEvents()).containsExactly("2026-03-04T10:00:00Z");
        assertThat(link(made).life()).isEqualTo(Link.Life.LINKED);
    }

    @Test
    void anEventThatWasBroughtBackWithoutAnAnswerDoesNotStayBesideTheOccurrences() {
        RecordRef single = appointment("Once");
        RecordRef event = event(single);
        repeat(single);

        weather("app").lostAnswers = 1;
        weather("app").readable = true;
        set(acme(), single, members("{\"repeats\": null}"));
        world.pass(Duration.ofSeconds(3));
        assertThat(text(event, "state")).isEqualTo("open");
        set(acme(), single, members("{" + weekly("wednesday", "null") + "}"));
        weather("app").clear();
        world.pass(Duration.ofMinutes(10));

        assertThat(text(event, "state")).isEqualTo("cancelled");
        assertThat(openEvents()).containsExactlyElementsOf(FOUR_WEDNESDAYS);
        assertThat(open()).isEmpty();
    }

    @Test
    void anEventThatWasCancelledWithoutAnAnswerAndOpenedByAUserIsAskedAbout() {
        RecordRef single = appointment("Once");
        RecordRef event = event(single);

        weather("app").lostAnswers = 1;
        weather("app").readable = true;
        set(acme(), single, members(EVERY_WEDNESDAY));
        world.pass(Duration.ofSeconds(5));
        assertThat(text(event, "state")).isEqualTo("cancelled");
        change(app(), event, "state", "open");
        weather("app").clear();
        world.pass(Duration.ofMinutes(10));

        assertThat(open())
                .singleElement()
                .satisfies(item -> assertThat(item.reason()).isEqualTo("deleted-against-edited"));
        assertThat(text(event, "state")).isEqualTo("open");
    }

    @Test
    void anEventThatAPersonKeepsBesideTheSeriesDoesNotKeepTheSeriesAway() {
        RecordRef single = appointment("Once");
        RecordRef event = event(single);
        weather("acme").down = true;
        change(app(), event, "title", "Dear to me");
        world.pass(A_MINUTE);
        set(acme(), single, members(EVERY_WEDNESDAY));
        weather("acme").clear();
        world.pass(Duration.ofMinutes(5));
        assertThat(open())
                .singleElement()
                .satisfies(item -> assertThat(item.reason()).isEqualTo("deleted-against-edited"));

        decide(Deciding.Verb.KEEP_APP);
        world.pass(Duration.ofMinutes(5));

        assertThat(openEvents()).containsAll(FOUR_WEDNESDAYS).hasSize(5);
        assertThat(text(event, "title")).isEqualTo("Dear to me");
        assertThat(calls(acme(), "create")).isZero();
        assertThat(open()).isEmpty();
    }

    @Test
    void anOccurrenceThatWasMadeWithoutAnAnswerDoesNotOutliveItsSeries() {
        var _ = appointment("Something else");
        RecordRef series = enterAppointment("Wednesdays");
        weather("app").lostAnswers = 1;
        weather("app").readable = true;
        set(acme(), series, members(EVERY_WEDNESDAY));
        world.pass(Duration.ofSeconds(5));
        assertThat(openEvents()).containsAll(FOUR_WEDNESDAYS);

        acme().delete(series);
        world.pass(Duration.ofSeconds(5));
        weather("app").clear();
        world.pass(Duration.ofMinutes(5));

        assertThat(openEvents()).containsExactly("2026-06-01T07:00:00Z");
        assertThat(open()).isEmpty();
    }

    @Test
    void aSeriesWaitsForTheNextOccurrenceInOneDirectionOnly() {
        RecordRef single = appointment("Once");
        RecordRef event = event(single);
        repeat(single);

        change(app(), event, "title", "Somebody looked at what is cancelled");
        world.pass(A_MINUTE);

        assertThat(world.journal.due(ModelJournal.LaneKey.of(NORTH, link(single))))
                .containsOnlyKeys(Direction.TO_APP);
        world.pass(AN_HOUR);
        assertThat(openEvents()).hasSize(5).contains("2026-04-01T09:00:00Z");
    }

    @Test
    void t11_anEndlessSeriesOnADayThatSomeMonthsLackCrosses() {
        RecordRef made = enterAppointment("Month's end");
        set(
                acme(),
                made,
                members(
                        """
                        {"starts_at": "2026-01-31T18:00:00", "duration_minutes": 30,
                         "time_zone": "Europe/Berlin",
                         "repeats": {"every": 1, "unit": "month", "weekdays": [], "month_day": 31,
                          "month": null, "position": null, "until": null, "times": null}}
                        """));
        world.pass(A_MINUTE);

        assertThat(events().keySet()).containsExactly("2026-03-31T16:00:00Z");
        assertThat(open()).isEmpty();
    }

    @Test
    void anEditInTheAppAgainstACutSeriesIsAskedAbout() {
        RecordRef series = wednesdays("");
        weather("acme").down = true;
        change(app(), eventAt("2026-03-18T10:00:00Z"), "title", "Dear to me");
        world.pass(A_MINUTE);
        set(acme(), series, members("{" + weekly("wednesday", "\"2026-03-11\"") + "}"));
        weather("acme").clear();
        world.pass(Duration.ofMinutes(5));

        assertThat(open())
                .singleElement()
                .satisfies(item -> assertThat(item.reason()).isEqualTo("deleted-against-edited"));
        assertThat(events()).containsEntry("2026-03-18T10:00:00Z", "Dear to me open");
    }
}
