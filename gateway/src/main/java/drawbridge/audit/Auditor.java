package drawbridge.audit;

import drawbridge.audit.AuditBook.Result;
import drawbridge.audit.AuditBook.Run;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.TenantSpec;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Carries out the audits that are asked for, and asks for those that are due. A tenant is audited
/// by one replica at a time; what a replica that died had begun is begun anew by another one.
public final class Auditor {

    private static final Logger LOG = LoggerFactory.getLogger(Auditor.class);
    private static final String JOB = "audit";
    private static final long TICK_MILLIS = 1_000;
    private static final int AT_ONCE = 4;

    /// So many of them at most are on schedule, so that nobody waits for hours behind those.
    private static final int SCHEDULED_AT_ONCE = 1;

    private static final Duration SCHEDULE_EVERY = Duration.ofMinutes(1);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(10);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Ports ports;
    private final Steps steps;
    private final Optional<Duration> every;
    private final ProofGauges gauges;
    private final Map<UUID, Run> running = new HashMap<>();
    private final Map<UUID, Long> notBeforeNanos = new HashMap<>();
    private final Map<TenantId, Instant> firstDue = new HashMap<>();
    private long timer = -1;
    private long scheduledNanos;
    private long measureNanos;
    private boolean looking;

    private Auditor(
            Vertx vertx, Ports ports, Steps steps, Optional<Duration> every, ProofGauges gauges) {
        this.vertx = vertx;
        this.ports = ports;
        this.steps = steps;
        this.every = every;
        this.gauges = gauges;
    }

    /// @param every how often each tenant is audited as a whole; empty: only when asked for
    public static Auditor create(
            Vertx vertx, Ports ports, Steps steps, Optional<Duration> every, MeterRegistry meters) {
        return new Auditor(vertx, ports, steps, every, new ProofGauges(meters));
    }

    public synchronized void start() {
        if (timer < 0) {
            scheduledNanos = ports.clock().monotonicNanos();
            measureNanos = scheduledNanos;
            timer = vertx.setPeriodic(1, TICK_MILLIS, _ -> look());
        }
    }

    /// Begins none any more. What is under way is begun anew by whoever comes next.
    public synchronized Future<Void> stop() {
        boolean _ = vertx.cancelTimer(timer);
        timer = -1;
        return Future.succeededFuture();
    }

    private synchronized void look() {
        if (looking || timer < 0) {
            return;
        }
        looking = true;
        Set<TenantId> tenants = tenants().keySet();
        schedule(tenants)
                .compose(_ -> measure())
                .compose(_ -> ports.book().open(tenants))
                .onSuccess(this::take)
                .onFailure(
                        failure ->
                                LOG.atWarn()
                                        .addKeyValue("cause", failure.toString())
                                        .log("Audits wait until the database answers"))
                .onComplete(_ -> looked());
    }

    private synchronized void looked() {
        looking = false;
    }

    /// Tells the metrics what is proven, now and then.
    private Future<Void> measure() {
        long now = ports.clock().monotonicNanos();
        if (now - measureNanos < 0) {
            return Future.succeededFuture();
        }
        measureNanos = now + MEASURE_EVERY.toNanos();
        Map<TenantId, TenantSpec> tenants = tenants();
        return ports.book()
                .proofs(tenants.keySet())
                .map(
                        proofs -> {
                            gauges.saw(tenants, proofs, ports.clock().now());
                            return null;
                        });
    }

    private Map<TenantId, TenantSpec> tenants() {
        Map<TenantId, TenantSpec> all = new HashMap<>();
        ports.mappings()
                .get()
                .tenants()
                .forEach((name, spec) -> all.put(TenantId.named(name), spec));
        return all;
    }

    // ---- What is asked for

    private synchronized void take(List<Run> open) {
        long now = ports.clock().monotonicNanos();
        notBeforeNanos.values().removeIf(until -> until - now <= 0);
        for (Run run : open) {
            long scheduled = running.values().stream().filter(Auditor::isScheduled).count();
            boolean free =
                    running.size() < AT_ONCE
                            && (!isScheduled(run) || scheduled < SCHEDULED_AT_ONCE);
            if (free && !running.containsKey(run.id()) && !notBeforeNanos.containsKey(run.id())) {
                running.put(run.id(), run);
                var _ = carryOut(run).onComplete(ended -> ended(run, ended.cause()));
            }
        }
    }

    private static boolean isScheduled(Run run) {
        return run.by().equals(AuditBook.SCHEDULE);
    }

    private synchronized void ended(Run run, @org.jspecify.annotations.Nullable Throwable failure) {
        Run _ = running.remove(run.id());
        if (failure == null) {
            return;
        }
        long rest = ports.clock().monotonicNanos() + AFTER_FAILURE.toNanos();
        if (failure instanceof Stopped || timer < 0) {
            LOG.atInfo().addKeyValue("audit", run.id().toString()).log("An audit was stopped");
        } else {
            Long _ = notBeforeNanos.put(run.id(), rest);
            LOG.atError()
                    .addKeyValue("audit", run.id().toString())
                    .setCause(failure)
                    .log("An audit failed; it begins anew");
        }
    }

