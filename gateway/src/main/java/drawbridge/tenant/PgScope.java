package drawbridge.tenant;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.platform.DatabasePool;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The wall between customers: statements run in a transaction that sees the rows of the named
/// tenants and of no others, and can write no others.
///
/// Who may be named: the tenants whose signature was just verified, whose lanes were just leased,
/// that a person's token names, whose job this replica holds, or that the configuration names.
///
/// Begin, the naming, the statements and the commit travel in one round trip. A pipelined commit
/// succeeds even when a statement before it failed (it rolls back and says nothing), so a future of
/// this class succeeds only when *every* statement did. It fails with the first failure.
public final class PgScope {

    private static final String NAME = "select set_config('drawbridge.tenants', $1, true)";
    private final Pool pool;

    public PgScope(Pool pool) {
        this.pool = pool;
    }

    /// Runs the statements that `work` gives before it returns; it must give none later.
    public <T> Future<T> within(
            Collection<TenantId> tenants, Function<Statements, Future<T>> work) {
        return begun(
                tenants, statements -> ended(statements, guarded(() -> work.apply(statements))));
    }

    /// Two steps: `second` gets the answer of `first` once all statements of `first` succeeded.
    /// Takes two round trips.
    public <A, T> Future<T> within(
            Collection<TenantId> tenants,
            Function<Statements, Future<A>> first,
            BiFunction<Statements, A, Future<T>> second) {
        return begun(
                tenants,
                statements -> {
                    Future<A> answer = guarded(() -> first.apply(statements));
                    return statements
                            .all()
                            .compose(_ -> answer)
                            .transform(read -> ended(statements, then(statements, read, second)));
                });
    }

    private static <A, T> Future<T> then(
            Statements statements,
            AsyncResult<A> read,
            BiFunction<Statements, A, Future<T>> second) {
        return read.failed()
                ? Future.failedFuture(read.cause())
                : guarded(() -> second.apply(statements, read.result()));
    }

    /// Any number of steps, each in a round trip of its own; for what is rare or only reads.
    public <T> Future<T> stepwise(
            Collection<TenantId> tenants, Function<SqlConnection, Future<T>> work) {
        return begun(
                tenants,
                statements ->
                        statements
                                .all()
                                .compose(_ -> guarded(() -> work.apply(statements.connection)))
                                .transform(done -> probed(statements, done)));
    }

    /// Work that swallowed the failure of a statement has failed all the same: after one, nothing
    /// succeeds in its transaction.
    private static <T> Future<T> probed(Statements statements, AsyncResult<T> done) {
        if (done.failed()) {
            return ended(statements, Future.failedFuture(done.cause()));
        }
        statements.run("select 1");
        return statements
                .all()
                .transform(
                        sound ->
                                ended(
                                        statements,
                                        sound.failed()
                                                ? Future.failedFuture(sound.cause())
                                                : Future.succeededFuture(done.result())));
    }

    /// Gives up when the database does not answer; whether it committed is in doubt then.
    private <T> Future<T> begun(
            Collection<TenantId> tenants, Function<Statements, Future<T>> work) {
        return pool.getConnection()
                .compose(connection -> work.apply(begin(quiet(connection), tenants)))
                .timeout(DatabasePool.ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// That a connection broke is told by the statements under way on it. The client prints it,
    /// between the lines of the log, where nobody else wants to hear of it.
    private static SqlConnection quiet(SqlConnection connection) {
        return connection.exceptionHandler(_ -> {});
    }

    private static Statements begin(SqlConnection connection, Collection<TenantId> tenants) {
        Statements statements = new Statements(connection);
        statements.simple("begin");
        statements.run(
                NAME,
                Tuple.of(
                        tenants.stream()
                                .distinct()
                                .map(TenantId::toString)
                                .collect(Collectors.joining(","))));
        return statements;
    }

    private static <T> Future<T> guarded(java.util.function.Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static <T> Future<T> ended(Statements statements, Future<T> work) {
        // Work that failed before it was sent, or without a statement to blame, must not commit.
        statements.simple(work.failed() ? "rollback" : "commit");
        return statements.all().compose(_ -> work).eventually(statements.connection::close);
    }

    /// The statements of one scope, in the order in which they are sent.
    public static final class Statements {

        private final SqlConnection connection;
        private final List<Future<RowSet<Row>>> sent = new ArrayList<>();

        private Statements(SqlConnection connection) {
            this.connection = connection;
        }

        /// Whether it succeeded is watched by the scope; take the answer only if it is needed.
        @CanIgnoreReturnValue
        public Future<RowSet<Row>> run(String sql) {
            return sent(connection.preparedQuery(sql).execute());
        }

        @CanIgnoreReturnValue
        public Future<RowSet<Row>> run(String sql, Tuple parameters) {
            return sent(connection.preparedQuery(sql).execute(parameters));
        }

        private void simple(String sql) {
            sent(connection.query(sql).execute());
        }

        @CanIgnoreReturnValue
        private Future<RowSet<Row>> sent(Future<RowSet<Row>> statement) {
            sent.add(statement);
            return statement;
        }

        /// Done when all are; fails with the first failure in the order of sending, because the
        /// later ones only say that the transaction is aborted.
        private Future<Void> all() {
            List<Future<RowSet<Row>>> all = List.copyOf(sent);
            return Future.join(all)
                    .transform(
                            _ ->
                                    all.stream()
                                            .filter(Future::failed)
                                            .findFirst()
                                            .map(
                                                    failed ->
                                                            Future.<Void>failedFuture(
                                                                    failed.cause()))
                                            .orElseGet(Future::succeededFuture));
        }
    }
}
