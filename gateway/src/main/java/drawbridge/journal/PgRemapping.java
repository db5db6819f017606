package drawbridge.journal;

import drawbridge.crossing.engine.Remapping.Stretch;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.sync.Link;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// How far each flow's links have been compared with what they said when both sides agreed.
final class PgRemapping {

    private static final String BEGIN =
            """
            insert into mapping_walk (tenant, flow, version) values ($1, $2, $3)
            on conflict (tenant, flow) do update set version = excluded.version, after = null,
                found = 0, begun_at = now(), done_at = null
            where mapping_walk.version <> excluded.version
            """;
    private static final String PLACE =
            "select after, done_at from mapping_walk where tenant = $1 and flow = $2";

    /// The place to go on from is known before the links are read: a join would walk all links
    /// before it, each time.
    private static final String LINKS =
            "select "
                    + PgLinks.COLUMNS
                    + """
                    from link k
                    where k.tenant = $1 and k.flow = $2 and k.life = 'linked' and k.id > (
                        select coalesce(w.after, '00000000-0000-0000-0000-000000000000')
                        from mapping_walk w
                        where w.tenant = $1 and w.flow = $2 and w.done_at is null)
                    order by k.id limit $3
                    """;

    /// A touch, so that a worker that is at the lane right now does not lay it to rest.
    private static final String WALKED =
            """
            with moved as (
                update mapping_walk set after = coalesce($5, after),
                    found = found + cardinality($7::uuid[]),
                    done_at = case when $6 then now() end
                where tenant = $1 and flow = $2 and version = $3 and done_at is null
                    and after is not distinct from $4
                returning tenant
            ), locked as materialized (
                select l.tenant, l.lane from moved m
                join lane l on l.tenant = m.tenant and l.lane = any($7::uuid[])
                order by l.tenant, l.lane for update of l
            )
            update lane l set since = coalesce(l.since, now()), touch_seq = l.touch_seq + 1,
                priority = case when l.to_app_due is null and l.to_acme_due is null then 2
                    else l.priority end,
                to_app_due = coalesce(l.to_app_due,
                    greatest(now(), l.settled_at + interval '500 ms'))
            from locked k
            where l.tenant = k.tenant and l.lane = k.lane
            """;

    private final PgScope scope;
    private final Handover handover;

    PgRemapping(PgScope scope, Handover handover) {
        this.scope = scope;
        this.handover = handover;
    }

    Future<Stretch> stretch(TenantId tenant, FlowName flow, String version, int most) {
        return scope.within(
                Set.of(tenant),
                statements -> {
                    statements.run(BEGIN, Tuple.of(tenant.value(), flow.value(), version));
                    Future<RowSet<Row>> place =
                            statements.run(PLACE, Tuple.of(tenant.value(), flow.value()));
                    return statements
                            .run(LINKS, Tuple.of(tenant.value(), flow.value(), most))
                            .compose(rows -> place.map(at -> stretch(version, most, at, rows)));
                });
    }

    private static Stretch stretch(String version, int most, RowSet<Row> place, RowSet<Row> rows) {
        Row at = place.iterator().next();
        List<Link> links = PgColumns.list(rows, PgLinks::link);
        return new Stretch(
                version, Optional.ofNullable(at.getUUID("after")), links, links.size() < most);
    }

    Future<Void> walked(TenantId tenant, FlowName flow, Stretch stretch, Set<UUID> otherwise) {
        return scope.within(
                        Set.of(tenant),
                        statements ->
                                statements.run(
                                        WALKED,
                                        Tuple.of(
                                                        tenant.value(),
                                                        flow.value(),
                                                        stretch.version(),
                                                        stretch.after().orElse(null))
                                                .addUUID(
                                                        stretch.links().isEmpty()
                                                                ? null
                                                                : stretch.links().getLast().id())
                                                .addBoolean(stretch.last())
                                                .addArrayOfUUID(otherwise.toArray(UUID[]::new))))
                .map(
                        due -> {
                            if (due.rowCount() > 0) {
                                handover.due(Direction.TO_APP);
                            }
                            return null;
                        });
    }
}
