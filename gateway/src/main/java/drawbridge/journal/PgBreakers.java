package drawbridge.journal;

import drawbridge.crossing.engine.BreakerRow;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;

import java.util.List;
import java.util.Set;

/// The newest state of each breaker.
final class PgBreakers {

    private static final String KEEP =
            """
            insert into breaker (tenant, system, state, failures, calls, why, opened_at, next_probe,
                not_before)
            select tenant, system, state, failures, calls, why, opened_at, next_probe, not_before
            from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
                $7::timestamptz[], $8::timestamptz[], $9::timestamptz[])
                as g(tenant, system, state, failures, calls, why, opened_at, next_probe, not_before)
            on conflict (tenant, system) do update set
                state = excluded.state, failures = excluded.failures, calls = excluded.calls,
                why = excluded.why, opened_at = excluded.opened_at,
                next_probe = excluded.next_probe, not_before = greatest(breaker.not_before, excluded.not_before),
                changed_at = now()
            """;

    private static final String ALL =
            """
            select tenant, system, state, failures, calls, why, opened_at, next_probe, not_before
            from breaker
            order by tenant, system
            """;

    private final PgScope scope;

    PgBreakers(PgScope scope) {
        this.scope = scope;
    }

    Future<Void> keep(BreakerRow row) {
        return scope.within(
                Set.of(row.tenant()),
                statements ->
                        statements
                                .run(
                                        KEEP,
                                        PgColumns.of(List.of(row))
                                                .tenant(BreakerRow::tenant)
                                                .text(BreakerRow::system)
                                                .text(BreakerRow::state)
                                                .number(each -> (long) each.failures())
                                                .number(each -> (long) each.calls())
                                                .text(each -> StoredText.sentence(each.why()))
                                                .time(BreakerRow::openedAt)
                                                .time(BreakerRow::nextProbe)
                                                .time(BreakerRow::notBefore)
                                                .tuple())
                                .mapEmpty());
    }

    Future<List<BreakerRow>> all(Set<TenantId> tenants) {
        return scope.within(
                tenants,
                statements ->
                        statements.run(ALL).map(rows -> PgColumns.list(rows, PgBreakers::row)));
    }

    private static BreakerRow row(Row row) {
        return new BreakerRow(
                new TenantId(row.getUUID("tenant")),
                row.getString("system"),
                row.getString("state"),
                row.getInteger("failures"),
                row.getInteger("calls"),
                row.getString("why"),
                PgColumns.time(row, "opened_at"),
                PgColumns.time(row, "next_probe"),
                PgColumns.time(row, "not_before"));
    }
}
