package drawbridge.tenant;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What stands still, as this replica knows it: its own findings at once, those of others and what
/// people resumed within a second.
public final class Suspensions implements Standing {

    private static final Logger LOG = LoggerFactory.getLogger(Suspensions.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// A lane that was at work when its connection was resumed is put back a little later.
    private static final Duration ONCE_MORE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final PgSuspensions stored;
    private final Supplier<Set<TenantId>> tenants;
    private final Supplier<Instant> now;
    private final Consumer<TenantId> resumed;
    private final Map<GrantId, Suspension> open = new ConcurrentHashMap<>();

    /// Those that an older look cannot know yet.
    private final Set<GrantId> unstored = ConcurrentHashMap.newKeySet();

    private Future<Void> last = Future.succeededFuture();
    private boolean failing;

    private Suspensions(
            Vertx vertx,
            PgSuspensions stored,
            Supplier<Set<TenantId>> tenants,
            Supplier<Instant> now,
            Consumer<TenantId> resumed) {
        this.vertx = vertx;
        this.stored = stored;
        this.tenants = tenants;
        this.now = now;
        this.resumed = resumed;
    }

    /// Completes when it is known what stands still; from then on it is looked at by itself.
    ///
    /// @param tenants those that are looked after
    /// @param resumed told of each tenant of which something goes on: what waits for it may be
    ///   tried at once
    public static Future<Suspensions> start(
            Vertx vertx,
            PgSuspensions stored,
            Supplier<Set<TenantId>> tenants,
            Supplier<Instant> now,
            Consumer<TenantId> resumed) {
        Suspensions suspensions = new Suspensions(vertx, stored, tenants, now, resumed);
        return suspensions
                .look()
                .map(
                        _ -> {
                            vertx.setPeriodic(LOOK.toMillis(), _ -> suspensions.lookOrTell());
                            return suspensions;
                        });
    }

    @Override
    public Optional<Suspension> of(GrantId grant) {
        return Optional.ofNullable(open.get(grant));
    }

    /// All that stand still, in the order of their beginning.
    public List<Suspension> all() {
        return open.values().stream().sorted(Comparator.comparing(Suspension::since)).toList();
    }

    @Override
    public void suspend(GrantId grant, String reason, String mend) {
        suspend(new Suspension(grant, now.get(), reason, mend));
    }

    @Override
    public void suspend(GrantId grant, String reason, String mend, Instant until) {
        suspend(new Suspension(grant, now.get(), reason, mend, Optional.of(until)));
    }

    private void suspend(Suspension mine) {
        GrantId grant = mine.grant();
        if (open.containsKey(grant) || !unstored.add(grant)) {
            return;
        }
        open.put(grant, mine);
        LOG.atWarn()
                .addKeyValue("tenant", grant.tenant().toString())
                .addKeyValue("system", grant.system())
                .addKeyValue("cause", mine.reason())
                .log("A connection is suspended; what would cross it waits");
        inTurn(() -> stored.begin(mine))
                .onComplete(
                        _ -> {
                            boolean _ = unstored.remove(grant);
                        })
                .onFailure(
                        failure ->
                                LOG.atWarn()
                                        .addKeyValue("cause", failure.toString())
                                        .log("A suspension was not stored; it is found again"));
    }

    /// Lets it go on. If what made it stand still was not mended, it soon stands still again.
    ///
    /// @return whether it stood still
    public Future<Boolean> resume(GrantId grant, String by, String why) {
        return inTurn(() -> stored.end(grant, by, why))
                .compose(
                        was -> {
                            LOG.atInfo()
                                    .addKeyValue("tenant", grant.tenant().toString())
                                    .addKeyValue("system", grant.system())
                                    .addKeyValue("operator", by)
                                    .log("A connection was resumed");
                            return look().map(was);
                        });
    }

    /// Looks now at what stands still.
    public Future<Void> look() {
        return inTurn(() -> stored.open(tenants.get()).onSuccess(this::seen)).mapEmpty();
    }

    /// One after the other, so that no older look undoes what came after it.
    private synchronized <T> Future<T> inTurn(Supplier<Future<T>> work) {
        Future<T> mine = last.transform(_ -> work.get());
        last = mine.mapEmpty();
        return mine;
    }

    private void lookOrTell() {
        look().onComplete(
                        looked -> {
                            if (looked.failed() && !failing) {
                                LOG.atWarn()
                                        .addKeyValue("cause", looked.cause().toString())
                                        .log("What stands still cannot be read; it stays so");
                            }
                            failing = looked.failed();
                        });
    }

    private void seen(List<Suspension> now) {
        Map<GrantId, Suspension> fresh = new HashMap<>();
        now.forEach(suspension -> fresh.put(suspension.grant(), suspension));
        List<TenantId> goOn = new ArrayList<>();
        for (GrantId known : List.copyOf(open.keySet())) {
            if (!fresh.containsKey(known) && !unstored.contains(known)) {
                open.remove(known);
                goOn.add(known.tenant());
            }
        }
        open.putAll(fresh);
        for (TenantId tenant : Set.copyOf(goOn)) {
            resumed.accept(tenant);
            long _ = vertx.setTimer(ONCE_MORE.toMillis(), _ -> resumed.accept(tenant));
        }
    }
}
