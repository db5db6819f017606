package drawbridge.journal;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Many callers, one statement and one commit: what arrives while a group is under way forms the
/// next one. A group that fails because of what is in it is split in halves until the culprit
/// stands alone, so that nobody fails for another's sake. Used on one event loop only.
///
/// A group costs nearly the same whatever its size, so one is under way at a time. Another begins
/// beside it only if it is full, or if all that are under way are late: one that waits for a lock
/// holds nobody up for longer than [#LATE].
///
/// Where nobody waits for the answer, a small group may first gather for a while.
final class Grouped<I, O> {

    /// After this long a group no longer keeps the next one from beginning.
    static final Duration LATE = Duration.ofMillis(250);

    private static final int TRIES = 4;

    private record Waiting<I, O>(I item, Promise<O> promise) {}

    /// Runs one group. The answer has one future for each item, in order: an item may fail by
    /// itself.
    interface Run<I, O> {

        /// @param slot from 0 to the groups that may be under way, less one; no two groups under
        ///   way have the same
        Future<List<Future<O>>> run(List<I> items, int slot);
    }

    /// Runs what it is given after a while, on the event loop of the groups.
    interface Timer {

        void after(Duration wait, Runnable what);
    }

    private final int largest;
    private final Gather gather;
    private final Timer timer;
    private final Run<I, O> run;
    private final Predicate<Throwable> causedByContent;
    private final Predicate<Throwable> worthRepeating;
    private final Deque<Waiting<I, O>> queue = new ArrayDeque<>();
    private final Deque<Integer> freeSlots = new ArrayDeque<>();
    private final Set<Object> inTime = new HashSet<>();
    private boolean gathering;
    private boolean gathered;

    /// How long a group waits for company.
    ///
    /// @param enough a group of so many begins at once
    record Gather(Duration most, int enough) {

        static final Gather NOT = new Gather(Duration.ZERO, 1);
    }

    /// @param largest how many items a group takes in at most
    /// @param underWay how many groups may be under way at most
    Grouped(
            int largest,
            int underWay,
            Gather gather,
            Timer timer,
            Predicate<Throwable> causedByContent,
            Predicate<Throwable> worthRepeating,
            Run<I, O> run) {
        this.largest = largest;
        this.gather = gather;
        this.timer = timer;
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

    /// Starts what may be under way. To be called once after each burst of [#add].
    void flush() {
        if (!queue.isEmpty() && queue.size() < gather.enough() && !gathered) {
            gather();
            return;
        }
        while (!queue.isEmpty()
                && !freeSlots.isEmpty()
                && (inTime.isEmpty() || queue.size() >= largest)) {
            List<Waiting<I, O>> group = new ArrayList<>();
            while (group.size() < largest && !queue.isEmpty()) {
                group.add(queue.removeFirst());
            }
            gathered = false;
            begin(group, freeSlots.removeFirst());
        }
    }

    private void gather() {
        if (!gathering) {
            gathering = true;
            timer.after(
                    gather.most(),
                    () -> {
                        gathering = false;
                        gathered = true;
                        flush();
                    });
        }
    }

    private void begin(List<Waiting<I, O>> group, int slot) {
        Object begun = new Object();
        inTime.add(begun);
        timer.after(
                LATE,
                () -> {
                    if (inTime.remove(begun)) {
                        flush();
                    }
                });
        var _ =
                work(group, slot, 1)
                        .onComplete(
                                _ -> {
                                    freeSlots.addLast(slot);
                                    inTime.remove(begun);
                                    flush();
                                });
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
