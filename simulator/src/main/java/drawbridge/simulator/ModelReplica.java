package drawbridge.simulator;

import drawbridge.crossing.engine.BreakerRow;
import drawbridge.crossing.engine.Breakers;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Engine;
import drawbridge.crossing.engine.Flows;
import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.OccurrenceRemote;
import drawbridge.crossing.engine.Pace;
import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.Bucket;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One process of the gateway: an engine for each direction behind ports that can die, freeze and
/// lose answers. What it sent before it died still arrives.
final class ModelReplica implements Journal, Remote, Clock, Dice {

    /// How often a process dies at a step, or the journal fails.
    record Odds(double crash, double journalBefore, double journalAfter) {

        static final Odds NONE = new Odds(0, 0, 0);

        /// As far as these faults may occur.
        Odds without(Set<Fault> faults) {
            return new Odds(
                    faults.contains(Fault.CRASH) ? 0 : crash,
                    faults.contains(Fault.JOURNAL_AWAY) ? 0 : journalBefore,
                    faults.contains(Fault.JOURNAL_ANSWER_LOST) ? 0 : journalAfter);
        }
    }

    /// Where and how a process lives.
    ///
    /// @param skew by how much its clock is ahead
    record Setting(
            VirtualTime time,
            Flows flows,
            Pace pace,
            Odds odds,
            Duration skew,
            Coverage coverage,
            SimPatience patience,
            Sabotage sabotage) {}

    private final VirtualTime time;
    private final ModelJournal journal;
    private final ModelRemote remote;
    private final Journal front;
    private final SimPatience patience;
    private final SimPatience.Ear ear;
    private final Coverage coverage;
    private final Duration skew;
    private final BiConsumer<String, Object> trace;
    private final Runnable onCrash;
    private final List<Engine> engines = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private final Map<Session, Hints> listening = new HashMap<>();

    /// What the append that is being carried out hands over.
    private @Nullable List<Runnable> handing;

    private Instant frozenUntil = Instant.EPOCH;
    private boolean alive = true;
    private Duration committing = Duration.ZERO;
    private Odds odds;

    ModelReplica(
            Setting setting,
            ModelJournal journal,
            ModelRemote remote,
            BiConsumer<String, Object> trace,
            Runnable onCrash) {
        this.trace = trace;
        this.time = setting.time();
        this.patience = setting.patience();
        this.ear = new SimPatience.Ear(setting.time().now());
        this.coverage = setting.coverage();
        this.skew = setting.skew();
        this.journal = journal;
        this.remote = remote;
        this.odds = setting.odds();
        this.onCrash = onCrash;
        Sabotage sabotage = setting.sabotage();
        this.front = sabotage.journal(this);
        Breakers breakers =
                new Breakers(
                        new OccurrenceRemote(sabotage.remote(this), setting.flows()), front, this);
        Engine.Shared shared =
                new Engine.Shared(
                        front,
                        setting.flows(),
                        breakers,
                        setting.pace(),
                        sabotage.rules(),
                        setting.coverage()::made);
        for (Direction direction : Direction.values()) {
            Engine engine = new Engine(direction, shared, this, this);
            engines.add(engine);
            breakers.resume().compose(_ -> engine.start()).onFailure(_ -> crash());
        }
        listenTo(breakers);
    }

    /// As the service does: what other processes learn of the systems is read now and then.
    private void listenTo(Breakers breakers) {
        var _ =
                after(SimPatience.READ)
                        .onSuccess(
                                _ -> {
                                    var _ = breakers.refresh();
                                    listenTo(breakers);
                                });
    }

    /// The journal, for whoever brings something from outside.
    Journal front() {
        return front;
    }

    boolean isAlive() {
        return alive;
    }

    void crash() {
        if (alive) {
            alive = false;
            ear.dies();
            coverage.occurred(Fault.CRASH);
            trace.accept("CRASH", "a process dies");
            onCrash.run();
        }
    }

