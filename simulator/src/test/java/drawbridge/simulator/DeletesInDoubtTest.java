package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.sync.Deleting;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// Deletes, and what is not known for certain of the records that they meet.
@NullUnmarked
class DeletesInDoubtTest extends SimStory {

    /// Both were deleted, a copy took the place of the appointment, and both were deleted once more
    /// before the link could live again.
    @Test
    void aCopyThatComesBackIntoALinkOfDeletedRecordsGetsItsEvent() {
        RecordRef made = madeInAcme("Title 1");
        RecordRef event = event(made);
        acme().delete(made);
        app().delete(event);
        world.pass(Duration.ofMinutes(1));
        RecordRef copy = copy(made, "Title 2");
        app().restore(event);
        for (int i = 0; i < 3_000 && !isLinked(copy); i++) {
            world.pass(Duration.ofMillis(10));
        }
        weather("app").down = true;
        app().delete(event);
        acme().delete(copy);
        world.pass(Duration.ofSeconds(5));
        weather("app").clear();
        world.pass(Duration.ofMinutes(1));

        acme().restore(copy);
        world.pass(Duration.ofMinutes(1));

        assertThat(event(copy)).isEqualTo(livingEvent());
        assertThat(member(app(), livingEvent(), "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aTitleThatSomebodyPutBackAfterAnUnansweredWriteIsNotLostWithADelete() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("app").lostAnswers = 1;
        weather("app").readable = true;
        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofSeconds(2));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        change(app(), event, "title", "Title 1");
        acme().delete(appointment);
        weather("app").clear();
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly(Deleting.AGAINST_EDIT);

        acme().restore(appointment);
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 1"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH))
                .extracting(item -> item.group().orElse(""))
                .containsExactly("title");
    }

    @Test
    void anEditDuringAQuestionAboutTheWholeRecordCrossesOnceTheQuestionIsOver() {
        RecordRef made = madeInAcme("Title 1");
        RecordRef event = event(made);
        acme().delete(made);
        world.postman.keep();
        var _ = copy(made, "Title 2");
        var _ = copy(made, "Title 3");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .contains("several-matches");
        change(app(), event, "place", "Place 1");
        world.postman.letAllGo();
        world.pass(Duration.ofMinutes(1));

        acme().restore(made);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), made, "location")).isEqualTo(Value.of("Place 1"));
    }

    /// The write that was to take the mark away did not arrive, and meanwhile the marked record was
    /// deleted too.
    @Test
    void aMarkDoesNotStayWhereAPersonWasAskedAboutTheNextDelete() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "location", "Place 1");
        world.pass(Duration.ofMinutes(1));
        RecordRef event = event(appointment);
        app().delete(event);
        world.pass(Duration.ofMinutes(1));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Deleted"));
        weather("acme").failedWrites = 1;
        app().restore(event);
        world.pass(Duration.ofSeconds(2));
        change(app(), event, "title", "Title 2");
        acme().delete(appointment);
        weather("acme").clear();
        world.pass(Duration.ofMinutes(2));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly(Deleting.AGAINST_EDIT);

        acme().restore(appointment);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 1"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 1"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// The event was deleted, and so was the appointment by us, without an answer.
    @Test
    void anEventThatIsBackAfterItsDeleteWasCarriedUnansweredGetsAnAppointmentAndNobodyIsAsked() {
        begin(new SimWorld(SimMappings.ASKED));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("acme").lostAnswers = 1;
        weather("acme").readable = true;
        app().delete(event);
        world.pass(Duration.ofSeconds(12));
        assertThat(isGone(acme(), appointment)).isTrue();

        app().restore(event);
        weather("acme").clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(world.journal.books.asked()).isEmpty();
        assertThat(member(acme(), livingAppointment(), "subject")).isEqualTo(Value.of("Title 1"));
        assertThat(event(livingAppointment())).isEqualTo(event);
    }

    @Test
    void anAppointmentThatIsBackAfterItsDeleteWasCarriedUnansweredIsNotMarkedAsDeleted() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("app").lostAnswers = 1;
        weather("app").readable = true;
        acme().delete(appointment);
        world.pass(Duration.ofSeconds(6));
        assertThat(isGone(app(), event)).isTrue();

        acme().restore(appointment);
        weather("app").clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.NULL);
        assertThat(member(app(), livingEvent(), "title")).isEqualTo(Value.of("Title 1"));
        assertThat(event(appointment)).isEqualTo(livingEvent());
        assertThat(world.journal.books.asked()).isEmpty();
    }

    private ModelRemote.Weather weather(String system) {
        return Objects.requireNonNull(world.remote.weather.get(system));
    }

    /// The delete in the app left its mark at Acme, and nobody heard of it; then the marked
    /// appointment was deleted as well, and restored.
    @Test
    void anEventIsMadeAnewFromWhatStoodThereBeforeAMarkThatWasNotAnswered() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "location", "Place 1");
        world.pass(Duration.ofMinutes(1));
        RecordRef event = event(appointment);
        weather("acme").lostAnswers = 1;
        app().delete(event);
        for (int second = 0;
                second < 60 && !member(acme(), appointment, "location").equals(Value.of("Deleted"));
                second++) {
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Deleted"));
        acme().delete(appointment);
        weather("acme").clear();
        world.pass(Duration.ofMinutes(2));

        acme().restore(appointment);
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event(appointment), "place")).isEqualTo(Value.of("Place 1"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 1"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// What the create and the write after it did is known by looking; that the link was found to
    /// rest on it was taken for a sign of life, each time anew.
    @Test
    void aDeleteAfterUnansweredWritesIsCarriedOutAndDoesNotWaitForEver() {
        begin(new SimWorld(SimMappings.HARD));
        weather("acme").lostAnswers = 2;
        weather("acme").readable = true;
        RecordRef event = enterEvent("Title 1");
        world.pass(Duration.ofSeconds(2));
        change(app(), event, "title", "Title 2");
        for (int second = 0;
                second < 60
                        && !member(acme(), livingAppointment(), "subject")
                                .equals(Value.of("Title 2"));
                second++) {
            world.pass(Duration.ofSeconds(1));
        }
        app().delete(event);
        weather("acme").clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), livingAppointment(), "location")).isEqualTo(Value.of("Deleted"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// A person cancels as a delete does: that is no mark of ours.
    @Test
    void anAppointmentThatAPersonCancelledComesBackCancelled() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.pass(Duration.ofMinutes(1));
        app().delete(event);
        change(acme(), appointment, "status", "Not Held");
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(2));

        acme().restore(appointment);
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(member(app(), event(appointment), "state")).isEqualTo(Value.of("cancelled"));
    }

    /// The mark of the app's delete was written and not answered, the marked appointment was
    /// deleted as well, and then both were restored.
    @Test
    void aMarkThatWasNotAnsweredIsNobodysEditOnceBothRecordsAreBack() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "location", "Place 1");
        world.pass(Duration.ofMinutes(1));
        RecordRef event = event(appointment);
        weather("acme").lostAnswers = 1;
        weather("acme").readable = true;
        app().delete(event);
        for (int second = 0;
                second < 60 && !member(acme(), appointment, "location").equals(Value.of("Deleted"));
                second++) {
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Deleted"));
        acme().delete(appointment);
        weather("acme").clear();
        world.pass(Duration.ofMinutes(1));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);

        acme().restore(appointment);
        app().restore(event);
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 1"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 1"));
        assertThat(event(appointment)).isEqualTo(event);
        assertThat(world.journal.books.asked()).isEmpty();
    }

    /// The write to the appointment was not answered, and the appointment was deleted before
    /// anybody knew; the user at the app had put the value back meanwhile.
    @Test
    void aValueThatWasPutBackIsNotOverwrittenByAnUnansweredWriteOnceADeleteIsTakenBack() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("acme").lostAnswers = 1;
        weather("acme").readable = true;
        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofSeconds(2));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        change(app(), event, "title", "Title 1");
        change(app(), event, "place", "Place 1");
        acme().delete(appointment);
        weather("acme").clear();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly(Deleting.AGAINST_EDIT);

        acme().restore(appointment);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 1"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 1"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 1"));
    }

    /// The mark of the delete did not arrive, and nobody knew; by then the event had another title.
    /// While a person was asked, its user cancelled it, and the delete was taken back.
    @Test
    void anEventThatItsUserCancelledDuringAQuestionIsCancelledAtAcmeOnceTheDeleteIsTakenBack() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("app").failedWrites = 1;
        acme().delete(appointment);
        for (int second = 0;
                second < 60 && world.journal.links.openAttempts().isEmpty();
                second++) {
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(world.journal.links.openAttempts()).isNotEmpty();
        change(app(), event, "title", "Title 2");
        weather("app").clear();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly(Deleting.AGAINST_EDIT);
        change(app(), event, "state", "cancelled");
        world.pass(Duration.ofMinutes(1));

        acme().restore(appointment);
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// The event was deleted and brought back in one moment, and the app did not find it just when
    /// it was looked at.
    @Test
    void aQuestionAboutADeleteStaysOpenWhereTheOtherRecordIsBackButNotFoundForAMoment() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("acme").down = true;
        change(app(), event, "place", "Place 1");
        acme().delete(appointment);
        world.pass(Duration.ofSeconds(1));
        weather("acme").clear();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly(Deleting.AGAINST_EDIT);

        weather("app").down = true;
        app().delete(event);
        app().restore(event);
        world.pass(Duration.ofSeconds(5));
        weather("app").clear();
        Instant end = world.time.now().plusSeconds(4);
        world.remote.missing =
                (_, record) -> record.equals(event) && world.time.now().isBefore(end);
        world.pass(Duration.ofMinutes(2));

        assertThat(link(appointment).life()).isEqualTo(Link.Life.LINKED);
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly(Deleting.AGAINST_EDIT);
    }
}
