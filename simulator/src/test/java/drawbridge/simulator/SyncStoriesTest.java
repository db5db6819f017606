package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Cases from life about ways in, identity, fields and failures, by their number in
/// `docs/cases.md`.
@NullUnmarked
class SyncStoriesTest extends CaseStory {

    @Test
    void s05_theNewestStateIsWrittenOnceInWhateverOrderItIsToldOf() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "location", "Place 01");
        change(acme(), appointment, "location", "Place 02");
        change(acme(), appointment, "location", "Place 03");

        world.postman.letGo(2);
        world.pass(A_MINUTE);
        world.postman.letGo(0);
        world.pass(A_MINUTE);
        world.postman.letGo(0);
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 03"));
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(pairs("pending")).isZero();
        assertThat(open()).isEmpty();
    }

    @Test
    void s05_anEditThatIsToldOfAfterTheDeleteBringsNothingBack() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "subject", "Title 2");
        acme().delete(appointment);

        world.postman.letGo(1);
        world.pass(A_MINUTE);
        long before = writes();
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        world.postman.letGo();
        world.pass(A_MINUTE);

        assertThat(writes()).isEqualTo(before);
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(isGone(acme(), appointment)).isTrue();
        assertThat(calls(acme(), "create")).isZero();
    }

    @Test
    void s08_aCreateWithoutAnAnswerIsFoundAndMadeOnce() {
        weather("acme").lostAnswers = 1;
        var _ = enterEvent("Title 1");
        world.pass(Duration.ofSeconds(25));
        weather("acme").clear();
        world.pass(Duration.ofMinutes(5));

        assertThat(calls(acme(), "create")).isEqualTo(1);
        assertThat(link(livingAppointment()).app().record()).isPresent();
        assertThat(world.journal.links.openAttempts()).isZero();
    }

    @Test
    void s08_aWriteThatWasToldToHaveFailedAndWasSavedIsSettledAndTheNextEditIsAPlainOne() {
        RecordRef appointment = appointment("A");
        RecordRef event = event(appointment);
        weather("app").lostAnswers = 1;
        weather("app").readable = true;
        change(acme(), appointment, "subject", "B");
        world.pass(Duration.ofSeconds(2));
        weather("app").clear();
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("B"));

        change(app(), event, "title", "C");
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("C"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("C"));
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(calls(acme(), "update")).isEqualTo(1);
        assertThat(world.journal.books.asked()).isEmpty();
    }

    @Test
    void s10_onePersonSpeltTwiceIsOneAndKeepsBothSpellings() {
        RecordRef user =
                acme().create(
                                SimWorld.USER,
                                record("email", "Kim.UP@example.com", "full_name", "Kim"),
                                false)
                        .record();
        RecordRef member =
                app().create(
                                SimWorld.MEMBER,
                                record("mail", "kim.up@EXAMPLE.com", "name", "Kim"),
                                false)
                        .record();
        world.pass(A_MINUTE);
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "owner_id", user.id());
        world.pass(A_MINUTE);

        assertThat(member(app(), event(appointment), "memberId"))
                .isEqualTo(Value.of(Long.parseLong(member.id())));
        assertThat(member(acme(), user, "email")).isEqualTo(Value.of("Kim.UP@example.com"));
        assertThat(member(app(), member, "mail")).isEqualTo(Value.of("kim.up@EXAMPLE.com"));
        assertThat(calls(app(), "update")).isLessThanOrEqualTo(1);
        assertThat(calls(acme(), "update")).isZero();
    }

    @Test
    void s10_aCustomersNumberInAnotherSpellingIsNoEdit() {
        RecordRef contact =
                acme().create(
                                SimWorld.CONTACT,
                                record("last_name", "17", "phone", "+49 30 23125-0"),
                                false)
                        .record();
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "contact_id", contact.id());
        world.pass(A_MINUTE);
        RecordRef event = event(appointment);
        long before = writes();

        change(acme(), contact, "phone", "0049 30 231250");
        world.pass(A_MINUTE);
        assertThat(writes()).isEqualTo(before);

        change(acme(), contact, "phone", "+49 30 23125-12");
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "customer"))
                .isInstanceOfSatisfying(
                        Value.Obj.class,
                        customer ->
                                assertThat(customer.members())
                                        .containsEntry("phone", Value.of("+49 30 23125-12")));
    }

    @Test
    void s11_whatDoesNotFitIsParkedWithItsFieldAndAllTheRestCrosses() {
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(enterAppointment("Old " + i));
        }
        world.pass(Duration.ofMinutes(2));
        String long1 = "ask at the front desk, ".repeat(3);
        for (int i = 0; i < 60; i++) {
            change(acme(), all.get(i), "subject", "New " + i);
            if (i == 20 || i == 21) {
                change(acme(), all.get(i), "location", long1);
            }
        }
        world.pass(Duration.ofMinutes(2));

        for (int i = 0; i < 60; i++) {
            assertThat(member(app(), event(all.get(i)), "title")).isEqualTo(Value.of("New " + i));
        }
        assertThat(open())
                .hasSize(2)
                .allSatisfy(
                        item -> {
                            assertThat(item.group()).contains("place");
                            assertThat(item.field()).contains("/place");
                            assertThat(item.sentence()).contains("60");
                        });
        assertThat(member(app(), event(all.get(20)), "place")).isEqualTo(Value.NULL);
    }

    /// Acme keeps lengths in steps of five minutes, as another system keeps whole seconds.
    @Test
    void s16_whatASystemRoundsIsItsOwnBaseAndNotWrittenBack() {
        RecordRef event = enterEvent("Title 1");
        change(app(), event, "end", "2026-06-01T07:32:00Z");
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();
        long before = writes();

        tellTenTimesMore(appointment, event);

        assertThat(writes()).isEqualTo(before);
        assertThat(calls(acme(), "update")).isZero();
        assertThat(member(acme(), appointment, "duration_minutes")).isEqualTo(Value.of(35));
        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-06-01T07:32:00Z"));
        assertThat(open()).isEmpty();
    }

    @Test
    void s17_aClearThatIsAnsweredAndNotTakenIsHeldAndNotTriedForEver() {
        RecordRef appointment = placed("Place 1");
        RecordRef event = event(appointment);
        acme().keepsWhatIsCleared = true;

        set(app(), event, Map.of("place", Value.NULL));
        world.pass(A_MINUTE);
        long before = writes(acme());
        tellTenTimesMore(appointment, event);

        assertThat(open()).extracting(NewParked::reason).containsExactly("not-taken");
        assertThat(open().getFirst().group()).contains("place");
        assertThat(writes(acme())).isEqualTo(before);
        assertThat(member(app(), event, "place")).isEqualTo(Value.NULL);
    }

    @Test
    void s17_aClearedPlaceIsClearedByOneWriteOfThatFieldAlone() {
        RecordRef appointment = placed("Place 1");
        RecordRef event = event(appointment);

        set(app(), event, Map.of("place", Value.NULL));
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.NULL);
        assertThat(calls(acme(), "update")).isEqualTo(1);
        assertThat(
                        acme().effects.stream()
                                .filter(ModelSystem.Effect::gateway)
                                .filter(effect -> effect.operation().equals("update"))
                                .map(ModelSystem.Effect::request))
                .containsExactly(new Value.Obj(Map.of("location", Value.NULL)));
    }

    @Test
    void s20_aUsersEditWhileOurWriteIsComputedIsNotTakenBackAndATriggersIsNotHidden() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "location", "Place 2");
        change(app(), event, "title", "Title 2");
        while (calls(acme(), "update") == 0) {
            world.pass(Duration.ofMillis(1));
        }
        change(acme(), appointment, "status", "Held");
        for (int i = 0; i < 3; i++) {
            world.postman.letGo();
        }
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 2"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 2"));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("done"));
        assertThat(calls(acme(), "update")).isEqualTo(1);
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(acme().blind).isEmpty();
        assertThat(open()).isEmpty();
    }

    @Test
    void s21_aVersionThatNeverFitsIsTriedAFewTimesAndThenHeldAndNeverWrittenBlindly() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("acme").unmatchable = true;
        int before = world.journal.links.tried.size();

        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofHours(1));

        assertThat(world.journal.links.tried.size() - before).isBetween(1, 5);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 1"));
        assertThat(acme().blind).isEmpty();
        assertThat(open()).hasSize(1);
        assertThat(writes(acme())).isZero();
    }

    /// The contact of an appointment is touched, so that the appointment is read.
    @Test
    void s22_anOlderStateFromACopyThatLagsIsNoEdit() {
        RecordRef contact =
                acme().create(
                                SimWorld.CONTACT,
                                record("first_name", "Kim", "last_name", "17"),
                                false)
                        .record();
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "contact_id", contact.id());
        world.pass(A_MINUTE);
        change(app(), event, "title", "Title 3");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        acme().lagging.add(appointment);
        Instant since = world.time.now();
        long before = writes();

        change(acme(), contact, "last_name", "18");
        world.pass(A_MINUTE);

        assertThat(acme().rows.get(appointment).readByGateway.orElseThrow()).isAfter(since);
        assertThat(calls(app(), "update")).isEqualTo(2);
        assertThat(writes()).isEqualTo(before + 1);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 3"));
        assertThat(open()).isEmpty();

        change(app(), event, "place", "Place 4");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 4"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        assertThat(writes()).isEqualTo(before + 2);
    }

    /// An app that may answer for five seconds what was there before.
    @Test
    void s22_anOldValueFromACopyWithoutVersionsIsNoUndo() {
        String event = "  event:\n    id: /id\n";
        begin(new SimWorld(SimMappings.changed(Map.of(event, event + "    consistency: 5s\n"))));
        RecordRef appointment = appointment("Title 1");
        RecordRef made = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofSeconds(1));
        assertThat(member(app(), made, "title")).isEqualTo(Value.of("Title 2"));
        app().lagging.add(made);

        change(acme(), appointment, "location", "Place 4");
        world.pass(Duration.ofSeconds(3));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 4"));
        app().lagging.remove(made);
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), made, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), made, "place")).isEqualTo(Value.of("Place 4"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 4"));
        assertThat(acme().effects).noneMatch(ModelSystem.Effect::gateway);
        assertThat(open()).isEmpty();

        change(app(), made, "title", "Title 1");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 1"));
    }

    @Test
    void s18_aFieldThatIsRefusedEverywhereIsOneItemAndIsReplayedAtOnceWhileTheRestCrosses() {
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(appointment("Title " + i));
        }
        for (RecordRef record : all) {
            set(
                    acme(),
                    record,
                    Map.of("subject", Value.of("t".repeat(100)), "location", Value.of("Office")));
        }
        world.pass(A_MINUTE);

        assertThat(pairs("dead")).isEqualTo(12);
        assertThat(open())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.group()).contains("title");
                            assertThat(item.sentence()).contains("Many records");
                        });
        assertThat(all)
                .allSatisfy(
                        record ->
                                assertThat(member(app(), event(record), "place"))
                                        .isEqualTo(Value.of("Office")));

        world.today =
                flow -> new ReadOtherwise(flow, "mended", flow.zones(), SyncStoriesTest::shortened);
        decide(Deciding.Verb.REPLAY);

        assertThat(open()).isEmpty();
        assertThat(pairs("dead")).isZero();
        assertThat(all)
                .allSatisfy(
                        record ->
                                assertThat(member(app(), event(record), "title"))
                                        .isEqualTo(Value.of("ttttt")));
    }

    private static Neutral shortened(Neutral value) {
        return value instanceof Neutral.Words(String text) && text.length() > 50
                ? new Neutral.Words(text.substring(0, 5))
                : value;
    }

    @Test
    void s26_anOutageBuriesNothingAndTheOneThatIsTrulyBadIsToldOnce() {
        weather("app").down = true;
        List<RecordRef> good = new ArrayList<>();
        for (int i = 0; i < 399; i++) {
            good.add(enterAppointment("Title " + i));
        }
        RecordRef bad = enterAppointment("t".repeat(100));
        world.pass(Duration.ofMinutes(30));
        assertThat(open()).isEmpty();
        assertThat(pairs("dead")).isZero();
        weather("app").clear();

        world.pass(Duration.ofMinutes(2));

        assertThat(calls(app(), "create")).isEqualTo(399);
        assertThat(good).allSatisfy(record -> assertThat(isGone(app(), event(record))).isFalse());
        assertThat(pairs("dead")).isEqualTo(1);
        assertThat(open()).singleElement().satisfies(item -> assertThat(item.field()).isPresent());
        assertThat(link(bad).life()).isEqualTo(Link.Life.UNLINKED);
    }

    @Test
    void s26_whatWaitedGoesOnAsSoonAsTheSystemAnswersAndHasNotPolledMeanwhile() {
        weather("app").down = true;
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(enterAppointment("Title " + i));
        }
        world.pass(A_MINUTE.multipliedBy(3));
        int polled = tries(all);
        world.pass(Duration.ofMinutes(30));
        assertThat(tries(all)).as("tries while nothing is called").isLessThan(polled + 30);
        weather("app").clear();

        world.pass(Duration.ofSeconds(25));

        assertThat(all)
                .as("seconds later")
                .allSatisfy(record -> assertThat(isLinked(record)).isTrue());
    }

    /// The gateway died while the breaker was open; or it had just closed it, and nobody had been
    /// told yet.
    @Test
    void s26_whatWaitedGoesOnAlsoWhenTheGatewayDiesAsTheSystemComesBack() {
        weather("app").down = true;
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(enterAppointment("Title " + i));
        }
        world.pass(A_MINUTE.multipliedBy(5));
        weather("app").clear();
        world.someReplica().orElseThrow().crash();

        world.pass(Duration.ofSeconds(25));

        assertThat(all)
                .as("seconds later")
                .allSatisfy(record -> assertThat(isLinked(record)).isTrue());
    }

    private int tries(List<RecordRef> records) {
        return records.stream()
                .map(record -> LaneId.of(NORTH, SimWorld.APPOINTMENTS, record))
                .mapToInt(
                        lane ->
                                world.journal
                                        .peek(NORTH, lane, Direction.TO_APP)
                                        .result()
                                        .orElseThrow()
                                        .tries())
                .sum();
    }

    @Test
    void s26_afterThreeDaysOfAnOutageAllIsThereWithinTwoMinutes() {
        weather("app").down = true;
        for (int i = 0; i < 20; i++) {
            var _ = enterAppointment("Title " + i);
        }
        world.pass(Duration.ofDays(3));
        assertThat(open()).isEmpty();
        assertThat(pairs("dead")).isZero();
        weather("app").clear();

        world.pass(Duration.ofMinutes(2));

        assertThat(calls(app(), "create")).isEqualTo(20);
        assertThat(pairs("pending")).isZero();
    }

    @Test
    void s27_aWorkerThatDiesWithTheSecondVersionPutsItNotOverTheThird() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        int before = world.journal.links.tried.size();
        while (world.journal.links.tried.size() == before) {
            world.pass(Duration.ofMillis(1));
        }
        world.someReplica().orElseThrow().crash();
        change(acme(), appointment, "subject", "Title 3");

        world.pass(Duration.ofMinutes(3));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 3"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        assertThat(calls(acme(), "update")).isZero();
        assertThat(pairs("pending")).isZero();
        assertThat(open()).isEmpty();
    }

    @Test
    void s28_aLossThatFailsAtEachReplayIsOneLossAndGivesWayToANewerState() {
        RecordRef appointment = enterAppointment("t".repeat(100));
        world.pass(A_MINUTE);
        assertThat(open()).hasSize(1);

        for (int time = 0; time < 4; time++) {
            replay(time);
            assertThat(open()).hasSize(1);
            assertThat(pairs("dead")).isEqualTo(1);
        }

        change(acme(), appointment, "subject", "Title 2");
        world.pass(A_MINUTE);
        assertThat(member(app(), event(appointment), "title")).isEqualTo(Value.of("Title 2"));
        assertThat(open()).isEmpty();
        assertThat(calls(app(), "create")).isEqualTo(1);
    }

    private RecordRef placed(String place) {
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "location", place);
        world.pass(A_MINUTE);
        return appointment;
    }
}
