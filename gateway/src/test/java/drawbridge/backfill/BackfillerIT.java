package drawbridge.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import drawbridge.audit.Steps;
import drawbridge.audit.TwoSystems;
import drawbridge.crossing.VertxClock;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.intake.Ownership;
import drawbridge.journal.PgJournal;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.ops.Backfills.Verb;
import drawbridge.ops.PgBackfillBook;
import drawbridge.ops.PgBackfills;
import drawbridge.ops.PgOpsReads;
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillList;
import drawbridge.opsapi.BackfillState;
import drawbridge.opsapi.BackfillWish;
import drawbridge.platform.DatabasePool;
import drawbridge.system.HttpRemote;
import drawbridge.system.Specs;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.Standing;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Backfills from two real HTTP systems into a real PostgreSQL, where nobody takes up the lanes.
class BackfillerIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TenantId NORTH = TenantId.named("north");
    private static final String APPOINTMENTS = "appointments";

    private static final Steps QUICK =
            new Steps(
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    Duration.ZERO,
                    2,
                    Duration.ofMillis(1),
                    3,
                    100);

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = DatabasePool.open(vertx, TestDatabase.access());
    private final TwoSystems systems = new TwoSystems(vertx);
    private final PgOpsReads.Scoped scope = new Walls(new PgScope(pool));
    private final PgBackfills backfills =
            new PgBackfills(scope, () -> Map.of(NORTH, "north"), _ -> Set.of(APPOINTMENTS));
    private Function<BackfillBook, Backfiller> create =
            _ -> {
                throw new IllegalStateException("nothing is set up");
            };
    private final List<Backfiller> started = new ArrayList<>();

    private record Walls(PgScope scope) implements PgOpsReads.Scoped {

        @Override
        public <T> Future<T> within(
                Set<TenantId> tenants, Function<SqlConnection, Future<T>> work) {
            return scope.stepwise(tenants, work);
        }
    }

    @BeforeEach
    void start() throws Exception {
        TestDatabase.empty();
        Map<String, String> environment = new HashMap<>();
        for (String tenant : List.of("NORTH", "SOUTH")) {
            environment.put("DRAWBRIDGE_" + tenant + "_ACME_URL", systems.url());
            environment.put("DRAWBRIDGE_" + tenant + "_APP_URL", systems.url());
            for (String secret : List.of("ACME_KEY", "ACME_WEBHOOK", "APP_TOKEN", "APP_PUSH")) {
                environment.put("DRAWBRIDGE_" + tenant + "_" + secret, "in the vault");
            }
        }
        Mappings mappings = MappingLoader.load(Path.of("..", "mappings"), environment);
        TenantSpec north = mappings.tenant("north").orElseThrow();
        java.time.Clock machine = java.time.Clock.systemUTC();
        Clock clock = new VertxClock(vertx, machine::instant);
        HttpRemote remote =
                HttpRemote.create(
                        vertx,
                        () -> mappings,
                        (_, _, _) -> Optional.of("credential"),
                        Specs.NO_TOKENS,
                        Standing.ALWAYS_OPEN,
                        clock,
                        new SimpleMeterRegistry());
        PgJournal journal =
                new PgJournal(
                        vertx,
                        pool,
                        (tenant, flow, side) ->
                                Optional.ofNullable(north.flows().get(flow))
                                        .filter(_ -> tenant.equals(NORTH))
                                        .map(known -> known.end(side).resource()),
                        () -> Set.of(NORTH));
        create =
                book ->
                        Backfiller.create(
                                vertx,
                                new BackfillPorts(
                                        () ->
                                                new Mappings(
                                                        mappings.version(),
                                                        mappings.systems(),
                                                        Map.of("north", north)),
                                        remote,
                                        journal,
                                        book,
                                        Ownership.ALONE,
                                        clock,
                                        dice(),
                                        QUICK));
        for (int n = 1; n <= 5; n++) {
            systems.pair(n);
        }
    }

    @AfterEach
    void stop() {
        started.forEach(one -> one.stop().await());
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void readsEveryListFirstAndHandsOnWhatItShowedInTheOrderOfItsIdsBelowWhatIsLive() {
        UUID asked = ask(null, 100);

        begin();
        Backfill ended = ended(asked);

        assertThat(ended.state()).isEqualTo(BackfillState.DONE);
        assertThat(ended.lists())
                .extracting(BackfillList::resource, BackfillList::marked, BackfillList::sent)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("acme.appointment", 5L, 5L),
                        org.assertj.core.groups.Tuple.tuple("app.event", 5L, 5L));
        assertThat(changes())
                .as("no state is carried: whoever takes up the lane reads the record")
                .containsExactlyInAnyOrder(
                        "backfill acme.appointment apt_1 thin 2",
                        "backfill acme.appointment apt_2 thin 2",
                        "backfill acme.appointment apt_3 thin 2",
                        "backfill acme.appointment apt_4 thin 2",
                        "backfill acme.appointment apt_5 thin 2",
                        "backfill app.event 1 thin 2",
                        "backfill app.event 2 thin 2",
                        "backfill app.event 3 thin 2",
                        "backfill app.event 4 thin 2",
                        "backfill app.event 5 thin 2");
        assertThat(acts()).containsExactly("backfill user1 the flow appointments");
        assertThat(marks()).as("notes that are over").isEmpty();
    }

    @Test
    void takesOneSideAloneWhereOneIsNamed() {
        UUID asked = ask("app", 100);

        begin();
        Backfill ended = ended(asked);

        assertThat(ended.lists()).extracting(BackfillList::resource).containsExactly("app.event");
        assertThat(changes()).hasSize(5);
    }

    @Test
    void handsOnNoRecordTwiceWhenItsProcessDiesBetweenTheTwoCommits() {
        UUID asked = ask("acme", 2);
        AtomicInteger kept = new AtomicInteger();
        Backfiller dying =
                begin(
                        new Through(new PgBackfillBook(scope)) {
                            @Override
                            public Future<Boolean> sent(
                                    Run run, long epoch, int n, int count, String to, double at) {
                                return kept.incrementAndGet() > 2
                                        ? Future.failedFuture(new IllegalStateException("killed"))
                                        : super.sent(run, epoch, n, count, to, at);
                            }
                        });
        await().atMost(PATIENCE).until(() -> kept.get() > 2);
        dying.stop().await();
        assertThat(changes()).hasSize(3);
        assertThat(one(asked).sent()).isEqualTo(2);

        begin();
        Backfill ended = ended(asked);

        assertThat(ended.sent()).isEqualTo(5);
        assertThat(ended.begun()).isEqualTo(2);
        assertThat(changes()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void goesOnAtThePageAtWhichItsProcessDied() {
        UUID asked = ask("acme", 100);
        AtomicInteger pages = new AtomicInteger();
        Backfiller dying =
                begin(
                        new Through(new PgBackfillBook(scope)) {
                            @Override
                            public Future<Boolean> mark(
                                    Run run,
                                    long epoch,
                                    int n,
                                    Collection<String> ids,
                                    int unreadable,
                                    Optional<String> next) {
                                return pages.incrementAndGet() > 2
                                        ? Future.failedFuture(new IllegalStateException("killed"))
                                        : super.mark(run, epoch, n, ids, unreadable, next);
                            }
                        });
        await().atMost(PATIENCE).until(() -> pages.get() > 2);
        dying.stop().await();
        systems.calls.clear();

        begin();
        Backfill ended = ended(asked);

        assertThat(systems.calls).as("the last page alone").hasSize(1);
        assertThat(ended.marked()).isEqualTo(5);
        assertThat(changes()).hasSize(5);
    }

    @Test
    void restsWhileItIsPausedAndGoesOnWhereItStood() {
        UUID asked = ask("acme", 2);
        begin();
        await().atMost(PATIENCE).until(() -> one(asked).sent() >= 1);

        act(asked, Verb.PAUSE);
        Backfill paused = quiet(asked);
        act(asked, Verb.RESUME);
        Backfill ended = ended(asked);

        assertThat(paused.state()).isEqualTo(BackfillState.PAUSED);
        assertThat(paused.sent()).isBetween(1L, 4L);
        assertThat(ended.state()).isEqualTo(BackfillState.DONE);
        assertThat(ended.sent()).isEqualTo(5);
        assertThat(changes()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void sendsNothingMoreOnceItIsCancelledAndKeepsNoNotes() {
        UUID asked = ask("acme", 2);
        begin();
        await().atMost(PATIENCE).until(() -> one(asked).sent() >= 1);

        act(asked, Verb.CANCEL);
        Backfill ended = quiet(asked);
        int sent = changes().size();
        act(asked, Verb.RESUME);

        assertThat(ended.state()).isEqualTo(BackfillState.CANCELLED);
        assertThat(sent).isLessThan(5);
        assertThat(one(asked).state()).as("what is over").isEqualTo(BackfillState.CANCELLED);
        assertThat(marks()).isEmpty();
        assertThat(acts()).contains("cancel-backfill user1 " + asked);
    }

    @Test
    void sendsNothingWhileLiveChangesWaitAndSaysSo() {
        String lane = UUID.randomUUID().toString();
        sql(
                ("insert into lane (tenant, lane, since, priority, to_app_due) values ('%s', '%s',"
                                + " now(), 1, now() - interval '1 minute')")
                        .formatted(NORTH, lane));
        UUID asked = ask("acme", 100);
        begin();

        Backfill held =
                await().atMost(PATIENCE).until(() -> one(asked), found -> found.heldBack() != null);
        sql("update lane set to_app_due = null, since = null where lane = '%s'".formatted(lane));
        Backfill ended = ended(asked);

        assertThat(held.sent()).isZero();
        assertThat(held.heldBack()).isEqualTo("Live changes wait; they come first.");
        assertThat(ended.sent()).isEqualTo(5);
        assertThat(ended.heldBack()).isNull();
    }

    @Test
    void saysWhichListBrokeOffAndHandsOnWhatItShowedUntilThen() {
        systems.brokenOff.add("/v1/events");
        UUID asked = ask(null, 100);

        begin();
        Backfill ended = ended(asked);

        assertThat(ended.lists().getLast().why())
                .startsWith("The list of app.event could not be read to its end: ");
        assertThat(ended.lists()).extracting(BackfillList::sent).containsExactly(5L, 2L);
    }

    @Test
    void refusesAFlowASideAndARateThatThereAreNot() {
        assertThatThrownBy(() -> start(new BackfillWish("vists", null, null, null)))
                .hasMessageContaining("north has no flow vists")
                .hasMessageContaining("appointments");
        assertThatThrownBy(() -> start(new BackfillWish(null, "left", null, null)))
                .hasMessageContaining("acme or app, and not left");
        assertThatThrownBy(() -> start(new BackfillWish(null, null, 0, null)))
                .hasMessageContaining("From 1 to 1,000");
    }

    @Test
    void staysBehindTheWallOfItsTenant() {
        UUID asked = ask(null, 100);

        assertThat(backfills.list(Set.of("south")).await()).isEmpty();
        assertThat(backfills.one("south", asked).await()).isEmpty();
        assertThat(backfills.list(Set.of("north")).await()).hasSize(1);
    }

    // ---- What is asked

    private UUID ask(@Nullable String side, int perSecond) {
        return UUID.fromString(start(new BackfillWish(APPOINTMENTS, side, perSecond, null)).id());
    }

    private Backfill start(BackfillWish wish) {
        return Future.succeededFuture()
                .compose(_ -> backfills.start("north", wish, "user1", UUID.randomUUID()))
                .await();
    }

    private void act(UUID asked, Verb verb) {
        assertThat(backfills.act("north", asked, verb, "user1", UUID.randomUUID()).await())
                .isPresent();
    }

    private Backfill one(UUID asked) {
        return backfills.one("north", asked).await().orElseThrow();
    }

    private Backfill ended(UUID asked) {
        return await().atMost(PATIENCE).until(() -> one(asked), found -> found.state().ended());
    }

    /// As it stands when nothing has moved for longer than a piece takes.
    private Backfill quiet(UUID asked) {
        await().during(Duration.ofMillis(1_500))
                .atMost(PATIENCE)
                .until(() -> one(asked).state() != BackfillState.RUNNING && changes().size() < 5);
        return one(asked);
    }

    private void begin() {
        Backfiller _ = begin(new PgBackfillBook(scope));
    }

    private Backfiller begin(BackfillBook book) {
        Backfiller made = create.apply(book);
        started.add(made);
        made.start();
        return made;
    }

    // ---- What is stored

    private static void sql(String... statements) {
        List<String> all = new ArrayList<>();
        all.add("begin");
        all.add("select set_config('drawbridge.tenants', '" + NORTH + "', true)");
        all.addAll(List.of(statements));
        all.add("commit");
        TestDatabase.as(TestDatabase.access().gateway(), all.toArray(String[]::new));
    }

    /// Stored changes as `source record thin priority`.
    private List<String> changes() {
        return texts(
                "select c.source || ' ' || c.resource || ' ' || c.record_id || case when c.whole"
                        + " then ' whole ' else ' thin ' end || l.priority from change c join lane l"
                        + " on l.tenant = c.tenant and l.lane = c.lane");
    }

    private List<String> marks() {
        return texts("select record_id from backfill_mark");
    }

    private List<String> acts() {
        return texts("select verb || ' ' || by_name || ' ' || target from operator_action");
    }

    private List<String> texts(String query) {
        return scope.within(
                        Set.of(NORTH),
                        connection ->
                                connection
                                        .query(query)
                                        .execute()
                                        .map(
                                                rows -> {
                                                    List<String> all = new ArrayList<>();
                                                    rows.forEach(row -> all.add(row.getString(0)));
                                                    return all;
                                                }))
                .await();
    }

    private static Dice dice() {
        return new Dice() {
            @Override
            public double jitter() {
                return 0;
            }

            @Override
            public UUID id() {
                return UUID.randomUUID();
            }
        };
    }

    /// The book, whose writer may die.
    private abstract static class Through implements BackfillBook {

        private final BackfillBook book;

        Through(BackfillBook book) {
            this.book = book;
        }

        @Override
        public Future<List<Run>> open(Set<TenantId> tenants) {
            return book.open(tenants);
        }

        @Override
        public Future<Boolean> begin(Run run, long epoch, List<ResourceName> lists) {
            return book.begin(run, epoch, lists);
        }

        @Override
        public Future<List<ListAt>> lists(Run run) {
            return book.lists(run);
        }

        @Override
        public Future<Boolean> mark(
                Run run,
                long epoch,
                int n,
                Collection<String> ids,
                int unreadable,
                Optional<String> next) {
            return book.mark(run, epoch, n, ids, unreadable, next);
        }

        @Override
        public Future<Boolean> marked(Run run, long epoch, int n, Optional<String> why) {
            return book.marked(run, epoch, n, why);
        }

        @Override
        public Future<List<String>> next(Run run, int n, String after, int most) {
            return book.next(run, n, after, most);
        }

        @Override
        public Future<Boolean> sent(
                Run run, long epoch, int n, int count, String to, double speed) {
            return book.sent(run, epoch, n, count, to, speed);
        }

        @Override
        public Future<Boolean> sentAll(Run run, long epoch, int n) {
            return book.sentAll(run, epoch, n);
        }

        @Override
        public Future<Boolean> held(Run run, long epoch, Optional<String> why) {
            return book.held(run, epoch, why);
        }

        @Override
        public Future<Queue> queue(TenantId tenant, int most) {
            return book.queue(tenant, most);
        }

        @Override
        public Future<Boolean> done(Run run, long epoch) {
            return book.done(run, epoch);
        }
    }
}
