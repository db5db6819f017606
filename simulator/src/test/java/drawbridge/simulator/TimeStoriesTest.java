package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Remapper;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Cases from life about appointments, from one calendar to the other, by their number in
/// `docs/cases.md`.
@NullUnmarked
class TimeStoriesTest extends CaseStory {

    /// What arrives by several ways is known by the UID of its calendar, and by its start.
    private static final Mappings UID_AND_START =
            SimMappings.changed(
                    Map.of(
                            "\nsituations:\n  no-match: { acme: create,",
                            "\nmatch: { fields: [uid, when], strong: true }"
                                    + "\nsituations:\n  no-match: { acme: create,",
                            "  title:\n    policy: hold\n",
                            """
                              uid:
                                policy: hold
                                fields:
                                  uid: { lens: text, acme: /uid, app: /uid }
                              title:
                                policy: hold
                            """
                                    .indent(0)));

    @Test
    void t04_aMovedMeetingIsNotPulledBackByTheCalendarThatDidNotHearOfIt() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("app").down = true;
        change(acme(), appointment, "starts_at", "2026-06-25T09:00:00");
        world.pass(A_MINUTE);
        world.postman.changedAtApp(NORTH, event, false);
        world.pass(A_MINUTE);
        weather("app").clear();
        world.pass(Duration.ofMinutes(3));
        tellTenTimesMore(appointment, event);

