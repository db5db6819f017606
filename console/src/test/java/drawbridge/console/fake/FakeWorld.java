package drawbridge.console.fake;

import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillList;
import drawbridge.opsapi.BackfillPhase;
import drawbridge.opsapi.BackfillState;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.BreakerState;
import drawbridge.opsapi.Counts;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.Gateway;
import drawbridge.opsapi.HistoryLine;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobDetail;
import drawbridge.opsapi.JobPreview;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.PauseResult;
import drawbridge.opsapi.PauseWish;
import drawbridge.opsapi.Preview;
import drawbridge.opsapi.PreviewWish;
import drawbridge.opsapi.Proof;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Role;
import drawbridge.opsapi.Side;
import drawbridge.opsapi.TenantSummary;
import drawbridge.opsapi.Throughput;
import drawbridge.opsapi.Tick;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.Waiting;
import drawbridge.opsapi.WaitingStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/// What a gateway would know: two tenants, their parked items, what waits, what is broken. All
/// numbers are counted from these, so that the fake cannot contradict itself.
public final class FakeWorld {

    private final Map<String, Parked> parked = new LinkedHashMap<>();
    private final Map<String, List<HistoryLine>> history = new LinkedHashMap<>();
    private final List<Breaker> breakers = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final FakeHands hands = new FakeHands(this);
    private final Instant start;
    private long seconds;

    public FakeWorld(Instant start) {
        this.start = start;
    }

    /// A world in which something of each kind has happened.
    public static FakeWorld lively(Instant now) {
        var world = new FakeWorld(now);
        world.conflict("c1", "north", "time", "09:00 Europe/Berlin", "10:00", "11:30", 64);
        world.conflict("c2", "north", "title", "Visit", "Visit at Contact 17's", "Call", 41);
        world.conflict("c3", "south", "location", "Room 2", "Room 4", null, 12);
        world.dead("d1", "north", "duration", "The app takes no event of 0 minutes.", 700);
        world.dead("d2", "south", "status", "Acme knows no status \"Maybe\".", 95);
        world.waiting("north", "A-4711", WaitingStatus.SUSPENDED, "Acme answers 503; tried again.");
        world.waiting("south", "A-88", WaitingStatus.WAITING, "Waits for its contact to cross.");
        world.breaker("north", BreakerState.OPEN, "7 of the last 10 calls were answered with 503.");
        return world;
    }

    public synchronized void conflict(
            String id,
            String tenant,
            String group,
            String base,
            @Nullable String acme,
            @Nullable String app,
            long age) {
        put(
                item(id, tenant, ParkedKind.CONFLICT, age)
                        .with("both-changed", "Acme and the app both changed the " + group + ".")
                        .about(group, null, base, acme, app)
                        .build(List.of(ParkedAction.KEEP_ACME, ParkedAction.KEEP_APP)));
    }

    /// Many deletes at once, about which one item asks.
    public synchronized void deletes(String id, String tenant, int many) {
        put(
                item(id, tenant, ParkedKind.CONFLICT, 5)
                        .with(
                                "mass-delete",
                                many
                                        + " deletes of the flow appointments wait: approve carries"
                                        + " out those that wait, reject keeps the records that are"
                                        + " left.")
                        .build(List.of(ParkedAction.APPROVE, ParkedAction.REJECT)));
    }

    public synchronized void dead(
            String id, String tenant, String field, String sentence, long age) {
        put(
                item(id, tenant, ParkedKind.DEAD, age)
                        .with("refused-by-target", sentence)
                        .about(null, field, null, null, null)
                        .build(
                                List.of(
                                        ParkedAction.REPLAY,
                                        ParkedAction.EDIT,
                                        ParkedAction.DISCARD)));
    }

    public synchronized void waiting(String tenant, String id, WaitingStatus status, String why) {
        waiting.add(
                new Waiting(
                        tenant,
                        "appointments",
                        new RecordId("acme.appointment", id),
                        Side.APP,
                        status,
                        why,
                        start.minusSeconds(75),
                        null));
    }

    public synchronized void breaker(String tenant, BreakerState state, String why) {
        breakers.add(
                new Breaker(
                        tenant,
                        "acme",
                        state,
                        7,
                        10,
                        why,
                        start.minusSeconds(75),
                        start.plusSeconds(5)));
    }

