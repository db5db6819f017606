package drawbridge.intake;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Journal;
import drawbridge.journal.Listed;
import drawbridge.journal.SweepHints;
import drawbridge.journal.SweepHints.Hint;
import drawbridge.mapping.Mappings;
import drawbridge.system.Listing;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Reads every wanted list on schedule and finds what webhooks and pushes missed.
///
/// A list is read by one replica, and by one pass at a time. A pass that fails is told once, and
/// its list is read again when its time comes, or when the system said so.
public final class Sweep {

    /// What sweeps stand on.
    ///
    /// @param mappings asked at each tick
    /// @param listed what lists said that cannot tell what changed
    /// @param front how far behind webhooks are
    /// @param hints which lists are to be read at once
    public record Ports(
            Supplier<Mappings> mappings,
            Listing listing,
            Journal journal,
            Cursors cursors,
            Listed listed,
            SweepHints hints,
            Ownership ownership,
            WebhookFront front,
            Clock clock,
            Dice dice,
            MeterRegistry meters) {}

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final long TICK_MILLIS = 200;
    private static final int AT_ONCE = 4;

    /// So many of them at most are lists of what is only counted: such a pass may last for hours,
    /// and no calendar waits for it.
    private static final int COUNTED_AT_ONCE = 2;

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final long HINTS_MILLIS = 500;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /// A list's turn.
    private static final class Turn {
        long dueNanos;
        boolean running;
        boolean failing;

        /// Who asked for the next pass.
        Optional<Hint> hint = Optional.empty();

        Turn(long dueNanos) {
            this.dueNanos = dueNanos;
        }
    }

    private final Vertx vertx;
    private final Ports ports;
    private final IntakeMeters meters;
    private final Appending appending;
    private final Map<SweepTarget.Key, Turn> turns = new HashMap<>();
    private long timer = -1;
    private long hintTimer = -1;
    private boolean looking;
    private Future<Void> lastPass = Future.succeededFuture();

    private Sweep(Vertx vertx, Ports ports) {
        this.vertx = vertx;
        this.ports = ports;
        this.meters = new IntakeMeters(ports.meters());
        this.appending = new Appending(ports.journal(), meters, ports.clock()::monotonicNanos);
    }

    public static Sweep create(Vertx vertx, Ports ports) {
        return new Sweep(vertx, ports);
    }

    /// From now on every list is read; the first time at once, for what happened while nobody
    /// listened.
    public synchronized void start() {
        if (timer < 0) {
            timer = vertx.setPeriodic(1, TICK_MILLIS, _ -> tick());
            hintTimer = vertx.setPeriodic(1, HINTS_MILLIS, _ -> lookForHints());
        }
    }

    /// Begins no pass any more; succeeds when those that run have ended.
    public synchronized Future<Void> stop() {
        boolean _ = vertx.cancelTimer(timer);
        boolean _ = vertx.cancelTimer(hintTimer);
        timer = -1;
        return lastPass;
    }

    /// Asks only for customers of whom a system tells no more than that something changed.
    private synchronized void lookForHints() {
        Set<TenantId> tenants =
                SweepTarget.of(ports.mappings().get()).stream()
                        .filter(SweepTarget::isHinted)
                        .map(target -> target.key().tenant())
                        .collect(Collectors.toSet());
        if (tenants.isEmpty() || looking) {
            return;
        }
        looking = true;
        Future<List<Hint>> _ =
                ports.hints()
                        .open(tenants)
                        .onSuccess(this::asked)
                        .onComplete(_ -> lookedForHints());
    }

    private synchronized void lookedForHints() {
        looking = false;
    }

    /// A list that failed has its own time: it is read again then, hint or not.
    private synchronized void asked(List<Hint> hints) {
        long now = ports.clock().monotonicNanos();
        for (Hint hint : hints) {
            Turn turn =
                    turns.get(
                            new SweepTarget.Key(
                                    hint.tenant(), hint.list().system(), hint.list().resource()));
            if (turn != null && !turn.running) {
                turn.hint = Optional.of(hint);
                turn.dueNanos = turn.failing ? turn.dueNanos : Math.min(turn.dueNanos, now);
            }
        }
    }

    private synchronized void tick() {
        long now = ports.clock().monotonicNanos();
        List<SweepTarget> targets = SweepTarget.of(ports.mappings().get());
        long free = AT_ONCE - running();
        long freeForCounted = COUNTED_AT_ONCE - runningCounted(targets);
        List<SweepTarget> due =
                targets.stream()
                        .filter(target -> isDue(target, now))
                        .sorted(Comparator.comparingLong(target -> turn(target, now).dueNanos))
                        .toList();
        for (SweepTarget target : due) {
            boolean counted = target.isOnlyCounted();
            if (free <= 0 || (counted && freeForCounted <= 0)) {
                continue;
            }
            free--;
            freeForCounted -= counted ? 1 : 0;
            Turn turn = turn(target, now);
            turn.running = true;
            Optional<Hint> hint = turn.hint;
            turn.hint = Optional.empty();
            Future<Void> before = lastPass;
            lastPass = pass(target, hint).eventually(() -> before);
        }
    }

    private long runningCounted(List<SweepTarget> targets) {
        return targets.stream()
                .filter(SweepTarget::isOnlyCounted)
                .filter(
                        target ->
                                Optional.ofNullable(turns.get(target.key()))
                                        .filter(turn -> turn.running)
                                        .isPresent())
                .count();
    }

