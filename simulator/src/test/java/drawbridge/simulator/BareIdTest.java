package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Acme keeps no reference of ours and tells of our own writes too: until an answer has named the
/// new appointment, nothing in it tells that it is ours.
class BareIdTest {

    private static final TenantId NORTH = TenantId.named("north");

    private SimWorld world;
    private RecordRef owner;
    private RecordRef another;
    private RecordRef member;

    @BeforeEach
    void twoUsersOfBothSystems() {
        world = new SimWorld(SimMappings.BARE).calm();
        owner = user("1");
        another = user("2");
        member = memberOf("1");
        var _ = memberOf("2");
        world.pass(Duration.ofMinutes(1));
    }

    @Test
    void anAppointmentThatWeMadeGetsNoSecondEventThoughItIsToldBeforeTheAnswerIsWrittenDown() {
        world.commitAfter(Duration.ofSeconds(2));
        RecordRef event = app().create(SimWorld.EVENT, event("Title 1"), false).record();

        world.pass(Duration.ofMinutes(1));

        assertThat(made(acme(), SimWorld.APPOINTMENT)).hasSize(1);
        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertLinked(event, made(acme(), SimWorld.APPOINTMENT).getFirst());
    }

    @Test
    void anAppointmentGivenToSomebodyElseBeforeTheAnswerIsWrittenDownGetsNoSecondEvent() {
        world.commitAfter(Duration.ofSeconds(2));
        RecordRef event = app().create(SimWorld.EVENT, event("Title 1"), false).record();
        world.pass(Duration.ofSeconds(1));
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        change(acme(), appointment, "subject", "Title 2");
        change(acme(), appointment, "owner_id", another.id());

        world.pass(Duration.ofMinutes(1));

        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
    }

    @Test
    void anAppointmentWhoseCreateWasNotAnsweredIsFoundByWhatItSays() {
        RecordRef event = unanswered();
        world.pass(Duration.ofMinutes(1));

        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertThat(made(acme(), SimWorld.APPOINTMENT)).hasSize(1);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertLinked(event, made(acme(), SimWorld.APPOINTMENT).getFirst());
    }

    @Test
    void anAppointmentEditedAfterAnUnansweredCreateIsFoundByWhatItSaidWhenItCame() {
        RecordRef event = unanswered();
        world.pass(Duration.ofSeconds(1));
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        change(acme(), appointment, "subject", "Title 2");
        change(acme(), appointment, "owner_id", another.id());

        world.pass(Duration.ofMinutes(1));

        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
    }

    @Test
    void anAppointmentThatIsFoundAndWrittenInOneGetsNoSecondEventWhileThatIsNotWrittenDown() {
        world.postman.keep();
        RecordRef event = unanswered();
        change(app(), event, "title", "Title 2");
        world.commitAfter(Duration.ofSeconds(2));
        world.postman.letAllGo();

        tellOfItAgainAndAgain();
        world.pass(Duration.ofMinutes(1));

        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertThat(made(acme(), SimWorld.APPOINTMENT)).hasSize(1);
        assertThat(member(acme(), made(acme(), SimWorld.APPOINTMENT).getFirst(), "subject"))
                .isEqualTo(Value.of("Title 2"));
    }

    @Test
    void anAppointmentThatIsFoundAfterItsEventWasDeletedGetsNoNewEventWhileThatIsNotWrittenDown() {
        world.postman.keep();
        RecordRef event = unanswered();
        app().delete(event);
        world.commitAfter(Duration.ofSeconds(2));
        world.postman.letAllGo();

        tellOfItAgainAndAgain();
        world.pass(Duration.ofMinutes(2));

        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertThat(member(acme(), made(acme(), SimWorld.APPOINTMENT).getFirst(), "status"))
                .isEqualTo(Value.of("Not Held"));
    }

