package drawbridge.ops;

import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.Role;

import io.vertx.core.http.HttpMethod;

import java.util.List;

/// The routes of drift audits. Numbers are for everybody who may look; records are not.
final class AuditRoutes {

    static final List<Route> ALL =
            List.of(
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.AUDITS,
                            Role.VIEWER,
                            (api, asked) -> api.audits().list(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.AUDIT_START,
                            Role.OPERATOR,
                            (api, asked) -> api.audits().start(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.AUDIT,
                            Role.VIEWER,
                            (api, asked) -> api.audits().one(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.AUDIT_FINDINGS,
                            Role.OPERATOR,
                            (api, asked) -> api.audits().findings(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.AUDIT_REPAIR,
                            Role.OPERATOR,
                            (api, asked) -> api.audits().repair(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.AUDIT_CANCEL,
                            Role.OPERATOR,
                            (api, asked) -> api.audits().cancel(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.PROOFS,
                            Role.VIEWER,
                            (api, asked) -> api.audits().proofs(asked)));

    private AuditRoutes() {}
}
