package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Deleting;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Our reference comes along where somebody copies a record that we made.
@NullUnmarked
class CopyTest extends SimStory {

    @Test
    void aCopyOfAnAppointmentGetsAReferenceAndAnEventOfItsOwn() {
        RecordRef made = madeInAcme("Title 1");

        RecordRef copy = copy(made, "Title 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), copy, "external_ref"))
                .isNotEqualTo(member(acme(), made, "external_ref"));
        assertThat(member(app(), event(copy), "title")).isEqualTo(Value.of("Title 2"));
        assertThat(event(copy)).isNotEqualTo(event(made));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// It is looked at for the last time while what made it is looked up.
    @Test
    void anAppointmentThatWeMadeWithoutAnAnswerIsNoStrangersOnceItIsFound() {
        begin(new SimWorld(SimPlan.usual(1, SimMappings.SHIPPED), new SimTale(), CopyTest::slow));
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("acme"));
        weather.lostAnswers = 1;
        weather.readable = true;

        RecordRef event = enterEvent("Title 1");
        world.pass(Duration.ofSeconds(3));
        weather.clear();
        world.pass(Duration.ofMinutes(1));

        assertThat(event(livingAppointment())).isEqualTo(event);
        assertThat(world.journal.books.asked()).isEmpty();
    }

    /// A person kept the appointment of a deleted event, and the create of another one was not
    /// answered. That is found, and written to at once: until both are settled no link names it.
    @Test
    void anEventThatWasMadeAnewWithoutAnAnswerIsNoStrangersWhileItIsWrittenTo() {
        begin(
                new SimWorld(
                        SimPlan.usual(1, SimMappings.SHIPPED),
                        new SimTale(),
                        _ -> Bugs.journal(CopyTest::looking)));
        RecordRef appointment = appointment("Title 1");
        RecordRef first = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "subject", "Title 2");
        app().delete(first);
        world.postman.letAllGo();
        world.pass(Duration.ofMinutes(1));
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("app"));
        weather.lostAnswers = 1;
        weather.readable = true;
        decideNow(Deciding.Verb.KEEP_ACME);
        world.pass(Duration.ofSeconds(2));
        RecordRef second = livingEvent();
        change(acme(), appointment, "subject", "Title 3");
        weather.clear();
        weather.road = Optional.of(Duration.ofSeconds(5));
        for (int tenth = 0; tenth < 600 && !isWriting(); tenth++) {
            world.pass(Duration.ofMillis(100));
        }
        assertThat(isWriting()).isTrue();

        change(app(), second, "place", "Place 1");
        world.pass(Duration.ofMinutes(2));

