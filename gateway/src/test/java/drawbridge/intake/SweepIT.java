package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Bounding;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Value;
import drawbridge.system.HeldClock;
import drawbridge.system.Listing;
import drawbridge.system.Outcomes;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Sweeps over a list that lives, into a journal that knows what it has seen.
class SweepIT {

    private static final Mappings MAPPINGS = Customers.mappings("http://127.0.0.1:9");
    private static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    private static final Instant T0 = HeldClock.BEGIN.minusSeconds(3600);

    private record Asked(Instant since, Optional<String> cursor) {}

    /// A list of appointments (or of something else) in pages of two, its cursors being offsets.
    private static final class LivingList implements Listing {

        private volatile ResourceName of = APPOINTMENT;
        private final List<Value> rows = new CopyOnWriteArrayList<>();
        private final List<Asked> asked = new CopyOnWriteArrayList<>();
        private final AtomicInteger failFrom = new AtomicInteger(Integer.MAX_VALUE);
        private final Set<String> slow = ConcurrentHashMap.newKeySet();
        private final AtomicInteger held = new AtomicInteger();
        private final Promise<Void> released = Promise.promise();
        private volatile boolean circle;
        private volatile Optional<Instant> at = Optional.empty();

        @Override
        public Future<Page> page(
                TenantId tenant, ResourceName resource, Instant since, Optional<String> cursor) {
            if (slow.contains(resource.resource())) {
                held.incrementAndGet();
                return released.future().map(_ -> new Page(List.of(), Optional.empty(), at));
            }
            if (!resource.equals(of) || !tenant.equals(Customers.NORTH)) {
                return Future.succeededFuture(new Page(List.of(), Optional.empty(), at));
            }
            asked.add(new Asked(since, cursor));
            int offset = cursor.map(Integer::parseInt).orElse(0);
            if (offset >= failFrom.get()) {
                return Future.failedFuture(
                        new CrossingFailure.Transient(Facts.of("down"), Optional.empty(), false));
            }
            List<Value> later = rows.stream().filter(row -> !time(row).isBefore(since)).toList();
            List<Value> page =
                    later.subList(
                            Math.min(offset, later.size()), Math.min(offset + 2, later.size()));
            Optional<String> next =
                    circle
                            ? Optional.of("0")
                            : offset + 2 < later.size()
                                    ? Optional.of(Integer.toString(offset + 2))
                                    : Optional.empty();
            return Future.succeededFuture(new Page(page, next, at));
        }

        private void release() {
            released.complete();
        }

