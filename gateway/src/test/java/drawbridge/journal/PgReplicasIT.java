package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Journal.Hints;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.crossing.engine.Pausing.Signed;
import drawbridge.crossing.engine.Pausing.Stop;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/// Many at once: groups of calls, and several processes on one store.
class PgReplicasIT {

    private static final FlowName FLOW = new FlowName("appointments");
    private static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    private static final List<TenantId> TENANTS =
            List.of(TenantId.named("north"), TenantId.named("south"), TenantId.named("west"));
    private static final Duration LEASE = Duration.ofMinutes(10);

    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access());
    private static final PgScope SCOPE = new PgScope(POOL);

    @BeforeEach
    void empty() {
        TestDatabase.empty();
    }

    @AfterAll
    static void close() {
        POOL.close().await();
        VERTX.close().await();
    }

    @Test
    void commitsWhatArrivesTogetherTogether() throws Exception {
        Promise<List<Receipt>> all = Promise.promise();
        // On one context, so that all 300 calls are made before the first group is formed.
        VERTX.getOrCreateContext()
                .runOnContext(
                        _ -> {
                            Journal journal = journal();
                            List<Future<List<Receipt>>> appends =
                                    IntStream.range(0, 300)
                                            .mapToObj(n -> append(journal, TENANTS.get(n % 3), n))
                                            .toList();
                            Future.all(appends).<List<Receipt>>map(_ -> List.of()).onComplete(all);
                        });

        TestDatabase.await(all.future());

        assertThat(number("select count(distinct accepted_at) from change"))
                .as("groups of at most 128")
                .isEqualTo(3);
        assertThat(number("select count(*) from change")).isEqualTo(300);
    }

    @Test
    void takesAnyContentWithoutHarmToOthers() throws Exception {
        Journal journal = journal();
        RecordRef unstorable = new RecordRef(APPOINTMENT, "a\u0000b");
        RecordRef huge = new RecordRef(APPOINTMENT, "x".repeat(10_000));

        Future<List<Receipt>> odd =
                journal.append(delivery(TENANTS.getFirst(), change(unstorable, "m1")));
        Future<List<Receipt>> big =
                journal.append(delivery(TENANTS.getFirst(), change(huge, "m1")));
        Future<List<Receipt>> plain = append(journal, TENANTS.getFirst(), 1);
        TestDatabase.await(Future.all(odd, big, plain));

        assertThat(tally()).containsEntry("acknowledged", 3L).containsEntry("dead", 2L);
        assertThat(number("select count(*) from parked where reason = 'unreadable'")).isEqualTo(2);
    }

    @Test
    void failsTheDeliveryThatCannotBeStoredAlone() throws Exception {
        Journal journal = journal();
        List<Future<List<Receipt>>> appends = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            RecordRef record = new RecordRef(APPOINTMENT, "a" + n);
            // Not content, but a word of ours that the store refuses.
            String version = n == 13 ? "m\u0000" : "m1";
            appends.add(journal.append(delivery(TENANTS.getFirst(), change(record, version))));
        }

        TestDatabase.await(Future.join(appends).otherwiseEmpty());

        assertThat(appends).filteredOn(Future::failed).hasSize(1);
        assertThat(appends.get(13).failed()).isTrue();
        assertThat(tally()).containsEntry("acknowledged", 19L);
    }

    @Test
    void makesTheTablesOfTheDaysThatNobodyMadeAhead() throws Exception {
        TestDatabase.asOwner(
                "do $$ declare part text; begin for part in select inhrelid::regclass::text from"
                        + " pg_inherits where inhparent = 'change'::regclass loop execute 'drop table '"
                        + " || part; end loop; end $$");

        TestDatabase.await(append(journal(), TENANTS.getFirst(), 1));

        assertThat(number("select count(*) from change")).isEqualTo(1);
    }

    @Test
    void handsAFreeLaneToTheProcessThatStoredTheChange() throws Exception {
        Journal journal = journal();
        Lease lease = handed(journal);

        Journal other = journal();
        Session others = TestDatabase.await(other.begin(LEASE));
        assertThat(TestDatabase.await(other.claim(others, Direction.TO_APP, 8))).isEmpty();
        Opened opened = TestDatabase.await(journal.open(lease)).orElseThrow();
        TestDatabase.await(journal.settle(settled(opened)));
        assertThat(tally()).containsEntry("applied", 1L);
    }

    @Test
    void tellsOfALaneThatWasHandedOverWhatAReaderIsToldAndAsksNobody() throws Exception {
        Journal journal = journal();
        Lease lease = handed(journal);
        Opened read =
                TestDatabase.await(journal.peek(lease.tenant(), lease.lane(), lease.direction()))
                        .orElseThrow();
        TestDatabase.asOwner("alter table parked rename to parked_elsewhere");

        try {
            Opened opened = TestDatabase.await(journal.open(lease)).orElseThrow();

            assertThat(opened).usingRecursiveComparison().ignoringFields("lease").isEqualTo(read);
            assertThat(opened.lease()).isEqualTo(lease);
            assertThat(opened.pending()).hasSize(1);
        } finally {
            TestDatabase.asOwner("alter table parked_elsewhere rename to parked");
        }
    }

    @Test
    void readsALaneAnewThatGrewAfterItWasHandedOver() throws Exception {
        Journal journal = journal();
        Lease lease = handed(journal);
        TestDatabase.await(append(journal, TENANTS.getFirst(), 1));

        Opened opened = TestDatabase.await(journal.open(lease)).orElseThrow();

        assertThat(opened.pending()).hasSize(2);
        TestDatabase.await(journal.settle(settled(opened)));
        assertThat(number("select count(*) from outcome")).isEqualTo(2);
    }

    @Test
    void doesNotOpenALaneThatWasPausedAfterItWasHandedOver() throws Exception {
        Journal journal = journal();
        Lease lease = handed(journal);
        TestDatabase.await(
                journal.pause(
                        new Stop(TENANTS.getFirst(), Optional.empty(), Optional.empty()),
                        new Signed("User 3", "the app is being moved", UUID.randomUUID())));

        assertThat(TestDatabase.await(journal.open(lease))).isEmpty();
    }

    /// The lane's item is on its way to the lane of a link, with the locks taken the other way
    /// round: whom PostgreSQL makes give way begins again. That is who waits longest, so the other
    /// one must not come late: the server itself watches for it.
    @Test
    void takesAPersonsWordAlsoInTheMomentInWhichTheItemMoves() throws Exception {
        Journal journal = journal();
        TenantId tenant = TENANTS.getFirst();
        Lease lease = handed(journal);
        Opened opened = TestDatabase.await(journal.open(lease)).orElseThrow();
        NewParked item = conflict(opened.pending().getFirst().change());
        TestDatabase.await(journal.settle(parking(settled(opened), item)));
        Act keep =
                new Act(
                        tenant,
                        item.id(),
                        Verb.KEEP_ACME,
                        number("select version from parked"),
                        "User 3",
                        "they called",
                        UUID.randomUUID());

        try (Connection other = TestDatabase.connect(TestDatabase.access().migration());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select set_config('drawbridge.tenants', '" + tenant + "', true)");
            statement.execute("select from parked where id = '" + item.id() + "' for update");
            Future<ActAnswer> answer = journal.act(keep);
            statement.execute(
                    """
                    do $$
                    begin
                        while not exists (select from pg_locks where not granted) loop
                            null;
                        end loop;
                        perform from lane where lane = '%s' for update;
                    end $$
                    """
                            .formatted(lease.lane().value()));
            other.commit();

            assertThat(TestDatabase.await(answer)).isEqualTo(ActAnswer.ACCEPTED);
        }
        assertThat(number("select count(*) from parked where resolution = 'keep-acme'"))
                .isEqualTo(1);
    }

    private static NewParked conflict(UUID change) {
        return new NewParked(
                UUID.randomUUID(),
                ParkedKind.CONFLICT,
                "both-changed",
                "A person decides.",
                List.of(change),
                Optional.of("title"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Bytes.of("{}"),
                "",
                "");
    }

    private static Settlement parking(Settlement settled, NewParked item) {
        return new Settlement(
                settled.lease(),
                settled.done(),
                settled.link(),
                settled.uses(),
                settled.renewed(),
                settled.attempt(),
                settled.outcomes(),
                List.of(item),
                settled.unpark(),
                settled.touch(),
                settled.wake(),
                settled.seen(),
                settled.next());
    }

    @Test
    void opensNothingUnderASessionThatHasEnded() throws Exception {
        Journal journal = journal();
        Session session = TestDatabase.await(journal.begin(LEASE));
        Lease lease = handed(journal, session);
        TestDatabase.await(journal.end(session));

        assertThatThrownBy(() -> TestDatabase.await(journal.open(lease)))
                .isInstanceOf(Journal.Fenced.class);
    }

    /// The lane of a change that was just stored.
    private static Lease handed(Journal journal) throws Exception {
        return handed(journal, TestDatabase.await(journal.begin(LEASE)));
    }

    private static Lease handed(Journal journal, Session session) throws Exception {
        List<Lease> handed = new CopyOnWriteArrayList<>();
        journal.listen(session, hints(handed));
        assertThat(TestDatabase.await(journal.claim(session, Direction.TO_APP, 8))).isEmpty();
        TestDatabase.await(append(journal, TENANTS.getFirst(), 1));
        Awaitility.await().untilAsserted(() -> assertThat(handed).hasSize(1));
        return handed.getFirst();
    }

    @Test
    void handsNothingToASessionThatHasEnded() throws Exception {
        Journal journal = journal();
        Session session = TestDatabase.await(journal.begin(LEASE));
        List<Lease> handed = new CopyOnWriteArrayList<>();
        journal.listen(session, hints(handed));
        TestDatabase.await(journal.claim(session, Direction.TO_APP, 8));
        TestDatabase.await(journal.end(session));

        TestDatabase.await(append(journal, TENANTS.getFirst(), 1));

        Session next = TestDatabase.await(journal.begin(LEASE));
        assertThat(TestDatabase.await(journal.claim(next, Direction.TO_APP, 8))).hasSize(1);
        assertThat(handed).isEmpty();
    }

    /// Three processes work on 30 lanes while 900 changes come in; one of them falls silent.
    @Test
    void keepsTheBooksWhileProcessesWorkSideBySide() throws Exception {
        Journal writer = journal();
        List<Future<List<Receipt>>> appends =
                IntStream.range(0, 900)
                        .mapToObj(n -> append(writer, TENANTS.get(n % 3), n % 30))
                        .toList();
        List<Future<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Journal journal = journal();
            Session session = TestDatabase.await(journal.begin(LEASE));
            workers.add(work(journal, session));
        }
        Journal zombie = journal();
        Session dead = TestDatabase.await(zombie.begin(LEASE));
        List<Lease> lost = TestDatabase.await(zombie.claim(dead, Direction.TO_APP, 4));
        TestDatabase.await(Future.all(appends));
        TestDatabase.asOwner(
                "update session set beat_at = beat_at - interval '1 hour' where id = '"
                        + dead.id()
                        + "'");

        TestDatabase.await(Future.all(workers));

        Map<String, Long> tally = tally();
        assertThat(tally).containsEntry("acknowledged", 900L);
        assertThat(tally.getOrDefault("applied", 0L) + tally.getOrDefault("superseded", 0L))
                .isEqualTo(900);
        assertThat(number("select count(*) from outcome")).isEqualTo(900);
        assertThat(
                        number(
                                "select count(*) from (select epoch, lag(epoch) over (partition by"
                                        + " lane order by settled_at, epoch) as before from outcome) e"
                                        + " where epoch < before"))
                .as("epochs of a lane that go back")
                .isZero();
        for (Lease lease : lost) {
            assertThatThrownBy(() -> TestDatabase.await(zombie.open(lease)))
                    .isInstanceOf(Journal.Fenced.class);
        }
    }

    /// Claims, opens and settles until nothing is pending.
    private static Future<Void> work(Journal journal, Session session) {
        return journal.claim(session, Direction.TO_APP, 8)
                .compose(
                        leases ->
                                Future.all(
                                        leases.stream()
                                                .map(
                                                        lease ->
                                                                journal.open(lease)
                                                                        .compose(
                                                                                opened ->
                                                                                        journal
                                                                                                .settle(
                                                                                                        settled(
                                                                                                                opened
                                                                                                                        .orElseThrow()))))
                                                .toList()))
                .compose(_ -> pending())
                .compose(
                        pending ->
                                pending == 0 ? Future.succeededFuture() : work(journal, session));
    }

    private static Future<Long> pending() {
        return SCOPE.within(
                TENANTS,
                statements ->
                        statements
                                .run(
                                        "select 900 - coalesce(sum(n), 0)::bigint from tally where"
                                                + " kind in ('applied', 'superseded')")
                                .map(rows -> rows.iterator().next().getLong(0)));
    }

    private static Settlement settled(Opened opened) {
        Map<Side, Long> done = new EnumMap<>(Side.class);
        List<Outcome> outcomes = new ArrayList<>();
        UUID newest = opened.pending().isEmpty() ? null : opened.pending().getLast().change();
        opened.pending()
                .forEach(
                        change -> {
                            done.put(change.side(), change.sequence());
                            boolean last = change.change().equals(newest);
                            outcomes.add(
                                    new Outcome(
                                            change.change(),
                                            last ? OutcomeKind.APPLIED : OutcomeKind.SUPERSEDED,
                                            "test",
                                            "By a test.",
                                            last ? Optional.empty() : Optional.ofNullable(newest),
                                            Optional.empty(),
                                            Optional.empty()));
                        });
        return new Settlement(
                opened.lease(),
                done,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                outcomes,
                List.of(),
                List.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                new Next.Rest());
    }

    private static Journal journal() {
        return new PgJournal(
                VERTX, POOL, (tenant, flow, side) -> Optional.empty(), () -> Set.copyOf(TENANTS));
    }

    private static Hints hints(List<Lease> handed) {
        return new Hints() {
            @Override
            public void due(Direction direction) {}

            @Override
            public void handedOver(List<Lease> leases) {
                handed.addAll(leases);
            }

            @Override
            public void inDoubt() {}
        };
    }

    private static Future<List<Receipt>> append(Journal journal, TenantId tenant, int n) {
        return journal.append(delivery(tenant, change(new RecordRef(APPOINTMENT, "a" + n), "m1")));
    }

    private static Delivery delivery(TenantId tenant, Incoming change) {
        return new Delivery(tenant, Trigger.WEBHOOK, Optional.empty(), List.of(change));
    }

    private static Incoming change(RecordRef record, String mappingVersion) {
        UUID id = UUID.randomUUID();
        return new Incoming(
                id,
                Optional.of(record),
                Optional.empty(),
                false,
                Hash.of(id.toString()),
                Bytes.of("{\"n\":\"" + id + "\"}"),
                true,
                List.of(new Wanted(FLOW, Side.ACME)),
                Optional.empty(),
                Optional.empty(),
                mappingVersion);
    }

    private static Map<String, Long> tally() throws Exception {
        Map<String, Long> counts = new HashMap<>();
        for (Row row :
                TestDatabase.await(
                        SCOPE.within(
                                TENANTS,
                                statements ->
                                        statements.run(
                                                "select kind, sum(n)::bigint from tally group by"
                                                        + " 1")))) {
            counts.put(row.getString(0), row.getLong(1));
        }
        return counts;
    }

    private static long number(String sql) throws Exception {
        return TestDatabase.await(
                SCOPE.within(
                        TENANTS,
                        statements ->
                                statements
                                        .run(sql)
                                        .map(rows -> rows.iterator().next().getLong(0))));
    }
}