        assertThat(world.journal.books.asked())
                .extracting(asked -> asked.item().reason())
                .containsOnly(Deleting.AGAINST_EDIT);
        assertThat(event(appointment)).isEqualTo(second);
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 1"));
        assertThat(member(app(), second, "title")).isEqualTo(Value.of("Title 3"));
    }

    /// A write to the appointment was not answered, which stays in doubt while a person is asked
    /// about the record as a whole.
    @Test
    void copiesOfADeletedAppointmentAreAskedAboutThoughAWriteToItIsInDoubt() {
        begin(
                new SimWorld(
                        SimPlan.usual(1, SimMappings.SHIPPED),
                        new SimTale(),
                        _ -> Bugs.journal(CopyTest::looking)));
        RecordRef made = madeInAcme("Title 1");
        RecordRef event = event(made);
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("acme"));
        weather.lostAnswers = 1;
        weather.readable = true;
        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofSeconds(2));
        acme().delete(made);
        var _ = copy(made, "Title 3");
        var _ = copy(made, "Title 4");
        weather.clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(world.journal.links.openAttempts()).hasSize(1);
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactlyInAnyOrder("several-matches", "stray-reference", "stray-reference");
        assertThat(world.journal.restless()).isEmpty();
    }

    private boolean isWriting() {
        return world.journal.links.tried.getLast().attempt().operation()
                == Settling.Operation.UPDATE;
    }

    private static Journal looking(Journal port) {
        return new JournalWrap(port) {
            @Override
            public Future<Optional<Opened>> open(Lease lease) {
                return super.open(lease).map(opened -> opened.map(CopyTest::often));
            }
        };
    }

    /// A lane that has looked often, and whose question about creates takes its time.
    private static Sabotage slow(SimWorld world) {
        return new Sabotage() {
            @Override
            public Journal journal(Journal port) {
                return new JournalWrap(port) {
                    @Override
                    public Future<Optional<Opened>> open(Lease lease) {
                        return super.open(lease).map(opened -> opened.map(CopyTest::often));
                    }

                    @Override
                    public Future<List<LaneId>> creating(
                            TenantId tenant, FlowName flow, Side target, LaneId lane) {
                        Promise<List<LaneId>> late = Promise.promise();
                        world.time.after(
                                Duration.ofSeconds(15),
                                () -> super.creating(tenant, flow, target, lane).onComplete(late));
                        return late.future();
                    }
                };
            }
        };
    }

    private static Journal.Opened often(Journal.Opened now) {
        return new Journal.Opened(
                now.lease(),
                now.flow(),
                now.record(),
                now.side(),
                now.link(),
                now.pending(),
                now.attempt(),
                now.parked(),
                now.touched(),
                9,
                now.since(),
                now.members());
    }

    @Test
    void anAppointmentThatWasReplacedByItsCopyKeepsItsEvent() {
        RecordRef made = madeInAcme("Title 1");
        RecordRef event = event(made);

        acme().delete(made);
        RecordRef copy = copy(made, "Title 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(event(copy)).isEqualTo(event);
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("open"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anAppointmentThatWasEditedBeforeItWasReplacedDoesNotHideWhatTheCopySays() {
        RecordRef made = madeInAcme("Title 1");
        RecordRef event = event(made);
        for (int i = 2; i < 6; i++) {
            change(acme(), made, "subject", "Title " + i);
            world.pass(Duration.ofSeconds(10));
        }

        acme().delete(made);
        var _ = copy(made, "Title 6");
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 6"));
    }

    @Test
    void anAppointmentThatWasReplacedWhileItsEventWasEditedIsNoQuestion() {
        RecordRef made = madeInAcme("Title 1");
        RecordRef event = event(made);

        change(app(), event, "place", "Place 1");
        acme().delete(made);
        RecordRef copy = copy(made, "Title 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(event(copy)).isEqualTo(event);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(member(acme(), copy, "location")).isEqualTo(Value.of("Place 1"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anEventThatWasReplacedByACopyGetsItsCustomerBack() {
        RecordRef contact =
                acme().create(
                                SimWorld.CONTACT,
                                record("first_name", "Contact", "last_name", "17"),
                                false)
                        .record();
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "contact_id", contact.id());
        world.pass(Duration.ofSeconds(10));
        RecordRef event = event(appointment);

        app().delete(event);
        RecordRef copy = copyInTheApp(event);
        world.pass(Duration.ofMinutes(2));

        assertThat(event(appointment)).isEqualTo(copy);
        assertThat(member(app(), copy, "customer"))
                .isInstanceOfSatisfying(
                        Value.Obj.class,
                        customer ->
                                assertThat(customer.members())
                                        .containsEntry("name", Value.of("Contact 17")));
    }

    /// Found by its reference, it is all that is left of the event that the create made.
    @Test
    void aCopyOfAnEventWhoseCreateWasNotAnsweredGetsItsCustomer() {
        RecordRef contact =
                acme().create(
                                SimWorld.CONTACT,
                                record("first_name", "Contact", "last_name", "17"),
                                false)
                        .record();
        ModelRemote.Weather weather = Objects.requireNonNull(world.remote.weather.get("app"));
        weather.lostAnswers = 1;
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "contact_id", contact.id());
        world.pass(Duration.ofSeconds(3));
        RecordRef made = livingEvent();
        app().delete(made);
        RecordRef copy = copyInTheApp(made);
        change(app(), copy, "title", "Title 2");
        weather.clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(event(appointment)).isEqualTo(copy);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), copy, "customer"))
                .isInstanceOfSatisfying(
                        Value.Obj.class,
                        customer ->
                                assertThat(customer.members())
                                        .containsEntry("name", Value.of("Contact 17")));
    }

    /// A person let the app's event stand against the delete of its appointment, so that one was
    /// made in its place; then the first was brought back, and the second deleted.
    @Test
    void anAppointmentThatIsBackGetsAnEventOfItsOwnThoughTheOneInItsPlaceWasDeleted() {
        begin(new SimWorld(SimMappings.ASKED));
        RecordRef first = madeInAcme("Title 1");
        RecordRef event = livingEvent();
        acme().delete(first);
        world.pass(Duration.ofMinutes(1));
        decide(Deciding.Verb.KEEP_APP);
        RecordRef second = livingAppointment();
        assertThat(second).isNotEqualTo(first);
        change(acme(), second, "subject", "Title 2");
        world.pass(Duration.ofMinutes(1));
        acme().restore(first);
        acme().delete(second);
        world.pass(Duration.ofMinutes(1));
        change(acme(), first, "subject", "Title 3");
        world.pass(Duration.ofMinutes(2));

        assertThat(event(first)).isNotEqualTo(event);
        assertThat(member(app(), event(first), "title")).isEqualTo(Value.of("Title 3"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly(Deleting.ASKED);
    }

    private RecordRef copyInTheApp(RecordRef event) {
        Map<String, Value> members = new LinkedHashMap<>(app().rows.get(event).record.members());
        members.keySet().removeAll(List.of("id", "changedAt", "customer"));
        return app().create(SimWorld.EVENT, new Value.Obj(members), false).record();
    }
}