    /// Nothing waits for anybody any more.
    public synchronized void heal() {
        hands.heal();
        parked.clear();
        waiting.clear();
        breakers.clear();
    }

    public Instant start() {
        return start;
    }

    public synchronized List<Found> found(String id) {
        return hands.found(id);
    }

    public synchronized Timeline timeline(String tenant, RecordId record) {
        return hands.timeline(tenant, record);
    }

    public synchronized List<Pause> pauses(@Nullable String tenant) {
        return hands.pauses(tenant);
    }

    public synchronized PauseResult pause(
            String tenant, boolean resume, PauseWish wish, Instant now) {
        return hands.pause(tenant, resume, wish, now);
    }

    /// One flow that drifted, one that is in sync, and one that nobody audited.
    public synchronized List<Proof> proofs(@Nullable String tenant, Instant now) {
        Instant night = now.minus(Duration.ofHours(6));
        return List.of(
                        new Proof(
                                "north",
                                "appointments",
                                now.minus(Duration.ofHours(30)),
                                AuditResult.DRIFTED,
                                night,
                                2),
                        new Proof("north", "users", night, AuditResult.IN_SYNC, night, 0),
                        new Proof("south", "appointments", null, null, null, 0))
                .stream()
                .filter(proof -> tenant == null || tenant.equals(proof.tenant()))
                .toList();
    }

    /// One that runs, where there is anything at all.
    public synchronized List<Backfill> backfills(Instant now) {
        return parked.isEmpty()
                ? List.of()
                : List.of(
                        new Backfill(
                                "north",
                                "b-1",
                                "appointments",
                                null,
                                20,
                                "user1",
                                null,
                                BackfillState.RUNNING,
                                1,
                                19.6,
                                158L,
                                null,
                                now.minusSeconds(96),
                                now.minusSeconds(95),
                                null,
                                List.of(
                                        new BackfillList(
                                                "acme.appointment",
                                                BackfillPhase.SENDING,
                                                2_600,
                                                1_900,
                                                0,
                                                null),
                                        new BackfillList(
                                                "app.event",
                                                BackfillPhase.SENDING,
                                                2_400,
                                                0,
                                                0,
                                                null))));
    }

    public synchronized List<Job> jobs() {
        return hands.jobs();
    }

    public synchronized JobDetail job(String id) {
        return hands.job(id);
    }

    public synchronized JobPreview reach(JobWish wish) {
        return hands.reach(wish);
    }

    public synchronized List<Job> start(JobWish wish, Instant now) {
        return hands.start(wish, now);
    }

    public synchronized Job cancel(String id) {
        return hands.cancel(id);
    }

    public synchronized Preview preview(Parked item, PreviewWish wish) {
        return hands.preview(item, wish);
    }

    synchronized void put(Parked item) {
        parked.put(item.id(), item);
    }

    public synchronized Optional<Parked> find(String id) {
        return Optional.ofNullable(parked.get(id));
    }

    synchronized void remember(String id, HistoryLine line) {
        history.computeIfAbsent(id, _ -> new ArrayList<>()).add(line);
    }

    synchronized List<Parked> open(ParkedKind kind, @Nullable String tenant) {
        return parked.values().stream()
                .filter(p -> p.state() == ParkedState.OPEN && p.kind() == kind)
                .filter(p -> tenant == null || tenant.equals(p.tenant()))
                .toList();
    }

    synchronized List<Parked> decided(ParkedKind kind, @Nullable String tenant) {
        return parked.values().stream()
                .filter(p -> p.state() == ParkedState.RESOLVED && p.kind() == kind)
                .filter(p -> tenant == null || tenant.equals(p.tenant()))
                .toList();
    }

    synchronized ParkedDetail detail(Parked item) {
        return new ParkedDetail(
                item,
                """
                {
                  "id": "A-%s",
                  "title": "Visit",
                  "start": "2026-03-01T09:00:00",
                  "minutes": 0,
                  "zone": "Europe/Berlin"
                }\
                """
                        .formatted(item.id()),
                null,
                item.kind() == ParkedKind.DEAD ? "PUT /events/42\nAuthorization: •••" : null,
                item.kind() == ParkedKind.DEAD ? "422 {\"field\":\"end\"}" : null,
                history.getOrDefault(
                        item.id(), List.of(new HistoryLine(start, "gateway", "parked it", null))));
    }

