package drawbridge.backfill;

import drawbridge.audit.BrokenOff;
import drawbridge.audit.Calls;
import drawbridge.audit.ListWalk;
import drawbridge.audit.Turns;
import drawbridge.backfill.BackfillBook.ListAt;
import drawbridge.backfill.BackfillBook.Phase;
import drawbridge.backfill.BackfillBook.Run;
import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.Value;
import drawbridge.system.RecordFacts;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Carries a backfill on from where the book says that it stands: first every list is read and its
/// records are noted, page by page; then the notes are handed to the lanes, a piece at a time in
/// the order of their ids.
///
/// A piece is one delivery, and its identity says where it begins and ends. Who died between the
/// journal's commit and the book's sends the same piece again, and the journal knows it.
final class BackfillPass {

    /// More lanes than these do not wait for their turn because of a backfill.
    static final int MOST_WAITING = 1_000;

    private static final int MOST_AT_ONCE = 100;
    private static final Duration HELD_REST = Duration.ofSeconds(1);

    /// How much the last piece counts in the speed that is told.
    private static final double NEWEST = 0.3;

    private final BackfillPorts ports;
    private final Run run;
    private final long epoch;
    private final BackfillLists lists;
    private final String mappingVersion;
    private final Supplier<Future<Void>> still;
    private double speed;
    private boolean held;

    /// @param still asked before each step; fails with [Halted] when the backfill is not ours
    BackfillPass(
            BackfillPorts ports,
            Run run,
            long epoch,
            BackfillLists lists,
            String mappingVersion,
            Supplier<Future<Void>> still) {
        this.ports = ports;
        this.run = run;
        this.epoch = epoch;
        this.lists = lists;
        this.mappingVersion = mappingVersion;
        this.still = still;
    }

    Future<Void> run() {
        return each(this::mark)
                .compose(_ -> each(this::send))
                .compose(_ -> ours(ports.book().done(run, epoch)));
    }

    private Future<Void> each(java.util.function.Function<ListAt, Future<Void>> step) {
        return ports.book()
                .lists(run)
                .compose(
                        all -> {
                            Future<Void> done = Future.succeededFuture();
                            for (ListAt list : all) {
                                done = done.compose(_ -> step.apply(list));
                            }
                            return done;
                        });
    }

    // ---- Noting what is there

    private Future<Void> mark(ListAt list) {
        if (list.phase() != Phase.MARKING) {
            return Future.succeededFuture();
        }
        Optional<String> obstacle = lists.obstacle(list.list());
        return obstacle.isPresent()
                ? ours(ports.book().marked(run, epoch, list.n(), obstacle))
                : walk(list, list.page());
    }

    private Future<Void> walk(ListAt list, Optional<String> from) {
        int[] pages = {0};
        return new ListWalk(ports.listing(), calls(), run.tenant(), list.list())
                .from(from)
                .steps(
                        step -> {
                            pages[0]++;
                            return page(list, step);
                        })
                .map(_ -> Optional.<String>empty())
                .recover(
                        failure ->
                                failure instanceof BrokenOff
                                        ? Future.succeededFuture(
                                                Optional.of(String.valueOf(failure.getMessage())))
                                        : Future.failedFuture(failure))
                .compose(
                        why ->
                                why.isPresent() && from.isPresent() && pages[0] == 0
                                        // A cursor that has grown old: the list is read anew, and
                                        // what was noted stays noted.
                                        ? walk(list, Optional.empty())
                                        : ours(ports.book().marked(run, epoch, list.n(), why)));
    }

    private Calls calls() {
        return new Calls(ports.clock(), ports.steps());
    }

    private Future<Void> page(ListAt list, ListWalk.Step step) {
        ResourceSpec spec = lists.spec(list.list()).orElseThrow();
        List<String> ids = new ArrayList<>();
        int known = 0;
        for (Value row : step.rows()) {
            Optional<RecordFacts> facts =
                    row instanceof Value.Obj record
                            ? Optional.of(RecordFacts.of(spec, record))
                            : Optional.empty();
            Optional<String> id = facts.flatMap(RecordFacts::id).filter(one -> !one.isEmpty());
            known += id.isPresent() ? 1 : 0;
            // What is over is not brought in: the sweep tells of it.
            id.filter(_ -> !facts.map(RecordFacts::deleted).orElse(false)).ifPresent(ids::add);
        }
        int unreadable = step.rows().size() - known;
        return still.get()
                .compose(
                        _ ->
                                ours(
                                        ports.book()
                                                .mark(
                                                        run,
                                                        epoch,
                                                        list.n(),
                                                        ids,
                                                        unreadable,
                                                        step.next())))
                .compose(_ -> ports.clock().after(ports.steps().rest()));
    }

    // ---- Handing it on