    @Test
    void anAppointmentDeletedAfterAnUnansweredCreateTakesItsEventAlong() {
        RecordRef event = unanswered();
        world.pass(Duration.ofSeconds(1));
        acme().delete(made(acme(), SimWorld.APPOINTMENT).getFirst());

        world.pass(Duration.ofMinutes(2));

        assertThat(made(acme(), SimWorld.APPOINTMENT)).hasSize(1);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
    }

    @Test
    void whenItIsToldOnlyAfterAPersonWasAskedTheQuestionClosesByItself() {
        world.postman.keep();
        RecordRef event = unanswered();
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        // No list of what changed lately shows it either.
        Objects.requireNonNull(acme().rows.get(appointment)).changed = Instant.EPOCH;
        world.pass(Duration.ofMinutes(2));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly("create-in-doubt");

        world.postman.letAllGo();
        world.pass(Duration.ofMinutes(1));

        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertLinked(event, appointment);
    }

    @Test
    void aStrangersAppointmentWaitsUntilAPersonHasSaidWhatBecameOfTheCreate() {
        world.postman.keep();
        RecordRef event = unanswered();
        acme().rows.remove(made(acme(), SimWorld.APPOINTMENT).getFirst());
        RecordRef strangers =
                acme().create(SimWorld.APPOINTMENT, appointment("Title 9"), false).record();
        world.postman.letGo(world.postman.kept().size() - 1);
        world.pass(Duration.ofMinutes(2));
        NewParked asked = world.journal.books.open(NORTH).getFirst();
        assertThat(asked.reason()).isEqualTo("create-in-doubt");
        assertThat(made(app(), SimWorld.EVENT)).isEmpty();

        decide(asked, Verb.REPLAY);
        world.pass(Duration.ofMinutes(1));

        assertThat(made(acme(), SimWorld.APPOINTMENT)).hasSize(2);
        assertLinked(event, made(acme(), SimWorld.APPOINTMENT).getLast());
        assertThat(made(app(), SimWorld.EVENT)).hasSize(1);
        assertLinked(made(app(), SimWorld.EVENT).getFirst(), strangers);
    }

    @Test
    void aStrangersAppointmentCrossesOnceAPersonLetTheQuestionBe() {
        world.postman.keep();
        var _ = unanswered();
        acme().rows.remove(made(acme(), SimWorld.APPOINTMENT).getFirst());
        RecordRef strangers =
                acme().create(SimWorld.APPOINTMENT, appointment("Title 9"), false).record();
        world.postman.letGo(world.postman.kept().size() - 1);
        world.pass(Duration.ofMinutes(2));

        decide(world.journal.books.open(NORTH).getFirst(), Verb.DISCARD);
        world.pass(Duration.ofMinutes(1));

        assertThat(made(app(), SimWorld.EVENT)).hasSize(1);
        assertLinked(made(app(), SimWorld.EVENT).getFirst(), strangers);
    }

    @Test
    void anEventDeletedWhileItsCreateIsInDoubtLeavesNoAppointmentBehind() {
        RecordRef event = unanswered();
        world.pass(Duration.ofSeconds(1));
        app().delete(event);

        world.pass(Duration.ofMinutes(2));

        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertThat(member(acme(), made(acme(), SimWorld.APPOINTMENT).getFirst(), "status"))
                .isEqualTo(Value.of("Not Held"));
    }

    /// The event was read, and its title written, for what Acme told: then the answer was lost, and
    /// only then the app told of the title.
    @Test
    void aTitleThatIsToldOfAfterItWasWrittenIsNotSaidToHaveBeenAppliedByThat() {
        RecordRef event = app().create(SimWorld.EVENT, event("Title 1"), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        world.postman.keepPushes();
        change(app(), event, "title", "Title 2");
        UUID told = world.postman.kept().getFirst().id();

        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("acme"));
        weather.lostAnswers = 1;
        weather.readable = true;
        change(acme(), appointment, "location", "Room 2");
        world.pass(Duration.ofMillis(500));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        weather.clear();
        world.postman.letAllGo();
        world.pass(Duration.ofMinutes(2));

        assertThat(world.journal.books.outcome(NORTH, SimWorld.APPOINTMENTS, told))
                .hasValue(OutcomeKind.UNCHANGED);
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Room 2"));
    }

