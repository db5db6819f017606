package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Foreseen;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Preview;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Operation;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// What a person is told before deciding is what then happens; and an edited record crosses.
class PreviewTest {

    private static final TenantId NORTH = TenantId.named("north");
    private static final FlowName FLOW = new FlowName("appointments");

    /// The shipped mappings, with Acme's titles before the app's.
    private static final Map<String, String> ACME_WINS =
            Map.of("  title:\n    policy: hold\n", "  title:\n    policy: acme\n");

    private SimWorld world;
    private RecordRef owner;

    @BeforeEach
    void aUserOfBothSystems() {
        begin(new SimWorld(SimMappings.SHIPPED));
    }

    private void begin(SimWorld fresh) {
        world = fresh.calm();
        owner =
                acme().create(
                                SimWorld.USER,
                                record("email", "user1@example.com", "full_name", "User 1"),
                                false)
                        .record();
        var _ =
                app().create(
                                SimWorld.MEMBER,
                                record("mail", "user1@example.com", "name", "User 1"),
                                false);
        world.pass(Duration.ofMinutes(1));
    }

    @Test
    void tellsTheWriteThatKeepingAcmesValueWouldMakeAndMakesNone() {
        RecordRef appointment = crossed("Planned");
        RecordRef event = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        change(app(), event, "title", "Title 3");
        world.pass(Duration.ofMinutes(1));
        NewParked conflict = open();
        int before = app().effects.size();

        Foreseen foreseen = foresee(appointment, conflict, Resolution.KEEP_ACME, Optional.empty());

        assertThat(foreseen)
                .isEqualTo(
                        new Foreseen.Write(
                                Side.APP,
                                Operation.UPDATE,
                                Optional.of(event),
                                record("title", "Title 2")));
        assertThat(app().effects).hasSize(before);
        assertThat(open()).isEqualTo(conflict);
    }

    @Test
    void tellsThatKeepingADeleteWouldDeleteThePartnerAndDeletesNothing() {
        begin(new SimWorld(SimMappings.HARD));
        RecordRef appointment = crossed("Planned");
        RecordRef event = event(appointment);
        change(app(), event, "title", "Title 2");
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(1));

        Foreseen foreseen = foresee(appointment, open(), Resolution.KEEP_ACME, Optional.empty());

