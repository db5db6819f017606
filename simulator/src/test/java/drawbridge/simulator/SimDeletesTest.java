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
import java.util.Objects;
import java.util.Optional;

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

    /// The status crossed before anybody heard of the delete; the event was deleted as well.
    @Test
    void takesACancelThatCrossedAsAnEditForNoMarkOfTheDeleteThatFollowed() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "status", "Not Held");
        change(app(), event, "title", "Title 2");
        acme().delete(appointment);
        world.postman.letGo();
        acmeIs(true);
        world.pass(Duration.ofSeconds(10));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        app().delete(event);
        world.postman.letAllGo();
        world.pass(Duration.ofSeconds(10));
        acmeIs(false);
        world.pass(A_MINUTE);

        assertThat(world.journal.books.asked()).isEmpty();
        assertThat(breaches()).isEmpty();
    }

    /// The flow is not about the place of what was held, so that it never crossed.
    @Test
    void letsADeleteGoOverAPlaceOfWhichTheFlowIsNotAbout() {
        begin(new SimWorld(SimMappings.RESTING));
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "status", "Held");
        change(acme(), appointment, "location", "Place 1");
        world.pass(A_MINUTE);
        RecordRef event = event(appointment);
        assertThat(app().rows.get(event).record.members().get("place"))
                .isNotEqualTo(Value.of("Place 1"));

        app().delete(event);
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(world.journal.books.asked()).isEmpty();
        assertThat(breaches()).isEmpty();
    }

    /// The same, but that the event lives, so that its title is lost with the delete.
    @Test
    void seesATitleThatIsLostWithADeleteThoughItsRecordHadBeenCancelled() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.pass(A_MINUTE);
        world.postman.keep();
        change(app(), event, "title", "Title 2");
        change(acme(), appointment, "status", "Not Held");
        acme().delete(appointment);
        var _ = app().read(event, true);
        world.pass(Duration.ofNanos(1_000));
        var _ =
                app().update(
                                event,
                                record("state", "cancelled"),
                                Optional.empty(),
                                Optional.of(world.time.now()));

        assertThat(breaches())
                .anySatisfy(one -> assertThat(one).startsWith("lost: the title that a user gave"));
    }

    /// It was cancelled when its event was deleted, so that there was nothing to do, and planned
    /// once more; then that delete was taken back and repeated while nobody could look.
    @Test
    void letsAnAppointmentBePlannedAgainThatHadBeenCancelledWhenItsEventWasDeleted() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "status", "Not Held");
        app().delete(event);
        world.pass(A_MINUTE);
        change(acme(), appointment, "status", "Planned");
        world.traffic.remember(NORTH, Side.ACME, appointment, List.of("status"));
        world.pass(A_MINUTE);
        assertThat(breaches()).isEmpty();

        world.postman.keep();
        app().restore(event);
        app().delete(event);
        world.postman.letAllGo();
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));
        assertThat(breaches()).isEmpty();
    }

    private void acmeIs(boolean down) {
        Objects.requireNonNull(world.remote.weather.get("acme")).down = down;
    }

    /// What is wrong, but for what these few records cannot show.
    private List<String> breaches() {
        return new SimJudge(world, world.traffic)
                .breaches().stream().filter(one -> !one.equals("nothing was counted")).toList();
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
