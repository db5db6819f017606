package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Settling;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The ground of stories that are told by hand: one customer, a user in both systems, fair weather.
@NullUnmarked
abstract class SimStory {

    static final TenantId NORTH = TenantId.named("north");

    SimWorld world;
    private RecordRef owner;
    private RecordRef member;

    @BeforeEach
    void aUserOfBothSystems() {
        begin(new SimWorld(SimMappings.SHIPPED));
    }

    void begin(SimWorld fresh) {
        world = fresh.calm();
        owner =
                acme().create(
                                SimWorld.USER,
                                record("email", "user1@example.com", "full_name", "User 1"),
                                false)
                        .record();
        member =
                app().create(
                                SimWorld.MEMBER,
                                record("mail", "user1@example.com", "name", "User 1"),
                                false)
                        .record();
        world.pass(Duration.ofMinutes(1));
    }

    /// An appointment that crossed.
    RecordRef appointment(String title) {
        RecordRef made = enterAppointment(title);
        world.pass(Duration.ofSeconds(10));
        return made;
    }

    /// An appointment that a user enters at Acme.
    RecordRef enterAppointment(String title) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("owner_id", Value.of(owner.id()));
        members.put("subject", Value.of(title));
        members.put("starts_at", Value.of("2026-06-01T09:00:00"));
        members.put("duration_minutes", Value.of(30));
        members.put("time_zone", Value.of("Europe/Berlin"));
        members.put("status", Value.of("Planned"));
        return acme().create(SimWorld.APPOINTMENT, new Value.Obj(members), false).record();
    }

    /// An event that a user enters in the app.
    RecordRef enterEvent(String title) {
        return enterEvent(title, "2026-06-01T07:30:00Z");
    }

    /// One that ends then, half an hour after seven or later.
    RecordRef enterEvent(String title, String end) {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("memberId", Value.of(Long.parseLong(member.id())));
        members.put("title", Value.of(title));
        members.put("start", Value.of("2026-06-01T07:00:00Z"));
        members.put("end", Value.of(end));
        members.put("zone", Value.of("Europe/Berlin"));
        members.put("state", Value.of("open"));
        return app().create(SimWorld.EVENT, new Value.Obj(members), false).record();
    }

    /// An event that a user made, as we brought it to Acme.
    RecordRef madeInAcme(String title) {
        RecordRef event = enterEvent(title);
        world.pass(Duration.ofSeconds(10));
        Optional<Link> link =
                world.journal.links.of(NORTH, SimWorld.APPOINTMENTS, Side.APP, event.id());
        return new RecordRef(
                SimWorld.APPOINTMENT, link.orElseThrow().acme().record().orElseThrow());
    }

    /// A copy that somebody makes of an appointment, with our reference.
    RecordRef copy(RecordRef record, String title) {
        Map<String, Value> members = new LinkedHashMap<>(acme().rows.get(record).record.members());
        members.keySet().removeAll(List.of("id", "revision", "updated_at"));
        members.put("subject", Value.of(title));
        return acme().create(SimWorld.APPOINTMENT, new Value.Obj(members), false).record();
    }

    /// Its partner in the app.
    RecordRef event(RecordRef appointment) {
        return new RecordRef(SimWorld.EVENT, link(appointment).app().record().orElseThrow());
    }

    Link link(RecordRef appointment) {
        return known(appointment).orElseThrow();
    }

    boolean isLinked(RecordRef appointment) {
        return known(appointment).isPresent();
    }

    private Optional<Link> known(RecordRef appointment) {
        return world.journal.links.of(NORTH, SimWorld.APPOINTMENTS, Side.ACME, appointment.id());
    }

    /// The one living event.
    RecordRef livingEvent() {
        return living(app(), SimWorld.EVENT);
    }

    RecordRef livingAppointment() {
        return living(acme(), SimWorld.APPOINTMENT);
    }

    private static RecordRef living(ModelSystem system, ResourceName resource) {
        List<RecordRef> living =
                system.rows.keySet().stream()
                        .filter(record -> record.resource().equals(resource))
                        .filter(record -> SimTraffic.isAlive(system, record))
                        .toList();
        assertThat(living).hasSize(1);
        return living.getFirst();
    }

    /// What a person decides about the one open item.
    void decide(Deciding.Verb verb) {
        decideNow(verb);
        world.pass(Duration.ofMinutes(1));
    }

    /// The same, before anything comes of it.
    void decideNow(Deciding.Verb verb) {
        Settling.NewParked item = world.journal.books.open(NORTH).getFirst();
        var answer =
                world.journal
                        .act(
                                new Deciding.Act(
                                        NORTH,
                                        item.id(),
                                        verb,
                                        world.journal
                                                .books
                                                .openVersion(NORTH, item.id())
                                                .orElseThrow(),
                                        "User 3",
                                        "they called",
                                        item.id()))
                        .result();
        assertThat(answer).isEqualTo(Deciding.ActAnswer.ACCEPTED);
    }

    static boolean isGone(ModelSystem system, RecordRef record) {
        return !SimTraffic.isAlive(system, record);
    }

    static void change(ModelSystem system, RecordRef record, String name, String text) {
        var _ = system.update(record, record(name, text), Optional.empty(), false);
    }

    static Value member(ModelSystem system, RecordRef record, String name) {
        ModelSystem.Row row = Objects.requireNonNull(system.rows.get(record));
        return Objects.requireNonNull(row.record.members().get(name));
    }

    static Value.Obj record(String... namesAndTexts) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            members.put(namesAndTexts[i], Value.of(namesAndTexts[i + 1]));
        }
        return new Value.Obj(members);
    }

    ModelSystem acme() {
        return world.system(NORTH, "acme");
    }

    ModelSystem app() {
        return world.system(NORTH, "app");
    }
}