    void freeze(Duration how) {
        coverage.occurred(Fault.FROZEN);
        trace.accept("FROZEN", "a process stands still for " + how);
        Instant until = time.now().plus(how);
        frozenUntil = until.isAfter(frozenUntil) ? until : frozenUntil;
        ear.sleeps(frozenUntil);
    }

    void heal() {
        odds = Odds.NONE;
    }

    // ---- What the process perceives

    /// Delivers an event to the process: never when it is dead, later when it is frozen.
    private void perceive(Runnable event) {
        if (!alive) {
            return;
        }
        if (time.now().isBefore(frozenUntil)) {
            time.at(frozenUntil, () -> perceive(event));
            return;
        }
        event.run();
    }

    private boolean dies() {
        if (alive && time.chance(odds.crash())) {
            crash();
        }
        return !alive;
    }

    /// From now on a settlement is committed so long after it was asked for.
    void commitAfter(Duration slow) {
        committing = slow;
    }

    private <T> Future<T> journaled(Supplier<Future<T>> call) {
        return journaled(call, _ -> {});
    }

    /// @param onEnd told whether the answer of a call that was carried out was lost
    private <T> Future<T> journaled(Supplier<Future<T>> call, Consumer<Boolean> onEnd) {
        if (dies()) {
            return Promise.<T>promise().future();
        }
        Promise<T> answer = Promise.promise();
        time.after(
                time.between(1, 4),
                () -> {
                    boolean before = time.chance(odds.journalBefore());
                    Future<T> done =
                            before ? Future.failedFuture("the journal was away") : call.get();
                    boolean after = !before && time.chance(odds.journalAfter());
                    if (before) {
                        coverage.occurred(Fault.JOURNAL_AWAY);
                    }
                    if (after) {
                        coverage.occurred(Fault.JOURNAL_ANSWER_LOST);
                    }
                    if (done.succeeded()) {
                        onEnd.accept(after);
                    }
                    Future<T> told =
                            after && done.succeeded()
                                    ? Future.failedFuture("the journal's answer was lost")
                                    : done;
                    time.after(
                            time.between(1, 4),
                            () ->
                                    perceive(
                                            () -> {
                                                if (!dies()) {
                                                    told.onComplete(answer);
                                                }
                                            }));
                });
        return answer.future();
    }

    private <T> Future<T> called(Call about, String system, Supplier<Future<T>> call) {
        if (dies()) {
            return Promise.<T>promise().future();
        }
        Promise<T> answer = Promise.promise();
        patience.called(ear, about.tenant(), system, time.now())
                .ifPresent(journal.books.violations::add);
        call.get()
                .onComplete(
                        done -> {
                            Optional<Instant> until = askedFor(done.cause());
                            if (!alive || time.now().isBefore(frozenUntil)) {
                                unheard(done.result());
                            }
                            perceive(
                                    () -> {
                                        until.ifPresent(
                                                end ->
                                                        patience.told(
                                                                ear,
                                                                about.tenant(),
                                                                system,
                                                                time.now(),
                                                                end));
                                        if (dies()) {
                                            unheard(done.result());
                                        } else {
                                            answer.handle(done);
                                        }
                                    });
                        });
        return answer.future();
    }

    /// Until when a system wants to be left alone, if that is its answer.
    private Optional<Instant> askedFor(@Nullable Throwable failure) {
        return failure instanceof CrossingFailure.Transient slow
                ? slow.retryAfter().map(time.now()::plus)
                : Optional.empty();
    }

    private void unheard(@Nullable Object answer) {
        if (answer instanceof Written written) {
            remote.doubted.add(written.record());
        }
    }

    // ---- Clock and Dice

    @Override
    public Instant now() {
        return time.now().plus(skew);
    }

    @Override
    public long monotonicNanos() {
        return Duration.between(Instant.EPOCH, time.now()).toNanos();
    }

    @Override
    public Future<Void> after(Duration delay) {
        Promise<Void> promise = Promise.promise();
        time.after(delay, () -> perceive(promise::complete));
        return promise.future();
    }

    @Override
    public double jitter() {
        return time.random.nextDouble();
    }

