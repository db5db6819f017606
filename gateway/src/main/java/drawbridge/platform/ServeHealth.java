package drawbridge.platform;

import drawbridge.opsapi.Check;
import drawbridge.opsapi.Health;
import drawbridge.opsapi.HealthStatus;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

import java.util.List;
import java.util.function.BooleanSupplier;

/// How the service is.
final class ServeHealth {

    static final Health LIVE = new Health(HealthStatus.UP, List.of());

    private ServeHealth() {}

    /// Whether changes can be taken in and crossed now.
    static Future<Health> ready(Pool pool, BooleanSupplier taking) {
        return pool.query("select 1")
                .execute()
                .map(_ -> new Check("database", HealthStatus.UP, null))
                .otherwise(
                        _ ->
                                new Check(
                                        "database",
                                        HealthStatus.DOWN,
                                        "PostgreSQL does not answer; the gateway goes on by itself"
                                                + " when it does."))
                .map(
                        database -> {
                            Check intake =
                                    new Check(
                                            "intake",
                                            taking.getAsBoolean()
                                                    ? HealthStatus.UP
                                                    : HealthStatus.DOWN,
                                            taking.getAsBoolean() ? null : "It starts or stops.");
                            boolean up =
                                    database.status() == HealthStatus.UP
                                            && intake.status() == HealthStatus.UP;
                            return new Health(
                                    up ? HealthStatus.UP : HealthStatus.DOWN,
                                    List.of(database, intake));
                        });
    }
}