    private Future<Void> send(ListAt list) {
        if (list.phase() == Phase.DONE) {
            return Future.succeededFuture();
        }
        if (lists.obstacle(list.list()).isPresent()) {
            return ours(ports.book().sentAll(run, epoch, list.n()));
        }
        String[] after = {list.sentTo()};
        return Turns.whileTrue(
                        () -> {
                            long begin = ports.clock().monotonicNanos();
                            return room().compose(
                                            _ ->
                                                    ports.book()
                                                            .next(run, list.n(), after[0], piece()))
                                    .compose(
                                            ids ->
                                                    ids.isEmpty()
                                                            ? Future.succeededFuture(false)
                                                            : hand(list, after[0], ids, begin)
                                                                    .map(
                                                                            _ -> {
                                                                                after[0] =
                                                                                        ids
                                                                                                .getLast();
                                                                                return true;
                                                                            }));
                        })
                .compose(_ -> ours(ports.book().sentAll(run, epoch, list.n())));
    }

    /// Of a size that does not change while the backfill lasts: a piece that is made anew is the
    /// same piece.
    private int piece() {
        return Math.clamp(run.perSecond() / 2, 1, MOST_AT_ONCE);
    }

    /// Waits while live work is late, or enough of ours is on its way.
    private Future<Void> room() {
        return Turns.whileTrue(
                () ->
                        still.get()
                                .compose(_ -> ports.book().queue(run.tenant(), MOST_WAITING))
                                .compose(
                                        queue -> {
                                            Optional<String> why = inTheWay(queue);
                                            return told(why)
                                                    .compose(
                                                            _ ->
                                                                    why.isEmpty()
                                                                            ? Future
                                                                                    .succeededFuture(
                                                                                            false)
                                                                            : ports.clock()
                                                                                    .after(
                                                                                            HELD_REST)
                                                                                    .map(true));
                                        }));
    }

    private static Optional<String> inTheWay(BackfillBook.Queue queue) {
        if (queue.liveIsLate()) {
            return Optional.of("Live changes wait; they come first.");
        }
        return queue.waiting() >= MOST_WAITING
                ? Optional.of(
                        "%,d records that were sent are not across yet.".formatted(queue.waiting()))
                : Optional.empty();
    }

    private Future<Void> told(Optional<String> why) {
        if (why.isPresent() == held) {
            return Future.succeededFuture();
        }
        held = why.isPresent();
        return ours(ports.book().held(run, epoch, why));
    }

    private Future<Void> hand(ListAt list, String after, List<String> ids, long begin) {
        String last = ids.getLast();
        Delivery delivery =
                new Delivery(
                        run.tenant(),
                        Trigger.BACKFILL,
                        Optional.of(
                                Hash.of(
                                        "backfill",
                                        run.id().toString(),
                                        list.list().toString(),
                                        after,
                                        last)),
                        ids.stream().map(id -> change(list.list(), id)).toList());
        return ports.journal()
                .append(delivery)
                .compose(_ -> rest(ids.size(), begin))
                .compose(
                        _ ->
                                ours(
                                        ports.book()
                                                .sent(
                                                        run,
                                                        epoch,
                                                        list.n(),
                                                        ids.size(),
                                                        last,
                                                        speed(ids.size(), begin))));
    }

    /// No faster than was asked for.
    private Future<Void> rest(int sent, long begin) {
        Duration due = Duration.ofNanos(1_000_000_000L * sent / run.perSecond());
        Duration took = Duration.ofNanos(ports.clock().monotonicNanos() - begin);
        Duration rest = due.minus(took);
        return rest.isPositive() ? ports.clock().after(rest) : Future.succeededFuture();
    }

    private double speed(int sent, long begin) {
        double seconds = Math.max(1e-3, (ports.clock().monotonicNanos() - begin) / 1e9);
        double now = sent / seconds;
        speed = speed == 0 ? now : NEWEST * now + (1 - NEWEST) * speed;
        return speed;
    }

    /// Tells no more than which record it is about: its lane reads it.
    private Incoming change(ResourceName list, String id) {
        ResourceSpec spec = lists.spec(list).orElseThrow();
        RecordRef record = new RecordRef(list, id);
        return new Incoming(
                ports.dice().id(),
                Optional.of(record),
                Optional.empty(),
                false,
                Hash.of("backfill", run.id().toString(), record.toString()),
                Bytes.copyOf(JsonText.write(spec.id().put(Value.Obj.EMPTY, Value.of(id)))),
                false,
                lists.wants().getOrDefault(list, List.of()),
                Optional.empty(),
                Optional.empty(),
                mappingVersion);
    }

    private static Future<Void> ours(Future<Boolean> written) {
        return written.compose(
                so -> so ? Future.succeededFuture() : Future.failedFuture(new Halted()));
    }
}
