package drawbridge.bench.baseline;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// Stores what waits together, in one statement and one commit, and hands on what was not there
/// before. Used on one event loop only.
final class GroupedInsert {

    /// Groups under way at once; more are slower.
    static final int AT_ONCE = 2;

    private static final int LARGEST = 128;

    private static final String INSERT =
            """
            with given as (
                select * from unnest($1::uuid[], $2::text[], $3::bytea[]) as g(key, record, body)
            ), fresh as (
                insert into work (key, record) select key, record from given
                on conflict do nothing
                returning key
            ), kept as (
                insert into payload (key, body)
                select g.key, g.body from given g join fresh using (key)
            )
            select key from fresh
            """;

    private record Waiting(Front.Hook hook, Promise<Void> stored) {}

    private final Vertx vertx;
    private final Pool pool;
    private final Consumer<Front.Hook> handOn;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean gathering;

    GroupedInsert(Vertx vertx, Pool pool, Consumer<Front.Hook> handOn) {
        this.vertx = vertx;
        this.pool = pool;
        this.handOn = handOn;
    }

    Future<Void> store(Front.Hook hook) {
        Waiting one = new Waiting(hook, Promise.promise());
        waiting.add(one);
        if (!gathering) {
            gathering = true;
            // What arrives in one turn of the event loop goes together.
            vertx.runOnContext(
                    _ -> {
                        gathering = false;
                        flush();
                    });
        }
        return one.stored.future();
    }

    private void flush() {
        while (underWay < AT_ONCE && !waiting.isEmpty()) {
            List<Waiting> group = new ArrayList<>();
            while (group.size() < LARGEST && !waiting.isEmpty()) {
                group.add(waiting.removeFirst());
            }
            underWay++;
            pool.preparedQuery(INSERT)
                    .execute(columns(group))
                    .onComplete(
                            done -> {
                                underWay--;
                                if (done.succeeded()) {
                                    stored(group, keys(done.result()));
                                } else {
                                    group.forEach(one -> one.stored.fail(done.cause()));
                                }
                                flush();
                            });
        }
    }

    private void stored(List<Waiting> group, Set<UUID> fresh) {
        for (Waiting one : group) {
            one.stored.complete();
            if (fresh.contains(one.hook.key())) {
                handOn.accept(one.hook);
            }
        }
    }

    private static Tuple columns(List<Waiting> group) {
        return Tuple.of(
                group.stream().map(one -> one.hook.key()).toArray(UUID[]::new),
                group.stream().map(one -> one.hook.record()).toArray(String[]::new),
                group.stream().map(one -> one.hook.body()).toArray(Buffer[]::new));
    }

    private static Set<UUID> keys(Iterable<Row> rows) {
        Set<UUID> keys = new HashSet<>();
        rows.forEach(row -> keys.add(row.getUUID(0)));
        return keys;
    }
}