    /// Succeeds also where it is another replica's.
    private Future<Void> carryOut(Run run) {
        return ports.ownership()
                .hold(run.tenant(), JOB)
                .compose(
                        epoch ->
                                epoch.isEmpty()
                                        ? Future.succeededFuture()
                                        : begin(run, epoch.getAsLong()));
    }

    private Future<Void> begin(Run run, long epoch) {
        Mappings mappings = ports.mappings().get();
        TenantSpec tenant = tenants().get(run.tenant());
        if (tenant == null) {
            return Future.succeededFuture();
        }
        List<Flow> flows =
                new TreeMap<>(tenant.flows())
                        .values().stream()
                                .filter(
                                        flow ->
                                                run.flow().isEmpty()
                                                        || run.flow().get().equals(flow.name()))
                                .toList();
        return ports.book()
                .begin(run, epoch, flows.stream().map(Flow::name).toList())
                .compose(
                        begun -> {
                            if (!begun) {
                                return Future.succeededFuture();
                            }
                            LOG.atInfo()
                                    .addKeyValue("tenant", tenant.name())
                                    .addKeyValue("audit", run.id().toString())
                                    .addKeyValue("by", run.by())
                                    .log("An audit begins");
                            Future<Void> all = Future.succeededFuture();
                            for (Flow flow : flows) {
                                all =
                                        all.compose(
                                                _ ->
                                                        flow(
                                                                new Task(
                                                                        run,
                                                                        epoch,
                                                                        mappings,
                                                                        tenant,
                                                                        flow,
                                                                        ports.clock().now())));
                            }
                            return all.compose(_ -> ports.book().done(run, epoch));
                        });
    }

    private Future<Void> flow(Task task) {
        FlowPass pass = new FlowPass(vertx, task, held(task), steps);
        return pass.run()
                .map(Auditor::result)
                .recover(
                        failure ->
                                failure instanceof BrokenOff
                                        ? Future.succeededFuture(
                                                new Result.NoPass(
                                                        String.valueOf(failure.getMessage())))
                                        : Future.failedFuture(failure))
                .compose(
                        result ->
                                ports.book()
                                        .ended(
                                                task.run(),
                                                task.epoch(),
                                                task.name(),
                                                pass.counts(),
                                                result,
                                                task.began()));
    }

    private static Result result(Counts counts) {
        if (counts.drift() > 0) {
            return new Result.Drifted();
        }
        long unreadable = counts.of(Kind.UNREADABLE);
        return unreadable == 0
                ? new Result.InSync()
                : new Result.NoPass(
                        unreadable
                                + (unreadable == 1 ? " pair" : " pairs")
                                + " could not be compared.");
    }

    /// Each page is read as the one who holds the tenant's audits.
    private Ports held(Task task) {
        return new Ports(
                ports.mappings(),
                (tenant, resource, since, cursor) ->
                        ports.ownership()
                                .hold(tenant, JOB)
                                .compose(
                                        epoch ->
                                                epoch.isPresent()
                                                                && epoch.getAsLong() == task.epoch()
                                                        ? ports.listing()
                                                                .page(
                                                                        tenant, resource, since,
                                                                        cursor)
                                                        : Future.failedFuture(new Stopped())),
                ports.reader(),
                ports.journal(),
                ports.reads(),
                ports.book(),
                ports.ownership(),
                ports.clock(),
                ports.dice());
    }

    // ---- What is due

    private Future<Void> schedule(Set<TenantId> tenants) {
        long now = ports.clock().monotonicNanos();
        if (every.isEmpty() || now - scheduledNanos < 0) {
            return Future.succeededFuture();
        }
        Duration pace = every.get().dividedBy(4);
        scheduledNanos =
                now + (pace.compareTo(SCHEDULE_EVERY) < 0 ? pace : SCHEDULE_EVERY).toNanos();
        return ports.book()
                .asked(tenants)
                .compose(
                        asked -> {
                            Future<Void> all = Future.succeededFuture();
                            for (TenantId tenant : new HashSet<>(tenants)) {
                                if (isDue(tenant, Optional.ofNullable(asked.get(tenant)))) {
                                    all = all.compose(_ -> wanted(tenant));
                                }
                            }
                            return all;
                        });
    }

    /// A tenant that was never audited is so a while after the start, not at once with all others.
    private synchronized boolean isDue(TenantId tenant, Optional<Instant> asked) {
        Instant now = ports.clock().now();
        Instant due =
                asked.map(last -> last.plus(every.orElseThrow()))
                        .orElseGet(
                                () ->
                                        firstDue.computeIfAbsent(
                                                tenant,
                                                _ -> now.plus(every.orElseThrow().dividedBy(24))));
        return !due.isAfter(now);
    }

    private Future<Void> wanted(TenantId tenant) {
        return ports.ownership()
                .hold(tenant, JOB)
                .compose(
                        epoch ->
                                epoch.isEmpty()
                                        ? Future.succeededFuture()
                                        : ports.book()
                                                .ask(
                                                        new Run(
                                                                tenant,
                                                                ports.dice().id(),
                                                                Optional.<FlowName>empty(),
                                                                false,
                                                                AuditBook.SCHEDULE,
                                                                0)));
    }
}
