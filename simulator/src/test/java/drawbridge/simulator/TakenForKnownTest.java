package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Remote;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;

import io.vertx.core.Future;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a look takes for likely is no knowledge, and what it saw was not shown to anybody.
@NullUnmarked
class TakenForKnownTest extends SimStory {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    /// The label did not reach Acme, whose appointment somebody moved meanwhile, and the app did
    /// not find its event just when that was looked up: as without that, a person is asked.
    @Test
    void aLabelIsNotTakenAwayWhereItsEventWasNotFoundForAMoment() {
        begin(new SimWorld(SimMappings.OTHER));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.pass(A_MINUTE);
        weather("acme").failedWrites = 1;
        var _ = app().update(event, labels("tags", "Label 1"), Optional.empty(), false);
        world.pass(Duration.ofSeconds(2));
        change(acme(), appointment, "location", "Place 1");
        app().lost.add(event);
        weather("acme").clear();
        for (int second = 0;
                second < 60 && link(appointment).app().missingSince().isEmpty();
                second++) {
            world.pass(Duration.ofSeconds(1));
        }
        assertThat(link(appointment).app().missingSince()).isPresent();

        app().lost.clear();
        world.pass(A_MINUTE);

        Value label = labels("tags", "Label 1").members().get("tags");
        assertThat(member(app(), event, "tags")).isEqualTo(label);
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 1"));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly("in-doubt");
    }

    /// Acme rounds lengths up. The create was not answered, and its appointment was deleted while
    /// that was looked up, and restored before it was read.
    @Test
    void whatAcmeMadeOfALengthIsNoEditOnceADeletedAppointmentIsBack() {
        begin(
                new SimWorld(
                        SimPlan.usual(1, SimMappings.SHIPPED),
                        new SimTale(),
                        TakenForKnownTest::restoring));
        weather("acme").lostAnswers = 1;
        weather("acme").readable = true;
        RecordRef event = enterEvent("Title 1", "2026-06-01T07:42:00Z");
        world.pass(Duration.ofSeconds(2));
        acme().delete(livingAppointment());
        weather("acme").clear();

        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), livingAppointment(), "duration_minutes")).isEqualTo(Value.of(45));
        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-06-01T07:42:00Z"));
        assertThat(event(livingAppointment())).isEqualTo(event);
        assertThat(world.journal.books.asked()).isEmpty();
    }

    /// Whoever deleted an appointment takes that back once it was found.
    private static Sabotage restoring(SimWorld world) {
        return new Sabotage() {
            @Override
            public Remote remote(Remote port) {
                return new RemoteWrap(port) {
                    @Override
                    public Future<List<Found>> find(
                            Call call,
                            ResourceName resource,
                            String lookup,
                            Map<String, String> arguments) {
                        return super.find(call, resource, lookup, arguments)
                                .onSuccess(
                                        found ->
                                                found.stream()
                                                        .filter(Found::deleted)
                                                        .map(Found::record)
                                                        .forEach(
                                                                world.system(NORTH, "acme")
                                                                        ::restore));
                    }
                };
            }
        };
    }

    /// A person kept Acme's time, and the event had been moved once more, which that person was not
    /// shown: it is a new question.
    @Test
    void aTimeThatCameAfterAPersonsWordIsNotWrittenOver() {
        begin(new SimWorld(SimMappings.OTHER));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.pass(A_MINUTE);
        change(acme(), appointment, "starts_at", "2026-06-02T10:00:00");
        move(event, "2026-06-02T09:00:00Z", "2026-06-02T09:30:00Z");
        world.pass(A_MINUTE);
        assertThat(world.journal.books.open(NORTH))
                .extracting(item -> item.group().orElse(""))
                .containsExactly("time");
        world.postman.keep();
        move(event, "2026-06-03T12:00:00Z", "2026-06-03T12:30:00Z");

        decide(Deciding.Verb.KEEP_ACME);
        world.postman.letAllGo();
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "start")).isEqualTo(Value.of("2026-06-03T12:00:00Z"));
        decide(Deciding.Verb.KEEP_APP);
        assertThat(member(acme(), appointment, "starts_at"))
                .isEqualTo(Value.of("2026-06-03T14:00:00"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// The title was too long for the app. The mended one was seen by a look that wrote Acme, which
    /// took it for known.
    @Test
    void aTitleThatWasMendedCrossesThoughTheOtherDirectionSawItFirst() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.pass(A_MINUTE);
        change(acme(), appointment, "subject", "Title which is too long" + ", much".repeat(12));
        world.pass(A_MINUTE);
        assertThat(world.journal.books.open(NORTH)).hasSize(1);
        world.postman.keep();
        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofSeconds(1));
        change(app(), event, "place", "Place 1");
        world.pass(Duration.ofSeconds(1));

        world.postman.letGo(1);
        world.pass(Duration.ofSeconds(5));
        world.postman.letAllGo();
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 1"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    private void move(RecordRef event, String start, String end) {
        var _ = app().update(event, record("start", start, "end", end), Optional.empty(), false);
    }

    private static Value.Obj labels(String member, String label) {
        return new Value.Obj(Map.of(member, new Value.Arr(List.of(Value.of(label)))));
    }

    private ModelRemote.Weather weather(String system) {
        return Objects.requireNonNull(world.remote.weather.get(system));
    }
}
