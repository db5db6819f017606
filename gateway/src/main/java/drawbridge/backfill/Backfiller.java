package drawbridge.backfill;

import drawbridge.backfill.BackfillBook.Run;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.TenantSpec;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Carries out the backfills that are asked for. A tenant has one at a time, and one replica
/// carries it out; what a replica that died had begun goes on elsewhere, where it stood.
public final class Backfiller {

    private static final Logger LOG = LoggerFactory.getLogger(Backfiller.class);
    private static final String JOB = "backfill";
    private static final long TICK_MILLIS = 500;
    private static final int AT_ONCE = 4;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final BackfillPorts ports;
    private final Map<TenantId, Run> running = new HashMap<>();
    private final Map<UUID, Long> notBeforeNanos = new HashMap<>();
    private long timer = -1;
    private boolean looking;

    private Backfiller(Vertx vertx, BackfillPorts ports) {
        this.vertx = vertx;
        this.ports = ports;
    }

    public static Backfiller create(Vertx vertx, BackfillPorts ports) {
        return new Backfiller(vertx, ports);
    }

    public synchronized void start() {
        if (timer < 0) {
            timer = vertx.setPeriodic(1, TICK_MILLIS, _ -> look());
        }
    }

    /// Begins none any more, and goes no further with what is under way: whoever comes next goes on
    /// there.
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
        Set<TenantId> tenants =
                ports.mappings().get().tenants().keySet().stream()
                        .map(TenantId::named)
                        .collect(Collectors.toUnmodifiableSet());
        ports.book()
                .open(tenants)
                .onSuccess(this::take)
                .onFailure(
                        failure ->
                                LOG.atWarn()
                                        .addKeyValue("cause", failure.toString())
                                        .log("Backfills wait until the database answers"))
                .onComplete(_ -> looked());
    }

    private synchronized void looked() {
        looking = false;
    }

    private synchronized void take(List<Run> open) {
        long now = ports.clock().monotonicNanos();
        notBeforeNanos.values().removeIf(until -> until - now <= 0);
        for (Run run : open) {
            if (timer >= 0
                    && running.size() < AT_ONCE
                    && !running.containsKey(run.tenant())
                    && !notBeforeNanos.containsKey(run.id())) {
                running.put(run.tenant(), run);
                var _ = carryOut(run).onComplete(ended -> ended(run, ended.cause()));
            }
        }
    }

    private synchronized void ended(Run run, @Nullable Throwable failure) {
        Run _ = running.remove(run.tenant());
        if (failure == null) {
            return;
        }
        if (failure instanceof Halted || timer < 0) {
            LOG.atInfo().addKeyValue("backfill", run.id().toString()).log("A backfill was halted");
        } else {
            Long _ =
                    notBeforeNanos.put(
                            run.id(), ports.clock().monotonicNanos() + AFTER_FAILURE.toNanos());
            LOG.atError()
                    .addKeyValue("backfill", run.id().toString())
                    .setCause(failure)
                    .log("A backfill failed; it goes on where it stood");
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
        TenantSpec tenant =
                mappings.tenants().values().stream()
                        .filter(spec -> TenantId.named(spec.name()).equals(run.tenant()))
                        .findFirst()
                        .orElse(null);
        if (tenant == null) {
            return Future.succeededFuture();
        }
        BackfillLists lists = BackfillLists.of(tenant, run);
        return ports.book()
                .begin(run, epoch, lists.names())
                .compose(
                        begun -> {
                            if (!begun) {
                                return Future.succeededFuture();
                            }
                            LOG.atInfo()
                                    .addKeyValue("tenant", tenant.name())
                                    .addKeyValue("backfill", run.id().toString())
                                    .log("A backfill is taken up");
                            return new BackfillPass(
                                            ports,
                                            run,
                                            epoch,
                                            lists,
                                            mappings.version(),
                                            () -> still(run, epoch))
                                    .run();
                        });
    }

    private Future<Void> still(Run run, long epoch) {
        if (isStopped()) {
            return Future.failedFuture(new Halted());
        }
        return ports.ownership()
                .hold(run.tenant(), JOB)
                .compose(
                        now ->
                                now.isPresent() && now.getAsLong() == epoch
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(new Halted()));
    }

    private synchronized boolean isStopped() {
        return timer < 0;
    }
}
