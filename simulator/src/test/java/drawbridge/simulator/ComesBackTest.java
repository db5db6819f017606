package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A delete was carried out, and then somebody takes it back.
@NullUnmarked
class ComesBackTest extends SimStory {

    @Test
    void anAppointmentThatIsRestoredInAcmeIsOpenAgainInTheApp() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));

        acme().restore(appointment);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));
        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anEventThatIsRestoredInTheAppIsPlannedAgainInAcme() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        app().delete(event);
        world.pass(Duration.ofMinutes(1));
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));

        app().restore(event);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aCancelledPartnerMayBeEditedAndTheDeletedRecordStaysDeleted() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));

        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(acme().rows.get(appointment).deleted).isTrue();
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aSecondDeleteAfterARestoreIsCarriedOutOnceMore() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));
        acme().restore(appointment);
        world.pass(Duration.ofMinutes(1));

        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
    }

    @Test
    void anAppointmentThatIsRestoredAfterItsEventWasDeletedTooGetsANewOne() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));
        assertThat(isGone(app(), event)).isTrue();

        acme().restore(appointment);
        world.pass(Duration.ofMinutes(1));

        RecordRef anew = livingEvent();
        assertThat(anew).isNotEqualTo(event);
        assertThat(member(app(), anew, "title")).isEqualTo(Value.of("Title 1"));
        assertThat(event(appointment)).isEqualTo(anew);
        change(app(), anew, "title", "Title 2");
        world.pass(Duration.ofMinutes(1));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(isGone(acme(), appointment)).isFalse();
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anEventThatIsRestoredAfterItsAppointmentWasDeletedTooGetsANewOne() {
        begin(new SimWorld(SimMappings.ASKED));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        app().delete(event);
        world.pass(Duration.ofMinutes(1));
        assertThat(isGone(acme(), appointment)).isTrue();

        app().restore(event);
        world.pass(Duration.ofMinutes(1));

        RecordRef anew = livingAppointment();
        assertThat(anew).isNotEqualTo(appointment);
        assertThat(member(acme(), anew, "subject")).isEqualTo(Value.of("Title 1"));
        change(acme(), anew, "subject", "Title 2");
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        acme().delete(anew);
        world.pass(Duration.ofMinutes(1));
        decide(Verb.KEEP_ACME);
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// Of the create nobody has heard, and the record in whose place it was made lives again: by
    /// all that its own lane sees it might be a copy of that one.
    @Test
    void anAppointmentThatWasMadeAnewWithoutAnAnswerIsNoCopyOfTheOneThatCameBack() {
        begin(new SimWorld(SimMappings.ASKED));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        app().delete(event);
        world.pass(Duration.ofMinutes(1));
        assertThat(isGone(acme(), appointment)).isTrue();
        ModelRemote.Weather weather = world.remote.weather.get("acme");
        weather.lostAnswers = 1;
        weather.readable = true;
        app().restore(event);
        while (madeInAcme().isEmpty()) {
            world.pass(Duration.ofMillis(10));
        }

        acme().restore(appointment);
        world.pass(Duration.ofSeconds(5));
        weather.clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(madeInAcme()).hasSize(1);
        assertThat(livingEvent()).isEqualTo(event);
        assertThat(
                        world.journal
                                .links
                                .of(NORTH, SimWorld.APPOINTMENTS, Side.APP, event.id())
                                .flatMap(link -> link.acme().record()))
                .contains(madeInAcme().getFirst().id());
    }

    private List<RecordRef> madeInAcme() {
        return acme().effects.stream()
                .filter(ModelSystem.Effect::gateway)
                .filter(effect -> effect.operation().equals("create"))
                .map(ModelSystem.Effect::record)
                .toList();
    }

    @Test
    void aRecordThatWasMarkedForADeleteIsAsBeforeOnceThatIsTakenBack() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "location", "Place 1");
        world.pass(Duration.ofMinutes(1));
        RecordRef event = event(appointment);
        app().delete(event);
        world.pass(Duration.ofMinutes(1));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Deleted"));

        app().restore(event);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 1"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 1"));
    }

    /// While a person was asked about the delete, somebody in Acme went on.
    @Test
    void aRecordThatWasMarkedOverAnEditHasThatEditOnceTheDeleteIsTakenBack() {
        RecordRef event = markedOver("Place 2");
        RecordRef appointment = livingAppointment();

        app().restore(event);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 2"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(link(appointment).trail().marked()).isEmpty();
    }

    @Test
    void aPlaceThatWasClearedBeforeItsRecordWasMarkedIsClearOnceTheDeleteIsTakenBack() {
        RecordRef event = markedOver(null);
        RecordRef appointment = livingAppointment();

        app().restore(event);
        world.pass(Duration.ofMinutes(1));

        assertThat(acme().rows.get(appointment).record.members().get("location"))
                .isEqualTo(Value.NULL);
        assertThat(app().rows.get(event).record.members().get("place")).isEqualTo(Value.NULL);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aPlaceThatTheMarkWentOverIsAskedAboutWhereTheOtherOneIsNewToo() {
        RecordRef event = markedOver("Place 2");
        RecordRef appointment = livingAppointment();

        app().restore(event);
        change(app(), event, "place", "Place 3");
        world.pass(Duration.ofMinutes(1));

        assertThat(world.journal.books.open(NORTH))
                .singleElement()
                .satisfies(item -> assertThat(item.group()).contains("place"));
        decide(Verb.KEEP_ACME);
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 2"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 2"));
    }

    @Test
    void whatSomebodyMadeOfTheMarkSinceStands() {
        RecordRef event = markedOver("Place 2");
        RecordRef appointment = livingAppointment();
        change(acme(), appointment, "location", "Place 4");
        world.pass(Duration.ofMinutes(1));

        app().restore(event);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 4"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 4"));
    }

    @Test
    void anEditThatAMarkWentOverWithoutAnAnswerIsThereOnceTheDeleteIsTakenBack() {
        RecordRef event = editedAgainstADelete("Place 2");
        RecordRef appointment = livingAppointment();
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("acme"));
        weather.lostAnswers = 1;
        weather.readable = true;
        decideNow(Verb.KEEP_APP);
        world.pass(Duration.ofSeconds(8));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Deleted"));

        app().restore(event);
        weather.clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 2"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 2"));
    }

    @Test
    void anEventIsMadeAnewWithThePlaceThatTheMarkWentOver() {
        RecordRef event = editedAgainstADelete("Place 2");
        RecordRef appointment = livingAppointment();
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("acme"));
        weather.lostAnswers = 1;
        weather.readable = true;
        decideNow(Verb.KEEP_APP);
        world.pass(Duration.ofSeconds(8));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Deleted"));
        acme().delete(appointment);
        weather.clear();
        world.pass(Duration.ofMinutes(1));

        acme().restore(appointment);
        world.pass(Duration.ofMinutes(1));

        assertThat(livingEvent()).isNotEqualTo(event);
        assertThat(member(app(), livingEvent(), "place")).isEqualTo(Value.of("Place 2"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 2"));
    }

    /// An event that was deleted, and whose appointment, which had a new place by then, bears the
    /// mark of that by a person's word.
    private RecordRef markedOver(String place) {
        RecordRef event = editedAgainstADelete(place);
        decide(Verb.KEEP_APP);
        assertThat(member(acme(), livingAppointment(), "location")).isEqualTo(Value.of("Deleted"));
        return event;
    }

    private RecordRef editedAgainstADelete(String place) {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "location", "Place 1");
        world.pass(Duration.ofMinutes(1));
        RecordRef event = event(appointment);
        app().delete(event);
        var _ =
                acme().update(
                                appointment,
                                new Value.Obj(
                                        Map.of(
                                                "location",
                                                place == null ? Value.NULL : Value.of(place))),
                                Optional.empty(),
                                false);
        world.pass(Duration.ofMinutes(1));
        return event;
    }

    @Test
    void whatAPersonKeptAgainstADeleteInTheAppIsMadeAnewThere() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        app().delete(event);
        world.pass(Duration.ofMinutes(1));

        decide(Verb.KEEP_ACME);

        RecordRef anew = livingEvent();
        assertThat(member(app(), anew, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(event(appointment)).isEqualTo(anew);
        assertThat(link(appointment).life()).isEqualTo(Link.Life.LINKED);
        change(app(), anew, "title", "Title 3");
        world.pass(Duration.ofMinutes(1));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(world.journal.books.violations).isEmpty();
    }

    @Test
    void whatAPersonKeptAgainstADeleteInAcmeIsMadeAnewThereWithItsCustomer() {
        RecordRef contact =
                acme().create(
                                SimWorld.CONTACT,
                                record("first_name", "Contact", "last_name", "17"),
                                false)
                        .record();
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "contact_id", contact.id());
        world.pass(Duration.ofMinutes(1));
        RecordRef event = event(appointment);
        change(app(), event, "title", "Title 2");
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));

        decide(Verb.KEEP_APP);

        RecordRef anew = livingAppointment();
        assertThat(member(acme(), anew, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(member(acme(), anew, "contact_id")).isEqualTo(Value.of(contact.id()));
        change(acme(), contact, "last_name", "18");
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event, "customer"))
                .isInstanceOfSatisfying(
                        Value.Obj.class,
                        customer ->
                                assertThat(customer.members())
                                        .containsEntry("name", Value.of("Contact 18")));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aMarkThatWasWrittenWithoutAnAnswerIsUndoneOnceTheDeleteIsTakenBack() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "location", "Place 1");
        world.pass(Duration.ofMinutes(1));
        RecordRef event = event(appointment);
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("acme"));
        weather.lostAnswers = 1;
        app().delete(event);
        world.pass(Duration.ofSeconds(8));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Deleted"));

        app().restore(event);
        weather.clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 1"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 1"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.LINKED);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aPartnerThatWasMadeAnewWithoutAnAnswerIsFoundAndNotMadeTwice() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        app().delete(event);
        world.pass(Duration.ofMinutes(1));
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("app"));
        weather.lostAnswers = 1;
        world.time.after(Duration.ofSeconds(5), weather::clear);

        decide(Verb.KEEP_ACME);
        world.pass(Duration.ofMinutes(2));

        assertThat(event(appointment)).isEqualTo(livingEvent());
        assertThat(world.journal.links.openAttempts()).isEmpty();
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aPartnerThatWasMadeAnewAndDeletedAtOnceIsCancelled() {
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "subject", "Title 2");
        app().delete(event(appointment));
        world.pass(Duration.ofMinutes(1));
        decide(Verb.KEEP_ACME);

        app().delete(livingEvent());
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// An appointment was made anew because a person kept the event, without an answer, and deleted
    /// at once; then the first one was brought back, which knows nothing of the event's new title.
    @Test
    void aTitleIsNotWrittenOverByAnAppointmentOfBefore() {
        RecordRef first = madeInAcme("Title 1");
        RecordRef event = event(first);
        world.pass(Duration.ofMinutes(1));
        acme().delete(first);
        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofMinutes(1));
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("acme"));
        weather.lostAnswers = 1;
        weather.readable = true;
        decideNow(Verb.KEEP_APP);
        world.pass(Duration.ofSeconds(2));
        RecordRef anew = livingAppointment();
        assertThat(anew).isNotEqualTo(first);
        acme().delete(anew);
        acme().restore(first);
        weather.clear();

        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// The same, where all was answered.
    @Test
    void aTitleIsNotWrittenOverByAnAppointmentInWhosePlaceAnotherWasMade() {
        RecordRef first = madeInAcme("Title 1");
        RecordRef event = event(first);
        world.pass(Duration.ofMinutes(1));
        acme().delete(first);
        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofMinutes(1));
        decide(Verb.KEEP_APP);
        RecordRef anew = livingAppointment();

        acme().delete(anew);
        acme().restore(first);
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
    }
}