    synchronized List<Waiting> waiting(@Nullable String tenant) {
        return waiting.stream().filter(w -> tenant == null || tenant.equals(w.tenant())).toList();
    }

    synchronized List<Breaker> breakers() {
        return List.copyOf(breakers);
    }

    synchronized Me me(Role role, String instance) {
        return new Me(
                role == Role.VIEWER ? "User 9" : "User 3",
                role,
                List.of("north", "south"),
                new Gateway("0.1.0", instance, start));
    }

    synchronized Overview overview(@Nullable String tenant, String instance, long position) {
        List<TenantSummary> tenants = new ArrayList<>();
        for (String each : List.of("north", "south")) {
            if (tenant == null || tenant.equals(each)) {
                tenants.add(summary(each));
            }
        }
        return new Overview(
                instance,
                position,
                start.plusSeconds(seconds),
                sum(tenants, TenantSummary::waiting),
                waiting(tenant).isEmpty() ? 0 : 75 + seconds,
                sum(tenants, TenantSummary::conflicts),
                sum(tenants, TenantSummary::deadLetters),
                breakers.size(),
                start.plusSeconds(seconds),
                counts(tenant),
                Map.of(Direction.TO_APP, counts(tenant), Direction.TO_ACME, counts(tenant)),
                tenants);
    }

    synchronized Throughput throughput(int length) {
        return new Throughput(
                start.plusSeconds(seconds),
                Map.of(
                        Direction.TO_APP,
                        LongStream.range(0, length).map(this::toApp).boxed().toList(),
                        Direction.TO_ACME,
                        LongStream.range(0, length).map(this::toAcme).boxed().toList()));
    }

    synchronized Tick tick() {
        seconds++;
        Overview now = overview(null, "", 0);
        return new Tick(
                now.waiting(),
                now.oldestWaitingSeconds(),
                now.conflicts(),
                now.deadLetters(),
                now.openBreakers(),
                Map.of(
                        Direction.TO_APP, toApp(600 + seconds),
                        Direction.TO_ACME, toAcme(600 + seconds)),
                now.counts());
    }

    private TenantSummary summary(String tenant) {
        List<Breaker> open = breakers.stream().filter(b -> b.tenant().equals(tenant)).toList();
        return new TenantSummary(
                tenant,
                tenant.equals("north") ? "North" : "South",
                waiting(tenant).size(),
                waiting(tenant).isEmpty() ? 0 : 75 + seconds,
                open(ParkedKind.CONFLICT, tenant).size(),
                open(ParkedKind.DEAD, tenant).size(),
                counts(tenant),
                open);
    }

    private Counts counts(@Nullable String tenant) {
        long conflicts = count(p -> p.kind() == ParkedKind.CONFLICT, tenant);
        long dead = count(p -> p.kind() == ParkedKind.DEAD, tenant);
        long pending = waiting(tenant).size();
        long applied = 4000 + 17 * seconds;
        return new Counts(
                applied + 900 + 120 + conflicts + dead + pending,
                applied,
                900,
                120,
                conflicts,
                dead,
                pending,
                310);
    }

    private long count(Predicate<Parked> which, @Nullable String tenant) {
        return parked.values().stream()
                .filter(which)
                .filter(p -> tenant == null || tenant.equals(p.tenant()))
                .count();
    }

    private long toApp(long second) {
        return Math.round(9 + 4 * Math.sin(second / 40.0) + 3 * Math.sin(second * 1.7));
    }

    private long toAcme(long second) {
        boolean outage = second > 380 && second < 450;
        return outage
                ? 0
                : Math.round(7 + 3 * Math.cos(second / 55.0) + 2 * Math.sin(second * 2.3));
    }

    private static long sum(Collection<TenantSummary> tenants, ToLongFunction<TenantSummary> of) {
        return tenants.stream().mapToLong(of).sum();
    }

    private ParkedBuilder item(String id, String tenant, ParkedKind kind, long age) {
        return new ParkedBuilder(id, tenant, kind, start.minusSeconds(age));
    }
}
