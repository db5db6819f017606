package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.Direction;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.simulator.ModelBooks.Pair;
import drawbridge.sync.Link;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Cases from life about ways in, identity, fields and failures, by their number in
/// `docs/cases.md`.
@NullUnmarked
class SyncStoriesTest extends CaseStory {

    /// A customer whose appointments are tasks in the app as well, with titles of twenty signs.
    private static final Mappings WITH_TASKS =
            SimMappings.changed(
                    Map.of(
                            "  event:\n    id: /id\n",
                            """
                              task:
                                id: /id
                                updated-at: { at: /changedAt, format: epoch-millis }
                                external-reference: /externalRef
                                read: GET /tasks/{id}
                                create: POST /tasks
                                update: PATCH /tasks/{id}
                                create-in-doubt: create-again
                                lookups:
                                  external-reference:
                                    path: /tasks
                                    query: { externalRef: "{reference}" }
                                    items: /items

                              event:
                                id: /id
                            """
                                    .indent(0),
                            "  appointments: {}\n",
                            "  appointments: {}\n  tasks: {}\n"),
                    Map.of(
                            "flows/tasks.yaml",
                            """
                            # Appointments are tasks too. Rests on nothing. Owner: the Drawbridge maintainers.
                            flow: tasks
                            sides: { acme: acme.appointment, app: app.task }
                            situations:
                              no-match: { acme: create, app: ignore }
                              one-match: link-only
                              several-matches: hold
                            delete: { acme: unlink, app: unlink }
                            groups:
                              title:
                                policy: hold
                                fields:
                                  title: { lens: text, acme: { at: /subject, max: 120 }, app: { at: /title, max: 20 } }
                            """));

    @Test
    void s02_aBatchWithABadElementIsToldToItsLastOutcomeAndCountsOnce() {
        RecordRef twice = appointment("Title 1");
        RecordRef bad = appointment("Title 2");
        RecordRef gone = appointment("Title 3");
        RecordRef event = event(twice);
        world.postman.keep();
        change(acme(), twice, "subject", "Title 11");
        change(acme(), bad, "status", "Strange");
        acme().delete(gone);
        var _ = acme().create(new ResourceName("acme", "order"), record("number", "9"), false);
        change(acme(), twice, "subject", "Title 12");
        List<Incoming> told = world.postman.kept();
        Delivery batch = world.postman.together(NORTH);

        world.postman.bring(batch);
        world.pass(A_MINUTE);

        Outcome first = outcome(told.get(0));
        assertThat(first.kind()).isEqualTo(OutcomeKind.SUPERSEDED);
        assertThat(first.newer()).contains(told.get(4).id());
        assertThat(outcome(told.get(1)).kind()).isEqualTo(OutcomeKind.DEAD);
        assertThat(outcome(told.get(2)).kind()).isEqualTo(OutcomeKind.APPLIED);
        assertThat(outcome(told.get(3).id(), ModelBooks.NO_FLOW).reason()).isEqualTo("no-flow");
        assertThat(outcome(told.get(4)).kind()).isEqualTo(OutcomeKind.APPLIED);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 12"));
        assertThat(member(app(), event(gone), "state")).isEqualTo(Value.of("cancelled"));
        assertThat(open())
                .singleElement()
                .satisfies(item -> assertThat(item.field()).contains("/status"));

        long before = writes();
        long pairs = world.journal.books.pairs(NORTH);
        world.pass(Duration.ofMinutes(10));
        world.postman.bring(batch);
        world.pass(A_MINUTE);

        assertThat(pairs("duplicates")).isEqualTo(5);
        assertThat(world.journal.books.pairs(NORTH)).isEqualTo(pairs);
        assertThat(writes()).isEqualTo(before);
        assertThat(open()).hasSize(1);
    }