        assertThat(member(acme(), appointment, "starts_at"))
                .isEqualTo(Value.of("2026-06-25T09:00:00"));
        assertThat(member(app(), event, "start")).isEqualTo(Value.of("2026-06-25T07:00:00Z"));
        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-06-25T07:30:00Z"));
        assertThat(calls(acme(), "update")).isZero();
        assertThat(calls(app(), "update")).isEqualTo(1);
    }

    @Test
    void t17_aCountryThatChangesItsRulesCostsOneWriteToTheSideThatKeepsInstants() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        assertThat(member(app(), event, "start")).isEqualTo(Value.of("2026-06-01T07:00:00Z"));
        long before = writes();

        world.today =
                flow ->
                        new ReadOtherwise(
                                flow, flow.version(), "2026b", TimeStoriesTest::withoutSummerTime);
        compareWithNewRules();
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "start")).isEqualTo(Value.of("2026-06-01T08:00:00Z"));
        assertThat(member(acme(), appointment, "starts_at"))
                .isEqualTo(Value.of("2026-06-01T09:00:00"));
        assertThat(writes() - before).isEqualTo(1);
        assertThat(open()).as("nobody is asked").isEmpty();

        tellTenTimesMore(appointment, event);
        compareWithNewRules();
        world.pass(A_MINUTE);
        assertThat(writes() - before).as("once").isEqualTo(1);
    }

    /// The meeting is an hour later, in instants, than it was before.
    private static Neutral withoutSummerTime(Neutral value) {
        return value instanceof Neutral.Timed(var start, var zone, var length)
                ? new Neutral.Timed(start.plusHours(1), zone, length)
                : value;
    }

    private void compareWithNewRules() {
        Remapper remapper = new Remapper(world.journal);
        var flow = world.flow(NORTH, SimWorld.APPOINTMENTS);
        assertThat(remapper.step(NORTH, flow).succeeded()).isTrue();
    }

    @Test
    void t18_oneMeetingInAZoneThatMeansNothingIsHeldByNameAndTheOthersCross() {
        RecordRef first = enterAppointment("Title 1");
        RecordRef odd = enterAppointment("Title 2");
        change(acme(), odd, "time_zone", "Customized Time Zone");
        RecordRef last = enterAppointment("Title 3");
        world.pass(A_MINUTE);

        assertThat(member(app(), event(first), "title")).isEqualTo(Value.of("Title 1"));
        assertThat(member(app(), event(last), "title")).isEqualTo(Value.of("Title 3"));
        assertThat(calls(app(), "create")).isEqualTo(2);
        assertThat(open())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.field()).contains("/time_zone");
                            assertThat(item.sentence()).contains("Customized Time Zone");
                        });

        change(acme(), odd, "time_zone", "Europe/Stockholm");
        world.pass(A_MINUTE);
        assertThat(member(app(), event(odd), "start")).isEqualTo(Value.of("2026-06-01T07:00:00Z"));
        assertThat(open()).isEmpty();
    }

    @Test
    void t23_aMeetingThatIsMadeAllDayAndTimedAgainIsWrittenOnceEachTime() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);

        set(
                acme(),
                appointment,
                Map.of(
                        "starts_at", Value.NULL,
                        "duration_minutes", Value.NULL,
                        "time_zone", Value.NULL,
                        "all_day_on", Value.of("2026-09-07")));
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "allDay")).isEqualTo(Value.of(true));
        assertThat(member(app(), event, "start")).isEqualTo(Value.of("2026-09-07"));
        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-09-08"));
        assertThat(calls(app(), "update")).isEqualTo(1);

        set(
                acme(),
                appointment,
                Map.of(
                        "starts_at", Value.of("2026-09-07T10:00:00"),
                        "duration_minutes", Value.of(30),
                        "time_zone", Value.of("Europe/Berlin"),
                        "all_day_on", Value.NULL));
        world.pass(A_MINUTE);
        tellTenTimesMore(appointment, event);

        assertThat(member(app(), event, "allDay")).isEqualTo(Value.of(false));
        assertThat(member(app(), event, "start")).isEqualTo(Value.of("2026-09-07T08:00:00Z"));
        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-09-07T08:30:00Z"));
        assertThat(calls(app(), "update")).isEqualTo(2);
        assertThat(calls(acme(), "update")).isZero();
    }

    @Test
    void t24_anEventThatEndsBeforeItStartsIsHeldWithTheReasonAndTheOthersCross() {
        RecordRef odd = enterEvent("Title 1");
        change(app(), odd, "end", "2026-05-04T07:30:00Z");
        var _ = enterEvent("Title 2");
        world.pass(Duration.ofHours(1));

        assertThat(calls(acme(), "create")).isEqualTo(1);
        assertThat(member(acme(), livingAppointment(), "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(open())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.field()).contains("/end");
                            assertThat(item.sentence()).contains("ends before it starts");
                        });
        assertThat(member(app(), odd, "start")).isEqualTo(Value.of("2026-06-01T07:00:00Z"));
        assertThat(writes(app())).isLessThanOrEqualTo(1);
    }

    @Test
    void t24_anEventWithoutLengthKeepsItsZeroAndIsWrittenOnce() {
        RecordRef event = enterEvent("Title 1");
        change(app(), event, "end", "2026-06-01T07:00:00Z");
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();
        tellTenTimesMore(appointment, event);

        assertThat(member(acme(), appointment, "duration_minutes")).isEqualTo(Value.of(0));
        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-06-01T07:00:00Z"));
        assertThat(calls(acme(), "create")).isEqualTo(1);
        assertThat(calls(acme(), "update")).isZero();
    }

    @Test
    void t24_anEventThatHasNoEndCountsAsOneOfNoLengthAndKeepsHavingNone() {
        RecordRef event = enterEvent("Title 1");
        set(app(), event, Map.of("end", Value.NULL));
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();
        tellTenTimesMore(appointment, event);

        assertThat(member(acme(), appointment, "starts_at"))
                .isEqualTo(Value.of("2026-06-01T09:00:00"));
        assertThat(member(acme(), appointment, "duration_minutes")).isEqualTo(Value.of(0));
        assertThat(member(app(), event, "end")).isEqualTo(Value.NULL);
        assertThat(calls(acme(), "create")).isEqualTo(1);
        assertThat(calls(acme(), "update")).isZero();
        assertThat(open()).isEmpty();
    }

    @Test
    void t27_aMeetingThatWasNotHeldIsCancelledNotDeletedAndMayBePlannedAgain() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);

        change(acme(), appointment, "status", "Not Held");
        world.pass(A_MINUTE);
        tellTenTimesMore(appointment, event);

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.LINKED);
        assertThat(isGone(acme(), appointment)).isFalse();

        change(app(), event, "state", "open");
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));
        assertThat(open()).isEmpty();
    }

    /// Told apart from a cancelled one by the life of its link.
    @Test
    void t27_anEventThatIsReallyDeletedGoesByTheDeletePolicy() {
        RecordRef appointment = appointment("Title 1");

        app().delete(event(appointment));
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(isGone(acme(), appointment)).isFalse();
    }

    @Test
    void t29_aPenOfTwoSignsIsWrittenOnceAndNeverAgain() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);

        change(acme(), appointment, "subject", "Sign \uD83D\uDD8B\uFE0F here");
        world.pass(A_MINUTE);
        tellTenTimesMore(appointment, event);

        assertThat(member(app(), event, "title"))
                .isEqualTo(Value.of("Sign \uD83D\uDD8B\uFE0F here"));
        assertThat(writes(app())).isEqualTo(2);
        assertThat(calls(acme(), "update")).isZero();
    }

    @Test
    void t29_aTextThatIsTooLongForThePartnerIsHeldWholeAndTheTitleStillCrossesBack() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        String place = "p".repeat(70);

        change(acme(), appointment, "location", place);
        world.pass(A_MINUTE);
        change(app(), event, "title", "Title 2");
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of(place));
        assertThat(member(app(), event, "place")).isEqualTo(Value.NULL);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(open())
                .singleElement()
                .satisfies(item -> assertThat(item.field()).contains("/place"));
    }

    @Test
    void t29_whatThePartnerCutsInTheMiddleOfASignDoesNotComeBack() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        app().cuts.put("place", 8);

        change(acme(), appointment, "location", "Room 17\uD83D\uDD8B\uFE0F, left");
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Room 17\uD83D"));
        tellTenTimesMore(appointment, event);
        change(app(), event, "title", "Title 2");
        world.pass(A_MINUTE);
        tellTenTimesMore(appointment, event);

        assertThat(member(acme(), appointment, "location"))
                .isEqualTo(Value.of("Room 17\uD83D\uDD8B\uFE0F, left"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(writes(acme())).isEqualTo(1);
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(open()).isEmpty();
    }

    @Test
    void t30_whatNoTextHoldsIsLeftOutNamedAndNoEditOfAnybody() {
        List<RecordRef> good = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            good.add(enterAppointment("Good " + i));
        }
        RecordRef bad = enterAppointment("Nul \u0000within");
        for (int i = 50; i < 100; i++) {
            good.add(enterAppointment("Good " + i));
        }
        world.pass(Duration.ofMinutes(2));
        RecordRef event = event(bad);
        change(acme(), bad, "location", "Room\u0003 17\u001a");
        world.pass(A_MINUTE);
        long before = writes();
        tellTenTimesMore(bad, event);

        assertThat(good).allSatisfy(record -> assertThat(isLinked(record)).isTrue());
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Nul within"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Room 17"));
        assertThat(writes()).isEqualTo(before);
        assertThat(outcomes())
                .extracting(Outcome::sentence)
                .anyMatch(sentence -> sentence.contains("left out of the title: U+0000"))
                .anyMatch(sentence -> sentence.contains("left out of the place: U+0003, U+001A"));

        change(app(), event, "place", "Room 18");
        world.pass(A_MINUTE);
        assertThat(member(acme(), bad, "location")).isEqualTo(Value.of("Room 18"));
        assertThat(member(acme(), bad, "subject")).isEqualTo(Value.of("Nul \u0000within"));
        assertThat(writes()).isEqualTo(before + 1);
        assertThat(open()).isEmpty();
    }

    @Test
    void t32_aCopyThatCarriesTheHiddenReferenceGetsAPartnerOfItsOwnAndNothingIsDeleted() {
        RecordRef event = enterEvent("Title 1");
        world.pass(A_MINUTE);
        RecordRef original = livingAppointment();
        Map<String, Value> members = new LinkedHashMap<>(whole(acme(), original).members());
        members.keySet().removeAll(List.of("id", "revision", "updated_at"));
        members.put("starts_at", Value.of("2026-06-19T09:00:00"));
        RecordRef copy =
                acme().create(SimWorld.APPOINTMENT, new Value.Obj(members), false).record();
        world.pass(A_MINUTE);
        long before = writes();
        tellTenTimesMore(original, event);

        assertThat(event(original)).isEqualTo(event);
        assertThat(event(copy)).isNotEqualTo(event);
        assertThat(member(app(), event(copy), "start")).isEqualTo(Value.of("2026-06-19T07:00:00Z"));
        assertThat(member(app(), event, "start")).isEqualTo(Value.of("2026-06-01T07:00:00Z"));
        for (RecordRef record : List.of(original, copy)) {
            assertThat(isGone(acme(), record)).isFalse();
            assertThat(isGone(app(), event(record))).isFalse();
        }
        assertThat(writes()).isEqualTo(before);
        assertThat(calls(acme(), "delete") + calls(app(), "delete")).isZero();
        assertThat(open()).isEmpty();
    }

    /// Key: the iCalendar UID with the start. By the UID alone all of them would be one.
    @Test
    void t33_twelveMeetingsOfOneUidAreTwelveAndTheSameOneAgainIsNotMadeTwice() {
        begin(new SimWorld(UID_AND_START));
        List<RecordRef> all = new ArrayList<>();
        for (int day = 1; day <= 12; day++) {
            all.add(invited("u1", "2026-06-%02dT09:00:00".formatted(day)));
        }
        world.pass(A_MINUTE);

        assertThat(all.stream().map(this::event).distinct()).hasSize(12);
        assertThat(open()).isEmpty();

        var _ = invited("u1", "2026-06-03T09:00:00");
        world.pass(A_MINUTE);

        assertThat(calls(app(), "create")).isEqualTo(12);
        assertThat(open()).extracting(NewParked::reason).containsExactly("match-is-linked");
    }

    private RecordRef invited(String uid, String start) {
        RecordRef made = enterAppointment("Title 1");
        set(acme(), made, Map.of("uid", Value.of(uid), "starts_at", Value.of(start)));
        return made;
    }

    @Test
    void t35_anEventThatIsMovedFarAwayAndBackIsFollowedAndNeverDeleted() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);

        for (String day : new String[] {"2026-09-29", "2026-06-01", "2024-01-08"}) {
            set(
                    app(),
                    event,
                    Map.of(
                            "start", Value.of(day + "T07:00:00Z"),
                            "end", Value.of(day + "T07:30:00Z")));
            world.pass(Duration.ofDays(1));
            assertThat(member(acme(), appointment, "starts_at").toString()).contains(day);
        }

        assertThat(livingAppointment()).isEqualTo(appointment);
        assertThat(livingEvent()).isEqualTo(event);
        assertThat(open()).extracting(NewParked::reason).isEmpty();
    }
}
