package drawbridge.journal;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/// Many callers, one statement and one commit: what arrives while earlier groups are under way
/// forms the next group. A group that fails because of what is in it is split in halves until the
/// culprit stands alone, so that nobody fails for another's sake. Used on one event loop only.
final class Grouped<I, O> {

    private static final int TRIES = 4;

    private record Waiting<I, O>(I item, Promise<O> promise) {}

    /// Runs one group. The answer has one future for each item, in order: an item may fail by
    /// itself.
    interface Run<I, O> {

        /// @param slot from 0 to the groups that may be under way, less one; no two groups under
        ///   way have the same
        Future<List<Future<O>>> run(List<I> items, int slot);
    }

    private final int largest;
    private final Run<I, O> run;
    private final Predicate<Throwable> causedByContent;
    private final Predicate<Throwable> worthRepeating;
    private final Deque<Waiting<I, O>> queue = new ArrayDeque<>();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();

    Grouped(
            int largest,
            int underWay,
            Predicate<Throwable> causedByContent,
            Predicate<Throwable> worthRepeating,
            Run<I, O> run) {
        this.largest = largest;
        this.causedByContent = causedByContent;
        this.worthRepeating = worthRepeating;
        this.run = run;
        for (int slot = 0; slot < underWay; slot++) {
            freeSlots.add(slot);
        }
    }

    Future<O> add(I item) {
        Promise<O> promise = Promise.promise();
        queue.addLast(new Waiting<>(item, promise));
        return promise.future();
    }

    /// Starts as many groups as may be under way. To be called once after each burst of [#add].
    void flush() {
        while (!queue.isEmpty() && !freeSlots.isEmpty()) {
            List<Waiting<I, O>> group = new ArrayList<>();
            while (group.size() < largest && !queue.isEmpty()) {
                group.add(queue.removeFirst());
            }
            int slot = freeSlots.removeFirst();
            var _ =
                    work(group, slot, 1)
                            .onComplete(
                                    _ -> {
                                        freeSlots.addLast(slot);
                                        flush();
                                    });
        }
    }

    int waiting() {
        return queue.size();
    }

    /// Never fails: what fails is told to those who wait.
    private Future<Void> work(List<Waiting<I, O>> group, int slot, int tries) {
        return started(group, slot)
                .transform(
                        done -> {
                            if (done.succeeded()) {
                                tell(group, done.result());
                                return Future.succeededFuture();
                            }
                            Throwable cause = done.cause();
                            if (worthRepeating.test(cause) && tries < TRIES) {
                                return work(group, slot, tries + 1);
                            }
                            if (causedByContent.test(cause) && group.size() > 1) {
                                int half = group.size() / 2;
                                return work(group.subList(0, half), slot, 1)
                                        .compose(
                                                _ ->
                                                        work(
                                                                group.subList(half, group.size()),
                                                                slot,
                                                                1));
                            }
                            group.forEach(waiting -> waiting.promise.fail(cause));
                            return Future.succeededFuture();
                        });
    }

    private Future<List<Future<O>>> started(List<Waiting<I, O>> group, int slot) {
        try {
            return run.run(group.stream().map(Waiting::item).toList(), slot);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static <I, O> void tell(List<Waiting<I, O>> group, List<Future<O>> answers) {
        for (int i = 0; i < group.size(); i++) {
            Promise<O> promise = group.get(i).promise;
            answers.get(i).onComplete(promise);
        }
    }
}