    @Test
    void s05_theNewestStateIsWrittenOnceInWhateverOrderItIsToldOf() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "location", "Place 01");
        change(acme(), appointment, "location", "Place 02");
        change(acme(), appointment, "location", "Place 03");
        List<Incoming> told = world.postman.kept();

        world.postman.letGo(2);
        world.pass(A_MINUTE);
        world.postman.letGo(0);
        world.pass(A_MINUTE);
        world.postman.letGo(0);
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 03"));
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(pairs("pending")).isZero();
        assertThat(open()).isEmpty();
        assertThat(outcome(told.get(2)).kind()).isEqualTo(OutcomeKind.APPLIED);
        for (Incoming late : told.subList(0, 2)) {
            assertThat(outcome(late).kind()).isEqualTo(OutcomeKind.SUPERSEDED);
            assertThat(outcome(late).sentence())
                    .contains("version " + told.get(2).version().orElseThrow());
        }
    }

    @Test
    void s05_ofSeveralThatAreTakenTogetherTheOthersGiveWayToTheNewestAndNotToTheLast() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "location", "Place 01");
        change(acme(), appointment, "location", "Place 02");
        change(acme(), appointment, "location", "Place 03");
        List<Incoming> told = world.postman.kept();

        world.postman.letGo(2);
        world.postman.letGo(0);
        world.postman.letGo(0);
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 03"));
        assertThat(outcome(told.get(2)).kind()).isEqualTo(OutcomeKind.APPLIED);
        for (Incoming late : told.subList(0, 2)) {
            assertThat(outcome(late).kind()).isEqualTo(OutcomeKind.SUPERSEDED);
            assertThat(outcome(late).newer()).contains(told.get(2).id());
        }
        assertThat(calls(app(), "update")).isEqualTo(1);
    }

    /// The app has no versions: an old body proves nothing, and the record is read.
    @Test
    void s05_withoutVersionsTheRecordIsReadAndWhatIsGoneStaysGone() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        Delivery old = world.postman.now(NORTH, "app", event);
        change(app(), event, "title", "Title 2");
        world.pass(A_MINUTE);

        world.postman.bring(old);
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(calls(acme(), "update")).isEqualTo(1);

        Delivery last = world.postman.now(NORTH, "app", event);
        app().delete(event);
        world.pass(A_MINUTE);
        long before = writes();
        world.postman.bring(last);
        world.pass(A_MINUTE);

        assertThat(writes()).isEqualTo(before);
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(isGone(app(), event)).isTrue();
        assertThat(outcome(last.changes().getFirst()).kind()).isEqualTo(OutcomeKind.SUPERSEDED);
        assertThat(outcome(last.changes().getFirst()).sentence()).contains("deleted since");
    }

    @Test
    void s05_anEditThatIsToldOfAfterTheDeleteBringsNothingBack() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "subject", "Title 2");
        acme().delete(appointment);
        Incoming late = world.postman.kept().getFirst();

        world.postman.letGo(1);
        world.pass(A_MINUTE);
        long before = writes();
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        world.postman.letGo();
        world.pass(A_MINUTE);

        assertThat(writes()).isEqualTo(before);
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("cancelled"));
        assertThat(isGone(acme(), appointment)).isTrue();
        assertThat(calls(acme(), "create")).isZero();
        assertThat(outcome(late).kind()).isEqualTo(OutcomeKind.SUPERSEDED);
        assertThat(outcome(late).sentence()).contains("deleted since");
    }

    /// Somebody's record with the same title lies in the app's archive.
    @Test
    void s07_aTwinThatIsArchivedIsNamedToAPersonAndNobodysDelete() {
        app().unique = Optional.of("title");
        RecordRef twin = app().create(SimWorld.EVENT, record("title", "Title 1"), true).record();
        app().delete(twin);
        world.pass(A_MINUTE);
        int before = world.journal.links.tried.size();

        RecordRef appointment = enterAppointment("Title 1");
        world.pass(Duration.ofHours(1));

        assertThat(world.journal.links.tried.size() - before).as("creates").isEqualTo(1);
        assertThat(open())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.reason()).isEqualTo("exists");
                            assertThat(item.sentence()).contains(twin.id());
                        });
        assertThat(writes(acme())).isZero();
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));

        change(acme(), appointment, "subject", "Title 2");
        world.pass(A_MINUTE);
        assertThat(member(app(), event(appointment), "title")).isEqualTo(Value.of("Title 2"));
        assertThat(open()).isEmpty();
    }

    /// The app's search did not find it, and the flow links what matches.
    @Test
    void s07_theRecordThatARefusalNamesIsACandidateLikeOneThatWasFound() {
        begin(new SimWorld(SimMappings.OTHER));
        RecordRef appointment = appointment("Title 1");
        Value.Obj like = whole(app(), event(appointment));
        Map<String, Value> members = new LinkedHashMap<>(like.members());
        members.keySet().removeAll(List.of("id", "externalRef"));
        members.put("title", Value.of("Title 2"));
        RecordRef twin = app().create(SimWorld.EVENT, new Value.Obj(members), true).record();
        app().unique = Optional.of("title");
        int before = world.journal.links.tried.size();

        RecordRef second = enterAppointment("Title 2");
        world.pass(A_MINUTE);

        assertThat(event(second)).isEqualTo(twin);
        assertThat(world.journal.links.tried.size() - before).as("creates").isEqualTo(1);
        assertThat(world.journal.links.openAttempts()).isEmpty();
        assertThat(writes(acme())).isZero();
        assertThat(open()).isEmpty();

        change(app(), twin, "title", "Title 3");
        world.pass(A_MINUTE);
        assertThat(member(acme(), second, "subject")).isEqualTo(Value.of("Title 3"));
    }

    /// The appointment that it names has a partner of its own.
    @Test
    void s07_aTwinThatIsLinkedElsewhereIsNamedToAPerson() {
        begin(new SimWorld(SimMappings.OTHER));
        RecordRef first = appointment("Title 1");
        app().unique = Optional.of("title");
        int before = world.journal.links.tried.size();

        RecordRef second = enterAppointment("Title 1");
        world.pass(Duration.ofHours(1));

        assertThat(world.journal.links.tried.size() - before).as("creates").isEqualTo(1);
        assertThat(open())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.reason()).isEqualTo("exists");
                            assertThat(item.sentence()).contains(event(first).id());
                        });
        assertThat(link(second).life()).isEqualTo(Link.Life.UNLINKED);
    }

    @Test
    void s07_aRefusalThatDoesNotSayWhichRecordItMeansIsHeldAndNotRepeated() {
        RecordRef first = appointment("Title 1");
        app().unique = Optional.of("title");
        app().namesWhatExists = false;
        int before = world.journal.links.tried.size();

        RecordRef second = enterAppointment("Title 1");
        world.pass(Duration.ofHours(1));

        assertThat(world.journal.links.tried.size() - before).as("creates").isEqualTo(1);
        assertThat(open())
                .singleElement()
                .satisfies(item -> assertThat(item.reason()).isEqualTo("exists"));
        assertThat(link(second).life()).isEqualTo(Link.Life.UNLINKED);
        assertThat(livingEvent()).isEqualTo(event(first));
        assertThat(writes(acme())).isZero();
    }

    @Test
    void s08_aCreateWithoutAnAnswerIsFoundAndMadeOnce() {
        weather("acme").lostAnswers = 1;
        var _ = enterEvent("Title 1");
        world.pass(Duration.ofSeconds(25));
        weather("acme").clear();
        world.pass(Duration.ofMinutes(5));

        assertThat(calls(acme(), "create")).isEqualTo(1);
        assertThat(link(livingAppointment()).app().record()).isPresent();
        assertThat(world.journal.links.openAttempts()).isEmpty();
    }

    /// Acme takes a minute to do what it is asked for, as its descriptor says here.
    @Test
    void s08_aCreateThatTakesEffectLongAfterItsTimeIsFoundAndNotRepeated() {
        String appointments = "  appointment:\n    id: /id\n";
        begin(
                new SimWorld(
                        SimMappings.changed(
                                Map.of(appointments, appointments + "    consistency: 60s\n"))));
        weather("acme").late = Optional.of(Duration.ofSeconds(25));
        RecordRef event = enterEvent("Title 1");
        world.pass(Duration.ofSeconds(12));
        weather("acme").clear();
        assertThat(acme().rows.keySet())
                .noneMatch(record -> record.resource().equals(SimWorld.APPOINTMENT));

        world.pass(Duration.ofMinutes(5));

        assertThat(calls(acme(), "create")).isEqualTo(1);
        assertThat(event(livingAppointment())).isEqualTo(event);
        assertThat(livingEvent()).isEqualTo(event);
        assertThat(world.journal.links.openAttempts()).isEmpty();
        assertThat(open()).isEmpty();
    }

    @Test
    void s08_aWriteThatWasToldToHaveFailedAndWasSavedIsSettledAndTheNextEditIsAPlainOne() {
        RecordRef appointment = appointment("A");
        RecordRef event = event(appointment);
        weather("app").lostAnswers = 1;
        weather("app").readable = true;
        change(acme(), appointment, "subject", "B");
        world.pass(Duration.ofSeconds(2));
        weather("app").clear();
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("B"));

        change(app(), event, "title", "C");
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("C"));
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("C"));
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(calls(acme(), "update")).isEqualTo(1);
        assertThat(world.journal.books.asked()).isEmpty();
    }

    /// Whatever lies between breaks the path of this id: it never answers, though it is there.
    @Test
    void s09_anEventThatNeverAnsweredUnderItsIdWasNotDeleted() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        app().lost.add(event);

        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofHours(1));

        assertThat(open()).extracting(NewParked::reason).containsExactly("never-found");
        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Planned"));
        assertThat(writes(acme())).isZero();
        assertThat(link(appointment).life()).isEqualTo(Link.Life.LINKED);

        app().lost.clear();
        decide(Deciding.Verb.REPLAY);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(open()).isEmpty();
    }

    /// The app tells of the delete by itself, a person is asked because of an edit, and says that
    /// it stands.
    @Test
    void s09_aDeleteThatTheSystemToldOfIsCarriedOutThoughNobodyEverReadTheEvent() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        app().delete(event);
        world.pass(A_MINUTE);
        assertThat(open()).extracting(NewParked::reason).containsExactly("deleted-against-edited");

        decide(Deciding.Verb.REPLAY);
        assertThat(open()).extracting(NewParked::reason).containsExactly("deleted-against-edited");
        decide(Deciding.Verb.KEEP_APP);

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(open()).isEmpty();
    }

    @Test
    void s09_anEventThatAnsweredOnceAndIsNotFoundTwiceWasDeleted() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        world.pass(A_MINUTE);
        app().lost.add(event);

        change(app(), event, "place", "Place 2");
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(link(appointment).life()).isEqualTo(Link.Life.TOMBSTONE);
    }

    @Test
    void s10_onePersonSpeltTwiceIsOneAndKeepsBothSpellings() {
        RecordRef user =
                acme().create(
                                SimWorld.USER,
                                record("email", "Kim.UP@example.com", "full_name", "Kim"),
                                false)
                        .record();
        RecordRef member =
                app().create(
                                SimWorld.MEMBER,
                                record("mail", "kim.up@EXAMPLE.com", "name", "Kim"),
                                false)
                        .record();
        world.pass(A_MINUTE);
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "owner_id", user.id());
        world.pass(A_MINUTE);

        assertThat(member(app(), event(appointment), "memberId"))
                .isEqualTo(Value.of(Long.parseLong(member.id())));
        assertThat(member(acme(), user, "email")).isEqualTo(Value.of("Kim.UP@example.com"));
        assertThat(member(app(), member, "mail")).isEqualTo(Value.of("kim.up@EXAMPLE.com"));
        assertThat(calls(app(), "update")).isLessThanOrEqualTo(1);
        assertThat(calls(acme(), "update")).isZero();
    }

    @Test
    void s10_aCustomersNumberInAnotherSpellingIsNoEdit() {
        RecordRef contact =
                acme().create(
                                SimWorld.CONTACT,
                                record("last_name", "17", "phone", "+49 30 23125-0"),
                                false)
                        .record();
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "contact_id", contact.id());
        world.pass(A_MINUTE);
        RecordRef event = event(appointment);
        long before = writes();

        change(acme(), contact, "phone", "0049 30 231250");
        world.pass(A_MINUTE);
        assertThat(writes()).isEqualTo(before);

        change(acme(), contact, "phone", "+49 30 23125-12");
        world.pass(A_MINUTE);
        assertThat(member(app(), event, "customer"))
                .isInstanceOfSatisfying(
                        Value.Obj.class,
                        customer ->
                                assertThat(customer.members())
                                        .containsEntry("phone", Value.of("+49 30 23125-12")));
    }

    @Test
    void s11_whatDoesNotFitIsParkedWithItsFieldAndAllTheRestCrosses() {
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(enterAppointment("Old " + i));
        }
        world.pass(Duration.ofMinutes(2));
        String long1 = "ask at the front desk, ".repeat(3);
        for (int i = 0; i < 60; i++) {
            change(acme(), all.get(i), "subject", "New " + i);
            if (i == 20 || i == 21) {
                change(acme(), all.get(i), "location", long1);
            }
        }
        world.pass(Duration.ofMinutes(2));

        for (int i = 0; i < 60; i++) {
            assertThat(member(app(), event(all.get(i)), "title")).isEqualTo(Value.of("New " + i));
        }
        assertThat(open())
                .hasSize(2)
                .allSatisfy(
                        item -> {
                            assertThat(item.group()).contains("place");
                            assertThat(item.field()).contains("/place");
                            assertThat(item.sentence()).contains("60");
                        });
        assertThat(member(app(), event(all.get(20)), "place")).isEqualTo(Value.NULL);
    }

    @Test
    void s11_ofThreeHundredTheBooksSayTwoHundredAndNinetyEightAndTwoEachWithItsReason() {
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            all.add(enterAppointment("Old " + i));
        }
        world.pass(Duration.ofMinutes(3));
        long applied = pairs("applied");
        String tooLong = "direct, only after noon, ".repeat(3);
        for (int i = 0; i < 300; i++) {
            boolean bad = i == 120 || i == 121;
            set(
                    acme(),
                    all.get(i),
                    Map.of(
                            "subject",
                            Value.of("New " + i),
                            "location",
                            Value.of(bad ? tooLong : "Office")));
        }
        world.pass(Duration.ofMinutes(3));

        assertThat(pairs("applied") - applied).isEqualTo(298);
        assertThat(pairs("dead")).isEqualTo(2);
        assertThat(pairs("pending")).isZero();
        assertThat(outcomes())
                .filteredOn(outcome -> outcome.kind() == OutcomeKind.DEAD)
                .allSatisfy(outcome -> assertThat(outcome.sentence()).contains("at most 60"));
        assertThat(open())
                .hasSize(2)
                .allSatisfy(
                        item -> {
                            assertThat(item.field()).contains("/place");
                            assertThat(new String(item.payload().toArray(), StandardCharsets.UTF_8))
                                    .contains(tooLong.strip());
                        });
        assertThat(all)
                .allSatisfy(
                        record ->
                                assertThat(member(app(), event(record), "title").toString())
                                        .contains("New"));
    }

    /// The list of the app breaks off, shows nothing, shows what five people restored, and nothing
    /// again; read by its id each event is there all the while. A token that was too old: the list
    /// is read anew, and of what it tells no more there comes a notice without a record
    /// (`ListStylesIT.Tokens`), which is to be asked for.
    @Test
    void s13_whatAListThatIsReadAnewTellsNoMoreIsAskedForAndThenTakenForDeleted() {
        RecordRef fifth = appointment("Title 5");
        RecordRef sixth = appointment("Title 6");
        RecordRef gone = event(fifth);
        change(acme(), fifth, "subject", "Title 5 anew");
        world.pass(A_MINUTE);
        long before = writes(acme());
        app().lost.add(gone);

        world.postman.bring(notice(gone));
        change(app(), event(sixth), "place", "Place 2");
        world.pass(A_MINUTE);

        assertThat(member(acme(), sixth, "location")).isEqualTo(Value.of("Place 2"));
        assertThat(member(acme(), fifth, "status")).isEqualTo(Value.of("Not Held"));
        assertThat(link(fifth).life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(writes(acme())).isEqualTo(before + 2);
        assertThat(open()).isEmpty();
    }

    @Test
    void s13_whatIsOnlyNotListedAndIsThereIsNotDeleted() {
        RecordRef appointment = appointment("Title 5");
        long before = writes();

        world.postman.bring(notice(event(appointment)));
        world.pass(A_MINUTE);

        assertThat(writes()).isEqualTo(before);
        assertThat(link(appointment).life()).isEqualTo(Link.Life.LINKED);
    }

    private static Delivery notice(RecordRef event) {
        return new Delivery(
                NORTH,
                Trigger.POLL,
                Optional.empty(),
                List.of(
                        new Incoming(
                                new UUID(13, 13),
                                Optional.of(event),
                                Optional.empty(),
                                false,
                                Hash.of("not listed", event.toString()),
                                Bytes.copyOf(JsonText.write(Value.Obj.EMPTY)),
                                false,
                                List.of(new Wanted(SimWorld.APPOINTMENTS, Side.APP)),
                                Optional.empty(),
                                Optional.empty(),
                                "m1")));
    }

    @Test
    void s14_aListThatBreaksOffAndComesBackEmptyDeletesNothingAndStopsNobody() {
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            all.add(enterAppointment("Title " + i));
        }
        world.pass(Duration.ofMinutes(2));
        world.postman.sweep();
        world.pass(A_MINUTE);
        long before = writes();

        for (int rows : new int[] {20, 0, 5, 0}) {
            world.postman.shows.put("app", rows);
            world.pass(Duration.ofMinutes(10));
        }
        assertThat(writes()).isEqualTo(before);
        assertThat(open()).isEmpty();

        change(acme(), all.getFirst(), "subject", "Title 99");
        world.pass(A_MINUTE);
        assertThat(member(app(), event(all.getFirst()), "title")).isEqualTo(Value.of("Title 99"));

        world.postman.shows.clear();
        world.pass(Duration.ofMinutes(10));
        assertThat(writes()).isEqualTo(before + 1);
        assertThat(calls(acme(), "delete") + calls(app(), "delete")).isZero();
        assertThat(all)
                .allSatisfy(
                        record -> {
                            assertThat(isGone(app(), event(record))).isFalse();
                            assertThat(member(acme(), record, "status"))
                                    .isEqualTo(Value.of("Planned"));
                        });
        assertThat(open()).isEmpty();
    }

    /// Acme keeps lengths in steps of five minutes, as another system keeps whole seconds.
    @Test
    void s16_whatASystemRoundsIsItsOwnBaseAndNotWrittenBack() {
        RecordRef event = enterEvent("Title 1");
        change(app(), event, "end", "2026-06-01T07:32:00Z");
        world.pass(A_MINUTE);
        RecordRef appointment = livingAppointment();
        long before = writes();

        tellTenTimesMore(appointment, event);

        assertThat(writes()).isEqualTo(before);
        assertThat(calls(acme(), "update")).isZero();
        assertThat(member(acme(), appointment, "duration_minutes")).isEqualTo(Value.of(35));
        assertThat(member(app(), event, "end")).isEqualTo(Value.of("2026-06-01T07:32:00Z"));
        assertThat(open()).isEmpty();
    }

    @Test
    void s17_aClearThatIsAnsweredAndNotTakenIsHeldAndNotTriedForEver() {
        RecordRef appointment = placed("Place 1");
        RecordRef event = event(appointment);
        acme().keepsWhatIsCleared = true;

        set(app(), event, Map.of("place", Value.NULL));
        world.pass(A_MINUTE);
        long before = writes(acme());
        tellTenTimesMore(appointment, event);

        assertThat(open()).extracting(NewParked::reason).containsExactly("not-taken");
        assertThat(open().getFirst().group()).contains("place");
        assertThat(writes(acme())).isEqualTo(before);
        assertThat(member(app(), event, "place")).isEqualTo(Value.NULL);
    }

    @Test
    void s17_aClearedPlaceIsClearedByOneWriteOfThatFieldAlone() {
        RecordRef appointment = placed("Place 1");
        RecordRef event = event(appointment);

        set(app(), event, Map.of("place", Value.NULL));
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.NULL);
        assertThat(calls(acme(), "update")).isEqualTo(1);
        assertThat(
                        acme().effects.stream()
                                .filter(ModelSystem.Effect::gateway)
                                .filter(effect -> effect.operation().equals("update"))
                                .map(ModelSystem.Effect::request))
                .containsExactly(new Value.Obj(Map.of("location", Value.NULL)));
    }

    /// What the app makes of a sign is its own spelling; a person's edit there crosses once.
    @Test
    void s19_signsThatThePartnerEscapesDoNotGrow() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        app().escapes = true;

        change(acme(), appointment, "location", "Q&A <b>");
        world.pass(A_MINUTE);
        tellTenTimesMore(appointment, event);

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Q&A <b>"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Q&amp;A &lt;b>"));
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(calls(acme(), "update")).isZero();

        change(app(), event, "title", "Title 2");
        world.pass(A_MINUTE);
        tellTenTimesMore(appointment, event);
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Q&A <b>"));
        assertThat(writes(acme())).isEqualTo(1);
        assertThat(open()).isEmpty();
    }

    @Test
    void s20_aUsersEditWhileOurWriteIsComputedIsNotTakenBackAndATriggersIsNotHidden() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        world.postman.keep();
        change(acme(), appointment, "location", "Place 2");
        change(app(), event, "title", "Title 2");
        while (calls(acme(), "update") == 0) {
            world.pass(Duration.ofMillis(1));
        }
        change(acme(), appointment, "status", "Held");
        for (int i = 0; i < 3; i++) {
            world.postman.letGo();
        }
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 2"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), event, "place")).isEqualTo(Value.of("Place 2"));
        assertThat(member(app(), event, "state")).isEqualTo(Value.of("done"));
        assertThat(calls(acme(), "update")).isEqualTo(1);
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(acme().blind).isEmpty();
        assertThat(open()).isEmpty();
    }

    @Test
    void s21_aVersionThatNeverFitsIsTriedAFewTimesAndThenHeldAndNeverWrittenBlindly() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        weather("acme").unmatchable = true;
        int before = world.journal.links.tried.size();

        change(app(), event, "title", "Title 2");
        world.pass(Duration.ofHours(1));

        assertThat(world.journal.links.tried.size() - before).isBetween(1, 5);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 1"));
        assertThat(acme().blind).isEmpty();
        assertThat(open()).hasSize(1);
        assertThat(writes(acme())).isZero();
    }

    /// The contact of an appointment is touched, so that the appointment is read.
    @Test
    void s22_anOlderStateFromACopyThatLagsIsNoEdit() {
        RecordRef contact =
                acme().create(
                                SimWorld.CONTACT,
                                record("first_name", "Kim", "last_name", "17"),
                                false)
                        .record();
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "contact_id", contact.id());
        world.pass(A_MINUTE);
        change(app(), event, "title", "Title 3");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        acme().lagging.add(appointment);
        Instant since = world.time.now();
        long before = writes();

        change(acme(), contact, "last_name", "18");
        world.pass(A_MINUTE);

        assertThat(acme().rows.get(appointment).readsByGateway.last()).isAfter(since);
        assertThat(calls(app(), "update")).isEqualTo(2);
        assertThat(writes()).isEqualTo(before + 1);
        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 3"));
        assertThat(open()).isEmpty();

        change(app(), event, "place", "Place 4");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 4"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        assertThat(writes()).isEqualTo(before + 2);
    }

    /// Labels are joined, and Acme answers from a copy that does not have our last write.
    @Test
    void s22_tagsOfBothSidesGoOutAsOneCallOnTopOfWhatWasWritten() {
        begin(new SimWorld(SimMappings.OTHER));
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        set(app(), event, Map.of("tags", tags("a", "b")));
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "labels")).isEqualTo(tags("a", "b"));
        acme().lagging.add(appointment);
        world.postman.changedAtAcme(NORTH, appointment);
        world.pass(A_MINUTE);
        assertThat(writes()).as("an older state").isEqualTo(2);

        set(app(), event, Map.of("tags", tags("a", "b", "c", "d")));
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "labels")).isEqualTo(tags("a", "b", "c", "d"));
        assertThat(calls(acme(), "update")).isEqualTo(2);

        acme().lagging.clear();
        set(acme(), appointment, Map.of("labels", tags("a", "b", "c", "d", "x")));
        set(app(), event, Map.of("tags", tags("a", "b", "c", "d", "y")));
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "labels").toString()).contains("x", "y");
        assertThat(member(app(), event, "tags").toString()).contains("x", "y");
        assertThat(calls(acme(), "update")).isEqualTo(3);
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(acme().blind).isEmpty();
        assertThat(open()).isEmpty();
    }

    private static Value tags(String... tags) {
        return new Value.Arr(List.of(tags).stream().<Value>map(Value::of).toList());
    }

    /// An app that may answer for five seconds what was there before.
    @Test
    void s22_anOldValueFromACopyWithoutVersionsIsNoUndo() {
        String event = "  event:\n    id: /id\n";
        begin(new SimWorld(SimMappings.changed(Map.of(event, event + "    consistency: 5s\n"))));
        RecordRef appointment = appointment("Title 1");
        RecordRef made = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        world.pass(Duration.ofSeconds(1));
        assertThat(member(app(), made, "title")).isEqualTo(Value.of("Title 2"));
        app().lagging.add(made);

        change(acme(), appointment, "location", "Place 4");
        world.pass(Duration.ofSeconds(3));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 4"));
        app().lagging.remove(made);
        world.pass(A_MINUTE);

        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), made, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(member(app(), made, "place")).isEqualTo(Value.of("Place 4"));
        assertThat(member(acme(), appointment, "location")).isEqualTo(Value.of("Place 4"));
        assertThat(acme().effects).noneMatch(ModelSystem.Effect::gateway);
        assertThat(open()).isEmpty();

        change(app(), made, "title", "Title 1");
        world.pass(A_MINUTE);
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 1"));
    }

    @Test
    void s18_aFieldThatIsRefusedEverywhereIsOneItemAndIsReplayedAtOnceWhileTheRestCrosses() {
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(appointment("Title " + i));
        }
        for (RecordRef record : all) {
            set(
                    acme(),
                    record,
                    Map.of("subject", Value.of("t".repeat(100)), "location", Value.of("Office")));
        }
        world.pass(A_MINUTE);

        assertThat(pairs("dead")).isEqualTo(12);
        assertThat(open())
                .singleElement()
                .satisfies(
                        item -> {
                            assertThat(item.group()).contains("title");
                            assertThat(item.sentence()).contains("Many records");
                        });
        assertThat(all)
                .allSatisfy(
                        record ->
                                assertThat(member(app(), event(record), "place"))
                                        .isEqualTo(Value.of("Office")));

        world.today =
                flow -> new ReadOtherwise(flow, "mended", flow.zones(), SyncStoriesTest::shortened);
        decide(Deciding.Verb.REPLAY);

        assertThat(open()).isEmpty();
        assertThat(pairs("dead")).isZero();
        assertThat(all)
                .allSatisfy(
                        record ->
                                assertThat(member(app(), event(record), "title"))
                                        .isEqualTo(Value.of("ttttt")));
    }

    private static Neutral shortened(Neutral value) {
        return value instanceof Neutral.Words(String text) && text.length() > 50
                ? new Neutral.Words(text.substring(0, 5))
                : value;
    }

    @Test
    void s26_anOutageBuriesNothingAndTheOneThatIsTrulyBadIsToldOnce() {
        weather("app").down = true;
        List<RecordRef> good = new ArrayList<>();
        for (int i = 0; i < 399; i++) {
            good.add(enterAppointment("Title " + i));
        }
        RecordRef bad = enterAppointment("t".repeat(100));
        world.pass(Duration.ofMinutes(30));
        assertThat(open()).isEmpty();
        assertThat(pairs("dead")).isZero();
        weather("app").clear();

        world.pass(Duration.ofMinutes(2));

        assertThat(calls(app(), "create")).isEqualTo(399);
        assertThat(good).allSatisfy(record -> assertThat(isGone(app(), event(record))).isFalse());
        assertThat(pairs("dead")).isEqualTo(1);
        assertThat(open()).singleElement().satisfies(item -> assertThat(item.field()).isPresent());
        assertThat(link(bad).life()).isEqualTo(Link.Life.UNLINKED);
    }

    @Test
    void s26_whatWaitedGoesOnAsSoonAsTheSystemAnswersAndHasNotPolledMeanwhile() {
        weather("app").down = true;
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(enterAppointment("Title " + i));
        }
        world.pass(A_MINUTE.multipliedBy(3));
        int polled = tries(all);
        world.pass(Duration.ofMinutes(30));
        assertThat(tries(all)).as("tries while nothing is called").isLessThan(polled + 30);
        weather("app").clear();

        world.pass(Duration.ofSeconds(25));

        assertThat(all)
                .as("seconds later")
                .allSatisfy(record -> assertThat(isLinked(record)).isTrue());
    }

    /// The gateway died while the breaker was open; or it had just closed it, and nobody had been
    /// told yet.
    @Test
    void s26_whatWaitedGoesOnAlsoWhenTheGatewayDiesAsTheSystemComesBack() {
        weather("app").down = true;
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(enterAppointment("Title " + i));
        }
        world.pass(A_MINUTE.multipliedBy(5));
        weather("app").clear();
        world.someReplica().orElseThrow().crash();

        world.pass(Duration.ofSeconds(25));

        assertThat(all)
                .as("seconds later")
                .allSatisfy(record -> assertThat(isLinked(record)).isTrue());
    }

    private int tries(List<RecordRef> records) {
        return records.stream()
                .map(record -> LaneId.of(NORTH, SimWorld.APPOINTMENTS, record))
                .mapToInt(
                        lane ->
                                world.journal
                                        .peek(NORTH, lane, Direction.TO_APP)
                                        .result()
                                        .orElseThrow()
                                        .tries())
                .sum();
    }

    @Test
    void s26_afterThreeDaysOfAnOutageAllIsThereWithinTwoMinutes() {
        weather("app").down = true;
        for (int i = 0; i < 20; i++) {
            var _ = enterAppointment("Title " + i);
        }
        world.pass(Duration.ofDays(3));
        assertThat(open()).isEmpty();
        assertThat(pairs("dead")).isZero();
        weather("app").clear();

        world.pass(Duration.ofMinutes(2));

        assertThat(calls(app(), "create")).isEqualTo(20);
        assertThat(pairs("pending")).isZero();
    }

    @Test
    void s27_aWorkerThatDiesWithTheSecondVersionPutsItNotOverTheThird() {
        RecordRef appointment = appointment("Title 1");
        RecordRef event = event(appointment);
        change(acme(), appointment, "subject", "Title 2");
        int before = world.journal.links.tried.size();
        while (world.journal.links.tried.size() == before) {
            world.pass(Duration.ofMillis(1));
        }
        world.someReplica().orElseThrow().crash();
        change(acme(), appointment, "subject", "Title 3");

        world.pass(Duration.ofMinutes(3));

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 3"));
        assertThat(member(acme(), appointment, "subject")).isEqualTo(Value.of("Title 3"));
        assertThat(calls(acme(), "update")).isZero();
        assertThat(pairs("pending")).isZero();
        assertThat(open()).isEmpty();
    }

    /// The process is killed with lanes in its hands, before it called anybody, and is back at
    /// once.
    @Test
    void s27_whatAKilledProcessHeldIsTakenOverWithinTenSeconds() {
        world.remote.slow = false;
        List<RecordRef> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(enterAppointment("Title " + i));
        }
        while (world.journal.held() == 0) {
            world.pass(Duration.ofMillis(1));
        }
        assertThat(world.journal.links.openAttempts()).isEmpty();
        world.someReplica().orElseThrow().crash();
        world.another();
        world.pass(Duration.ofSeconds(8));
        assertThat(world.journal.held()).as("not taken before its time").isPositive();

        world.pass(Duration.ofSeconds(4));

        assertThat(all)
                .as("twelve seconds later")
                .allSatisfy(record -> assertThat(isLinked(record)).isTrue());
        assertThat(calls(app(), "create")).isEqualTo(40);
    }

    @Test
    void s28_aLossThatFailsAtEachReplayIsOneLossAndGivesWayToANewerState() {
        RecordRef appointment = enterAppointment("t".repeat(100));
        world.pass(A_MINUTE);
        assertThat(open()).hasSize(1);

        for (int time = 0; time < 4; time++) {
            replay(time);
            assertThat(open()).hasSize(1);
            assertThat(pairs("dead")).isEqualTo(1);
        }

        change(acme(), appointment, "subject", "Title 2");
        world.pass(A_MINUTE);
        assertThat(member(app(), event(appointment), "title")).isEqualTo(Value.of("Title 2"));
        assertThat(open()).isEmpty();
        assertThat(calls(app(), "create")).isEqualTo(1);
    }

    @Test
    void s28_aReplayInOneFlowLeavesTheOtherFlowOfTheRecordAlone() {
        begin(new SimWorld(WITH_TASKS));
        world.postman.keep();
        RecordRef appointment = enterAppointment("A title of more than twenty signs");
        UUID first = world.postman.kept().getFirst().id();
        world.postman.letGo();
        world.pass(A_MINUTE);
        RecordRef event = event(appointment);
        assertThat(outcome(first, SimWorld.APPOINTMENTS).kind()).isEqualTo(OutcomeKind.APPLIED);
        assertThat(outcome(first, SimWorld.TASKS).kind()).isEqualTo(OutcomeKind.DEAD);
        long before = writes();

        for (int time = 0; time < 4; time++) {
            replay(time);
            assertThat(open()).hasSize(1);
            assertThat(pairs("dead")).isEqualTo(1);
        }
        assertThat(writes()).isEqualTo(before);
        assertThat(
                        world.journal
                                .books
                                .outcomes()
                                .get(new Pair(NORTH, first, SimWorld.APPOINTMENTS)))
                .hasSize(1);

        change(acme(), appointment, "subject", "Title 2");
        world.postman.letGo();
        world.pass(A_MINUTE);

        assertThat(member(app(), event, "title")).isEqualTo(Value.of("Title 2"));
        assertThat(calls(app(), "create")).isEqualTo(2);
        assertThat(calls(app(), "update")).isEqualTo(1);
        assertThat(outcome(first, SimWorld.TASKS).kind()).isEqualTo(OutcomeKind.SUPERSEDED);
        assertThat(pairs("dead")).isZero();
        assertThat(open()).isEmpty();
    }

    private RecordRef placed(String place) {
        RecordRef appointment = enterAppointment("Title 1");
        change(acme(), appointment, "location", place);
        world.pass(A_MINUTE);
        return appointment;
    }
}
