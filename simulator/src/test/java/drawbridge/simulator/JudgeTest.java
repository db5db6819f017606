package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Deleting;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A judge that looks away finds nothing. Each history here was good until something was done to it
/// by hand that no gateway may do.
@NullUnmarked
class JudgeTest extends SimStory {

    private static final String MORNING = "2026-06-02T09:00:00";
    private static final String EVENING = "2026-06-02T19:00:00";

    /// Too short for anybody to hear of anything.
    private static final Duration MOMENT = Duration.ofNanos(1_000);

    // ---- Older

    @Test
    void seesAnOlderTimeWhereTheNewestWinsAndOneSideAloneChangedIt() {
        begin(new SimWorld(SimMappings.OTHER));
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "starts_at", MORNING);
        world.pass(Duration.ofMinutes(1));
        change(acme(), appointment, "starts_at", EVENING);
        world.pass(Duration.ofMinutes(1));
        assertThat(breaches()).isEmpty();

        writes(acme(), appointment, Map.of("starts_at", Value.of(MORNING)));
        writes(
                app(),
                event(appointment),
                Map.of(
                        "start", Value.of("2026-06-02T07:00:00Z"),
                        "end", Value.of("2026-06-02T07:30:00Z")));

        assertThat(breaches()).singleElement().asString().startsWith("older: time of");
    }

    @Test
    void seesALabelThatOneSideAloneTookAwayAndThatIsThereAgain() {
        begin(new SimWorld(SimMappings.OTHER));
        RecordRef appointment = appointment("Title 1");
        uses(acme(), appointment, Map.of("labels", labels("Red", "Blue")));
        world.pass(Duration.ofMinutes(1));
        uses(acme(), appointment, Map.of("labels", labels("Red")));
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event(appointment), "tags")).isEqualTo(labels("Red"));
        assertThat(breaches()).isEmpty();

        writes(acme(), appointment, Map.of("labels", labels("Red", "Blue")));
        writes(app(), event(appointment), Map.of("tags", labels("Red", "Blue")));

        assertThat(breaches()).singleElement().asString().startsWith("older: labels of");
    }

    /// The event was deleted, and a person kept the appointment, whose event was made anew.
    @Test
    void letsALabelStayAwayThatWasTakenFromTheEventInWhosePlaceAnotherWasMade() {
        RecordRef appointment = labelledAndMadeAnew();

        assertThat(breaches()).isEmpty();
        assertThat(member(acme(), appointment, "labels"))
                .isEqualTo(member(app(), livingEvent(), "tags"));
    }

    @Test
    void seesALabelThatIsNotThereThoughNobodyTookItAwayFromAnyEvent() {
        RecordRef appointment = labelledAndMadeAnew();

        writes(acme(), appointment, Map.of("labels", labels()));
        writes(app(), livingEvent(), Map.of("tags", labels()));

        assertThat(breaches()).singleElement().asString().startsWith("lost label");
    }

    private RecordRef labelledAndMadeAnew() {
        begin(new SimWorld(SimMappings.OTHER));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        while (count(acme(), appointment, "labels") < 3) {
            uses(Side.ACME, appointment);
        }
        world.pass(Duration.ofMinutes(1));
        int before;
        do {
            before = count(app(), event, "tags");
            uses(Side.APP, event);
        } while (count(app(), event, "tags") > before);
        world.pass(Duration.ofMinutes(1));
        change(acme(), appointment, "subject", "Title 2");
        app().delete(event);
        world.pass(Duration.ofMinutes(1));
        decide(drawbridge.crossing.engine.Deciding.Verb.KEEP_ACME);
        assertThat(livingEvent()).isNotEqualTo(event);
        return appointment;
    }

    /// Adds a label or takes one away, so that the judge knows of it.
    private void uses(Side side, RecordRef record) {
        ModelSystem system = world.system(NORTH, side.word());
        uses(
                system,
                record,
                world.traffic
                        .labels
                        .change(side, record, system.rows.get(record).record)
                        .members());
    }

    private static int count(ModelSystem system, RecordRef record, String member) {
        return system.rows.get(record).record.members().get(member)
                        instanceof Value.Arr(List<Value> labels)
                ? labels.size()
                : 0;
    }

    @Test
    void seesAnOlderStatus() {
        RecordRef appointment = appointment("Title 1");
        change(app(), event(appointment), "state", "done");
        world.pass(Duration.ofMinutes(1));
        assertThat(breaches()).isEmpty();

        writes(acme(), appointment, Map.of("status", Value.of("Planned")));
        writes(app(), event(appointment), Map.of("state", Value.of("open")));

        assertThat(breaches()).singleElement().asString().startsWith("older: status of");
    }

    /// Nobody looked in between, so that it is as if nothing had been done.
    @Test
    void letsAStatusStandWhereTheOtherOneCameBackToWhatItWas() {
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "status", "Held");
        change(app(), event(appointment), "state", "cancelled");
        world.pass(MOMENT);
        change(acme(), appointment, "status", "Planned");
        world.pass(Duration.ofMinutes(1));

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(breaches()).isEmpty();
    }

    @Test
    void seesAnOwnerWhoWasGivenTheAppointmentBack() {
        RecordRef appointment = appointment("Title 1");
        Value first = member(acme(), appointment, "owner_id");
        Value firstThere = member(app(), event(appointment), "memberId");
        RecordRef second =
                acme().create(
                                SimWorld.USER,
                                record("email", "user2@example.com", "full_name", "User 2"),
                                false)
                        .record();
        var _ =
                app().create(
                                SimWorld.MEMBER,
                                record("mail", "user2@example.com", "name", "User 2"),
                                false);
        world.pass(Duration.ofMinutes(1));
        change(acme(), appointment, "owner_id", second.id());
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event(appointment), "memberId")).isNotEqualTo(firstThere);
        assertThat(breaches()).isEmpty();

        writes(acme(), appointment, Map.of("owner_id", first));
        writes(app(), event(appointment), Map.of("memberId", firstThere));

        assertThat(breaches()).singleElement().asString().startsWith("older: owner of");
    }

    /// A title was asked about once; what was entered a day later is not.
    @Test
    void seesAnOlderTitleAfterAQuestionThatIsLongOver() {
        RecordRef appointment = appointment("Title 1");
        change(acme(), appointment, "subject", "Title 2");
        change(app(), event(appointment), "title", "Title 3");
        world.pass(Duration.ofMinutes(1));
        decide(drawbridge.crossing.engine.Deciding.Verb.KEEP_ACME);
        change(acme(), appointment, "subject", "Title 4");
        world.pass(Duration.ofMinutes(1));
        assertThat(breaches()).isEmpty();

        writes(acme(), appointment, Map.of("subject", Value.of("Title 3")));
        writes(app(), event(appointment), Map.of("title", Value.of("Title 3")));

        assertThat(breaches()).singleElement().asString().startsWith("older: title of");
    }

    // ---- Questions

    @Test
    void seesThatBothDifferThoughSomebodyIsAskedAboutTheWholeRecord() {
        RecordRef appointment = appointment("Title 1");
        writes(app(), event(appointment), Map.of("title", Value.of("Title 2")));

        ask(appointment, ParkedKind.CONFLICT, "several-matches", Optional.empty());

        assertThat(breaches()).anySatisfy(one -> assertThat(one).startsWith("diverged: title"));
    }

    @Test
    void seesAQuestionAboutADeleteThatNobodyMade() {
        RecordRef appointment = appointment("Title 1");

        ask(appointment, ParkedKind.CONFLICT, Deleting.AGAINST_EDIT, Optional.empty());

        assertThat(breaches()).singleElement().asString().startsWith("needless: all of");
    }

    @Test
    void seesAQuestionForAReasonThatNobodyKnows() {
        RecordRef appointment = appointment("Title 1");

        ask(appointment, ParkedKind.CONFLICT, "unsure", Optional.of("title"));

        assertThat(breaches()).singleElement().asString().startsWith("needless: title of");
    }

    @Test
    void seesThatADeleteWasNotCarriedThoughSomebodyIsAskedAboutSomethingElse() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));
        assertThat(breaches()).isEmpty();

        writes(app(), event, Map.of("state", Value.of("open")));
        ask(appointment, ParkedKind.CONFLICT, "stray-reference", Optional.empty());

        assertThat(breaches()).anySatisfy(one -> assertThat(one).startsWith("lost delete"));
    }

    @Test
    void seesADeadLetterAboutATitleThatIsShort() {
        RecordRef appointment = appointment("Title 1");

        ask(appointment, ParkedKind.DEAD, "refused", Optional.of("title"));

        assertThat(breaches()).anySatisfy(one -> assertThat(one).startsWith("dead for no reason"));
    }

    @Test
    void letsADeadLetterStandAboutATitleThatIsTooLong() {
        RecordRef appointment = appointment("Title 1");

        change(acme(), appointment, "subject", "Title which is too long" + ", much".repeat(12));
        world.pass(Duration.ofMinutes(1));

        assertThat(world.journal.books.open(NORTH)).hasSize(1);
        assertThat(breaches()).isEmpty();
    }

    // ---- Deletes and loops

    @Test
    void seesADeleteThatWentOverAnEdit() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        RecordRef other = appointment("Title 2");
        acme().delete(other);
        world.pass(Duration.ofMinutes(1));
        assertThat(breaches()).isEmpty();

        change(app(), event, "place", "Place 1");
        var _ = app().read(event, true);
        world.pass(MOMENT);
        acme().delete(appointment);
        var _ = app().delete(event, Optional.empty(), Optional.of(world.time.now()));

        assertThat(breaches()).anySatisfy(one -> assertThat(one).startsWith("lost: the place"));
    }

    /// Somebody else's customer is renamed again and again.
    @Test
    void countsNoCustomerOfAnotherAppointmentAsAReasonToWrite() {
        RecordRef appointment = appointment("Title 1");
        RecordRef contact =
                acme().create(SimWorld.CONTACT, record("last_name", "Contact 1"), false).record();
        for (int i = 0; i < 9; i++) {
            change(acme(), contact, "last_name", "Contact " + (i + 2));
        }
        assertThat(breaches()).isEmpty();

        for (int i = 0; i < 9; i++) {
            writes(app(), event(appointment), Map.of("place", Value.of("Place " + i)));
        }

        assertThat(breaches()).anySatisfy(one -> assertThat(one).startsWith("looped:"));
    }

    @Test
    void seesATitleThatIsWrittenToAndFro() {
        RecordRef appointment = appointment("Title");
        RecordRef event = event(appointment);
        for (int i = 0; i < 4; i++) {
            change(app(), event, "title", "title");
            writes(acme(), appointment, Map.of("subject", Value.of("title")));
            world.pass(MOMENT);
            change(acme(), appointment, "subject", "TITLE");
            writes(app(), event, Map.of("title", Value.of("TITLE")));
            world.pass(MOMENT);
        }

        assertThat(breaches()).singleElement().asString().startsWith("looped: the title of");
    }

    /// A write was on its way when a user set another title, and a look for another record saw that
    /// one before the write arrived.
    @Test
    void letsAWriteGoOverAnEditThatWasReadForAnotherRecordOnly() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.pass(Duration.ofMinutes(1));
        change(acme(), appointment, "subject", "Title 2");
        var _ = app().read(event, true);
        Instant sent = world.time.now();
        world.pass(MOMENT);
        change(app(), event, "title", "Title 3");
        world.pass(MOMENT);
        var _ = app().read(event, true);
        world.pass(MOMENT);
        var _ =
                app().update(
                                event,
                                new Value.Obj(Map.of("title", Value.of("Title 2"))),
                                Optional.empty(),
                                Optional.of(sent));

        assertThat(breaches()).isEmpty();
    }

    // ---- What is done by hand

    /// What is wrong, but for what these few records cannot show.
    private List<String> breaches() {
        return new SimJudge(world, world.traffic)
                .breaches().stream().filter(one -> !one.equals("nothing was counted")).toList();
    }

    /// As the gateway, with all that it owes the system.
    private static void writes(ModelSystem system, RecordRef record, Map<String, Value> members) {
        boolean ours =
                system.read(record, true)
                                instanceof
                                drawbridge.crossing.engine.Remote.Read.Present(State state)
                        && system.update(record, new Value.Obj(members), state.version(), true)
                                .record()
                                .equals(record);
        assertThat(ours).isTrue();
    }

    private static void uses(ModelSystem system, RecordRef record, Map<String, Value> members) {
        var _ = system.update(record, new Value.Obj(members), Optional.empty(), false);
    }

    private static Value labels(String... labels) {
        return new Value.Arr(List.of(labels).stream().map(Value::of).toList());
    }

    private void ask(
            RecordRef appointment, ParkedKind kind, String reason, Optional<String> group) {
        NewParked item =
                new NewParked(
                        new UUID(7, 7),
                        kind,
                        reason,
                        "A person decides.",
                        List.of(),
                        group,
                        group.map(name -> "/" + name),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Bytes.NONE,
                        "",
                        "");
        world.journal.books.park(
                ModelJournal.LaneKey.of(NORTH, link(appointment)),
                SimWorld.APPOINTMENTS,
                Side.ACME,
                item,
                world.time.now());
    }
}