        assertThat(foreseen)
                .isEqualTo(
                        new Foreseen.Write(
                                Side.APP, Operation.DELETE, Optional.of(event), Value.Obj.EMPTY));
        assertThat(SimTraffic.isAlive(app(), event)).isTrue();
    }

    @Test
    void tellsThatKeepingTheOneThatLivesWouldMakeTheOtherAnewAndMakesNone() {
        RecordRef appointment = crossed("Planned");
        RecordRef event = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        app().delete(event);
        world.pass(Duration.ofMinutes(1));
        int before = app().effects.size();

        Foreseen foreseen = foresee(appointment, open(), Resolution.KEEP_ACME, Optional.empty());

        assertThat(foreseen)
                .isInstanceOfSatisfying(
                        Foreseen.Write.class,
                        write -> {
                            assertThat(write.operation()).isEqualTo(Operation.CREATE);
                            assertThat(write.members().members())
                                    .containsEntry("title", Value.of("Title 2"));
                        });
        assertThat(app().effects).hasSize(before);
    }

    @Test
    void putsTheValueThatLostBackOnBothSides() {
        RecordRef appointment = crossed("Planned");
        RecordRef event = event(appointment);
        // Both have told of it before anybody looks, so that what lost is on record.
        Objects.requireNonNull(world.remote.weather.get("acme")).down = true;
        Objects.requireNonNull(world.remote.weather.get("app")).down = true;
        change(acme(), appointment, "subject", "Title 2");
        change(app(), event, "title", "Title 3");
        world.pass(Duration.ofSeconds(1));
        Objects.requireNonNull(world.remote.weather.get("acme")).clear();
        Objects.requireNonNull(world.remote.weather.get("app")).clear();
        world.pass(Duration.ofMinutes(1));
        NewParked conflict = open();
        var _ = world.journal.act(act(conflict, Verb.KEEP_ACME, 1));
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));

        var answer = world.journal.restore(act(conflict, Verb.RESTORE, 2)).result();
        world.pass(Duration.ofMinutes(1));

        assertThat(answer).isEqualTo(Deciding.ActAnswer.ACCEPTED);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 3"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(world.journal.books.violations).isEmpty();
    }

    @Test
    void putsBackWhatAPolicyDecidedAgainst() {
        begin(new SimWorld(SimMappings.changed(ACME_WINS)));
        RecordRef appointment = crossed("Planned");
        RecordRef event = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        change(app(), event, "title", "Title 3");
        world.pass(Duration.ofMinutes(1));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();

        NewParked kept = world.journal.books.asked().getLast().item();
        assertThat(kept.reason()).isEqualTo("acme-won");
        assertThat(List.of(kept.baseValue(), kept.acmeValue(), kept.appValue()))
                .containsExactly(
                        Optional.of("Title 1"), Optional.of("Title 2"), Optional.of("Title 3"));
        var answer = world.journal.restore(act(kept, Verb.RESTORE, 1)).result();
        world.pass(Duration.ofMinutes(1));

        assertThat(answer).isEqualTo(Deciding.ActAnswer.ACCEPTED);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 3"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(world.journal.books.violations).isEmpty();
    }

    private static Act act(NewParked item, Verb verb, int key) {
        return new Act(NORTH, item.id(), verb, 1, "User 3", "they called", new UUID(0, key));
    }

    @Test
    void tellsThatAReplayWouldDieAgain() {
        RecordRef appointment = appointment("Perhaps");
        NewParked dead = open();

        Foreseen foreseen = foresee(appointment, dead, Resolution.REPLAY, Optional.empty());

        assertThat(foreseen).isEqualTo(new Foreseen.Parked(dead.sentence()));
    }

    @Test
    void tellsWhatAnEditedRecordWouldMakeAndMakesItWhenItIsReplayed() {
        RecordRef appointment = appointment("Perhaps");
        NewParked dead = open();
        assertThat(dead.kind()).isEqualTo(ParkedKind.DEAD);

        Foreseen foreseen =
                foresee(
                        appointment,
                        dead,
                        Resolution.REPLAY,
                        Optional.of(record("status", "Planned")));
        assertThat(foreseen)
                .isInstanceOfSatisfying(
                        Foreseen.Write.class,
                        write -> {
                            assertThat(write.operation()).isEqualTo(Operation.CREATE);
                            assertThat(write.members().members())
                                    .containsEntry("state", Value.of("open"));
                        });
        assertThat(world.journal.books.open(NORTH)).hasSize(1);

        edit(appointment, dead, record("status", "Planned"));
        world.pass(Duration.ofMinutes(1));

        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(member(app(), event(appointment), "state")).isEqualTo(Value.of("open"));
    }

    @Test
    void anEditPutsNoOldValueOverANewerOne() {
        RecordRef appointment = appointment("Perhaps");
        NewParked dead = open();

        edit(appointment, dead, record("status", "Planned"));
        // Too late to be told of before the edit is looked at.
        world.pass(Duration.ofMillis(10));
        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofMinutes(1));

        assertThat(member(app(), event(appointment), "title")).isEqualTo(Value.of("Title 2"));
    }

    private void edit(RecordRef record, NewParked item, Value.Obj edit) {
        UUID key = new UUID(0, 7);
        var _ =
                world.journal.append(
                        new Delivery(
                                NORTH,
                                Trigger.OPERATOR,
                                Optional.of(Hash.of("edit")),
                                List.of(
                                        new Incoming(
                                                new UUID(0, 8),
                                                Optional.of(record),
                                                Optional.empty(),
                                                false,
                                                Hash.of("edit"),
                                                Bytes.copyOf(JsonText.write(edit)),
                                                false,
                                                List.of(new Wanted(FLOW, Side.ACME)),
                                                Optional.empty(),
                                                Optional.empty(),
                                                "m1"))));
        var _ =
                world.journal.act(
                        new Act(
                                NORTH,
                                item.id(),
                                Verb.EDIT,
                                world.journal.books.openVersion(NORTH, item.id()).orElseThrow(),
                                "User 3",
                                "a slip of the pen",
                                key));
    }

    private Foreseen foresee(
            RecordRef record, NewParked item, Resolution resolution, Optional<Value.Obj> edit) {
        var foreseen =
                world.preview()
                        .of(
                                new Preview.Wish(
                                        NORTH,
                                        LaneId.of(NORTH, FLOW, record),
                                        item.id(),
                                        Side.ACME,
                                        resolution,
                                        edit));
        world.pass(Duration.ofSeconds(5));
        return foreseen.result();
    }

    private NewParked open() {
        return world.journal.books.open(NORTH).getFirst();
    }

    private RecordRef crossed(String status) {
        RecordRef appointment = appointment(status);
        assertThat(world.journal.books.open(NORTH)).isEmpty();
        return appointment;
    }

    private RecordRef appointment(String status) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("owner_id", Value.of(owner.id()));
        members.put("subject", Value.of("Title 1"));
        members.put("starts_at", Value.of("2026-06-01T09:00:00"));
        members.put("duration_minutes", Value.of(30));
        members.put("time_zone", Value.of("Europe/Berlin"));
        members.put("status", Value.of(status));
        RecordRef made =
                acme().create(SimWorld.APPOINTMENT, new Value.Obj(members), false).record();
        world.pass(Duration.ofMinutes(1));
        return made;
    }

    private RecordRef event(RecordRef appointment) {
        return app().effects.stream()
                .filter(effect -> effect.gateway() && effect.operation().equals("create"))
                .map(ModelSystem.Effect::record)
                .reduce((_, last) -> last)
                .orElseThrow(() -> new AssertionError("no event was made of " + appointment));
    }

    private static void change(ModelSystem system, RecordRef record, String name, String text) {
        var _ = system.update(record, record(name, text), Optional.empty(), false);
    }

    private static Value member(ModelSystem system, RecordRef record, String name) {
        ModelSystem.Row row = Objects.requireNonNull(system.rows.get(record));
        return Objects.requireNonNull(row.record.members().get(name));
    }

    private static Value.Obj record(String... namesAndTexts) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            members.put(namesAndTexts[i], Value.of(namesAndTexts[i + 1]));
        }
        return new Value.Obj(members);
    }

    private ModelSystem acme() {
        return world.system(NORTH, "acme");
    }

    private ModelSystem app() {
        return world.system(NORTH, "app");
    }
}