    private boolean isDue(SweepTarget target, long now) {
        Turn turn = turn(target, now);
        return !turn.running && turn.dueNanos - now <= 0;
    }

    private Turn turn(SweepTarget target, long now) {
        return turns.computeIfAbsent(target.key(), _ -> new Turn(now));
    }

    private long running() {
        return turns.values().stream().filter(turn -> turn.running).count();
    }

    /// Always succeeds: how it went is told and counted here.
    private Future<Void> pass(SweepTarget target, Optional<Hint> hint) {
        SweepTarget.Key key = target.key();
        return hold(key)
                .compose(
                        epoch ->
                                epoch.isPresent()
                                        ? read(target, epoch.getAsLong()).map(Optional::of)
                                        : Future.succeededFuture(Optional.<SweepPass.Found>empty()))
                .transform(
                        ended -> {
                            if (ended.succeeded()) {
                                ended.result()
                                        .ifPresentOrElse(
                                                found -> {
                                                    hint.ifPresent(this::answered);
                                                    done(target, found);
                                                },
                                                () -> others(target));
                            } else if (ended.cause() instanceof SweepPass.Taken) {
                                others(target);
                            } else {
                                failed(target, ended.cause());
                            }
                            return Future.succeededFuture();
                        });
    }

    /// What is not noted now is read once more.
    private void answered(Hint hint) {
        ports.hints()
                .done(hint)
                .onFailure(
                        failure ->
                                LOG.atDebug()
                                        .addKeyValue("cause", failure.toString())
                                        .log("A list that was read at once is read again"));
    }

    private Future<OptionalLong> hold(SweepTarget.Key key) {
        return ports.ownership().hold(key.tenant(), key.job());
    }

    private Future<SweepPass.Found> read(SweepTarget target, long epoch) {
        SweepTarget.Key key = target.key();
        return Bounds.of(ports.journal(), target, ports.clock().now())
                .compose(
                        bounds ->
                                ports.cursors()
                                        .position(key.tenant(), key.system(), key.resource())
                                        .compose(
                                                position -> read(target, epoch, position, bounds)));
    }

    private Future<SweepPass.Found> read(
            SweepTarget target, long epoch, Optional<String> position, Bounds bounds) {
        SweepPass pass =
                new SweepPass(
                        vertx,
                        ports.listing(),
                        appending,
                        ports.front(),
                        ports.clock(),
                        ports.dice(),
                        target,
                        position,
                        comparison(target),
                        new SweepPass.Held(epoch, () -> hold(target.key())));
        return bounds.since()
                .map(
                        since ->
                                pass.all(since)
                                        .run()
                                        .compose(
                                                found ->
                                                        pass.isWhole()
                                                                ? bounds.reached().map(found)
                                                                : Future.succeededFuture(found)))
                .orElseGet(pass::run);
    }

    private Optional<Comparison> comparison(SweepTarget target) {
        return Optional.of(target)
                .filter(Comparison::isOf)
                .map(
                        one ->
                                new Comparison(
                                        ports.listed(),
                                        one,
                                        ports.dice(),
                                        ports.clock().now().toEpochMilli()));
    }

    /// The list is another's. It may become ours at any time, and is read at once then.
    private synchronized void others(SweepTarget target) {
        Turn turn = turn(target, 0);
        turn.dueNanos = ports.clock().monotonicNanos() + ASK_AGAIN.toNanos();
        turn.running = false;
        turn.failing = false;
    }

    private void done(SweepTarget target, SweepPass.Found found) {
        meters.pass(target.key().system(), "done");
        meters.swept(target.key().system(), found.rows(), found.missed());
        if (rest(target, target.every(), false)) {
            told(LOG.atInfo(), target).log("A list can be read again");
        }
    }

    private void failed(SweepTarget target, Throwable failure) {
        meters.pass(target.key().system(), result(failure));
        Duration wait = target.every();
        if (failure instanceof CrossingFailure.Transient later) {
            Duration asked = later.retryAfter().orElse(Duration.ZERO);
            Duration bounded = asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
            wait = wait.compareTo(bounded) > 0 ? wait : bounded;
        }
        if (rest(target, wait, true)) {
            told(LOG.atWarn(), target)
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .log("A list cannot be read; it is tried again on schedule");
        }
    }

    private static String result(Throwable failure) {
        return switch (failure) {
            case CrossingFailure.Transient _ -> "transient";
            case CrossingFailure.Credential _ -> "credential";
            case CrossingFailure _ -> "unreadable";
            case Refusal _ -> "journal";
            default -> "error";
        };
    }

    /// @return whether it went otherwise than the time before
    private synchronized boolean rest(SweepTarget target, Duration wait, boolean failing) {
        long now = ports.clock().monotonicNanos();
        // Jitter upward only: never earlier than told.
        double stretch = 1 + ports.dice().jitter() / 10;
        Turn turn = turn(target, now);
        boolean changed = turn.failing != failing;
        turn.dueNanos = now + (long) (wait.toNanos() * stretch);
        turn.running = false;
        turn.failing = failing;
        return changed;
    }

    private static org.slf4j.spi.LoggingEventBuilder told(
            org.slf4j.spi.LoggingEventBuilder line, SweepTarget target) {
        return line.addKeyValue("tenant", target.tenant().name())
                .addKeyValue("system", target.key().system())
                .addKeyValue("resource", target.key().resource());
    }
}
