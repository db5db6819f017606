package drawbridge.intake;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.intake.Subscribing.Made;
import drawbridge.intake.Subscribing.Ours;
import drawbridge.journal.Subscriptions;
import drawbridge.journal.Subscriptions.Known;
import drawbridge.journal.SweepHints;
import drawbridge.mapping.Mappings;
import drawbridge.system.Asking;
import drawbridge.tenant.Secrets;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Asks systems to send their webhooks, and keeps them at it: makes what is missing, renews what
/// ends, and looks every hour at what is there. One replica does it for each subscription.
///
/// That it is asked for is written down before it is asked; what came of a call that was not
/// answered is found by our address, where the system can be asked, or ends by itself. Whatever was
/// not told meanwhile is in the lists: they are read at once.
///
/// `drawbridge.subscriptions` counts, by `system` and `result`: `made`, `renewed`, `ended` by the
/// sender, `failed` to be asked, `stray` beside ours.
public final class Subscriber {

    /// What it stands on.
    ///
    /// @param mappings asked at each look
    public record Ports(
            Supplier<Mappings> mappings,
            Secrets secrets,
            Asking asking,
            Subscriptions known,
            SweepHints hints,
            Ownership ownership,
            Clock clock,
            Dice dice,
            MeterRegistry meters) {}

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration CHECK = Duration.ofHours(1);
    private static final Duration SOONEST = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;

    private final Vertx vertx;
    private final Ports ports;
    private final Set<Subscriptions.Key> running = new HashSet<>();
    private long timer = -1;
    private Future<Void> last = Future.succeededFuture();

    private Subscriber(Vertx vertx, Ports ports) {
        this.vertx = vertx;
        this.ports = ports;
    }

    public static Subscriber create(Vertx vertx, Ports ports) {
        return new Subscriber(vertx, ports);
    }

    public synchronized void start() {
        if (timer < 0) {
            timer =
                    vertx.setPeriodic(
                            1,
                            LOOK.toMillis(),
                            _ -> {
                                Future<Void> _ = look();
                            });
        }
    }

    /// Succeeds when what was under way has ended.
    public synchronized Future<Void> stop() {
        boolean _ = vertx.cancelTimer(timer);
        timer = -1;
        return last;
    }

    /// One look at all; always succeeds.
    synchronized Future<Void> look() {
        Future<Void> all = Future.succeededFuture();
        for (Subscribing one : Subscribing.of(ports.mappings().get())) {
            if (running.add(one.key())) {
                Future<Void> before = all;
                all = look(one).onComplete(_ -> ended(one)).transform(_ -> before.otherwiseEmpty());
            }
        }
        Future<Void> before = last;
        last = all.eventually(() -> before);
        return all;
    }

    private synchronized void ended(Subscribing one) {
        running.remove(one.key());
    }

    private Future<Void> look(Subscribing one) {
        return ports.ownership()
                .hold(one.key().tenant(), one.job())
                .compose(
                        held ->
                                held.isEmpty()
                                        ? Future.succeededFuture()
                                        : ports.known()
                                                .read(one.key())
                                                .compose(known -> step(one, known)))
                .onFailure(failure -> told(LOG.atWarn(), one, failure));
    }

    private Future<Void> step(Subscribing one, Optional<Known> known) {
        Instant now = ports.clock().now();
        if (known.filter(row -> row.dueAt().isAfter(now)).isPresent()) {
            return Future.succeededFuture();
        }
        if (known.filter(Known::active).isEmpty()) {
            return made(one, known.map(Known::failures).orElse(0));
        }
        Known row = known.get();
        Future<Void> done =
                isToBeRenewed(one, row, now) ? renewed(one, row, now) : checked(one, row, now);
        return done.recover(failure -> failed(one, row, failure));
    }

    private static boolean isToBeRenewed(Subscribing one, Known row, Instant now) {
        return row.endsAt().filter(end -> !end.minus(one.spec().ahead()).isAfter(now)).isPresent();
    }

    // ---- Made

    private Future<Void> made(Subscribing one, int failures) {
        Instant now = ports.clock().now();
        String ours = ports.dice().id().toString();
        Known asked =
                new Known(
                        one.key(),
                        false,
                        ours,
                        Optional.empty(),
                        now.plus(pause(failures)),
                        failures + 1);
        return ports.known()
                .put(asked)
                .compose(_ -> one.find(ports.asking()))
                .compose(
                        found -> {
                            strays(one, found);
                            return found.id()
                                    .map(id -> adopted(one, id, now))
                                    .orElseGet(() -> created(one, ours, now));
                        })
                .recover(failure -> notMade(one, failures, failure));
    }

    /// What is found may end at any time: it is renewed at once where that can be asked.
    private Future<Void> adopted(Subscribing one, String id, Instant now) {
        boolean ends = one.spec().lasts().isPresent();
        return keep(one, new Made(id, ends ? Optional.of(now) : Optional.empty()), now);
    }