    @Test
    void whileAPersonIsAskedAStrangersAppointmentIsNotReadOverAndOver() {
        var _ = unansweredAndNothingMade();
        RecordRef strangers = strangers("Title 9");
        world.pass(Duration.ofMinutes(2));
        assertThat(world.journal.books.open(NORTH)).hasSize(1);
        int before = reads(strangers);

        world.pass(Duration.ofHours(1));

        assertThat(reads(strangers)).isEqualTo(before);
    }

    @Test
    void whileAPersonIsAskedAboutARemakeAStrangersAppointmentIsNotLookedAtWithoutEnd() {
        RecordRef event = unansweredRemake();
        forget(made(acme(), SimWorld.APPOINTMENT).getLast());
        world.postman.letAllGo();
        RecordRef strangers = strangers("Title 9");
        world.pass(Duration.ofMinutes(2));
        int before = reads(strangers);
        long leases = world.journal.leases();

        world.pass(Duration.ofMinutes(10));

        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly("create-in-doubt");
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 1"));
        assertThat(reads(strangers)).isEqualTo(before);
        assertThat(world.journal.leases() - leases).isLessThan(20);
    }

    @Test
    void anAppointmentThatARemakeMadeIsFoundByWhatItSays() {
        RecordRef event = unansweredRemake();
        world.postman.letAllGo();

        world.pass(Duration.ofMinutes(1));

        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertLinked(event, made(acme(), SimWorld.APPOINTMENT).getLast());
    }

    @Test
    void whatACreateMadeIsFoundThoughAHundredStrangersCameBefore() {
        world.postman.keep();
        RecordRef event = unanswered();
        int own = world.postman.kept().size();
        for (int i = 0; i < 100; i++) {
            var _ = strangers("Stranger " + i);
        }
        for (int i = 0; i < 100; i++) {
            world.postman.letGo(own);
            world.pass(Duration.ofMillis(5));
        }
        world.postman.letAllGo();

        world.pass(Duration.ofMinutes(2));

        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(made(app(), SimWorld.EVENT)).hasSize(100);
        assertLinked(event, made(acme(), SimWorld.APPOINTMENT).getFirst());
    }

    @Test
    void ofTwoThatSayTheSameNoneIsTakenThoughAHundredOthersCameBetween() {
        RecordRef event = unansweredAndNothingMade();
        var _ = strangers("Title 1");
        world.pass(Duration.ofSeconds(2));
        for (int i = 0; i < 100; i++) {
            var _ = strangers("Stranger " + i);
        }
        world.pass(Duration.ofSeconds(2));
        var _ = strangers("Title 1");

        world.pass(Duration.ofMinutes(2));

        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly("create-in-doubt");
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 1"));
    }

    @Test
    void anEventWhoseCreateAPersonLetBeIsMadeWithItsNextEditAndNobodyIsAskedAgain() {
        RecordRef event = unansweredAndNothingMade();
        world.pass(Duration.ofMinutes(1));
        decide(world.journal.books.open(NORTH).getFirst(), Verb.DISCARD);
        world.pass(Duration.ofMinutes(1));
        assertThat(made(acme(), SimWorld.APPOINTMENT)).hasSize(1);

        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(made(acme(), SimWorld.APPOINTMENT)).hasSize(2);
        assertLinked(event, made(acme(), SimWorld.APPOINTMENT).getLast());
    }

