package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/// Two systems that correct each other through the gateway.
@NullUnmarked
class ToAndFroTest extends SimStory {

    /// Each system has a rule of its own about titles, and applies it a moment after each write.
    @Test
    void twoSystemsThatSpellATitleEachInTheirWayAreHeldAfterAFewWrites() {
        RecordRef appointment = appointment("Title");
        RecordRef event = event(appointment);

        for (int i = 0; i < 12; i++) {
            correct(app(), event, "title", "title");
            world.pass(Duration.ofSeconds(2));
            correct(acme(), appointment, "subject", "TITLE");
            world.pass(Duration.ofSeconds(2));
        }

        assertThat(writes()).isLessThanOrEqualTo(5);
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::group)
                .containsExactly(Optional.of("title"));
    }

    /// A counter in the title: no value comes twice.
    @Test
    void aTitleThatChangesByItselfAfterEachWriteIsHeld() {
        RecordRef appointment = appointment("Title 0");
        RecordRef event = event(appointment);

        for (int i = 1; i < 12; i++) {
            change(app(), event, "title", "Title app " + i);
            world.pass(Duration.ofSeconds(2));
            change(acme(), appointment, "subject", "Title Acme " + i);
            world.pass(Duration.ofSeconds(2));
        }

        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::group)
                .containsExactly(Optional.of("title"));
    }

    @Test
    void aTitleThatChangesByItselfSomeSecondsAfterEachWriteIsHeldAfterAWhile() {
        RecordRef appointment = appointment("Title 0");
        RecordRef event = event(appointment);

        for (int i = 1; i < 12; i++) {
            change(app(), event, "title", "Title app " + i);
            world.pass(Duration.ofSeconds(20));
            change(acme(), appointment, "subject", "Title Acme " + i);
            world.pass(Duration.ofSeconds(20));
        }

        assertThat(writes()).isEqualTo(8);
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::group)
                .containsExactly(Optional.of("title"));
    }

    @Test
    void twoPeopleWhoMoveAnAppointmentInTurnAreNotHeld() {
        RecordRef appointment = appointment("Title 0");
        RecordRef event = event(appointment);

        change(acme(), appointment, "subject", "Title 1");
        world.pass(Duration.ofSeconds(4));
        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofSeconds(4));
        change(acme(), appointment, "subject", "Title 3");
        world.pass(Duration.ofSeconds(4));
        change(app(), event, "title", "Title 4");
        world.pass(Duration.ofSeconds(10));

        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 4"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aPersonWhoChangesTheirMindAllDayIsNotHeld() {
        RecordRef appointment = appointment("Title");
        RecordRef event = event(appointment);

        for (String title : new String[] {"One", "Two", "One", "Two", "One", "Two"}) {
            change(acme(), appointment, "subject", title);
            world.pass(Duration.ofMinutes(50));
        }

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Two"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    private static void correct(ModelSystem system, RecordRef record, String name, String text) {
        if (!member(system, record, name).equals(Value.of(text))) {
            change(system, record, name, text);
        }
    }

    private long writes() {
        return acme().effects.stream().filter(this::updates).count()
                + app().effects.stream().filter(this::updates).count();
    }

    private boolean updates(ModelSystem.Effect effect) {
        return effect.gateway() && effect.operation().equals("update");
    }
}
