package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Journal.Hints;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.journal.PgJournal;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Direction;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.platform.DatabasePool;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The journal in PostgreSQL and the model of it side by side: what is asked of one is asked of the
/// other, and has to be answered alike. Of the one there are two processes, each with connections
/// of its own and a session that is handed what appends lease.
final class TwoJournals implements AutoCloseable {

    static final TenantId NORTH = TenantId.named("north");
    static final TenantId SOUTH = TenantId.named("south");

    /// Much longer than a test may take: no clock of a machine decides what is due.
    static final Duration LATER = Duration.ofHours(1);

    static final int PROCESSES = 2;

    private static final Duration LEASE = Duration.ofDays(30);
    private static final int LAST_WORDS = 12;

    /// One lane as both journals leased it.
    ///
    /// @param who of the processes
    record Both(Lease model, Lease real, int who, Optional<Opened> seen) {}

    private record Gateway(
            Journal journal,
            Session session,
            Session inModel,
            Context context,
            Queue<Lease> handed) {}

    private final Vertx vertx;
    private final List<Pool> pools;
    private final List<Gateway> processes = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    final ModelJournal model = new ModelJournal(() -> now, TwoJournals::side);

    /// How many lanes were handed over by the append that made them due.
    int handedOver;

    TwoJournals(Vertx vertx, List<Pool> pools) {
        this.vertx = vertx;
        this.pools = pools;
        TestDatabase.empty();
        for (int who = 0; who < PROCESSES; who++) {
            processes.add(gateway(pools.get(who)));
        }
    }

    private Gateway gateway(Pool pool) {
        Journal journal =
                new PgJournal(
                        vertx,
                        pool,
                        (_, flow, side) ->
                                flow.equals(SimWorld.APPOINTMENTS)
                                        ? Optional.of(SimWorld.resource(side))
                                        : Optional.empty(),
                        () -> Set.of(NORTH, SOUTH));
        Session session = await(journal.begin(LEASE));
        Context context = vertx.getOrCreateContext();
        Queue<Lease> handed = new ConcurrentLinkedQueue<>();
        context.runOnContext(_ -> journal.listen(session, collecting(handed)));
        Gateway gateway = new Gateway(journal, session, await(model.begin(LEASE)), context, handed);
        settled(gateway);
        for (Direction direction : Direction.values()) {
            // From now on it takes what is handed over in this direction.
            assertThat(await(journal.claim(session, direction, 1))).isEmpty();
        }
        return gateway;
    }

    private static Hints collecting(Queue<Lease> handed) {
        return new Hints() {
            @Override
            public void due(Direction direction) {}

            @Override
            public void handedOver(List<Lease> leases) {
                handed.addAll(leases);
            }

            @Override
            public void inDoubt() {
                throw new AssertionError("no append is in doubt here");
            }
        };
    }

    private static Optional<Side> side(RecordRef record) {
        return switch (record.resource().resource()) {
            case "appointment" -> Optional.of(Side.ACME);
            case "event" -> Optional.of(Side.APP);
            default -> Optional.empty();
        };
    }

    @Override
    public void close() {
        processes.forEach(gateway -> await(gateway.journal.end(gateway.session)));
    }

