package drawbridge.journal;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Once;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The keys of senders, taken in the transaction that stores what came under them: of two requests
/// under one key the later waits for the earlier's commit.
final class PgOnce {

    /// What a delivery's key turned out to be.
    sealed interface Key {

        /// Its own: it names this delivery.
        record Own() implements Key {}

        /// It names an earlier delivery of the same request.
        ///
        /// @param change what was stored then
        record Again(Optional<UUID> change) implements Key {}

        /// It names another request.
        record Other() implements Key {}
    }

    /// So many old keys at most go in one statement.
    static final int SWEPT = 10_000;

    private static final long SECONDS = Once.KEPT.toSeconds();

    private static final String TAKE =
            """
            insert into push_key as k (tenant, key, request, change)
            select distinct on (tenant, key) tenant, key, request, change
            from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[])
                as g(no, tenant, key, request, change)
            order by tenant, key, no
            on conflict (tenant, key) do update set request = excluded.request,
                change = excluded.change, kept_at = now()
            where k.kept_at <= now() - interval '%d s'
            """
                    .formatted(SECONDS);

    /// In a statement of its own, because it must see what others committed while we waited.
    private static final String READ =
            """
            select g.no, k.request = g.request as same, k.change is not distinct from g.change as own,
                k.change
            from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[])
                as g(no, tenant, key, request, change)
            join push_key k on k.tenant = g.tenant and k.key = g.key
            """;

    private static final String SWEEP =
            """
            delete from push_key k using (
                select tenant, key from push_key
                where tenant = any($1) and kept_at <= now() - interval '%d s' limit %d) old
            where k.tenant = old.tenant and k.key = old.key
            """
                    .formatted(SECONDS, SWEPT);

    private record Asked(int no, TenantId tenant, Once once, @Nullable UUID change) {}

    private PgOnce() {}

    /// Takes the keys of a group; by the number of the delivery in it.
    static Future<Map<Integer, Key>> take(Statements statements, List<Delivery> deliveries) {
        List<Asked> asked = new ArrayList<>();
        for (int no = 0; no < deliveries.size(); no++) {
            Delivery delivery = deliveries.get(no);
            if (delivery.once().isPresent()) {
                UUID change =
                        delivery.changes().stream().findFirst().map(Incoming::id).orElse(null);
                asked.add(new Asked(no, delivery.tenant(), delivery.once().get(), change));
            }
        }
        if (asked.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        statements.run(TAKE, parameters(asked));
        return statements
                .run(READ, parameters(asked))
                .map(
                        rows -> {
                            Map<Integer, Key> keys = new HashMap<>();
                            rows.forEach(row -> keys.put(row.getInteger("no"), key(row)));
                            return keys;
                        });
    }

    private static Tuple parameters(List<Asked> asked) {
        return PgColumns.of(asked)
                .number(one -> (long) one.no())
                .tenant(Asked::tenant)
                .uuid(one -> one.once().key().asUuid())
                .uuid(one -> one.once().request().asUuid())
                .uuid(Asked::change)
                .tuple();
    }

    private static Key key(Row row) {
        if (!row.getBoolean("same")) {
            return new Key.Other();
        }
        return row.getBoolean("own")
                ? new Key.Own()
                : new Key.Again(Optional.ofNullable(row.getUUID("change")));
    }

    /// Forgets keys that count no more; answers how many.
    static Future<Integer> sweep(Statements statements, Collection<TenantId> tenants) {
        return statements
                .run(SWEEP, Tuple.of(tenants.stream().map(TenantId::value).toArray(UUID[]::new)))
                .map(rows -> rows.rowCount());
    }
}
