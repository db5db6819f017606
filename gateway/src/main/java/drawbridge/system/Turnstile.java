package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/// Lets so many calls of one tenant to one system run at once; the others wait their turn, in order
/// and in bounded number, so that one customer's slow system takes nothing from another's.
///
/// A call whose time is over while it waits was never sent: it may be repeated.
final class Turnstile {

    private record Waiting(Promise<Void> turn, Context context) {}

    private final Vertx vertx;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private int running;

    Turnstile(Vertx vertx) {
        this.vertx = vertx;
    }

    <T> Future<T> pass(int atOnce, Duration within, Supplier<Future<T>> call) {
        return enter(atOnce, within).compose(_ -> begun(call).onComplete(_ -> leave(atOnce)));
    }

    /// A call that cannot even be begun gives its place back, too.
    private static <T> Future<T> begun(Supplier<Future<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private Future<Void> enter(int atOnce, Duration within) {
        Waiting waiting;
        synchronized (this) {
            if (running < atOnce) {
                running++;
                return Future.succeededFuture();
            }
            if (queue.size() >= ClientLimits.WAITING) {
                return Future.failedFuture(notSent("too many calls wait for this system"));
            }
            waiting = new Waiting(Promise.promise(), vertx.getOrCreateContext());
            queue.add(waiting);
        }
        long timer =
                vertx.setTimer(
                        Math.max(1, within.toMillis()),
                        _ -> {
                            if (withdraw(waiting)) {
                                waiting.turn.fail(notSent("its time was over before its turn"));
                            }
                        });
        return waiting.turn
                .future()
                .onComplete(
                        _ -> {
                            boolean _ = vertx.cancelTimer(timer);
                        });
    }

    private synchronized boolean withdraw(Waiting waiting) {
        return queue.remove(waiting);
    }

    private void leave(int atOnce) {
        Waiting next = handOn(atOnce);
        if (next != null) {
            next.context.runOnContext(_ -> next.turn.complete());
        }
    }

    /// The slot goes straight to the one who waited longest.
    private synchronized @Nullable Waiting handOn(int atOnce) {
        Waiting next = running <= atOnce ? queue.poll() : null;
        if (next == null) {
            running--;
        }
        return next;
    }

    private static CrossingFailure notSent(String why) {
        return new CrossingFailure.Transient(Facts.of("not sent: " + why), Optional.empty(), false);
    }
}