        private static Instant time(Value row) {
            return row instanceof Value.Obj(var members)
                            && members.get("updated_at") instanceof Value.Text(String text)
                            && text.endsWith("Z")
                    ? Instant.parse(text)
                    : Instant.MAX;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final HeldClock clock = new HeldClock();
    private final WebhookFront front = new WebhookFront(clock::monotonicNanos);
    private final KeptJournal journal = new KeptJournal();
    private final LivingList list = new LivingList();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private SweepTarget target;
    private long holder;

    @BeforeEach
    void choose() {
        choose("appointment");
    }

    private void choose(String resource) {
        SweepTarget.Key key = new SweepTarget.Key(Customers.NORTH, "acme", resource);
        target =
                SweepTarget.of(MAPPINGS).stream()
                        .filter(one -> one.key().equals(key))
                        .findFirst()
                        .orElseThrow();
        list.of = target.resource().name();
    }

    @AfterEach
    void stop() {
        Outcomes.of(vertx.close());
    }

    private static Value row(String text) {
        try {
            return JsonText.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonText.Malformed e) {
            throw new AssertionError(e);
        }
    }

    private static Value row(String id, Instant changed, int revision) {
        return row(
                "{\"id\":\"%s\",\"updated_at\":\"%s\",\"revision\":%d,\"subject\":\"Call\"}"
                        .formatted(id, changed, revision));
    }

    private Future<SweepPass.Found> tryPass() {
        return nextPass().compose(SweepPass::run);
    }

    private Future<SweepPass> nextPass() {
        Appending appending =
                new Appending(journal.port(), new IntakeMeters(meters), clock::monotonicNanos);
        return journal.position(Customers.NORTH, "acme", target.key().resource())
                .map(
                        position ->
                                new SweepPass(
                                        vertx,
                                        list,
                                        appending,
                                        front,
                                        clock,
                                        Customers.dice(),
                                        target,
                                        position,
                                        Optional.empty(),
                                        new SweepPass.Held(
                                                0,
                                                () ->
                                                        Future.succeededFuture(
                                                                OptionalLong.of(holder)))));
    }

    @CanIgnoreReturnValue
    private SweepPass.Found pass() {
        return Outcomes.of(tryPass());
    }

    private Optional<String> position() {
        return Outcomes.of(journal.position(Customers.NORTH, "acme", "appointment"));
    }

    private List<String> ids() {
        return journal.changes().stream()
                .map(change -> change.record().map(record -> record.id()).orElse("?"))
                .toList();
    }

    @Nested
    class Passes {

        @Test
        void storeEachPageWithItsCursor() {
            list.rows.addAll(
                    List.of(row("a", T0, 1), row("b", T0, 1), row("c", T0.plusSeconds(1), 1)));

            SweepPass.Found found = pass();

            assertThat(found).isEqualTo(new SweepPass.Found(3, 0));
            assertThat(ids()).containsExactly("a", "b", "c");
            assertThat(journal.deliveries()).hasSize(2);
            assertThat(journal.deliveries())
                    .allMatch(delivery -> delivery.trigger() == Trigger.POLL)
                    .extracting(delivery -> delivery.cursor().orElseThrow().position())
                    .containsExactly(T0 + " b", T0.plusSeconds(1) + " c");
            assertThat(list.asked.getFirst().since()).isEqualTo(Instant.EPOCH);
        }

        @Test
        void endWithThePageDuringWhichTheListBecameAnothers() {
            list.rows.addAll(
                    List.of(row("a", T0, 1), row("b", T0, 1), row("c", T0.plusSeconds(1), 1)));
            holder = 1;

            Future<SweepPass.Found> failed = tryPass();
            await().until(failed::isComplete);

            assertThat(failed.cause()).isInstanceOf(SweepPass.Taken.class);
            assertThat(ids()).containsExactly("a", "b");
            assertThat(list.asked).hasSize(1);
        }

        @Test
        void waitForTheWebhooksOfAListThatWasEmptyAtFirst() {
            list.at = Optional.of(T0);
            pass();

            list.at = Optional.of(T0.plusSeconds(60));
            list.rows.add(row("young", T0.plusSeconds(59), 1));
            pass();
            assertThat(ids()).isEmpty();

            list.at = Optional.of(T0.plusSeconds(70));
            assertThat(pass().missed()).isEqualTo(1);
            assertThat(ids()).containsExactly("young");
        }

        @Test
        void leaveNothingToWebhooksWhereSomebodyWaitsToKnowThatAllWasRead() {
            list.at = Optional.of(T0);
            pass();
            list.at = Optional.of(T0.plusSeconds(60));
            list.rows.add(row("young", T0.plusSeconds(59), 1));
            SweepPass pass = Outcomes.of(nextPass()).all(Instant.MAX);

            var _ = Outcomes.of(pass.run());

            assertThat(ids()).containsExactly("young");
            assertThat(pass.isWhole()).isTrue();
        }

        @Test
        void areNotWholeWithARowThatCannotBeRead() {
            list.rows.addAll(List.of(row("a", T0, 1), row("[]")));
            SweepPass pass = Outcomes.of(nextPass()).all(Instant.MAX);

            var _ = Outcomes.of(pass.run());

            assertThat(journal.changes()).hasSize(2);
            assertThat(pass.isWhole()).isFalse();
        }

        @Test
        void leaveWhatIsCountedToTheWebhooksThatHaveNotReachedItYet() {
            choose("activity");
            webhooksHaveNotComeFar();

            pass();
            assertThat(ids()).containsExactly("told");

            clock.pass(WebhookFront.MEMORY.multipliedBy(2));
            assertThat(pass().missed()).isEqualTo(2);
            assertThat(ids()).containsExactly("told", "under way", "new");
        }

        @Test
        void bringAnAppointmentThatStandsBehindThousandsOfActivitiesInItsSendersQueue() {
            webhooksHaveNotComeFar();

            pass();

            assertThat(ids()).as("within seconds").containsExactly("told", "under way");
        }

        private void webhooksHaveNotComeFar() {
            list.at = Optional.of(T0);
            pass();
            list.rows.add(row("told", T0.plusSeconds(1), 1));
            list.rows.add(row("under way", T0.plusSeconds(53), 1));
            list.rows.add(row("new", T0.plusSeconds(54), 1));
            list.at = Optional.of(T0.plusSeconds(60));
            front.arrived(Customers.NORTH, target.resource().name(), T0.plusSeconds(10));
        }

        @Test
        void beginALittleBeforeWhereTheyStood() {
            list.rows.add(row("a", T0, 1));
            pass();

            pass();

            assertThat(list.asked.getLast().since()).isEqualTo(T0.minus(target.list().lookBack()));
            assertThat(journal.changes()).hasSize(1);
        }

        @Test
        void findWhatCameLateIntoATickThatWasRead() {
            list.rows.add(row("b", T0, 1));
            pass();
            list.rows.addFirst(row("a", T0, 1));

            pass();

            assertThat(ids()).containsExactly("b", "a");
            assertThat(position()).contains(T0 + " b");
        }

        @Test
        void findWhatChangesBeforeARowThatIsDatedInTheFuture() {
            list.rows.add(row("a", T0, 1));
            list.rows.add(row("of next year", clock.now().plus(Duration.ofDays(365)), 1));
            pass();
            clock.set(clock.now().plus(Duration.ofHours(1)));
            list.rows.add(1, row("b", clock.now().minusSeconds(60), 1));

            pass();

            assertThat(ids()).contains("a", "of next year", "b");
        }

        @Test
        void readOnWhereAListBeginsWithWhatIsTooYoung() {
            list.rows.add(row("a", T0, 1));
            pass();
            Instant now = clock.now();
            list.rows.addAll(
                    0,
                    List.of(
                            row("young", now, 1),
                            row("c", now.minusSeconds(60), 1),
                            row("b", now.minusSeconds(90), 1)));

            pass();

            assertThat(ids()).containsExactlyInAnyOrder("a", "b", "c");
            assertThat(position()).contains(now.minusSeconds(60) + " c");
        }

        @Test
        void bringTombstones() {
            list.rows.add(
                    row(
                            "{\"id\":\"a\",\"deleted\":true,\"updated_at\":\"%s\",\"revision\":2}"
                                    .formatted(T0)));

            pass();

            assertThat(journal.changes()).singleElement().matches(Incoming::tombstone);
        }

        @Test
        void bringRowsThatNobodyCanReadAndSayWhy() {
            list.rows.addAll(
                    List.of(
                            row("{\"updated_at\":\"%s\"}".formatted(T0)),
                            row("{\"id\":[],\"updated_at\":\"%s\"}".formatted(T0)),
                            row("7"),
                            row("{\"id\":\"d\",\"updated_at\":\"yesterday\"}")));

            pass();

            assertThat(journal.changes())
                    .extracting(change -> change.unreadable().orElse("fine"))
                    .containsExactly(
                            "/id is missing: it names the record",
                            "/id is neither text nor number: it names the record",
                            "the row is no object",
                            "fine");
            assertThat(position()).isEmpty();
        }

        @Test
        void bringARecordThatIsTooLargeAsOneThatNobodyCanRead() {
            list.rows.add(
                    row(
                            "{\"id\":\"a\",\"updated_at\":\"%s\",\"revision\":2,\"subject\":\"%s\"}"
                                    .formatted(T0, "x".repeat(PublicServer.BODY_BYTES))));

            pass();

            Incoming change = journal.changes().getFirst();
            assertThat(change.record().orElseThrow().id()).isEqualTo("a");
            assertThat(change.unreadable().orElseThrow())
                    .matches("the record is 10486[0-9]{2} bytes large; the limit is 1048576");
            assertThat(change.body().length()).isLessThan(20_000);
            assertThat(position()).contains(T0 + " a");
        }
    }

    @Nested
    class Trouble {

        @Test
        void withAPageKeepsWhatWasStoredAndNoMore() {
            list.rows.addAll(
                    List.of(
                            row("a", T0, 1),
                            row("b", T0.plusSeconds(1), 1),
                            row("c", T0.plusSeconds(2), 1)));
            list.failFrom.set(2);

            assertThat(Outcomes.failureOf(tryPass())).isInstanceOf(CrossingFailure.Transient.class);
            assertThat(position()).contains(T0.plusSeconds(1) + " b");

            list.failFrom.set(Integer.MAX_VALUE);
            pass();
            assertThat(ids()).containsExactly("a", "b", "c");
        }

        @Test
        void withTheJournalMovesNothing() {
            list.rows.add(row("a", T0, 1));
            journal.fail(true);

            Future<SweepPass.Found> failed = tryPass();
            await().until(failed::isComplete);

            assertThat(failed.succeeded()).isFalse();
            assertThat(position()).isEmpty();
            journal.fail(false);
            pass();
            assertThat(ids()).containsExactly("a");
        }

        @Test
        void withPagesThatLeadInACircleEndsThePass() {
            list.rows.add(row("a", T0, 1));
            list.circle = true;

            assertThat(Outcomes.failureOf(tryPass()))
                    .isInstanceOf(CrossingFailure.Unexplained.class);
            assertThat(list.asked).hasSizeLessThan(4);
        }

        @Test
        void withTheOrderOfAListKeepsTheCursorBack() {
            list.rows.addAll(
                    List.of(
                            row("c", T0.plusSeconds(9), 1),
                            row("d", T0.plusSeconds(8), 1),
                            row("a", T0, 1)));
            list.failFrom.set(2);

            assertThat(Outcomes.failureOf(tryPass())).isInstanceOf(CrossingFailure.Transient.class);
            assertThat(position()).isEmpty();

            list.failFrom.set(Integer.MAX_VALUE);
            pass();
            assertThat(ids()).containsExactlyInAnyOrder("a", "c", "d");
            assertThat(position()).contains(T0.plusSeconds(9) + " c");
        }
    }

    @Nested
    class Missed {

        @Test
        void isNothingInTheFirstPass() {
            list.rows.add(row("a", T0, 1));

            assertThat(pass().missed()).isZero();
        }

        @Test
        void isWhatNoWebhookBroughtInTime() {
            list.rows.add(row("a", T0, 1));
            pass();
            list.rows.add(row("b", clock.now().minus(SweepPass.GRACE), 1));

            assertThat(pass().missed()).isEqualTo(1);
        }

        @Test
        void isNotWhatAWebhookMayStillBring() {
            list.rows.add(row("a", T0, 1));
            pass();
            list.rows.add(row("b", clock.now().minus(SweepPass.GRACE).plusMillis(1), 1));

            assertThat(pass()).isEqualTo(new SweepPass.Found(2, 0));
            assertThat(ids()).containsExactly("a");

            clock.set(clock.now().plusSeconds(1));
            assertThat(pass().missed()).isEqualTo(1);
            assertThat(ids()).containsExactly("a", "b");
        }

        @Test
        void goesByTheClockOfTheSystem() {
            list.rows.add(row("a", T0, 1));
            pass();
            Instant anHourAhead = clock.now().plusSeconds(3600);
            list.rows.add(row("b", anHourAhead, 1));
            list.at = Optional.of(anHourAhead.plusSeconds(5));

            assertThat(pass().missed()).isEqualTo(1);
        }
    }

    @Nested
    class Schedule {

        private final AtomicInteger owned = new AtomicInteger();
        private volatile boolean mine = true;

        private Sweep sweep() {
            return sweep(MAPPINGS);
        }

        private Sweep sweep(Mappings mappings) {
            return Sweep.create(
                    vertx,
                    new Sweep.Ports(
                            () -> mappings,
                            list,
                            journal.port(),
                            journal::position,
                            new KeptListed(),
                            new KeptHints(),
                            (tenant, job) -> {
                                owned.incrementAndGet();
                                return Future.succeededFuture(
                                        mine ? OptionalLong.of(0) : OptionalLong.empty());
                            },
                            front,
                            clock,
                            Customers.dice(),
                            meters));
        }

        @Test
        void readsEveryWantedListAtOnceAndCountsIt() {
            list.rows.add(row("a", T0, 1));
            Sweep sweep = sweep();

            sweep.start();
            await().until(() -> ids().equals(List.of("a")));
            await().until(() -> passes("acme") == 8 && passes("app") == 4);
            Outcomes.of(sweep.stop());

            assertThat(meters.get("drawbridge.sweep.rows").tag("system", "acme").counter().count())
                    .isEqualTo(1);
        }

        @Test
        void boundsAnUnansweredCreateOnceTheListWasReadToItsEnd() {
            Bounding.Lost lost =
                    new Bounding.Lost(
                            new LaneId(new UUID(0, 1)), new UUID(0, 2), T0, Optional.empty());
            journal.lost.add(lost);
            list.rows.addAll(
                    List.of(row("a", T0, 1), row("b", T0, 1), row("c", T0.plusSeconds(1), 1)));
            list.failFrom.set(2);
            Sweep sweep =
                    sweep(
                            Customers.mappings(
                                    "http://127.0.0.1:1",
                                    "systems/acme.yaml",
                                    "    external-reference: /external_ref\n"));

            sweep.start();
            await().until(() -> passes("acme") >= 7);
            List<Bounding.Lost> atFirst = journal.bounded();
            list.failFrom.set(Integer.MAX_VALUE);
            await().atMost(Duration.ofSeconds(30)).until(() -> !journal.bounded().isEmpty());
            Outcomes.of(sweep.stop());

            assertThat(atFirst).as("a page could not be read").isEmpty();
            assertThat(ids()).contains("a", "b", "c");
            assertThat(journal.bounded()).containsExactly(lost);
        }

        @Test
        void leavesToOthersWhatIsTheirs() {
            mine = false;
            list.rows.add(row("a", T0, 1));
            Sweep sweep = sweep();

            sweep.start();
            await().until(() -> owned.get() >= 12);
            Outcomes.of(sweep.stop());

            assertThat(list.asked).isEmpty();
        }

        @Test
        void keepsRoomForCalendarsBesideListsOfActivitiesThatTakeHours() {
            list.slow.add("activity");
            Sweep sweep =
                    sweep(Customers.mappings("http://127.0.0.1:9", List.of("t1", "t2", "t3")));

            sweep.start();
            await().until(() -> passes("acme") + passes("app") >= 25);

            assertThat(list.held.get()).as("lists of activities").isEqualTo(2);
            list.release();
            Outcomes.of(sweep.stop());
        }

        @Test
        void goesOnWhenAListFails() {
            list.failFrom.set(0);
            Sweep sweep = sweep();

            sweep.start();
            await().atMost(Duration.ofSeconds(30)).until(() -> list.asked.size() >= 2);
            Outcomes.of(sweep.stop());

            assertThat(
                            meters.get("drawbridge.sweep.passes")
                                    .tag("result", "transient")
                                    .counter()
                                    .count())
                    .isGreaterThanOrEqualTo(1);
        }

        private double passes(String system) {
            return meters.find("drawbridge.sweep.passes").tag("system", system).counters().stream()
                    .mapToDouble(counter -> counter.count())
                    .sum();
        }
    }

    @Test
    void sweepsTheListsOfAllCustomersThatSomeFlowWants() {
        List<String> jobs = new ArrayList<>();
        SweepTarget.of(MAPPINGS)
                .forEach(one -> jobs.add(one.tenant().name() + " " + one.key().job()));

        assertThat(jobs)
                .containsExactlyInAnyOrder(
                        "north sweep:acme.user",
                        "north sweep:acme.contact",
                        "north sweep:acme.appointment",
                        "north sweep:acme.activity",
                        "north sweep:app.member",
                        "north sweep:app.event",
                        "south sweep:acme.user",
                        "south sweep:acme.contact",
                        "south sweep:acme.appointment",
                        "south sweep:acme.activity",
                        "south sweep:app.member",
                        "south sweep:app.event");
    }
}
