package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Deleting;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// What a flow does to the partner of a record that was deleted.
@NullUnmarked
class DeletePoliciesTest extends SimStory {

    @Test
    void hardDeletesThePartnerToo() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);

        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));

        assertThat(isGone(app(), event)).isTrue();
        assertThat(deletes(app())).isEqualTo(1);
        assertThat(life(appointment)).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(world.journal.books.violations).isEmpty();
    }

    @Test
    void hardTakesAPartnerThatIsGoneAlreadyForDeleted() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);

        acme().delete(appointment);
        app().delete(event);
        world.pass(Duration.ofMinutes(1));

        assertThat(deletes(app())).isZero();
        assertThat(life(appointment)).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aDeleteWhoseAnswerWasLostIsLookedUpAndNotSentAgain() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("app").readable = true;
        weather("app").lostAnswers = 1;
        acme().delete(appointment);
        world.pass(Duration.ofSeconds(20));
        assertThat(isGone(app(), event)).isTrue();
        weather("app").clear();

        world.pass(Duration.ofMinutes(2));

        assertThat(deletesTried()).isEqualTo(1);
        assertThat(life(appointment)).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.links.openAttempts()).isEmpty();
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aDeleteThatNeverArrivedIsSentOnceMore() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("app").failedWrites = 1;
        acme().delete(appointment);
        world.pass(Duration.ofSeconds(20));
        assertThat(isGone(app(), event)).isFalse();
        weather("app").clear();

        world.pass(Duration.ofMinutes(2));

        assertThat(isGone(app(), event)).isTrue();
        assertThat(deletesTried()).isGreaterThan(1);
        assertThat(life(appointment)).isEqualTo(Link.Life.TOMBSTONE);
    }

    @Test
    void anEventThatIsNotFoundOnceAfterADeleteThatNeverArrivedIsDeletedAllTheSame() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("app").failedWrites = 1;
        acme().delete(appointment);
        world.pass(Duration.ofSeconds(8));
        assertThat(deletesTried()).isPositive();
        weather("app").clear();
        boolean[] once = {true};
        world.remote.missing =
                (_, record) -> {
                    boolean misses = record.equals(event) && once[0];
                    once[0] &= !misses;
                    return misses;
                };

        world.pass(Duration.ofMinutes(2));

        assertThat(once[0]).isFalse();
        assertThat(isGone(app(), event)).isTrue();
        assertThat(life(appointment)).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.links.openAttempts()).isEmpty();
    }

    @Test
    void whileAPersonIsAskedAboutABulkNoFurtherDeleteIsLookedUpUntilTheWordIsGiven() {
        List<RecordRef> appointments =
                IntStream.rangeClosed(1, 80).mapToObj(n -> madeInAcme("Title " + n)).toList();
        List<RecordRef> events = appointments.stream().map(this::event).toList();
        appointments.subList(0, 20).forEach(acme()::delete);
        world.pass(Duration.ofMinutes(1));
        int before = acme().finds;

        appointments.subList(20, 80).forEach(acme()::delete);
        world.pass(Duration.ofMinutes(5));

        assertThat(world.journal.books.open(NORTH))
                .singleElement()
                .satisfies(item -> assertThat(item.reason()).isEqualTo("mass-delete"));
        assertThat(acme().finds - before)
                .as("a few by processes that had not heard of it")
                .isLessThan(20);
        decide(Verb.APPROVE);
        world.pass(Duration.ofMinutes(5));
        assertThat(acme().finds - before).as("each before it went").isGreaterThanOrEqualTo(80);
        assertThat(events)
                .allSatisfy(
                        event ->
                                assertThat(member(app(), event, "state"))
                                        .isEqualTo(Value.of("cancelled")));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anEventThatWasEditedMeanwhileIsNotDeletedWithoutAPerson() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(app(), event, "title", "Title 2");
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));

        assertThat(isGone(app(), event)).isFalse();
        assertThat(world.journal.books.open(NORTH).getFirst().reason())
                .isEqualTo(Deleting.AGAINST_EDIT);

        decide(Verb.KEEP_ACME);

        assertThat(isGone(app(), event)).isTrue();
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void softMarksThePartnerAndLeavesIt() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");

        app().delete(event(appointment));
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Deleted"));
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));
        assertThat(life(appointment)).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void holdAsksAPersonWhoMayKeepTheDelete() {
        begin(new SimWorld(SimMappings.ASKED));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);

        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(world.journal.books.open(NORTH).getFirst().reason()).isEqualTo(Deleting.ASKED);

        decide(Verb.KEEP_ACME);

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(life(appointment)).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// The app does not find it just when the appointment was deleted.
    @Test
    void anEventThatIsNotFoundForAMomentIsCancelledAllTheSame() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        long end = world.time.now().plusSeconds(4).toEpochMilli();
        world.remote.missing = (_, record) -> record.equals(event) && now() < end;

        acme().delete(appointment);
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(life(appointment)).isEqualTo(Link.Life.TOMBSTONE);
    }

    private long now() {
        return world.time.now().toEpochMilli();
    }

    @Test
    void theAnswerToAnotherQuestionIsNoWordAboutTheDelete() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("app").down = true;
        app().delete(event);
        world.pass(Duration.ofSeconds(1));
        world.journal.books.park(
                new ModelJournal.LaneKey(NORTH, new LaneId(link(appointment).id())),
                SimWorld.APPOINTMENTS,
                Side.ACME,
                new NewParked(
                        new UUID(0, 17),
                        ParkedKind.CONFLICT,
                        "stray-reference",
                        "It carries a reference of ours that no create answers for.",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Bytes.NONE,
                        "",
                        ""),
                world.time.now());

        decide(Verb.KEEP_ACME);
        weather("app").clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    private ModelRemote.Weather weather(String system) {
        return Objects.requireNonNull(world.remote.weather.get(system));
    }

    private static long deletes(ModelSystem system) {
        return system.effects.stream()
                .filter(effect -> effect.gateway() && effect.operation().equals("delete"))
                .count();
    }

    private long deletesTried() {
        return world.journal.links.tried.stream()
                .filter(tried -> tried.attempt().operation() == Settling.Operation.DELETE)
                .count();
    }

    private Link.Life life(RecordRef appointment) {
        return link(appointment).life();
    }

    @Test
    void whoIsAskedAboutADeletedAndEditedAppointmentSeesWhatEachSideHolds() {
        RecordRef appointment = appointment("Title 1");
        world.pass(Duration.ofSeconds(10));
        RecordRef event = event(appointment);
        acme().delete(appointment);
        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(world.journal.books.open(NORTH))
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.reason()).isEqualTo("deleted-against-edited");
                            assertThat(item.baseValue().orElseThrow()).contains("title: Title 1");
                            assertThat(item.acmeValue()).contains("deleted");
                            assertThat(item.appValue().orElseThrow())
                                    .contains("title: Title 2")
                                    .contains("time: ");
                            assertThat(item.payload()).isNotEqualTo(Bytes.NONE);
                        });
    }
}