    @Test
    void whatWaitedCrossesAtOnceWhenAPersonLetsTheQuestionBe() {
        var _ = unansweredAndNothingMade();
        RecordRef strangers = strangers("Title 9");
        world.pass(Duration.ofHours(2));

        decide(world.journal.books.open(NORTH).getFirst(), Verb.DISCARD);
        world.pass(Duration.ofSeconds(2));

        assertThat(made(app(), SimWorld.EVENT)).hasSize(1);
        assertLinked(made(app(), SimWorld.EVENT).getFirst(), strangers);
    }

    @Test
    void aStrangersAppointmentThatNobodyMayReadDoesNotHideWhatACreateMade() {
        world.postman.keep();
        RecordRef event = unanswered();
        RecordRef strangers = strangers("Title 9");
        world.postman.letGo(world.postman.kept().size() - 1);
        world.postman.letAllGo();
        world.pass(Duration.ofSeconds(6));
        world.remote.forbidden.add(strangers);

        world.pass(Duration.ofMinutes(1));

        assertThat(world.journal.books.open(NORTH))
                .as("the stranger's alone")
                .extracting(NewParked::reason)
                .containsExactly("refused");
        assertThat(made(acme(), SimWorld.APPOINTMENT)).hasSize(1);
        assertLinked(event, made(acme(), SimWorld.APPOINTMENT).getFirst());
    }

    @Test
    void anAppointmentToWhichItsSystemAddedAPlaceIsFoundByWhatWeSent() {
        world.postman.keep();
        RecordRef event = unanswered();
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        change(acme(), appointment, "location", "Room 1");
        world.postman.letGo(world.postman.kept().size() - 1);

        world.pass(Duration.ofMinutes(1));

        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertLinked(event, appointment);
    }

    @Test
    void anAppointmentMadeLongAfterAnUnansweredCreateDoesNotWaitForAPerson() {
        world.postman.sweep();
        var _ = unansweredAndNothingMade();
        world.pass(Duration.ofMinutes(3));
        assertThat(world.journal.books.open(NORTH)).hasSize(1);

        RecordRef strangers = strangers("Title 9");
        world.pass(Duration.ofSeconds(10));

        assertThat(made(app(), SimWorld.EVENT)).hasSize(1);
        assertThat(world.journal.books.open(NORTH)).hasSize(1);
        assertLinked(made(app(), SimWorld.EVENT).getFirst(), strangers);
    }

    @Test
    void whatACreateMadeStillWaitsWhereItCameBeforeTheListWasReadAndWasEditedSince() {
        world.postman.sweep();
        RecordRef event = unanswered();
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        // Of what it said first nobody tells: it is told as it was edited.
        world.pass(Duration.ofMinutes(3));
        change(acme(), appointment, "subject", "Title 2");

        world.pass(Duration.ofMinutes(1));

        assertThat(made(app(), SimWorld.EVENT)).isEmpty();
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
    }

    private RecordRef unansweredAndNothingMade() {
        world.postman.keep();
        RecordRef event = unanswered();
        forget(made(acme(), SimWorld.APPOINTMENT).getFirst());
        world.postman.letAllGo();
        return event;
    }

    /// As if it had never been made, and nobody tells of it.
    private void forget(RecordRef appointment) {
        acme().rows.remove(appointment);
        var _ = world.postman.together(NORTH);
    }

