package drawbridge.platform;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Every size and time limit of our connections to PostgreSQL, in one place. The client's own
/// defaults wait for ever and without bound.
///
/// A frozen server answers nothing and closes nothing, and the client has no time limit of its own
/// for a statement that was sent: whoever waits for an answer gives up after [#ANSWER], which is
/// longer than any statement may take. Its connection comes back when the server does.
public final class DatabasePool {

    public static final int SIZE = 16;
    public static final int WAITERS = 2_000;
    public static final Duration CONNECT = Duration.ofSeconds(3);
    public static final Duration WAIT = Duration.ofSeconds(5);
    public static final Duration STATEMENT = Duration.ofSeconds(5);
    public static final Duration LOCK = Duration.ofSeconds(4);
    public static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);
    public static final Duration ANSWER = Duration.ofSeconds(8);
    public static final Duration IDLE = Duration.ofSeconds(5);
    public static final Duration LIFETIME = Duration.ofMinutes(30);
    public static final int PIPELINED = 64;

    private DatabasePool() {}

    public static Pool open(Vertx vertx, DatabaseAccess access) {
        return open(vertx, access, SIZE);
    }

    public static Pool open(Vertx vertx, DatabaseAccess access, int size) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(connect(access))
                .with(pool(size))
                .with(net())
                .build();
    }

    /// Every statement names its rows by a key. Plans that were made while tables were nearly empty
    /// would read them whole for minutes, until the server has counted them: the gateway never
    /// does. And as the best way to the rows does not depend on the values, a statement is planned
    /// once for a connection, not anew with each run.
    static PgConnectOptions connect(DatabaseAccess access) {
        return new PgConnectOptions()
                .setHost(access.host())
                .setPort(access.port())
                .setDatabase(access.database())
                .setUser(access.gateway().user())
                .setPassword(access.gateway().password())
                .setPipeliningLimit(PIPELINED)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .setPreparedStatementCacheSqlLimit(16_384)
                .setReconnectAttempts(0)
                .setProperties(
                        Map.of(
                                "application_name",
                                "drawbridge",
                                "client_encoding",
                                "utf8",
                                "DateStyle",
                                "ISO",
                                "extra_float_digits",
                                "2",
                                "TimeZone",
                                "UTC",
                                "statement_timeout",
                                millis(STATEMENT),
                                "lock_timeout",
                                millis(LOCK),
                                "enable_seqscan",
                                "off",
                                "plan_cache_mode",
                                "force_generic_plan",
                                "idle_in_transaction_session_timeout",
                                millis(IDLE_IN_TRANSACTION)));
    }

    static PoolOptions pool(int size) {
        return new PoolOptions()
                .setMaxSize(size)
                .setMaxWaitQueueSize(WAITERS)
                .setConnectionTimeout((int) WAIT.toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) IDLE.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxLifetime((int) LIFETIME.toMillis())
                .setMaxLifetimeUnit(TimeUnit.MILLISECONDS)
                .setPoolCleanerPeriod(1_000);
    }

    static NetClientOptions net() {
        return new NetClientOptions()
                .setConnectTimeout((int) CONNECT.toMillis())
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true);
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
