package drawbridge.journal;

import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Looks back at the changes in PostgreSQL, within the wall of one tenant.
///
/// A page costs a walk over the rows of its days, of which it sorts nothing but names; bodies are
/// read for those that it answers. So a page should be large, and nobody needs an index that every
/// append would have to keep. The time where a page begins stands by itself: by a row of columns
/// alone the days before that page would be walked again.
public final class PgTrafficReads implements TrafficReads {

    private static final String NEWEST =
            """
            with named as (
                select id, flow, accepted_at from change
                where tenant = $1 and accepted_at >= $2 and ($3::text is null or flow = $3)
                    and flow <> '' and resource is not null and source <> 'operator'
                    and accepted_at <= $4 and (accepted_at, id, flow) < ($4, $5, $6)
                order by accepted_at desc, id desc, flow desc limit $7
            ), page as (
                select n.*, count(*) over () as named,
                    coalesce(sum(octet_length(c.body)) over (
                        order by n.accepted_at desc, n.id desc, n.flow desc
                        rows between unbounded preceding and 1 preceding), 0) as bytes_before
                from named n
                join change c on c.tenant = $1 and c.id = n.id and c.flow = n.flow
                    and c.accepted_at = n.accepted_at
            )
            select c.id, c.flow, c.side, c.resource, c.record_id, c.tombstone, c.whole, c.body,
                c.mapping_version, c.accepted_at, o.kind, n.named
            from page n
            join change c on c.tenant = $1 and c.id = n.id and c.flow = n.flow
                and c.accepted_at = n.accepted_at
            left join lateral (
                select kind from outcome o
                where o.tenant = $1 and o.change = c.id and o.flow = c.flow
                order by o.n desc limit 1) o on true
            where n.bytes_before < $8
            order by c.accepted_at desc, c.id desc, c.flow desc
            """;

    private static final long MOST_BYTES = 8L * 1024 * 1024;

    /// Behind every change.
    private static final Place NOW =
            new Place(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1), "");

    private final PgScope scope;

    public PgTrafficReads(PgScope scope) {
        this.scope = scope;
    }

    @Override
    public Future<Newest> newest(
            TenantId tenant,
            Optional<FlowName> flow,
            Instant since,
            Optional<Place> behind,
            int most) {
        Place from = behind.orElse(NOW);
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(
                                        NEWEST,
                                        Tuple.of(
                                                        tenant.value(),
                                                        PgColumns.time(since),
                                                        flow.map(FlowName::value).orElse(null),
                                                        PgColumns.time(from.at()),
                                                        from.change(),
                                                        from.flow(),
                                                        most)
                                                .addLong(MOST_BYTES))
                                .map(rows -> newest(rows, most)));
    }

    private static Newest newest(RowSet<Row> rows, int most) {
        long named = 0;
        for (Row row : rows) {
            named = row.getLong("named");
        }
        List<Recorded> changes = PgColumns.list(rows, PgTrafficReads::recorded);
        return new Newest(changes, named >= most || changes.size() < named);
    }

    private static Recorded recorded(Row row) {
        String resource = row.getString("resource");
        int dot = resource.indexOf('.');
        return new Recorded(
                row.getUUID("id"),
                new FlowName(row.getString("flow")),
                PgOpen.side(row.getString("side")),
                new RecordRef(
                        new ResourceName(
                                resource.substring(0, Math.max(0, dot)),
                                resource.substring(dot + 1)),
                        row.getString("record_id")),
                row.getBoolean("tombstone"),
                row.getBoolean("whole"),
                PgColumns.bytes(row, "body"),
                row.getString("mapping_version"),
                PgColumns.mustTime(row, "accepted_at"),
                PgColumns.text(row, "kind")
                        .map(kind -> OutcomeKind.valueOf(kind.toUpperCase(Locale.ROOT))));
    }
}
