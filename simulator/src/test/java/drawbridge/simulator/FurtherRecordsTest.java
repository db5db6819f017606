package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;

import io.vertx.core.Future;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Contacts enrich appointments, and cannot be read for a while.
@NullUnmarked
class FurtherRecordsTest extends CaseStory {

    private static final String SHIPPED =
            "contact: { of: acme, resource: acme.contact, reference: /contact_id }";

    private boolean down;
    private RecordRef contact;

    @BeforeEach
    void contactsMayBeLeftOut() {
        begin("when-down: without");
    }

    private void begin(String whenDown) {
        String now = SHIPPED.replace(" }", ", " + whenDown + " }");
        begin(
                new SimWorld(
                        SimPlan.usual(1, SimMappings.changed(Map.of(SHIPPED, now))),
                        new SimTale(),
                        _ -> contactsDown()));
        contact =
                acme().create(
                                SimWorld.CONTACT,
                                record("first_name", "User", "last_name", "3"),
                                false)
                        .record();
        world.pass(A_MINUTE);
    }

    private Sabotage contactsDown() {
        return new Sabotage() {
            @Override
            public Remote remote(Remote port) {
                return new RemoteWrap(port) {
                    @Override
                    public Future<Read> read(Call call, RecordRef record) {
                        return down && record.resource().equals(SimWorld.CONTACT)
                                ? Future.failedFuture(
                                        new CrossingFailure.Transient(
                                                Facts.of("contacts are down"),
                                                Optional.empty(),
                                                true))
                                : super.read(call, record);
                    }
                };
            }
        };
    }

    @Test
    void aRecordCrossesWithoutAFurtherOneThatIsDownAndGetsItTheNextTime() {
        down = true;
        RecordRef appointment = withContact("First");
        RecordRef event = event(appointment);

        assertThat(customer(event)).as("not known").isNotEqualTo(Value.of("User 3"));

        down = false;
        change(acme(), appointment, "subject", "Second");
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Second"));
        assertThat(customer(event)).isEqualTo(Value.of("User 3"));
        assertThat(pairs("pending")).isZero();
        assertThat(open()).isEmpty();
    }

    @Test
    void whatWasKnownOfAFurtherRecordStaysWhileItIsDown() {
        RecordRef appointment = withContact("First");
        RecordRef event = event(appointment);
        assertThat(customer(event)).isEqualTo(Value.of("User 3"));

        down = true;
        change(acme(), contact, "last_name", "4");
        change(acme(), appointment, "subject", "Second");
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Second"));
        assertThat(customer(event)).isEqualTo(Value.of("User 3"));
        assertThat(pairs("pending")).isZero();
    }

    @Test
    void aRecordWaitsWhereTheFlowSaysSo() {
        begin("when-down: wait");
        down = true;
        RecordRef appointment = entered("First");
        world.pass(A_MINUTE);
        assertThat(isLinked(appointment)).isFalse();
        assertThat(pairs("pending")).isPositive();

        down = false;
        world.pass(Duration.ofMinutes(10));

        assertThat(customer(event(appointment))).isEqualTo(Value.of("User 3"));
    }

    private RecordRef withContact(String title) {
        RecordRef made = entered(title);
        world.pass(A_MINUTE);
        Link link = link(made);
        assertThat(link.app().record()).isPresent();
        return made;
    }

    private RecordRef entered(String title) {
        RecordRef made = enterAppointment(title);
        set(acme(), made, Map.of("contact_id", Value.of(contact.id())));
        return made;
    }

    private Value customer(RecordRef event) {
        return Pointer.parse("/customer/name").find(whole(app(), event)).orElse(Value.NULL);
    }
}