    @Override
    public UUID id() {
        return new UUID(time.now().toEpochMilli() << 16 | 0x7000L, time.random.nextLong());
    }

    // ---- Journal

    @Override
    public Future<List<Receipt>> append(Delivery delivery) {
        Optional<Session> here =
                sessions.isEmpty() || time.chance(0.5)
                        ? Optional.empty()
                        : Optional.of(sessions.get(time.random.nextInt(sessions.size())));
        // What an append leases is told by its answer: where that is lost, nothing is handed over.
        List<Runnable> handed = new ArrayList<>();
        return journaled(
                () -> {
                    handing = handed;
                    try {
                        return journal.append(delivery, here);
                    } finally {
                        handing = null;
                    }
                },
                lost -> {
                    if (!lost) {
                        handed.forEach(Runnable::run);
                    } else if (!handed.isEmpty()) {
                        here.map(listening::get).ifPresent(Hints::inDoubt);
                    }
                });
    }

    @Override
    public Future<Session> begin(Duration leaseLength) {
        return journaled(() -> journal.begin(leaseLength)).onSuccess(sessions::add);
    }

    @Override
    public Future<Void> heartbeat(Session session) {
        return journaled(() -> journal.heartbeat(session));
    }

    @Override
    public Future<Void> end(Session session) {
        return journaled(() -> journal.end(session)).onSuccess(_ -> sessions.remove(session));
    }

    @Override
    public Future<List<Lease>> claim(Session session, Direction direction, int lanes) {
        return journaled(() -> journal.claim(session, direction, lanes));
    }

    @Override
    public void listen(Session session, Hints hints) {
        Hints mine =
                new Hints() {
                    @Override
                    public void due(Direction direction) {
                        time.after(time.between(1, 20), () -> perceive(() -> hints.due(direction)));
                    }

                    @Override
                    public void handedOver(List<Lease> leases) {
                        Runnable told =
                                () ->
                                        time.after(
                                                time.between(1, 4),
                                                () -> perceive(() -> hints.handedOver(leases)));
                        if (handing == null) {
                            told.run();
                        } else {
                            handing.add(told);
                        }
                    }

                    @Override
                    public void inDoubt() {
                        time.after(time.between(1, 4), () -> perceive(hints::inDoubt));
                    }
                };
        listening.put(session, mine);
        journal.listen(session, mine);
    }

    /// An append may have leased lanes of which nobody was told.
    void doubtLeases() {
        for (Session session : List.copyOf(sessions)) {
            Optional.ofNullable(listening.get(session)).ifPresent(Hints::inDoubt);
        }
    }

    @Override
    public void leave(Session session) {
        sessions.remove(session);
        journal.leave(session);
    }

    @Override
    public Future<Optional<Opened>> open(Lease lease) {
        return journaled(
                () -> journal.open(lease).onSuccess(opened -> trace.accept("OPEN", opened)));
    }

    @Override
    public Future<Map<UUID, Bytes>> bodies(TenantId tenant, List<Pending> changes) {
        return journaled(() -> journal.bodies(tenant, changes));
    }

    @Override
    public Future<Map<RecordRef, Refs.Pair>> pairs(
            TenantId tenant, FlowName flow, Set<RecordRef> records) {
        return journaled(() -> journal.pairs(tenant, flow, records));
    }

    @Override
    public Future<Optional<Link>> link(TenantId tenant, FlowName flow, UUID id) {
        return journaled(() -> journal.link(tenant, flow, id));
    }

    @Override
    public Future<List<LaneId>> creating(TenantId tenant, FlowName flow, Side target, LaneId lane) {
        return journaled(() -> journal.creating(tenant, flow, target, lane));
    }

    @Override
    public Future<List<Newcomer>> newcomers(
            TenantId tenant, LaneId creating, Optional<Newcomer> after) {
        return journaled(() -> journal.newcomers(tenant, creating, after));
    }

    @Override
    public Future<List<Lost>> lost(TenantId tenant, FlowName flow, Side target, Duration over) {
        return journaled(() -> journal.lost(tenant, flow, target, over));
    }

