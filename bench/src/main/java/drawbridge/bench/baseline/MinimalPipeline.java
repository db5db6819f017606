package drawbridge.bench.baseline;

import java.io.IOException;

/// Baseline (b): the least that takes a webhook durably and delivers it. No lanes, bases, merge,
/// attempts, breaker, retries, metrics or parking, and no recovery of what was not delivered: the
/// ceiling for what is made by hand, not a product.
public final class MinimalPipeline {

    /// Makes its tables: what is marked is narrow, the bytes lie elsewhere.
    public static final String WORK =
            "create table if not exists work (key uuid primary key, record text not null,"
                    + " done boolean not null default false) with (fillfactor = 60)";

    public static final String PAYLOAD =
            "create table if not exists payload (key uuid not null, body bytea not null)";

    private MinimalPipeline() {}

    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.ofProcess();
        Loops.run(
                settings,
                vertx -> {
                    Delivery delivery = new Delivery(vertx, settings);
                    GroupedInsert inserts =
                            new GroupedInsert(
                                    vertx,
                                    settings.pool(vertx, GroupedInsert.AT_ONCE, 1),
                                    delivery::deliver);
                    return inserts::store;
                });
    }
}
