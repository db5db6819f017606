package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/// An append was not answered: lanes may be leased to a process that nobody works on there.
@NullUnmarked
class DoubtfulLeasesTest extends SimStory {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @Test
    void aTitleDoesNotWaitForTheSlowCallOfAnotherAppointment() {
        world.remote.slow = false;
        RecordRef slow = appointment("Title 1");
        RecordRef other = appointment("Title 2");
        world.pass(A_MINUTE);
        world.remote.weather.get("app").road = Optional.of(Duration.ofSeconds(9));
        change(acme(), slow, "subject", "Title 3");
        world.pass(Duration.ofSeconds(1));
        world.remote.weather.get("app").road = Optional.empty();

        world.replicas.forEach(ModelReplica::doubtLeases);
        change(acme(), other, "subject", "Title 4");
        world.pass(Duration.ofSeconds(3));

        assertThat(member(app(), event(other), "title")).isEqualTo(Value.of("Title 4"));
        assertThat(member(app(), event(slow), "title")).isEqualTo(Value.of("Title 1"));

        world.pass(A_MINUTE);
        assertThat(member(app(), event(slow), "title")).isEqualTo(Value.of("Title 3"));
        assertThat(world.journal.books.asked()).isEmpty();
    }
}
