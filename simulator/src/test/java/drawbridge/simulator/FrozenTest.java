package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/// A process stands still, as a machine that is paused does.
@NullUnmarked
class FrozenTest extends SimStory {

    /// Else it would act again while what it was to do before still waits: it read no rows of the
    /// breakers, and was held to what they said.
    @Test
    void whoStandsStillTwiceGoesOnOnceBothAreOver() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        ModelReplica replica = world.replicas.getFirst();
        replica.freeze(Duration.ofSeconds(30));
        replica.freeze(Duration.ofSeconds(2));

        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofSeconds(29));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 1"));

        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
    }
}