    private Future<Void> created(Subscribing one, String ours, Instant now) {
        return one.create(ports.asking(), ours, secret(one), now)
                .compose(made -> keep(one, made, now))
                .onSuccess(
                        _ -> {
                            count(one, "made");
                            told(LOG.atInfo(), one).log("A system was asked to send its webhooks");
                        });
    }

    /// From now on it tells; what it did not tell before is read.
    private Future<Void> keep(Subscribing one, Made made, Instant now) {
        return ports.known()
                .put(
                        new Known(
                                one.key(),
                                true,
                                made.id(),
                                made.endsAt(),
                                due(one, made.endsAt(), now),
                                0))
                .compose(_ -> ports.hints().tell(one.key().tenant(), one.lists()));
    }

    private Future<Void> notMade(Subscribing one, int failures, Throwable failure) {
        count(one, "failed");
        if (failures == 0) {
            told(LOG.atWarn(), one, failure);
        }
        return Future.succeededFuture();
    }

    /// Several that send to our address cost nothing but work; only a person takes one away.
    private void strays(Subscribing one, Ours found) {
        for (int stray = 1; stray < found.count(); stray++) {
            count(one, "stray");
        }
        if (found.count() > 1) {
            told(LOG.atWarn(), one)
                    .addKeyValue("subscriptions", found.count())
                    .addKeyValue("expected", 1)
                    .log("More subscriptions send to our address than were asked for");
        }
    }

    // ---- Kept

    private Future<Void> renewed(Subscribing one, Known row, Instant now) {
        if (one.spec().renew().isEmpty()) {
            return created(one, ports.dice().id().toString(), now);
        }
        return one.renew(ports.asking(), one.spec().renew().get(), row.id(), secret(one), now)
                .compose(
                        made -> {
                            if (made.isEmpty()) {
                                return lost(one);
                            }
                            count(one, "renewed");
                            return put(
                                    row, made.get().endsAt(), due(one, made.get().endsAt(), now));
                        });
    }

    private Future<Void> checked(Subscribing one, Known row, Instant now) {
        if (one.spec().check().isEmpty()) {
            return put(row, row.endsAt(), due(one, row.endsAt(), now));
        }
        return one.check(ports.asking(), one.spec().check().get(), row.id())
                .compose(
                        alive ->
                                alive
                                        ? put(row, row.endsAt(), due(one, row.endsAt(), now))
                                        : lost(one));
    }

    private Future<Void> put(Known row, Optional<Instant> endsAt, Instant dueAt) {
        return ports.known().put(new Known(row.key(), true, row.id(), endsAt, dueAt, 0));
    }

    /// The sender has ended it and told nobody: since when, nobody knows.
    private Future<Void> lost(Subscribing one) {
        count(one, "ended");
        told(LOG.atWarn(), one)
                .log(
                        "The sender has ended a subscription; it is made anew, and the lists are read");
        return ports.hints().tell(one.key().tenant(), one.lists()).compose(_ -> made(one, 0));
    }

    /// It goes on as long as it lasts; past its end it is made anew.
    private Future<Void> failed(Subscribing one, Known row, Throwable failure) {
        Instant now = ports.clock().now();
        count(one, "failed");
        if (row.failures() == 0) {
            told(LOG.atWarn(), one, failure);
        }
        boolean over = row.endsAt().filter(end -> !end.isAfter(now)).isPresent();
        return ports.known()
                .put(
                        new Known(
                                row.key(),
                                !over,
                                row.id(),
                                row.endsAt(),
                                now.plus(pause(row.failures())),
                                row.failures() + 1));
    }

    // ---- When

    private static Instant due(Subscribing one, Optional<Instant> endsAt, Instant now) {
        Optional<Instant> renewal = endsAt.map(end -> end.minus(one.spec().ahead()));
        Instant check = now.plus(CHECK);
        return renewal.filter(at -> at.isBefore(check)).orElse(check);
    }

    private static Duration pause(int failures) {
        return SOONEST.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    }

    private Optional<String> secret(Subscribing one) {
        return ports.secrets()
                .value(one.key().tenant(), one.key().system(), Secrets.Purpose.WEBHOOK);
    }

    private void count(Subscribing one, String result) {
        ports.meters()
                .counter("drawbridge.subscriptions", "system", one.key().system(), "result", result)
                .increment();
    }

    private static void told(LoggingEventBuilder line, Subscribing one, Throwable failure) {
        told(line, one)
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .log("A system could not be asked about its webhooks; it is asked again");
    }

    private static LoggingEventBuilder told(LoggingEventBuilder line, Subscribing one) {
        return line.addKeyValue("tenant", one.key().tenant().toString())
                .addKeyValue("system", one.key().system())
                .addKeyValue("subscription", one.key().name());
    }
}
