package drawbridge.ops;

import drawbridge.opsapi.Role;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

import java.util.function.BiFunction;

/// One route of the ops API.
///
/// @param role what a token needs at least
record Route(
        HttpMethod method, String path, Role role, BiFunction<OpsApi, Asked, Future<?>> answer) {}
