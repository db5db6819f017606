package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/// The same is entered in both systems, in the second one while the first create is in doubt.
@NullUnmarked
class TwoOfTheSameTest extends SimStory {

    @Test
    void ofAWeakKeyBothAreMadeOneAfterTheOther() {
        enterTwice(SimMappings.OTHER);

        assertThat(world.journal.links.keptApart).isPositive();
        assertThat(titled(acme(), "subject")).isEqualTo(2);
        assertThat(titled(app(), "title")).isEqualTo(2);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void ofAStrongKeyTheSecondIsHeld() {
        enterTwice(SimMappings.STRONG);

        assertThat(titled(acme(), "subject") + titled(app(), "title")).isEqualTo(3);
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly("match-is-linked");
    }

    private void enterTwice(Mappings mappings) {
        begin(new SimWorld(mappings));
        ModelRemote.Weather weather = world.remote.weather.get("app");
        weather.lostAnswers = 1;
        var _ = enterAppointment("Same");
        world.pass(Duration.ofSeconds(2));
        weather.clear();
        var _ = enterEvent("Same");
        world.pass(Duration.ofMinutes(3));
    }

    private static long titled(ModelSystem system, String field) {
        return system.rows.values().stream()
                .filter(row -> Value.of("Same").equals(row.record.members().get(field)))
                .count();
    }
}
