package drawbridge.journal;

import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

import java.util.Optional;
import java.util.Set;

/// How far each resource has been swept. Cursors are moved by appends, in the commit of the changes
/// that they yielded; here they are only read.
public final class PgCursors {

    private static final String READ =
            "select position from cursor where tenant = $1 and system = $2 and resource = $3";
    private final PgScope scope;

    public PgCursors(PgScope scope) {
        this.scope = scope;
    }

    /// Empty when the resource was never swept.
    public Future<Optional<String>> position(TenantId tenant, String system, String resource) {
        return scope.within(
                Set.of(tenant),
                statements ->
                        statements
                                .run(READ, Tuple.of(tenant.value(), system, resource))
                                .map(
                                        rows ->
                                                PgColumns.list(rows, row -> row.getString(0))
                                                        .stream()
                                                        .findFirst()));
    }
}
