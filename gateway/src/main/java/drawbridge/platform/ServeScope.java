package drawbridge.platform;

import drawbridge.ops.PgOpsReads;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

import java.util.Set;
import java.util.function.Function;

/// The wall between tenants, as the ops API passes it.
record ServeScope(PgScope scope) implements PgOpsReads.Scoped {

    @Override
    public <T> Future<T> within(Set<TenantId> tenants, Function<SqlConnection, Future<T>> work) {
        return scope.stepwise(tenants, work);
    }
}