    // ---- Waiting

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /// What comes of a call: its answer, or the kind of its failure.
    private static <T> Object said(Future<T> future) {
        try {
            Object value =
                    future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
            return value == null ? "done" : value;
        } catch (ExecutionException failed) {
            return String.valueOf(failed.getCause()).split(":", 2)[0];
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /// What was told to the process until now has been heard.
    private static void settled(Gateway gateway) {
        Promise<Void> heard = Promise.promise();
        gateway.context.runOnContext(_ -> heard.complete());
        await(heard.future());
    }

    // ---- What happens

    void tell(String what) {
        story.add(what);
    }

    /// The story's last words.
    List<String> latest() {
        return story.subList(Math.max(0, story.size() - LAST_WORDS), story.size());
    }

    Journal real(int who) {
        return processes.get(who).journal;
    }

    Instant now() {
        return now;
    }

    /// What time it is for the database.
    Instant realNow() {
        return await(pools.getFirst().query("select now() as at").execute())
                .iterator()
                .next()
                .getOffsetDateTime("at")
                .toInstant();
    }

    /// @return what both answered
    @CanIgnoreReturnValue
    <T> Object same(String what, Future<T> inModel, Supplier<Future<T>> inReal) {
        tell(what);
        Object answer = said(inModel);
        assertThat(said(inReal.get())).as("after: %s", latest()).isEqualTo(answer);
        return answer;
    }

    /// Calls that reach the journal together, and so may go in one statement.
    void together(List<String> what, List<Future<Void>> inModel, List<Future<Void>> inReal) {
        tell("together: " + what);
        assertThat(inReal.stream().map(TwoJournals::said).toList())
                .as("after: %s", latest())
                .isEqualTo(inModel.stream().map(TwoJournals::said).toList());
    }

    /// @return the lanes that the append leased on the spot, not opened yet
    List<Both> append(int who, Delivery delivery, String what) {
        same(what, model.append(delivery), () -> real(who).append(delivery));
        Gateway gateway = processes.get(who);
        settled(gateway);
        List<Both> handed = new ArrayList<>();
        for (Lease lease = gateway.handed.poll(); lease != null; lease = gateway.handed.poll()) {
            Optional<Lease> ours =
                    model.take(
                            gateway.inModel,
                            new LaneKey(lease.tenant(), lease.lane()),
                            lease.direction());
            assertThat(ours).as("handed over %s after: %s", lease, latest()).isPresent();
            tell("handed over to " + who + ": " + lease.lane() + " " + lease.direction());
            handed.add(new Both(ours.orElseThrow(), lease, who, Optional.empty()));
            handedOver++;
        }
        return handed;
    }

    /// Opens a lane in both.
    Both open(Both lane) {
        Optional<Opened> inModel = await(model.open(lane.model()));
        Optional<Opened> inReal = await(real(lane.who()).open(lane.real()));
        assertThat(inReal.map(TwoJournals::told))
                .as("opened after: %s", latest())
                .isEqualTo(inModel.map(TwoJournals::told));
        return new Both(lane.model(), lane.real(), lane.who(), inModel);
    }

    /// Claims all that is due for a gateway, and opens it. What a pause covers may be claimed, and
    /// is put back with the opening.
    List<Both> claim(int who, Direction direction) {
        Gateway gateway = processes.get(who);
        Map<String, Lease> ours = byLane(await(model.claim(gateway.inModel, direction, 64)));
        Map<String, Lease> theirs =
                byLane(await(gateway.journal.claim(gateway.session, direction, 64)));
        tell("claim " + direction + " by " + who + ": " + ours.keySet());
        Set<String> paused = new HashSet<>(theirs.keySet());
        paused.removeAll(ours.keySet());
        for (String lane : paused) {
            Lease lease = Objects.requireNonNull(theirs.remove(lane));
            assertThat(await(gateway.journal.open(lease)))
                    .as("claimed by one alone: %s, after: %s", lane, latest())
                    .isEmpty();
            assertThat(model.isPaused(new LaneKey(lease.tenant(), lease.lane()), direction))
                    .as("paused: %s, after: %s", lane, latest())
                    .isTrue();
        }
        assertThat(theirs.keySet()).as("after: %s", latest()).isEqualTo(ours.keySet());
        List<Both> opened = new ArrayList<>();
        ours.forEach(
                (lane, lease) ->
                        opened.add(
                                open(
                                        new Both(
                                                lease,
                                                Objects.requireNonNull(theirs.get(lane)),
                                                who,
                                                Optional.empty()))));
        return opened;
    }

    private static Map<String, Lease> byLane(List<Lease> leases) {
        Map<String, Lease> all = new TreeMap<>();
        leases.forEach(lease -> all.put(lease.tenant() + " " + lease.lane(), lease));
        return all;
    }

    /// All but the epochs and the times, which are each journal's own.
    private static String told(Opened opened) {
        StringBuilder told = new StringBuilder();
        told.append(opened.record()).append(opened.side()).append(opened.link());
        opened.pending()
                .forEach(
                        change ->
                                told.append("\n  ")
                                        .append(change.change())
                                        .append(change.record())
                                        .append(change.sequence())
                                        .append(change.version())
                                        .append(change.tombstone())
                                        .append(change.edit())
                                        .append(change.body()));
        told.append("\n  attempt ").append(opened.attempt().map(Journal.OpenAttempt::id));
        opened.parked().stream()
                .map(item -> item.id() + " " + item.resolution())
                .sorted()
                .forEach(item -> told.append("\n  ").append(item));
        return told.append("\n  ").append(opened.touched()).append(opened.tries()).toString();
    }

    void pass(Duration time) {
        now = now.plus(time);
        String back = "interval '" + time.toMillis() + " ms'";
        TestDatabase.asOwner(
                ("update lane set to_app_due = to_app_due - %1$s, to_acme_due = to_acme_due - %1$s,"
                                + " since = since - %1$s, settled_at = settled_at - %1$s")
                        .formatted(back),
                "select set_config('drawbridge.tenants', '%s,%s', false)"
                        .formatted(NORTH.value(), SOUTH.value()),
                "update parked set parked_at = parked_at - " + back + " where gather is not null",
                "update asked_delete set asked_at = asked_at - " + back);
    }

    // ---- What they hold

    /// @param changes all that were appended
    /// @param items all that may be parked
    Map<String, String> held(List<UUID> changes, List<UUID> items, boolean inModel) {
        Map<String, String> held = new TreeMap<>();
        for (TenantId tenant : List.of(NORTH, SOUTH)) {
            held.put("tally of " + tenant, tally(tenant, inModel).toString());
            held.put(
                    "outcomes of " + tenant,
                    (inModel ? outcomes(tenant, changes) : outcomes(tenant)).toString());
            held.put(
                    "open of " + tenant, (inModel ? open(tenant, items) : open(tenant)).toString());
        }
        return held;
    }

    private Map<UUID, String> outcomes(TenantId tenant, List<UUID> changes) {
        Map<UUID, String> kinds = new TreeMap<>();
        for (UUID change : changes) {
            model.books
                    .outcome(tenant, SimWorld.APPOINTMENTS, change)
                    .ifPresent(kind -> kinds.put(change, kind.name().toLowerCase(Locale.ROOT)));
        }
        return kinds;
    }

    private Map<UUID, String> outcomes(TenantId tenant) {
        Map<UUID, String> kinds = new TreeMap<>();
        ask(
                        tenant,
                        "select distinct on (change) change, kind from outcome where tenant = $1"
                                + " order by change, n desc")
                .forEach(row -> kinds.put(row.getUUID("change"), row.getString("kind")));
        return kinds;
    }

    /// The open items and their versions.
    private Map<UUID, Long> open(TenantId tenant, List<UUID> items) {
        Map<UUID, Long> open = new TreeMap<>();
        for (UUID item : items) {
            model.books.openVersion(tenant, item).ifPresent(version -> open.put(item, version));
        }
        return open;
    }

    private Map<UUID, Long> open(TenantId tenant) {
        Map<UUID, Long> open = new TreeMap<>();
        ask(tenant, "select id, version from parked where tenant = $1 and state = 'open'")
                .forEach(row -> open.put(row.getUUID("id"), row.getLong("version")));
        return open;
    }

    private Map<String, Long> tally(TenantId tenant, boolean inModel) {
        Map<String, Long> counts = new TreeMap<>();
        if (inModel) {
            counts.putAll(model.books.tally(tenant));
        } else {
            long pending = 0;
            for (Row row :
                    ask(
                            tenant,
                            "select kind, sum(n)::bigint as n from tally where tenant = $1 group by"
                                    + " 1")) {
                String kind = row.getString("kind");
                long n = row.getLong("n");
                if (kind.equals("acknowledged")) {
                    pending += n;
                } else {
                    counts.put(kind, n);
                    pending -= Set.of("duplicates", "missed").contains(kind) ? 0 : n;
                }
            }
            counts.put("pending", pending);
        }
        counts.values().removeIf(n -> n == 0);
        return counts;
    }

    private Iterable<Row> ask(TenantId tenant, String sql) {
        return await(
                new PgScope(pools.getFirst())
                        .within(
                                Set.of(tenant),
                                statements -> statements.run(sql, Tuple.of(tenant.value()))));
    }

    /// Connections for each gateway.
    static List<Pool> pools(Vertx vertx) {
        List<Pool> pools = new ArrayList<>();
        for (int who = 0; who < PROCESSES; who++) {
            pools.add(DatabasePool.open(vertx, TestDatabase.access()));
        }
        return List.copyOf(pools);
    }
}
