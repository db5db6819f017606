package drawbridge.platform;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.platform.DatabaseAccess.Credential;

import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Pins what the client's defaults would leave without an end.
class DatabasePoolTest {

    private static final DatabaseAccess ACCESS =
            new DatabaseAccess(
                    "127.0.0.1",
                    5432,
                    "drawbridge",
                    new Credential("owner", "one"),
                    new Credential("gateway", "two"),
                    Optional.empty());

    @Test
    void letsNobodyWaitWithoutEndForAConnection() {
        PoolOptions pool = DatabasePool.pool(7);

        assertThat(pool.getMaxSize()).isEqualTo(7);
        assertThat(pool.getMaxWaitQueueSize()).isEqualTo(DatabasePool.WAITERS).isPositive();
        assertThat(pool.getConnectionTimeoutUnit()).isEqualTo(TimeUnit.MILLISECONDS);
        assertThat((long) pool.getConnectionTimeout()).isEqualTo(DatabasePool.WAIT.toMillis());
        assertThat((long) pool.getIdleTimeout()).isEqualTo(DatabasePool.IDLE.toMillis());
        assertThat((long) pool.getMaxLifetime()).isEqualTo(DatabasePool.LIFETIME.toMillis());
    }

    @Test
    void limitsStatementsLocksAndIdleTransactions() {
        PgConnectOptions connect = DatabasePool.connect(ACCESS);

        assertThat(connect.getUser()).isEqualTo("gateway");
        assertThat(connect.getProperties())
                .containsEntry("statement_timeout", "5000")
                .containsEntry("lock_timeout", "4000")
                .containsEntry("idle_in_transaction_session_timeout", "10000");
        assertThat(connect.getReconnectAttempts()).isZero();
    }

    @Test
    void waitsForAnAnswerLongerThanAnyStatementMayTake() {
        NetClientOptions net = DatabasePool.net();

        assertThat((long) net.getConnectTimeout()).isEqualTo(DatabasePool.CONNECT.toMillis());
        assertThat(DatabasePool.ANSWER).isGreaterThan(DatabasePool.STATEMENT);
    }

    @Test
    void showsNoPassword() {
        assertThat(ACCESS.toString()).doesNotContain("one").doesNotContain("two");
    }
}
