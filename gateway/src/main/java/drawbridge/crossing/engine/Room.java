package drawbridge.crossing.engine;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/// How many bytes an engine may have in hand of lanes whose bodies are heavy. Who finds no room
/// waits in turn; one that is larger than all of it goes alone. Lanes that are light do not come
/// here. Used on one context only.
final class Room {

    private record Waiting(long bytes, Promise<Void> turn) {}

    private final long most;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long taken;

    Room(long most) {
        this.most = most;
    }

    /// The room is free again once the work has ended, however it ends.
    <T> Future<T> with(long bytes, Supplier<Future<T>> work) {
        Promise<Void> turn = Promise.promise();
        waiting.addLast(new Waiting(bytes, turn));
        Future<T> done =
                turn.future()
                        .compose(_ -> work.get())
                        .onComplete(
                                _ -> {
                                    taken -= bytes;
                                    next();
                                });
        next();
        return done;
    }

    long taken() {
        return taken;
    }

    private void next() {
        while (!waiting.isEmpty() && (taken == 0 || taken + waiting.getFirst().bytes() <= most)) {
            Waiting first = waiting.removeFirst();
            taken += first.bytes();
            first.turn().complete();
        }
    }
}
