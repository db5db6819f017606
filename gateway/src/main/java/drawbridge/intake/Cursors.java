package drawbridge.intake;

import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Optional;

/// Where sweeps stand, as the journal keeps it: each position was moved in the commit that stored
/// the rows before it.
@FunctionalInterface
public interface Cursors {

    /// The position last given with a delivery ([drawbridge.crossing.engine.CursorMove]); empty
    /// when the list was never read.
    Future<Optional<String>> position(TenantId tenant, String system, String resource);
}
