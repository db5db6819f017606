package drawbridge.journal;

import drawbridge.mapping.ResourceName;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Keeps in PostgreSQL which lists are to be read at once.
public final class PgSweepHints implements SweepHints {

    /// In one order, so that no two tellings wait for each other.
    private static final String TELL =
            """
            insert into sweep_hint (tenant, system, resource)
            select $1, s, r from unnest($2::text[], $3::text[]) as l(s, r) order by s, r
            on conflict (tenant, system, resource) do update
                set number = excluded.number, told_at = now()
            """;

    private static final String OPEN =
            "select tenant, system, resource, number from sweep_hint where tenant = any($1)";

    private static final String DONE =
            """
            delete from sweep_hint
            where tenant = $1 and system = $2 and resource = $3 and number <= $4
            """;

    private final PgScope scope;

    public PgSweepHints(PgScope scope) {
        this.scope = scope;
    }

    @Override
    public Future<Void> tell(TenantId tenant, Set<ResourceName> lists) {
        List<ResourceName> all = List.copyOf(lists);
        return scope.within(
                        Set.of(tenant),
                        statements ->
                                statements.run(
                                        TELL,
                                        PgColumns.of(all, Tuple.of(tenant.value()))
                                                .text(ResourceName::system)
                                                .text(ResourceName::resource)
                                                .tuple()))
                .mapEmpty();
    }

    @Override
    public Future<List<Hint>> open(Collection<TenantId> tenants) {
        if (tenants.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        java.util.UUID[] ids = tenants.stream().map(TenantId::value).toArray(java.util.UUID[]::new);
        return scope.within(
                tenants,
                statements ->
                        statements
                                .run(OPEN, Tuple.of(ids))
                                .map(
                                        rows ->
                                                PgColumns.list(
                                                        rows,
                                                        row ->
                                                                new Hint(
                                                                        new TenantId(
                                                                                row.getUUID(0)),
                                                                        new ResourceName(
                                                                                row.getString(1),
                                                                                row.getString(2)),
                                                                        row.getLong(3)))));
    }

    @Override
    public Future<Void> done(Hint hint) {
        return scope.within(
                        Set.of(hint.tenant()),
                        statements ->
                                statements.run(
                                        DONE,
                                        Tuple.of(
                                                hint.tenant().value(),
                                                hint.list().system(),
                                                hint.list().resource(),
                                                hint.number())))
                .mapEmpty();
    }
}
