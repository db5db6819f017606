package drawbridge.journal;

import drawbridge.tenant.PgScope.Statements;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Counts, kept in the transaction of what they count.
final class PgTally {

    /// Groups that store use shards below this one, groups that settle those from it on.
    static final int SETTLE = 8;

    static final String UPSERT =
            """
            on conflict (tenant, flow, direction, kind, shard)
            do update set n = tally.n + excluded.n, last_at = now()
            """;

    private static final String ADD =
            """
            insert into tally (tenant, flow, direction, kind, shard, n)
            select tenant, flow, direction, kind, $6::smallint, n
            from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[])
                as g(tenant, flow, direction, kind, n)
            order by tenant, flow, direction, kind
            """
                    + UPSERT;

    private PgTally() {}

    static void add(Statements statements, Map<Tally, Long> counts, int shard) {
        if (counts.isEmpty()) {
            return;
        }
        List<Map.Entry<Tally, Long>> rows = new ArrayList<>(counts.entrySet());
        statements.run(
                ADD,
                PgColumns.of(rows)
                        .tenant(row -> row.getKey().tenant())
                        .text(row -> row.getKey().flow().value())
                        .text(row -> row.getKey().direction().name())
                        .text(row -> row.getKey().kind())
                        .number(Map.Entry::getValue)
                        .with((short) shard)
                        .tuple());
    }
}
