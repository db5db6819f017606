package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Journal;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import io.vertx.core.Future;

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

    /// Its first delete was carried out and undone; by the second one there was nothing left to do.
    @Test
    void doesNotCountADeleteWhoseMarkWasTakenAwayAgain() {
        List<RecordRef> all = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            all.add(appointment("Title " + n));
        }
        RecordRef first = all.getFirst();
        RecordRef event = event(first);
        acme().delete(first);
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        acme().restore(first);
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        change(app(), event, "state", "cancelled");
        world.pass(A_MINUTE);

        for (RecordRef one : all.subList(0, 11)) {
            acme().delete(one);
            world.pass(Duration.ofSeconds(10));
        }

        assertThat(world.journal.books.asked()).isEmpty();
        assertThat(new SimDeletes(world, world.traffic).unasked(NORTH, Side.ACME)).isEmpty();
    }

    @Test
    void countsADeleteThatWasTakenBackAndCarriedOutOnceMore() {
        begin(new SimWorld(SimPlan.usual(1, SimMappings.SHIPPED), new SimTale(), _ -> unguarded()));
        List<RecordRef> all = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            all.add(appointment("Title " + n));
        }
        acme().delete(all.getFirst());
        world.pass(A_MINUTE);
        acme().restore(all.getFirst());
        world.pass(A_MINUTE);

        for (RecordRef one : all.subList(0, 11)) {
            acme().delete(one);
            world.pass(Duration.ofSeconds(10));
        }

        assertThat(new SimDeletes(world, world.traffic).unasked(NORTH, Side.ACME)).isPresent();
    }

    private static Sabotage unguarded() {
        return new Sabotage() {
            @Override
            public Journal journal(Journal port) {
                return new JournalWrap(port) {
                    @Override
                    public Future<Clearance> clear(ConfirmedDelete delete) {
                        return Future.succeededFuture(new Clearance.Go());
                    }
                };
            }
        };
    }
}
