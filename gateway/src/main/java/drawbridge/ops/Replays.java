package drawbridge.ops;

import drawbridge.replay.Replay;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

/// Puts recorded changes of a tenant through mappings that are handed in.
@FunctionalInterface
public interface Replays {

    /// @param name of the tenant in the mappings
    Future<Replay.Answer> page(TenantId tenant, String name, Replay.Wish wish);
}
