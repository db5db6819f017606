package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@NullUnmarked
class SimDeletesTest extends SimStory {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /// What was cancelled crosses as that edit, and its delete finds nothing left to do.
    @Test
    void doesNotCountADeleteThatWasTakenBackBeforeItsRecordWasCancelled() {
        List<RecordRef> all = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            all.add(appointment("Title " + n));
        }
        RecordRef first = all.getFirst();
        acme().delete(first);
        world.pass(Duration.ofMillis(500));
        acme().restore(first);
        world.pass(A_MINUTE);
        change(acme(), first, "status", "Not Held");
        world.pass(A_MINUTE);
        assertThat(member(app(), event(first), "state")).isEqualTo(Value.of("cancelled"));

        for (RecordRef one : all.subList(0, 11)) {
            acme().delete(one);
            world.pass(Duration.ofSeconds(10));
        }

        assertThat(world.journal.books.asked()).isEmpty();
        assertThat(new SimDeletes(world, world.traffic).unasked(NORTH, Side.ACME)).isEmpty();
    }
}
