package drawbridge.bench.baseline;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

import java.io.IOException;
import java.util.UUID;

/// Baseline (a): the intake that one writes first. One INSERT and one commit for each request;
/// nothing crosses.
public final class SingleRowIntake {

    /// Makes its table.
    public static final String TABLE =
            "create table if not exists single_row (key uuid primary key, record text not null,"
                    + " body bytea not null)";

    /// `$1` to `$3` are key, record and body.
    public static final String INSERT =
            "insert into single_row (key, record, body) values ($1, $2, $3) on conflict do nothing";

    /// Of each event loop. More are no faster: a server with two cores has enough to do with these.
    private static final int CONNECTIONS = 16;

    private SingleRowIntake() {}

    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.ofProcess();
        Loops.run(
                settings,
                vertx -> {
                    Pool pool = settings.pool(vertx, CONNECTIONS, 1);
                    return hook -> insert(pool, hook);
                });
    }

    private static Future<Void> insert(Pool pool, Front.Hook hook) {
        return pool.preparedQuery(INSERT)
                .execute(row(hook.key(), hook.record(), hook.body()))
                .mapEmpty();
    }

    /// The values of [#INSERT].
    public static Tuple row(UUID key, String record, Buffer body) {
        return Tuple.of(key, record, body);
    }
}
