package drawbridge.bench;

import drawbridge.bench.baseline.SingleRowIntake;
import drawbridge.bench.parts.Postgres;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// What the database does without anybody before it: one row, one commit, over and over on each of
/// 64 connections. The row is that of the single-row intake. Whatever a baseline reaches is judged
/// against this.
final class PlainCommits {

    private static final int CONNECTIONS = 64;
    private static final int LOOPS = 2;
    private static final Buffer BODY = Buffer.buffer(new byte[960]);

    private PlainCommits() {}

    /// Commits a second.
    static double perSecond(Postgres postgres, String database, Duration warm, Duration window) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
        LongAdder done = new LongAdder();
        try {
            var _ =
                    vertx.deployVerticle(
                                    () -> new Loop(postgres, database, done),
                                    new DeploymentOptions().setInstances(LOOPS))
                            .await();
            var _ = vertx.timer(warm.toMillis(), TimeUnit.MILLISECONDS).await();
            long before = done.sum();
            long from = System.nanoTime();
            var _ = vertx.timer(window.toMillis(), TimeUnit.MILLISECONDS).await();
            return (done.sum() - before) / ((System.nanoTime() - from) / 1e9);
        } finally {
            var _ = vertx.close().await();
        }
    }

    private static final class Loop extends VerticleBase {

        private final Postgres postgres;
        private final String database;
        private final LongAdder done;

        /// Kept: a pool that nobody refers to is closed, with all its connections.
        private @Nullable Pool pool;

        Loop(Postgres postgres, String database, LongAdder done) {
            this.postgres = postgres;
            this.database = database;
            this.done = done;
        }

        @Override
        public Future<?> start() {
            Pool opened = postgres.pool(vertx, database, CONNECTIONS / LOOPS);
            pool = opened;
            List<Future<SqlConnection>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS / LOOPS; i++) {
                all.add(opened.getConnection());
            }
            return Future.all(all).onSuccess(_ -> all.forEach(one -> insert(one.result())));
        }

        @Override
        public Future<?> stop() {
            return pool == null ? Future.succeededFuture() : pool.close();
        }

        private void insert(SqlConnection connection) {
            connection
                    .preparedQuery(SingleRowIntake.INSERT)
                    .execute(SingleRowIntake.row(UUID.randomUUID(), "vis_0", BODY))
                    .onSuccess(
                            _ -> {
                                done.increment();
                                insert(connection);
                            });
        }
    }
}
