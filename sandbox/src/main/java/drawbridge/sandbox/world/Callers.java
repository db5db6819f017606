package drawbridge.sandbox.world;

import io.vertx.ext.web.RoutingContext;

import java.util.Optional;

/// Finds out who is calling; empty is answered by 401.
interface Callers {

    Optional<Caller> of(RoutingContext ctx);
}