    @Override
    public Future<Void> bound(TenantId tenant, List<Lost> creates) {
        return journaled(() -> journal.bound(tenant, creates));
    }

    @Override
    public Future<Attempted> attempt(Attempt attempt) {
        return journaled(
                () -> {
                    trace.accept("ATTEMPT", attempt);
                    return journal.attempt(attempt);
                });
    }

    @Override
    public Future<Void> settle(Settlement settlement) {
        if (committing.isZero()) {
            return settled(settlement);
        }
        Promise<Void> late = Promise.promise();
        time.after(committing, () -> settled(settlement).onComplete(late));
        return late.future();
    }

    private Future<Void> settled(Settlement settlement) {
        return journaled(
                () ->
                        journal.settle(settlement)
                                .onComplete(
                                        done ->
                                                trace.accept(
                                                        done.succeeded()
                                                                ? "SETTLED"
                                                                : "NOT SETTLED",
                                                        settlement)));
    }

    @Override
    public Future<ActAnswer> act(Act act) {
        return journaled(() -> journal.act(act));
    }

    @Override
    public Future<Clearance> clear(ConfirmedDelete delete) {
        return journaled(() -> journal.clear(delete));
    }

    @Override
    public Future<ActAnswer> replace(Act act, UUID newer) {
        return journaled(() -> journal.replace(act, newer));
    }

    @Override
    public Future<Optional<Opened>> peek(TenantId tenant, LaneId lane, Direction direction) {
        return journaled(() -> journal.peek(tenant, lane, direction));
    }

    @Override
    public Future<ActAnswer> restore(Act act) {
        return journaled(() -> journal.restore(act));
    }

    @Override
    public Future<PauseAnswer> pause(Stop stop, Signed signed) {
        return journaled(() -> journal.pause(stop, signed));
    }

    @Override
    public Future<PauseAnswer> resume(Stop stop, Signed signed) {
        return journaled(() -> journal.resume(stop, signed));
    }

    @Override
    public Future<Void> wake(TenantId tenant, String system, int most) {
        return journaled(() -> journal.wake(tenant, system, most));
    }

    @Override
    public Future<Void> keep(BreakerRow row) {
        return journaled(() -> journal.keep(row).onSuccess(_ -> patience.kept(row, time.now())));
    }

    @Override
    public Future<List<BreakerRow>> breakers() {
        long[] read = {0};
        return journaled(
                        () -> {
                            read[0] = patience.turn();
                            return journal.breakers();
                        })
                .onSuccess(_ -> patience.read(ear, read[0]))
                .onFailure(_ -> ear.misses());
    }

    // ---- Remote

    @Override
    public Future<Read> read(Call call, RecordRef record) {
        return called(call, record.resource().system(), () -> remote.read(call, record));
    }

    @Override
    public Future<List<Found>> find(
            Call call, ResourceName resource, String lookup, Map<String, String> arguments) {
        return called(
                call, resource.system(), () -> remote.find(call, resource, lookup, arguments));
    }

    @Override
    public Future<Written> create(Call call, ResourceName resource, Value.Obj body) {
        return called(call, resource.system(), () -> remote.create(call, resource, body));
    }

    @Override
    public Future<Written> update(
            Call call, RecordRef record, Value.Obj patch, Optional<Version> precondition) {
        return called(
                call,
                record.resource().system(),
                () -> remote.update(call, record, patch, precondition));
    }

    @Override
    public Future<Void> delete(Call call, RecordRef record, Optional<Version> precondition) {
        return called(
                call, record.resource().system(), () -> remote.delete(call, record, precondition));
    }

    @Override
    public Future<Void> put(
            Call call, ResourceName figure, String owner, Bucket bucket, long number) {
        return called(call, figure.system(), () -> remote.put(call, figure, owner, bucket, number));
    }

    @Override
    public void breaker(TenantId tenant, String system, Gate gate) {
        remote.breaker(tenant, system, gate);
    }
}
