package drawbridge.bench;

import drawbridge.bench.load.Load.Speed;
import drawbridge.bench.parts.CpuTime;
import drawbridge.bench.parts.Postgres;
import drawbridge.bench.parts.Statement;
import drawbridge.bench.parts.WireTap;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Measures one subject at a time: opens its load, waits until it runs warm, counts for a while,
/// and waits until everything that was sent has arrived.
///
/// Used by the thread of the run; what belongs to the event loop is asked for there.
final class Meter {

    private static final Duration LOOK = Duration.ofMillis(20);

    /// Once nothing more is sent, what is answered is answered soon.
    private static final Duration ANSWERS = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Postgres postgres;
    private final BenchPlan plan;

    Meter(Vertx vertx, Postgres postgres, BenchPlan plan) {
        this.vertx = vertx;
        this.postgres = postgres;
        this.plan = plan;
    }

    /// Both systems share one event loop, and what they know is theirs.
    <T> T onLoop(Supplier<T> what) {
        Promise<T> promise = Promise.promise();
        vertx.runOnContext(
                _ -> {
                    try {
                        promise.complete(what.get());
                    } catch (RuntimeException failure) {
                        promise.fail(failure);
                    }
                });
        return promise.future().await();
    }

    void pass(Duration time) {
        var _ = vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).await();
    }

    /// Goes round the records from `first` on.
    static IntSupplier round(int first, int number) {
        int[] next = {0};
        return () -> first + (next[0]++ % number);
    }

    void start(Subject subject, Speed speed, IntSupplier choice) {
        start(subject, speed, Long.MAX_VALUE, choice);
    }

    private void start(Subject subject, Speed speed, long most, IntSupplier choice) {
        var _ = onLoop(() -> subject.load().open()).await();
        var _ =
                onLoop(
                        () -> {
                            subject.load().start(speed, most, choice);
                            return true;
                        });
    }

    void stop(Subject subject) throws IOException {
        var stopped = onLoop(() -> subject.load().stop());
        try {
            var _ = stopped.await(ANSWERS.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException silent) {
            subject.alive().check();
            throw new IOException(
                    subject.name()
                            + " left webhooks unanswered for "
                            + ANSWERS.toSeconds()
                            + " s after the last was sent.",
                    silent);
        }
        var _ =
                onLoop(
                        () -> {
                            subject.load().close();
                            return true;
                        });
    }

    /// Sends so many changes, as fast as they are accepted while not too many are under way.
    void send(Subject subject, long underWay, int number, IntSupplier choice) throws IOException {
        long from = onLoop(() -> subject.load().accepted());
        start(subject, new Speed.Full(underWay), number, choice);
        while (onLoop(() -> subject.load().accepted()) - from < number) {
            subject.alive().check();
            pass(LOOK);
        }
        stop(subject);
    }

    /// Counts for a while what `subject` does under the load that runs.
    ///
    /// @param arrives whether what is counted is what arrives, or what is accepted
    Window count(Subject subject, boolean arrives) throws IOException {
        record Reading(long at, long accepted, long settled, long writes) {}
        Supplier<Reading> now =
                () ->
                        new Reading(
                                System.nanoTime(),
                                subject.load().accepted(),
                                subject.visits().settled(),
                                subject.visits().writes());
        Books before = books(subject);
        Reading from =
                onLoop(
                        () -> {
                            subject.load().accept().clear();
                            subject.visits().delivered().clear();
                            return now.get();
                        });
        pass(plan.window());
        Reading until = onLoop(now);
        while ((arrives ? until.settled() - from.settled() : until.accepted() - from.accepted())
                        < plan.least()
                && until.at() - from.at() < BenchPlan.LONGEST.toNanos()) {
            pass(LOOK);
            until = onLoop(now);
        }
        Reading end = until;
        Books after = books(subject);
        subject.alive().check();
        return onLoop(
                () ->
                        new Window(
                                (end.at() - from.at()) / 1e9,
                                end.accepted() - from.accepted(),
                                end.settled() - from.settled(),
                                end.writes() - from.writes(),
                                after.app() - before.app(),
                                after.server() - before.server(),
                                after.bench() - before.bench(),
                                after.wal() - before.wal(),
                                after.commits() - before.commits(),
                                subject.load().accept().summary(),
                                subject.visits().delivered().summary()));
    }

    private record Books(long app, long server, long bench, long wal, long commits) {}

    private Books books(Subject subject) {
        return new Books(
                subject.cpuMicros().getAsLong(),
                postgres.cpuMicros(),
                CpuTime.of(ProcessHandle.current().pid()),
                postgres.walBytes(),
                postgres.commits(subject.database()));
    }

    /// A whole measure: load, warm-up, window, the end of all that was sent.
    Window measure(Subject subject, Speed speed, IntSupplier choice) throws IOException {
        start(subject, speed, choice);
        pass(plan.warm());
        Window window = count(subject, true);
        stop(subject);
        double _ = arrive(subject);
        return window;
    }

    /// What `subject`, which reaches its database through `tap`, asks of PostgreSQL at full speed.
    Counted questions(Subject subject, WireTap tap, IntSupplier choice) throws IOException {
        start(subject, new Speed.Full(plan.underWay()), choice);
        pass(plan.warm());
        postgres.count(true);
        long settled = onLoop(() -> subject.visits().settled());
        WireTap.Passed before = onLoop(tap::passed);
        long began = System.nanoTime();
        pass(plan.window());
        while (onLoop(() -> subject.visits().settled()) - settled < plan.least()
                && System.nanoTime() - began < BenchPlan.LONGEST.toNanos()) {
            pass(LOOK);
        }
        long changes = onLoop(() -> subject.visits().settled()) - settled;
        WireTap.Passed passed = onLoop(tap::passed).since(before);
        List<Statement> statements = postgres.statements(subject.database());
        postgres.count(false);
        stop(subject);
        double _ = arrive(subject);
        return new Counted(subject.name(), changes, statements, passed);
    }

    /// The load of a measure, and nobody counts.
    void warm(Subject subject, IntSupplier choice) throws IOException {
        long most = subject.crosses() ? plan.underWay() : Long.MAX_VALUE;
        start(subject, new Speed.Full(most), choice);
        pass(plan.warm());
        pass(plan.window());
        stop(subject);
        if (subject.crosses()) {
            double _ = arrive(subject);
        }
    }

    /// The same where nothing arrives at the sink.
    Window measureIntake(Subject subject, IntSupplier choice) throws IOException {
        start(subject, new Speed.Full(Long.MAX_VALUE), choice);
        pass(plan.warm());
        Window window = count(subject, false);
        stop(subject);
        return window;
    }

    /// Waits until all that was sent has arrived.
    ///
    /// @return the longest time, in seconds, in which nothing did
    /// @throws IOException when nothing arrives any more
    double arrive(Subject subject) throws IOException {
        long settled = -1;
        long since = System.nanoTime();
        long longest = 0;
        while (true) {
            long left = onLoop(() -> subject.visits().underWay());
            longest = Math.max(longest, System.nanoTime() - since);
            if (left == 0) {
                return longest / 1e9;
            }
            long now = onLoop(() -> subject.visits().settled());
            if (now != settled) {
                settled = now;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > plan.drain().toNanos()) {
                subject.alive().check();
                throw new IOException(
                        subject.name()
                                + " has delivered nothing for "
                                + plan.drain().toSeconds()
                                + " s, and "
                                + left
                                + " changes that it accepted have not arrived. "
                                + subject.alive().standing());
            }
            pass(LOOK);
        }
    }
}
