package drawbridge.ops;

import drawbridge.crossing.engine.Deciding;
import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.Role;

import io.vertx.core.http.HttpMethod;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The routes by which people act upon more than one parked item, and look at more than one.
final class HandRoutes {

    private static final List<Route> ALL =
            List.of(
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.RESTORE,
                            Role.OPERATOR,
                            (api, asked) ->
                                    api.parked()
                                            .act(
                                                    asked,
                                                    ParkedAction.RESTORE,
                                                    Deciding.Verb.RESTORE)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.EDIT,
                            Role.OPERATOR,
                            (api, asked) -> api.parked().edit(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.PREVIEW,
                            Role.OPERATOR,
                            (api, asked) -> api.edits().preview(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.JOBS,
                            Role.VIEWER,
                            (api, asked) -> api.jobs().list(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.JOBS,
                            Role.OPERATOR,
                            (api, asked) -> api.jobs().start(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.JOB_PREVIEW,
                            Role.OPERATOR,
                            (api, asked) -> api.jobs().preview(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.JOB,
                            Role.VIEWER,
                            (api, asked) -> api.jobs().detail(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.JOB_CANCEL,
                            Role.OPERATOR,
                            (api, asked) -> api.jobs().cancel(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.RECORDS,
                            Role.VIEWER,
                            (api, asked) -> api.timelines().find(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.TIMELINE,
                            Role.VIEWER,
                            (api, asked) -> api.timelines().timeline(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.PAUSES,
                            Role.VIEWER,
                            (api, asked) -> api.pauses().list(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.PAUSE,
                            Role.OPERATOR,
                            (api, asked) -> api.pauses().pause(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.RESUME,
                            Role.OPERATOR,
                            (api, asked) -> api.pauses().resume(asked)));

    private HandRoutes() {}

    /// These and the others.
    static List<Route> and(Route... others) {
        List<Route> all = new ArrayList<>(Arrays.asList(others));
        all.addAll(ALL);
        all.addAll(AuditRoutes.ALL);
        all.addAll(BackfillRoutes.ALL);
        all.addAll(TrafficRoutes.ALL);
        return List.copyOf(all);
    }
}
