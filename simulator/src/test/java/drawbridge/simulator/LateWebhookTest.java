package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// Webhooks that come long after what they tell of, when more is known already.
class LateWebhookTest extends SimStory {

    @Test
    void anEventIsNotCancelledByAWebhookThatComesAfterItsAppointmentWasSeenDeleted() {
        RecordRef appointment = appointment("Title 1");
        world.pass(Duration.ofSeconds(10));
        RecordRef event = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "status", "Not Held");
        acme().delete(appointment);
        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.journal.books.open(NORTH))
                .singleElement()
                .extracting(NewParked::reason)
                .isEqualTo("deleted-against-edited");

        world.postman.letGo();
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(world.journal.books.open(NORTH)).hasSize(1);

        world.postman.letGo();
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(world.journal.books.open(NORTH)).hasSize(1);
    }
}