    private RecordRef unansweredRemake() {
        world = new SimWorld(SimMappings.BARE_ASKED).calm();
        owner = user("1");
        another = user("2");
        member = memberOf("1");
        var _ = memberOf("2");
        world.pass(Duration.ofMinutes(1));
        RecordRef event = app().create(SimWorld.EVENT, event("Title 1"), false).record();
        world.pass(Duration.ofMinutes(1));
        acme().delete(made(acme(), SimWorld.APPOINTMENT).getFirst());
        world.pass(Duration.ofMinutes(1));
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("acme"));
        weather.lostAnswers = 1;
        weather.readable = true;
        world.postman.keep();
        decide(world.journal.books.open(NORTH).getFirst(), Verb.KEEP_APP);
        for (int i = 0; i < 60 && made(acme(), SimWorld.APPOINTMENT).size() < 2; i++) {
            world.pass(Duration.ofMillis(500));
        }
        assertThat(made(acme(), SimWorld.APPOINTMENT)).as("the second one").hasSize(2);
        weather.clear();
        return event;
    }

    private RecordRef strangers(String title) {
        return acme().create(SimWorld.APPOINTMENT, appointment(title), false).record();
    }

    private int reads(RecordRef record) {
        return Objects.requireNonNull(acme().rows.get(record)).readsByGateway.size();
    }

    private void tellOfItAgainAndAgain() {
        for (int i = 0; i < 200; i++) {
            world.pass(Duration.ofMillis(100));
            world.postman.bring(
                    world.postman.now(
                            NORTH, "acme", made(acme(), SimWorld.APPOINTMENT).getFirst()));
        }
    }

    /// What is told before its answer was lost is looked for once the call's time is over.
    private RecordRef unanswered() {
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("acme"));
        weather.lostAnswers = 1;
        RecordRef event = app().create(SimWorld.EVENT, event("Title 1"), false).record();
        world.pass(Duration.ofSeconds(2));
        weather.clear();
        return event;
    }

    private void decide(NewParked item, Verb verb) {
        var _ =
                world.journal.act(
                        new Act(
                                NORTH,
                                item.id(),
                                verb,
                                world.journal.books.openVersion(NORTH, item.id()).orElseThrow(),
                                "operator",
                                "looked: there is none",
                                new UUID(0, 1)));
    }

    private void assertLinked(RecordRef event, RecordRef appointment) {
        change(app(), event, "title", "Linked");
        world.pass(Duration.ofMinutes(1));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Linked"));
    }

    private RecordRef user(String number) {
        return acme().create(
                        SimWorld.USER,
                        record(
                                "email",
                                "user" + number + "@example.com",
                                "full_name",
                                "User " + number),
                        false)
                .record();
    }

    private RecordRef memberOf(String number) {
        return app().create(
                        SimWorld.MEMBER,
                        record("mail", "user" + number + "@example.com", "name", "User " + number),
                        false)
                .record();
    }

    private static void change(ModelSystem system, RecordRef record, String name, String text) {
        var _ = system.update(record, record(name, text), Optional.empty(), false);
    }

    private static List<RecordRef> made(ModelSystem system, ResourceName resource) {
        return system.effects.stream()
                .filter(effect -> effect.gateway() && effect.operation().equals("create"))
                .map(ModelSystem.Effect::record)
                .filter(record -> record.resource().equals(resource))
                .toList();
    }

    private static Value member(ModelSystem system, RecordRef record, String name) {
        ModelSystem.Row row = Objects.requireNonNull(system.rows.get(record));
        return Objects.requireNonNull(row.record.members().get(name));
    }

    private Value.Obj appointment(String title) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("owner_id", Value.of(owner.id()));
        members.put("subject", Value.of(title));
        members.put("starts_at", Value.of("2026-06-01T09:00:00"));
        members.put("duration_minutes", Value.of(30));
        members.put("time_zone", Value.of("Europe/Berlin"));
        members.put("status", Value.of("Planned"));
        return new Value.Obj(members);
    }

    private Value.Obj event(String title) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("memberId", Value.of(Long.parseLong(member.id())));
        members.put("title", Value.of(title));
        members.put("start", Value.of("2026-06-01T07:00:00Z"));
        members.put("end", Value.of("2026-06-01T07:30:00Z"));
        members.put("zone", Value.of("Europe/Berlin"));
        members.put("state", Value.of("open"));
        return new Value.Obj(members);
    }

    private static Value.Obj record(String... namesAndTexts) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            members.put(namesAndTexts[i], Value.of(namesAndTexts[i + 1]));
        }
        return new Value.Obj(members);
    }

    private ModelSystem acme() {
        return world.system(NORTH, "acme");
    }

    private ModelSystem app() {
        return world.system(NORTH, "app");
    }
}
