package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Value;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/// Flows that are about some records alone, from one system to the other.
@NullUnmarked
class ConditionStoriesTest extends CaseStory {

    private static final String SITUATIONS = "\nsituations:\n  no-match: { acme: create,";

    private static final Mappings FILTERED =
            SimMappings.changed(
                    Map.of(
                            SITUATIONS,
                            "\nfilter:\n  acme: \"!has(acme.location) || acme.location !="
                                    + " 'Private'\"\n  app: \"!has(app.place) || app.place !="
                                    + " 'Nowhere'\""
                                    + SITUATIONS));

    private static final Mappings BUSY =
            SimMappings.changed(
                    Map.of(
                            "  title:\n    policy: hold\n    fields:\n      title: { lens: text,"
                                    + " acme: { at: /subject, max: 120 }, app: /title }",
                            """
                              title:
                                crosses: to-app
                                fields:
                                  title:
                                    lens: text
                                    acme: { computed: "acme.status == 'Held' ? 'Busy' : acme.subject" }
                                    app: /title
                            """
                                    .indent(0),
                            "  place:\n    policy: hold\n",
                            "  place:\n    policy: hold\n    when: { acme: \"acme.status !="
                                    + " 'Held'\" }\n"));

    @Test
    void aRecordThatFallsOutOfTheFilterRestsAndCatchesUpWhenItPassesAgain() {
        begin(new SimWorld(FILTERED));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        long before = writes();

        set(
                acme(),
                appointment,
                Map.of("location", Value.of("Private"), "subject", Value.of("Title 2")));
        world.pass(A_MINUTE);
        change(app(), event, "place", "Room 5");
        world.pass(A_MINUTE);
        tellTenTimesMore(appointment, event);

        assertThat(writes()).as("nothing crosses").isEqualTo(before);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 1"));
        assertThat(isLinked(appointment)).isTrue();
        assertThat(open()).as("nobody is asked").isEmpty();
        assertThat(pairs("pending")).isZero();

        set(acme(), appointment, Map.of("location", Value.NULL));
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Room 5"));
        assertThat(open()).isEmpty();
    }

    /// That the event was held was our own write at Acme, and the place was agreed on before.
    @Test
    void aPlaceThatTheAppAloneChangedWhileItRestedCrossesOnceItIsPlannedAgainAndNobodyIsAsked() {
        begin(new SimWorld(BUSY));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "location", "Place 1");
        world.pass(A_MINUTE);
        change(app(), event, "state", "done");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Held"));
        change(app(), event, "place", "Place 2");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 1"));

        change(acme(), appointment, "status", "Planned");
        world.pass(A_MINUTE);

        assertThat(world.journal.books.asked()).isEmpty();
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 2"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 2"));
    }

    @Test
    void aRecordThatNeverPassedIsLeftAloneUntilItDoes() {
        begin(new SimWorld(FILTERED));
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "location", "Private");
        world.pass(A_MINUTE);

        assertThat(isLinked(appointment)).isFalse();
        assertThat(writes()).isZero();
        assertThat(pairs("pending")).isZero();
        assertThat(open()).isEmpty();

        change(acme(), appointment, "location", "Room 5");
        world.pass(A_MINUTE);

        assertThat(member(app(), event(appointment), "place")).isEqualTo(Value.of("Room 5"));
    }

    @Test
    void aRecordThatRestsAndIsDeletedIsGoneForItsPartnerToo() {
        begin(new SimWorld(FILTERED));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "location", "Private");
        world.pass(A_MINUTE);

        acme().delete(appointment);
        world.pass(Duration.ofMinutes(5));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
    }

    @Test
    void t28_whatIsPrivateShowsAsBusyAndItsPlaceIsNotTold() {
        begin(new SimWorld(BUSY));
        RecordRef appointment = enterAppointment("Title 1");
        set(
                acme(),
                appointment,
                Map.of("status", Value.of("Held"), "location", Value.of("Room 5")));
        world.pass(A_MINUTE);
        RecordRef event = event(appointment);

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Busy"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.NULL);

        change(acme(), appointment, "subject", "Title 2");
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Busy"));

        change(acme(), appointment, "status", "Planned");
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Room 5"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
    }

    @Test
    void aFilterThatCannotBeWorkedOutIsOneItemThatNamesTheMemberAndTheOthersCross() {
        begin(
                new SimWorld(
                        SimMappings.changed(
                                Map.of(
                                        SITUATIONS,
                                        "\nfilter: { acme: \"acme.duration_minutes.startsWith('3')"
                                                + " || acme.subject == 'Title 2'\" }"
                                                + SITUATIONS))));
        RecordRef odd = enterAppointment("Title 1");
        RecordRef good = enterAppointment("Title 2");
        world.pass(A_MINUTE);

        assertThat(isLinked(odd)).isFalse();
        assertThat(isLinked(good)).isTrue();
        assertThat(open()).hasSize(1);
        NewParked item = open().getFirst();
        assertThat(item.sentence()).contains("cannot be worked out for this record");
        assertThat(item.field()).contains("/duration_minutes");
    }
}
