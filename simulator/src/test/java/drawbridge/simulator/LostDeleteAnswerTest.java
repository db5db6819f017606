package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.sync.Deleting;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/// A delete is carried to the other record, or taken back there, the answer is lost, and a user is
/// quicker than the look for it.
@NullUnmarked
class LostDeleteAnswerTest extends SimStory {

    @Test
    void anEventThatIsMovedAfterItsUnansweredCancelIsNoQuestion() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather().lostAnswers = 1;
        weather().readable = true;
        acme().delete(appointment);
        world.pass(Duration.ofSeconds(8));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.LINKED);

        change(app(), event, "start", "2026-06-01T08:00:00Z");
        weather().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(member(app(), event, "start")).isEqualTo(Value.of("2026-06-01T08:00:00Z"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anEventThatIsOpenedAgainAfterItsUnansweredCancelIsNotCancelledOnceMoreUnasked() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather().lostAnswers = 1;
        weather().readable = true;
        acme().delete(appointment);
        world.pass(Duration.ofSeconds(8));

        change(app(), event, "state", "open");
        weather().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly(Deleting.AGAINST_EDIT);
        decide(Verb.KEEP_ACME);
        world.pass(Duration.ofMinutes(2));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);
    }

    @Test
    void anUnansweredCancelThatDidNotArriveIsSentAgain() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather().failedWrites = 1;
        acme().delete(appointment);
        world.pass(Duration.ofSeconds(8));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));

        weather().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aRestoredAppointmentWhoseEventWasRenamedBeforeItWasOpenedAgainIsNotTakenForCancelled() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));
        weather().failedWrites = 1;
        acme().restore(appointment);
        world.pass(Duration.ofSeconds(8));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));

        change(app(), event, "title", "Title 2");
        weather().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly("in-doubt");
        change(app(), event, "title", "Title 3");
        world.pass(Duration.ofMinutes(2));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        assertThat(world.journal.books.open(NORTH)).hasSize(1);
        decide(Verb.KEEP_ACME);
        world.pass(Duration.ofMinutes(2));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anAppointmentThatIsDeletedOnceMoreAfterItsUnansweredReturnIsCancelledOnceMore() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        unansweredReturn(appointment);
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));

        acme().delete(appointment);
        weather().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anEventThatIsDeletedAfterItsUnansweredReturnIsCancelledInAcme() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        unansweredReturn(appointment);

        app().delete(event);
        weather().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(isGone(app(), event)).isTrue();
        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anEventThatIsDeletedAndRestoredWhileItsReturnIsInDoubtIsOpenedAgain() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));
        weather().failedWrites = 1;
        acme().restore(appointment);
        world.pass(Duration.ofSeconds(8));
        app().delete(event);
        world.remote.weather.get("acme").failedWrites = 1;
        world.pass(Duration.ofSeconds(20));
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));

        app().restore(event);
        weather().clear();
        world.remote.weather.get("acme").clear();
        world.pass(Duration.ofMinutes(3));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.LINKED);
    }

    @Test
    void anAppointmentThatIsDeletedOnceMoreBeforeItsReturnArrivedStaysBuried() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));
        weather().failedWrites = 1;
        acme().restore(appointment);
        world.pass(Duration.ofSeconds(8));

        acme().delete(appointment);
        weather().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// The event of a restored appointment is opened again, and nobody hears of it.
    private void unansweredReturn(RecordRef appointment) {
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));
        weather().lostAnswers = 1;
        weather().readable = true;
        acme().restore(appointment);
        world.pass(Duration.ofSeconds(8));
    }

    private ModelRemote.Weather weather() {
        return world.remote.weather.get("app");
    }
}
