package drawbridge.journal;

import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Once;
import drawbridge.mapping.RecordRef;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgScope.Statements;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Answers those who push, from PostgreSQL.
public final class PgPushReads implements PushReads {

    /// A record's changes lie in its own lane, or in that of its link.
    private static final String HELD =
            """
            with asked as (
                select * from unnest($4::uuid[], $5::text[], $6::text[]) as a(own, flow, side)
            ), lanes as (
                select own as lane, side from asked
                union
                select l.id, a.side from asked a join link l
                    on l.tenant = $1 and l.flow = a.flow and l.acme_id = $3
                where a.side = 'acme'
                union
                select l.id, a.side from asked a join link l
                    on l.tenant = $1 and l.flow = a.flow and l.app_id = $3
                where a.side = 'app'
            )
            select c.id, c.tombstone, c.body, c.accepted_at
            from lanes cross join lateral (
                select id, tombstone, body, accepted_at from change c
                where c.tenant = $1 and c.lane = lanes.lane and c.side = lanes.side
                    and c.resource = $2 and c.record_id = $3 and (c.whole or c.tombstone)
                order by c.lane_seq desc limit 1) c
            order by c.accepted_at desc limit 1
            """;

    private static final String KEYED =
            """
            select from push_key
            where tenant = $1 and key = $2 and request = $3
                and kept_at > now() - interval '%d s'
            """
                    .formatted(Once.KEPT.toSeconds());

    private final PgScope scope;

    public PgPushReads(PgScope scope) {
        this.scope = scope;
    }

    @Override
    public Future<Known> held(
            TenantId tenant, RecordRef record, List<Wanted> wants, Optional<Once> once) {
        return scope.within(
                Set.of(tenant),
                statements -> {
                    Future<Boolean> keyed =
                            once.map(key -> keyed(statements, tenant, key))
                                    .orElseGet(() -> Future.succeededFuture(false));
                    Future<Optional<Held>> newest = newest(statements, tenant, record, wants);
                    return Future.all(keyed, newest)
                            .map(_ -> new Known(keyed.result(), newest.result()));
                });
    }

    @Override
    public Future<Optional<Story>> story(TenantId tenant, UUID change) {
        return scope.within(
                Set.of(tenant), statements -> PgChangeStory.read(statements, tenant, change));
    }

    private static Future<Boolean> keyed(Statements statements, TenantId tenant, Once once) {
        return statements
                .run(KEYED, Tuple.of(tenant.value(), once.key().asUuid(), once.request().asUuid()))
                .map(rows -> rows.size() > 0);
    }

    private static Future<Optional<Held>> newest(
            Statements statements, TenantId tenant, RecordRef record, List<Wanted> wants) {
        Tuple one = Tuple.of(tenant.value(), record.resource().toString(), record.id());
        return statements
                .run(
                        HELD,
                        PgColumns.of(wants, one)
                                .uuid(wanted -> LaneId.of(tenant, wanted.flow(), record).value())
                                .text(wanted -> wanted.flow().value())
                                .text(wanted -> wanted.side().word())
                                .tuple())
                .map(rows -> PgColumns.list(rows, PgPushReads::held).stream().findFirst());
    }

    private static Held held(Row row) {
        return new Held(
                row.getUUID("id"),
                row.getBoolean("tombstone"),
                PgColumns.bytes(row, "body"),
                PgColumns.mustTime(row, "accepted_at"));
    }
}
