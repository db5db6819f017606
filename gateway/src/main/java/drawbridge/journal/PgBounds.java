package drawbridge.journal;

import drawbridge.crossing.engine.Bounding.Lost;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// From when on nothing that comes in can be what an unanswered create made.
final class PgBounds {

    static final String LOST =
            """
            select c.lane, c.attempt, c.started_at, a.sent from creating c
            join attempt a on a.tenant = c.tenant and a.id = c.attempt
            where c.tenant = $1 and c.flow = $2 and c.target = $3 and c.bounded_at is null
                and a.ended_at is null and a.deadline + $4 * interval '1 ms' <= now()
            order by c.started_at, c.lane limit
            """
                    + Journal.MANY;

    static final String BOUND =
            """
            update creating c set bounded_at = now()
            from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as g(tenant, lane, attempt)
            where c.tenant = g.tenant and c.lane = g.lane and c.attempt = g.attempt
                and c.bounded_at is null
            """;

    private final PgScope scope;

    PgBounds(PgScope scope) {
        this.scope = scope;
    }

    Future<List<Lost>> lost(TenantId tenant, FlowName flow, Side target, Duration over) {
        Tuple given = Tuple.of(tenant.value(), flow.value(), target.word(), over.toMillis());
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(LOST, given)
                                .map(rows -> PgColumns.list(rows, PgBounds::lost)));
    }

    private static Lost lost(Row row) {
        return new Lost(
                new LaneId(row.getUUID("lane")),
                row.getUUID("attempt"),
                PgColumns.mustTime(row, "started_at"),
                Optional.ofNullable(row.getBuffer("sent"))
                        .map(kept -> SentText.read(Payloads.open(kept.getBytes()))));
    }

    Future<Void> bound(TenantId tenant, List<Lost> creates) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(
                                        BOUND,
                                        PgColumns.of(creates)
                                                .tenant(_ -> tenant)
                                                .uuid(lost -> lost.lane().value())
                                                .uuid(Lost::attempt)
                                                .tuple())
                                .mapEmpty());
    }
}
