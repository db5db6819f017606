package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Remote;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A call takes effect, its answer is lost, and a user is quicker than the look for it.
class LostAnswerTest {

    private static final TenantId NORTH = TenantId.named("north");

    private TenantId tenant = NORTH;
    private SimWorld world;
    private RecordRef owner;
    private RecordRef member;

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
        member =
                app().create(
                                SimWorld.MEMBER,
                                record("mail", "user1@example.com", "name", "User 1"),
                                false)
                        .record();
        world.pass(Duration.ofMinutes(1));
    }

    @Test
    void anEventDeletedBeforeTheGatewayKnewOfItStaysDeletedAndItsAppointmentIsCancelled() {
        weather("app").lostAnswers = 1;
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofSeconds(2));
        weather("app").clear();
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();
        app().delete(event);

        world.pass(Duration.ofMinutes(2));

        assertThat(made(app(), SimWorld.EVENT)).containsExactly(event);
        assertThat(Objects.requireNonNull(app().rows.get(event)).deleted).isTrue();
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    /// The app answers a create with the new id alone, and does not answer when it is read.
    @Test
    void anEventIsKnownAtOnceThoughItCouldNotBeReadJustWhenItWasMade() {
        begin(
                new SimWorld(
                        SimPlan.usual(1, SimMappings.SHIPPED),
                        new SimTale(),
                        _ -> answersWithIds(2)));
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofSeconds(2));

        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofSeconds(3));

        RecordRef event = made(app(), SimWorld.EVENT).getFirst();
        assertThat(made(app(), SimWorld.EVENT)).containsExactly(event);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
    }

    /// @param unread so many reads of what was made come to nothing
    private static Sabotage answersWithIds(int unread) {
        Set<RecordRef> made = new HashSet<>();
        int[] left = {unread};
        return new Sabotage() {
            @Override
            public Remote remote(Remote port) {
                return new RemoteWrap(port) {
                    @Override
                    public Future<Written> create(
                            Call call, ResourceName resource, Value.Obj body) {
                        return super.create(call, resource, body)
                                .onSuccess(written -> made.add(written.record()))
                                .map(written -> new Written(written.record(), Optional.empty()));
                    }

                    @Override
                    public Future<Read> read(Call call, RecordRef record) {
                        return made.contains(record) && left[0]-- > 0
                                ? Future.failedFuture(
                                        new CrossingFailure.Transient(
                                                CrossingFailure.Facts.of("connection refused"),
                                                Optional.empty(),
                                                false))
                                : super.read(call, record);
                    }
                };
            }
        };
    }

    /// It is looked for just after it was deleted and just before that is told.
    @Test
    void anEventNotFoundBeforeItsDeleteIsToldIsCancelledInAcmeAsSoonAsThatIsTold() {
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();
        Delivery before = world.postman.now(tenant, "app", event);

        world.postman.bring(before);
        app().delete(event);
        // A delete waits a moment for others; the second look would come after five seconds.
        world.pass(Duration.ofMillis(4_500));

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
    }

    /// The create is looked up only when the app answers again.
    @Test
    void anEventDeletedInALongOutageBeforeTheGatewayKnewOfItIsCancelledInAcme() {
        weather("app").lostAnswers = 1;
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofSeconds(2));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();
        weather("app").clear();
        weather("app").down = true;
        app().delete(event);
        world.pass(Duration.ofMinutes(20));
        weather("app").clear();

        world.pass(Duration.ofMinutes(5));

        assertThat(made(app(), SimWorld.EVENT)).containsExactly(event);
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anEventRenamedInALongOutageBeforeTheGatewayKnewOfItIsNoQuestion() {
        weather("app").lostAnswers = 1;
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofSeconds(2));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();
        weather("app").clear();
        weather("app").down = true;
        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofMinutes(20));
        weather("app").clear();

        world.pass(Duration.ofMinutes(5));

        assertThat(made(app(), SimWorld.EVENT)).containsExactly(event);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.asked()).isEmpty();
    }

    /// What the last create would have sent is not what the first one made.
    @Test
    void anEventOfTheFirstOfThreeCreatesDoesNotBringItsOldTitleBackWhenItIsRestored() {
        weather("app").lostAnswers = 1;
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofSeconds(2));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();
        app().delete(event);
        change(acme(), appointment, "subject", "Title 2");
        weather("app").readable = true;
        world.pass(Duration.ofSeconds(30));
        weather("app").clear();
        world.pass(Duration.ofMinutes(2));

        app().restore(event);
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anAppointmentDeletedBeforeTheGatewayKnewOfItStaysDeletedAndItsEventIsCancelled() {
        weather("acme").lostAnswers = 1;
        RecordRef event = app().create(SimWorld.EVENT, event(), false).record();
        world.pass(Duration.ofSeconds(2));
        weather("acme").clear();
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        acme().delete(appointment);

        world.pass(Duration.ofMinutes(2));

        assertThat(made(acme(), SimWorld.APPOINTMENT)).containsExactly(appointment);
        assertThat(Objects.requireNonNull(acme().rows.get(appointment)).deleted).isTrue();
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anEventDeletedAfterAnUnansweredWriteOfOursIsNoEditOfAcmesAndIsCancelledThere() {
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();

        unanswered("acme", () -> change(app(), event, "title", "Title 2"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        app().delete(event);
        world.pass(Duration.ofMinutes(2));

        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
    }

    @Test
    void anAppointmentDeletedAfterAnUnansweredWriteOfOursIsNoEditOfTheAppsAndIsCancelledThere() {
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();

        unanswered("app", () -> change(acme(), appointment, "subject", "Title 2"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        acme().delete(appointment);
        world.pass(Duration.ofMinutes(2));

        assertThat(world.journal.books.open(NORTH)).isEmpty();
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
    }

    @Test
    void anEventDeletedBeforeItsCreateWasSettledIsCancelledInAcme() {
        world.commitAfter(Duration.ofSeconds(2));
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofSeconds(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();
        app().delete(event);

        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void anAppointmentFoundDeletedIsStillKnownToBeGoneWhenTheAppFailedJustThen() {
        weather("acme").lostAnswers = 1;
        RecordRef event = app().create(SimWorld.EVENT, event(), false).record();
        world.pass(Duration.ofSeconds(2));
        weather("acme").clear();
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        world.postman.keep();
        acme().delete(appointment);
        weather("app").down = true;
        world.pass(Duration.ofSeconds(30));
        weather("app").clear();

        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
    }

    @Test
    void whereNothingCanTellWhetherItWasMadeAPersonIsAskedAndNothingIsMadeMeanwhile() {
        begin(new SimWorld(without("    create-in-doubt: create-again\n")));
        weather("acme").lostAnswers = 1;
        RecordRef event = app().create(SimWorld.EVENT, event(), false).record();
        world.pass(Duration.ofSeconds(2));
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        acme().rows.remove(appointment);
        weather("acme").clear();
        world.pass(Duration.ofMinutes(2));
        var _ = app().update(event, record("title", "Title 2"), Optional.empty(), false);
        world.pass(Duration.ofMinutes(2));

        NewParked held = world.journal.books.open(NORTH).getFirst();
        assertThat(held.reason()).isEqualTo("create-in-doubt");
        assertThat(made(acme(), SimWorld.APPOINTMENT)).containsExactly(appointment);

        var _ =
                world.journal.act(
                        new Act(
                                NORTH,
                                held.id(),
                                Verb.REPLAY,
                                world.journal.books.openVersion(NORTH, held.id()).orElseThrow(),
                                "operator",
                                "looked: there is none",
                                new UUID(0, 1)));
        world.pass(Duration.ofMinutes(2));

        assertThat(made(acme(), SimWorld.APPOINTMENT)).hasSize(2);
        assertThat(member(acme(), made(acme(), SimWorld.APPOINTMENT).getLast(), "subject"))
                .isEqualTo(Value.of("Title 2"));
        assertThat(world.journal.books.open(NORTH)).isEmpty();
    }

    @Test
    void aTitleThatAPersonSetAfterAnUnansweredWriteIsNotOverwrittenWhereAcmesTitlesCount() {
        tenant = TenantId.named("south");
        begin(new SimWorld(SimMappings.SHIPPED));
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();

        unanswered("app", () -> change(acme(), appointment, "subject", "Title 2"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        change(app(), event, "title", "Title 3");
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 3"));
        assertThat(world.journal.books.open(tenant))
                .extracting(NewParked::group)
                .containsExactly(Optional.of("title"));
    }

    @Test
    void aTitleThatAPersonPutBackAfterAnUnansweredWriteIsNotOverwritten() {
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();

        unanswered("app", () -> change(acme(), appointment, "subject", "Title 2"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        change(app(), event, "title", "Title 1");
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 1"));
        assertThat(world.journal.books.open(tenant))
                .extracting(NewParked::group)
                .containsExactly(Optional.of("title"));
    }

    @Test
    void aTitleThatAPersonPutBackIsNotOverwrittenAlthoughTheNextWriteWasNotAnsweredEither() {
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();

        unanswered("acme", () -> change(app(), event, "title", "Title 2"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        change(acme(), appointment, "subject", "Title 1");
        change(acme(), appointment, "location", "Place 2");
        weather("app").lostAnswers = 1;
        weather("app").readable = true;
        world.pass(Duration.ofSeconds(30));
        weather("app").clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 1"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 2"));
        assertThat(world.journal.books.open(NORTH))
                .extracting(NewParked::reason)
                .containsExactly("in-doubt");
    }

    @Test
    void aTitleChangedAgainAfterAnUnansweredWriteCrossesWithoutAQuestion() {
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();

        unanswered("app", () -> change(acme(), appointment, "subject", "Title 2"));
        change(acme(), appointment, "subject", "Title 3");
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 3"));
        assertThat(world.journal.books.open(tenant)).isEmpty();
    }

    @Test
    void aWriteThatFailedAfterAnUnansweredOneIsTriedAgainWithoutAQuestion() {
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();

        unanswered("app", () -> change(acme(), appointment, "subject", "Title 2"));
        failing("app", Duration.ofMinutes(1), () -> change(acme(), appointment, "subject", "3"));
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("3"));
        assertThat(world.journal.books.open(tenant)).isEmpty();
    }

    @Test
    void aTitleThatWaitsForAPersonDoesNotMakeAnUnansweredPlaceAQuestion() {
        RecordRef appointment = acme().create(SimWorld.APPOINTMENT, appointment(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef event = made(app(), SimWorld.EVENT).getFirst();
        change(acme(), appointment, "subject", "Title 2");
        change(app(), event, "title", "Title 3");
        world.pass(Duration.ofMinutes(1));

        failing(
                "app",
                Duration.ofSeconds(2),
                () -> {
                    change(app(), event, "title", "Title 4");
                    change(acme(), appointment, "location", "Place 1");
                });
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 1"));
        assertThat(world.journal.books.open(tenant))
                .extracting(NewParked::group)
                .containsExactly(Optional.of("title"));
    }

    @Test
    void aLengthThatAcmeRoundedUpIsNobodysEditAfterAnUnansweredWrite() {
        RecordRef event = app().create(SimWorld.EVENT, event(), false).record();
        world.pass(Duration.ofMinutes(1));
        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();

        unanswered("acme", () -> change(app(), event, "end", "2026-06-01T07:32:00Z"));
        world.pass(Duration.ofMinutes(2));

        assertThat(member(acme(), appointment, "duration_minutes")).isEqualTo(Value.of(35));
        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-06-01T07:32:00Z"));
        assertThat(world.journal.books.open(tenant)).isEmpty();
    }

    @Test
    void aLengthThatAcmeRoundedUpDoesNotComeBackAfterAnUnansweredCreate() {
        weather("acme").lostAnswers = 1;
        Value.Obj odd = Values.merge(event(), record("end", "2026-06-01T07:32:00Z"));
        RecordRef event = app().create(SimWorld.EVENT, odd, false).record();
        world.pass(Duration.ofSeconds(2));
        weather("acme").clear();
        world.pass(Duration.ofMinutes(2));

        RecordRef appointment = made(acme(), SimWorld.APPOINTMENT).getFirst();
        assertThat(member(acme(), appointment, "duration_minutes")).isEqualTo(Value.of(35));
        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-06-01T07:32:00Z"));
        assertThat(world.journal.books.open(tenant)).isEmpty();
    }

    @Test
    void aLengthThatMayBeRoundedOrEditedIsAQuestionWhereNoMappingTellsOfRounding() {
        begin(new SimWorld(without("minutes-up-to: 5, ")));
        weather("acme").lostAnswers = 1;
        Value.Obj odd = Values.merge(event(), record("end", "2026-06-01T07:32:00Z"));
        RecordRef event = app().create(SimWorld.EVENT, odd, false).record();
        world.pass(Duration.ofSeconds(2));
        weather("acme").clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-06-01T07:32:00Z"));
        NewParked held = world.journal.books.open(tenant).getFirst();
        assertThat(held.group()).contains("time");
        assertThat(held.reason()).isEqualTo("in-doubt");
        assertThat(held.sentence()).contains("may be what");
    }

    private void failing(String system, Duration time, Runnable edit) {
        weather(system).failedWrites = 1;
        edit.run();
        world.pass(time);
        weather(system).clear();
    }

    private void unanswered(String system, Runnable edit) {
        weather(system).lostAnswers = 1;
        weather(system).readable = true;
        edit.run();
        world.pass(Duration.ofSeconds(2));
        weather(system).clear();
    }

    private static void change(ModelSystem system, RecordRef record, String name, String text) {
        var _ = system.update(record, record(name, text), Optional.empty(), false);
    }

    /// The shipped mappings without one line or word of theirs.
    private static Mappings without(String word) {
        return SimMappings.changed(Map.of(word, ""));
    }

    private static List<RecordRef> made(ModelSystem system, ResourceName resource) {
        return system.effects.stream()
                .filter(effect -> effect.gateway() && effect.operation().equals("create"))
                .map(ModelSystem.Effect::record)
                .filter(record -> record.resource().equals(resource))
                .toList();
    }

    private static Value member(ModelSystem system, RecordRef record, String name) {
        ModelSystem.Row row = Objects.requireNonNull(system.rows.get(record));
        return Objects.requireNonNull(row.record.members().get(name));
    }

    private Value.Obj appointment() {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("owner_id", Value.of(owner.id()));
        members.put("subject", Value.of("Title 1"));
        members.put("starts_at", Value.of("2026-06-01T09:00:00"));
        members.put("duration_minutes", Value.of(30));
        members.put("time_zone", Value.of("Europe/Berlin"));
        members.put("status", Value.of("Planned"));
        return new Value.Obj(members);
    }

    private Value.Obj event() {
        Map<String, Value> members = new LinkedHashMap<>();
        members.put("memberId", Value.of(Long.parseLong(member.id())));
        members.put("title", Value.of("Title 1"));
        members.put("start", Value.of("2026-06-01T07:00:00Z"));
        members.put("end", Value.of("2026-06-01T07:30:00Z"));
        members.put("zone", Value.of("Europe/Berlin"));
        members.put("state", Value.of("open"));
        return new Value.Obj(members);
    }

    private static Value.Obj record(String... namesAndTexts) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            members.put(namesAndTexts[i], Value.of(namesAndTexts[i + 1]));
        }
        return new Value.Obj(members);
    }

    private ModelRemote.Weather weather(String system) {
        return Objects.requireNonNull(world.remote.weather.get(system));
    }

    private ModelSystem acme() {
        return world.system(tenant, "acme");
    }

    private ModelSystem app() {
        return world.system(tenant, "app");
    }
}
