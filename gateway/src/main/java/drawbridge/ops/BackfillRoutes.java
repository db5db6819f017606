package drawbridge.ops;

import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.Role;

import io.vertx.core.http.HttpMethod;

import java.util.List;

/// The routes of backfills.
final class BackfillRoutes {

    static final List<Route> ALL =
            List.of(
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.BACKFILLS,
                            Role.VIEWER,
                            (api, asked) -> api.backfills().list(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.BACKFILL_START,
                            Role.OPERATOR,
                            (api, asked) -> api.backfills().start(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.BACKFILL,
                            Role.VIEWER,
                            (api, asked) -> api.backfills().one(asked)),
                    act(OpsPaths.BACKFILL_PAUSE, Backfills.Verb.PAUSE),
                    act(OpsPaths.BACKFILL_RESUME, Backfills.Verb.RESUME),
                    act(OpsPaths.BACKFILL_CANCEL, Backfills.Verb.CANCEL));

    private BackfillRoutes() {}

    private static Route act(String path, Backfills.Verb verb) {
        return new Route(
                HttpMethod.POST,
                path,
                Role.OPERATOR,
                (api, asked) -> api.backfills().act(asked, verb));
    }
}
