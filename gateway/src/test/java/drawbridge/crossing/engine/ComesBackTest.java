package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;

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
}
