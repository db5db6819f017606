package drawbridge.ops;

import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.Role;

import io.vertx.core.http.HttpMethod;

import java.util.List;

/// The route by which recorded changes go through other mappings. Who may put mappings in force may
/// have the gateway read some.
final class TrafficRoutes {

    static final List<Route> ALL =
            List.of(
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.TRAFFIC,
                            Role.ADMIN,
                            (api, asked) -> api.traffic().replay(asked)));

    private TrafficRoutes() {}
}
