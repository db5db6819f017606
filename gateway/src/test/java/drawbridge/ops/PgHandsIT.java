package drawbridge.ops;

import static drawbridge.journal.TestDatabase.await;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Arrivals;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Pausing;
import drawbridge.crossing.engine.Settling;
import drawbridge.intake.Rereading;
import drawbridge.journal.Payloads;
import drawbridge.journal.PgJournal;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.opsapi.EntryKind;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.ItemSeen;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobDetail;
import drawbridge.opsapi.JobState;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.LinkStatus;
import drawbridge.opsapi.OutcomeLine;
import drawbridge.opsapi.OutcomeWord;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TimelineEntry;
import drawbridge.opsapi.WaitingStatus;
import drawbridge.platform.DatabasePool;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// What people see of records and do to them, on a real PostgreSQL.
class PgHandsIT {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access());
    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");
    private static final FlowName FLOW = new FlowName("appointments");
    private static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    private static final ResourceName EVENT = new ResourceName("app", "event");

    private static final Map<TenantId, String> NAMES = Map.of(NORTH, "north", SOUTH, "south");
    private Journal journal;
    private OpsReads reads;
    private Journal.Session session;

    @AfterAll
    static void close() throws Exception {
        await(POOL.close());
        await(VERTX.close());
    }

    @BeforeEach
    void begin() throws Exception {
        TestDatabase.empty();
        journal =
                new PgJournal(
                        VERTX,
                        POOL,
                        (_, flow, side) ->
                                flow.equals(FLOW)
                                        ? Optional.of(side == Side.ACME ? APPOINTMENT : EVENT)
                                        : Optional.empty(),
                        () -> Set.of(NORTH, SOUTH));
        reads =
                new PgOpsReads(
                        scoped(),
                        () -> NAMES,
                        () -> Map.of(NORTH, "North", SOUTH, "South"),
                        new PgOpsReads.Resources() {
                            @Override
                            public Optional<String> of(TenantId tenant, String flow, Side side) {
                                return Optional.of(
                                        (side == Side.ACME ? APPOINTMENT : EVENT).toString());
                            }

                            @Override
                            public Set<String> flows(TenantId tenant) {
                                return Set.of("appointments");
                            }
                        },
                        Payloads::open);
        session = await(journal.begin(Duration.ofMinutes(10)));
    }

    @Test
    void saysOfWhatWaitsWhoPausedItAndWhy() throws Exception {
        await(
                journal.pause(
                        new Pausing.Stop(NORTH, Optional.of(FLOW), Optional.of(Direction.TO_APP)),
                        new Pausing.Signed("User 3", "the app is being moved", UUID.randomUUID())));

        append(NORTH, "a1");

        assertThat(await(reads.waiting(Set.of("north"), 10)))
                .singleElement()
                .satisfies(
                        waiting -> {
                            assertThat(waiting.status()).isEqualTo(WaitingStatus.WAITING);
                            assertThat(waiting.why())
                                    .startsWith("Paused by User 3 at ")
                                    .endsWith(
                                            ": the app is being moved. It crosses when somebody"
                                                    + " resumes.");
                            assertThat(waiting.dueAt()).isNull();
                        });
        assertThat(await(reads.pauses(Set.of("north"))))
                .singleElement()
                .satisfies(
                        pause -> {
                            assertThat(pause.flow()).isEqualTo("appointments");
                            assertThat(pause.by()).isEqualTo("User 3");
                            assertThat(pause.waiting()).isEqualTo(1);
                        });
        assertThat(await(reads.pauses(Set.of("south")))).isEmpty();
    }

    @Test
    void tellsTheWholeStoryOfARecordInOrder() throws Exception {
        append(NORTH, "a1");
        Journal.Opened opened = open(Direction.TO_APP);
        Journal.Pending change = opened.pending().getLast();
        Settling.Attempt attempt = create(opened);
        await(journal.attempt(attempt));
        UUID item = UUID.randomUUID();
        await(journal.settle(refused(opened, change, item)));
        await(
                journal.act(
                        new Deciding.Act(
                                NORTH,
                                item,
                                Deciding.Verb.REPLAY,
                                1,
                                "User 3",
                                "mended at Acme",
                                UUID.randomUUID())));
        Journal.Opened again = open(Direction.TO_APP);
        await(journal.settle(linked(again, change.change(), item, attempt.id())));

        Timeline timeline = await(reads.timeline("north", new RecordRef(APPOINTMENT, "a1")));

        assertThat(timeline.entries())
                .extracting(TimelineEntry::kind)
                .containsExactly(
                        EntryKind.CHANGE,
                        EntryKind.ATTEMPT,
                        EntryKind.LINK,
                        EntryKind.PARKED,
                        EntryKind.ACT,
                        EntryKind.OUTCOME,
                        EntryKind.CLOSED);
        assertThat(timeline.entries())
                .extracting(TimelineEntry::sentence)
                .contains(
                        "Acme told by webhook the state of acme.appointment a1.",
                        "The phone number is none.",
                        "User 3 asked for: replay, accepted.",
                        "From here on Acme's a1 and the app's e1 belong together.");
        assertThat(timeline.entries())
                .filteredOn(entry -> entry.kind() == EntryKind.ATTEMPT)
                .singleElement()
                .satisfies(
                        sent -> {
                            assertThat(sent.sentence()).endsWith("; it was answered.");
                            assertThat(sent.detail()).isEqualTo("It is put back.");
                        });
        assertThat(timeline.standings())
                .singleElement()
                .satisfies(
                        standing -> {
                            assertThat(standing.status()).isEqualTo(LinkStatus.IN_SYNC);
                            assertThat(standing.app()).isEqualTo(new RecordId("app.event", "e1"));
                        });
    }

    @Test
    void tellsTheSameStoryFromEitherEnd() throws Exception {
        append(NORTH, "a1");
        Journal.Opened opened = open(Direction.TO_APP);
        await(journal.settle(linking(opened)));

        Timeline acme = await(reads.timeline("north", new RecordRef(APPOINTMENT, "a1")));
        Timeline app = await(reads.timeline("north", new RecordRef(EVENT, "e1")));

        assertThat(app.entries()).isNotEmpty().isEqualTo(acme.entries());
        assertThat(app.standings()).isEqualTo(acme.standings());
    }

    /// Somebody replaced the event by another one.
    @Test
    void tellsTheSameStoryByAnIdThatARecordHadBefore() throws Exception {
        append(NORTH, "a1");
        Journal.Opened opened = open(Direction.TO_APP);
        await(journal.settle(linking(opened)));
        TestDatabase.asOwner(
                "select set_config('drawbridge.tenants', '" + NORTH.value() + "', false)",
                "update link set app_id = 'e9' where app_id = 'e1'");

        Timeline former = await(reads.timeline("north", new RecordRef(EVENT, "e1")));
        Timeline now = await(reads.timeline("north", new RecordRef(EVENT, "e9")));

        assertThat(former.entries()).isNotEmpty().isEqualTo(now.entries());
        assertThat(former.standings()).isEqualTo(now.standings());
        assertThat(await(reads.find(Set.of("north", "south"), "e1")))
                .containsExactly(
                        new Found("north", "appointments", new RecordId("app.event", "e1")));
    }

    @Test
    void saysWhyAParkedRecordStandsStill() throws Exception {
        append(NORTH, "a1");
        Journal.Opened opened = open(Direction.TO_APP);
        await(journal.settle(refused(opened, opened.pending().getLast(), UUID.randomUUID())));

        Timeline timeline = await(reads.timeline("north", new RecordRef(APPOINTMENT, "a1")));

        assertThat(timeline.standings().getFirst().status()).isEqualTo(LinkStatus.DEAD);
        assertThat(timeline.standings().getFirst().why())
                .isEqualTo("/phone: The phone number is none.");
    }

    @Test
    void knowsNothingOfARecordThatAnotherTenantHas() throws Exception {
        append(NORTH, "a1");

        Timeline timeline = await(reads.timeline("south", new RecordRef(APPOINTMENT, "a1")));

        assertThat(timeline.standings()).isEmpty();
        assertThat(timeline.entries()).isEmpty();
        assertThat(await(reads.find(Set.of("south"), "a1"))).isEmpty();
    }

    @Test
    void findsARecordByItsIdAloneAndByAChangeOfIt() throws Exception {
        UUID change = append(NORTH, "a1");
        append(SOUTH, "b1");

        Found found = new Found("north", "appointments", new RecordId("acme.appointment", "a1"));
        assertThat(await(reads.find(Set.of("north", "south"), "a1"))).containsExactly(found);
        assertThat(await(reads.find(Set.of("north", "south"), change.toString())))
                .containsExactly(found);
        assertThat(await(reads.find(Set.of("north"), "b1"))).isEmpty();
    }

    @Test
    void carriesOutAJobThroughTheDeathOfWhoHeldIt() throws Exception {
        for (int i = 0; i < 40; i++) {
            append(NORTH, "a" + i);
        }
        append(SOUTH, "b1");
        parkAllThatIsDue();
        Jobs book = new PgJobs(scoped(), () -> NAMES);
        JobWish wish =
                new JobWish(
                        ParkedAction.DISCARD,
                        null,
                        ParkedKind.DEAD,
                        "appointments",
                        "bad-field",
                        "/phone",
                        null,
                        "too old");
        assertThat(await(book.reach(Set.of("north", "south"), wish)).tenants())
                .isEqualTo(Map.of("north", 40L, "south", 1L));
        UUID key = UUID.randomUUID();
        Job job = await(book.start("north", wish, "discard all", "User 3", key)).orElseThrow();
        assertThat(await(book.start("north", wish, "discard all", "User 3", key))).contains(job);

        // One replica takes some items, does a part of them, and dies before it says so.
        Jobs.Batch batch = await(book.take(Set.of("north"), UUID.randomUUID(), 16)).orElseThrow();
        Jobs.Item first = batch.items().getFirst();
        await(
                journal.act(
                        new Deciding.Act(
                                NORTH,
                                first.parked(),
                                Deciding.Verb.DISCARD,
                                first.version(),
                                "User 3",
                                "too old",
                                UUID.nameUUIDFromBytes(
                                        (job.id() + "/" + first.parked())
                                                .getBytes(StandardCharsets.UTF_8)))));
        assertThat(await(book.take(Set.of("north"), UUID.randomUUID(), 16))).isEmpty();
        TestDatabase.asOwner(
                "select set_config('drawbridge.tenants', '" + NORTH + "', false)",
                "update job set owned_until = now() - interval '1 s'");
        await(runner(book).look());

        Job done = await(book.detail("north", UUID.fromString(job.id()))).orElseThrow().job();
        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(List.of(done.total(), done.asked(), done.left(), done.closed()))
                .containsExactly(40L, 40L, 0L, 40L);
        assertThat(await(book.reach(Set.of("north", "south"), wish)).tenants())
                .isEqualTo(Map.of("south", 1L));
        assertThat(await(book.list(Set.of("south")))).isEmpty();
    }

    @Test
    void leavesAloneWhatMovedOnSinceItWasSeenAndSaysSo() throws Exception {
        append(NORTH, "a1");
        append(NORTH, "a2");
        parkAllThatIsDue();
        List<ItemSeen> seen =
                await(reads.parked(query("north"))).items().stream()
                        .map(item -> new ItemSeen("north", item.id(), item.version()))
                        .toList();
        Jobs book = new PgJobs(scoped(), () -> NAMES);
        Job job =
                await(
                                book.start(
                                        "north",
                                        new JobWish(
                                                ParkedAction.DISCARD,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                List.of(
                                                        seen.getFirst(),
                                                        new ItemSeen(
                                                                "north", seen.getLast().id(), 99)),
                                                null),
                                        "discard a selection",
                                        "User 3",
                                        UUID.randomUUID()))
                        .orElseThrow();

        await(runner(book).look());

        JobDetail done = await(book.detail("north", UUID.fromString(job.id()))).orElseThrow();
        assertThat(done.job().left()).isEqualTo(1);
        assertThat(done.items().getFirst().sentence())
                .isEqualTo("Left alone: it moved on since it was seen.");
        assertThat(await(reads.parked(query("north"))).items()).hasSize(1);
    }

    @Test
    void doesNothingMoreOfAJobThatWasCancelled() throws Exception {
        append(NORTH, "a1");
        parkAllThatIsDue();
        Jobs book = new PgJobs(scoped(), () -> NAMES);
        Job job =
                await(
                                book.start(
                                        "north",
                                        new JobWish(
                                                ParkedAction.DISCARD,
                                                null,
                                                ParkedKind.DEAD,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null),
                                        "discard all",
                                        "User 3",
                                        UUID.randomUUID()))
                        .orElseThrow();

        Job cancelled =
                await(book.cancel("north", UUID.fromString(job.id()), "User 3", UUID.randomUUID()))
                        .orElseThrow();
        await(runner(book).look());

        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(await(reads.parked(query("north"))).items()).hasSize(1);
    }

    @Test
    void supersedesWhatCouldNotBeReadByTheChangeThatItsBytesBecame() throws Exception {
        UUID torn = UUID.randomUUID();
        await(
                journal.append(
                        new Arrivals.Delivery(
                                NORTH,
                                Arrivals.Trigger.WEBHOOK,
                                Optional.empty(),
                                List.of(
                                        new Arrivals.Incoming(
                                                torn,
                                                Optional.empty(),
                                                Optional.empty(),
                                                false,
                                                Hash.of("torn"),
                                                Bytes.of("{\"id\":"),
                                                false,
                                                List.of(new Arrivals.Wanted(FLOW, Side.ACME)),
                                                Optional.of("the body is no JSON"),
                                                Optional.empty(),
                                                "m1")))));
        Parked item = await(reads.parked(query("north"))).items().getFirst();
        UUID newer = append(NORTH, "a1");

        Deciding.Act act =
                new Deciding.Act(
                        NORTH,
                        UUID.fromString(item.id()),
                        Deciding.Verb.EDIT,
                        item.version(),
                        "User 3",
                        "a torn line",
                        UUID.randomUUID());
        assertThat(await(journal.replace(act, newer))).isEqualTo(Deciding.ActAnswer.ACCEPTED);
        assertThat(await(journal.replace(act, newer))).isEqualTo(Deciding.ActAnswer.DONE);

        assertThat(await(reads.change("north", torn.toString())).orElseThrow().outcomes())
                .extracting(OutcomeLine::outcome)
                .containsExactly(OutcomeWord.SUPERSEDED);
        var counts =
                await(reads.figures()).stream()
                        .filter(each -> each.tenant().equals("north"))
                        .findFirst()
                        .orElseThrow()
                        .counts();
        assertThat(counts.dead()).isZero();
        assertThat(counts.superseded()).isEqualTo(1);
        assertThat(await(reads.parkedItem("north", item.id())).orElseThrow().parked().by())
                .isEqualTo("User 3");
    }

    private void parkAllThatIsDue() throws Exception {
        TestDatabase.asOwner("update lane set to_app_due = to_app_due - interval '1 s'");
        for (Journal.Lease lease : await(journal.claim(session, Direction.TO_APP, 64))) {
            Journal.Opened opened = await(journal.open(lease)).orElseThrow();
            await(journal.settle(refused(opened, opened.pending().getLast(), UUID.randomUUID())));
        }
    }

    private JobRunner runner(Jobs book) {
        return new JobRunner(
                book,
                new Hands(
                        journal,
                        reads,
                        new Rereading(
                                () -> {
                                    throw new IllegalStateException("nothing is read again here");
                                },
                                new NoDice())),
                () -> Set.of("north", "south"),
                UUID.randomUUID());
    }

    private record NoDice() implements Dice {

        @Override
        public double jitter() {
            return 0;
        }

        @Override
        public UUID id() {
            return UUID.randomUUID();
        }
    }

    private static OpsReads.ParkedQuery query(String tenant) {
        return new OpsReads.ParkedQuery(
                Set.of(tenant),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                100);
    }

    private static PgOpsReads.Scoped scoped() {
        PgScope scope = new PgScope(POOL);
        return new PgOpsReads.Scoped() {
            @Override
            public <T> Future<T> within(
                    Set<TenantId> tenants, Function<SqlConnection, Future<T>> work) {
                return scope.stepwise(tenants, work);
            }
        };
    }

    // ---- What the engine would do

    @CanIgnoreReturnValue
    private UUID append(TenantId tenant, String id) throws Exception {
        UUID change = UUID.randomUUID();
        await(
                journal.append(
                        new Arrivals.Delivery(
                                tenant,
                                Arrivals.Trigger.WEBHOOK,
                                Optional.empty(),
                                List.of(
                                        new Arrivals.Incoming(
                                                change,
                                                Optional.of(new RecordRef(APPOINTMENT, id)),
                                                Optional.of("1"),
                                                false,
                                                Hash.of(change.toString()),
                                                Bytes.of("{\"id\":\"" + id + "\"}"),
                                                true,
                                                List.of(new Arrivals.Wanted(FLOW, Side.ACME)),
                                                Optional.empty(),
                                                Optional.empty(),
                                                "m1")))));
        return change;
    }

    /// The one lane that is due; what folds is made due at once.
    private Journal.Opened open(Direction direction) throws Exception {
        TestDatabase.asOwner(
                "update lane set to_app_due = to_app_due - interval '1 s', to_acme_due = to_acme_due"
                        + " - interval '1 s'");
        return await(journal.open(await(journal.claim(session, direction, 8)).getFirst()))
                .orElseThrow();
    }

    private static Settling.Attempt create(Journal.Opened opened) {
        return new Settling.Attempt(
                UUID.randomUUID(),
                opened.lease(),
                Side.APP,
                Settling.Operation.CREATE,
                Optional.empty(),
                Optional.of(
                        new Link(
                                opened.lease().lane().value(),
                                FLOW,
                                Link.Life.UNLINKED,
                                end("a1"),
                                Link.End.NONE,
                                "v1")),
                List.of(),
                Instant.now().plusSeconds(10),
                Hash.of("request"),
                Optional.empty());
    }

    private static Settling.Settlement refused(
            Journal.Opened opened, Journal.Pending change, UUID item) {
        return settlement(
                opened,
                Map.of(Side.ACME, change.sequence()),
                Optional.empty(),
                List.of(outcome(change.change(), Settling.OutcomeKind.DEAD, Optional.empty())),
                List.of(
                        new Settling.NewParked(
                                item,
                                Settling.ParkedKind.DEAD,
                                "bad-field",
                                "The phone number is none.",
                                List.of(change.change()),
                                Optional.of("customer"),
                                Optional.of("/phone"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Bytes.of("{}"),
                                "",
                                "")),
                List.of());
    }

    private static Settling.Settlement linked(
            Journal.Opened opened, UUID change, UUID item, UUID attempt) {
        return settlement(
                opened,
                Map.of(),
                Optional.of(link(opened)),
                List.of(
                        outcome(
                                change,
                                Settling.OutcomeKind.APPLIED,
                                Optional.of(Settling.OutcomeKind.DEAD))),
                List.of(),
                List.of(new Settling.ClosedParked(item, "replayed", "It could be written now.")),
                Optional.of(new Settling.EndedAttempt(attempt, "answered: It is put back.")));
    }

    private static Settling.Settlement linking(Journal.Opened opened) {
        Journal.Pending change = opened.pending().getLast();
        return settlement(
                opened,
                Map.of(Side.ACME, change.sequence()),
                Optional.of(link(opened)),
                List.of(outcome(change.change(), Settling.OutcomeKind.APPLIED, Optional.empty())),
                List.of(),
                List.of());
    }

    private static Link link(Journal.Opened opened) {
        return new Link(
                opened.lease().lane().value(), FLOW, Link.Life.LINKED, end("a1"), end("e1"), "v1");
    }

    private static Link.End end(String id) {
        return new Link.End(
                Optional.of(id),
                Optional.of(Base.of(State.of(new Value.Obj(Map.of("id", Value.of(id)))))),
                Optional.of("1"),
                Optional.empty());
    }

    private static Settling.Outcome outcome(
            UUID change, Settling.OutcomeKind kind, Optional<Settling.OutcomeKind> replaces) {
        return new Settling.Outcome(
                change,
                kind,
                "reason",
                kind == Settling.OutcomeKind.DEAD ? "The phone number is none." : "It crossed.",
                Optional.empty(),
                replaces,
                Optional.empty());
    }

    private static Settling.Settlement settlement(
            Journal.Opened opened,
            Map<Side, Long> done,
            Optional<Link> link,
            List<Settling.Outcome> outcomes,
            List<Settling.NewParked> park,
            List<Settling.ClosedParked> unpark) {
        return settlement(opened, done, link, outcomes, park, unpark, Optional.empty());
    }

    private static Settling.Settlement settlement(
            Journal.Opened opened,
            Map<Side, Long> done,
            Optional<Link> link,
            List<Settling.Outcome> outcomes,
            List<Settling.NewParked> park,
            List<Settling.ClosedParked> unpark,
            Optional<Settling.EndedAttempt> attempt) {
        return new Settling.Settlement(
                opened.lease(),
                done,
                link,
                Optional.empty(),
                true,
                attempt,
                outcomes,
                park,
                unpark,
                Optional.empty(),
                Set.of(),
                Set.of(),
                new Settling.Next.Rest());
    }
}
