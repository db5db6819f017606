package drawbridge.ops;

import drawbridge.crossing.engine.Deciding;
import drawbridge.crossing.engine.Journal;
import drawbridge.intake.Imports;
import drawbridge.opsapi.AuthorizationWish;
import drawbridge.opsapi.Gateway;
import drawbridge.opsapi.Health;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.Resume;
import drawbridge.opsapi.Role;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The routes of the ops API. Each stands once in the table of `ROUTES`, with the role that it
/// needs; there is no way to add one without a role.
public final class OpsApi {

    /// An edited payload is as large as what may come in.
    private static final int MAX_BODY = 2 * 1024 * 1024;

    /// Rows of a file: 200 of them, or 256 Ki characters and one large row.
    private static final int MAX_ROWS = 4 * 1024 * 1024;

    /// What the API needs from the rest of the gateway.
    ///
    /// @param tenants the names of all tenants
    /// @param live whether the process works at all
    /// @param ready whether it can take and cross changes now
    /// @param setup connections and mappings
    /// @param metrics where every part of the gateway keeps its figures
    public record Parts(
            Tokens tokens,
            OpsReads reads,
            Journal journal,
            Imports imports,
            Gateway gateway,
            Supplier<Set<String>> tenants,
            Supplier<Future<Health>> live,
            Supplier<Future<Health>> ready,
            Setup setup,
            PrometheusMeterRegistry metrics,
            HandParts hands) {}

    private static final List<Route> ROUTES =
            HandRoutes.and(
                    new Route(HttpMethod.GET, OpsPaths.ME, Role.VIEWER, OpsApi::me),
                    new Route(HttpMethod.GET, OpsPaths.OVERVIEW, Role.VIEWER, OpsApi::overview),
                    new Route(HttpMethod.GET, OpsPaths.THROUGHPUT, Role.VIEWER, OpsApi::throughput),
                    new Route(HttpMethod.GET, OpsPaths.BREAKERS, Role.VIEWER, OpsApi::breakers),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.PARKED,
                            Role.VIEWER,
                            (api, asked) -> api.parked().list(asked)),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.PARKED_ITEM,
                            Role.OPERATOR,
                            (api, asked) -> api.parked().detail(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.RESOLVE,
                            Role.OPERATOR,
                            (api, asked) -> api.parked().resolve(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.REPLAY,
                            Role.OPERATOR,
                            (api, asked) ->
                                    api.parked()
                                            .act(asked, ParkedAction.REPLAY, Deciding.Verb.REPLAY)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.DISCARD,
                            Role.OPERATOR,
                            (api, asked) ->
                                    api.parked()
                                            .act(
                                                    asked,
                                                    ParkedAction.DISCARD,
                                                    Deciding.Verb.DISCARD)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.APPROVE,
                            Role.OPERATOR,
                            (api, asked) ->
                                    api.parked()
                                            .act(
                                                    asked,
                                                    ParkedAction.APPROVE,
                                                    Deciding.Verb.APPROVE)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.REJECT,
                            Role.OPERATOR,
                            (api, asked) ->
                                    api.parked()
                                            .act(asked, ParkedAction.REJECT, Deciding.Verb.REJECT)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.IMPORT,
                            Role.OPERATOR,
                            (api, asked) -> api.imports.plan(asked)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.IMPORT_ROWS,
                            Role.OPERATOR,
                            (api, asked) -> api.imports.rows(asked)),
                    new Route(HttpMethod.GET, OpsPaths.WAITING, Role.VIEWER, OpsApi::waiting),
                    new Route(HttpMethod.GET, OpsPaths.CHANGE, Role.VIEWER, OpsApi::change),
                    new Route(
                            HttpMethod.GET, OpsPaths.CONNECTIONS, Role.VIEWER, OpsApi::connections),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.CONNECTION_RESUME,
                            Role.OPERATOR,
                            OpsApi::resume),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.AUTHORIZATIONS,
                            Role.OPERATOR,
                            OpsApi::authorize),
                    new Route(HttpMethod.GET, OpsPaths.MAPPINGS, Role.VIEWER, OpsApi::mappings),
                    new Route(HttpMethod.POST, OpsPaths.RELOAD, Role.ADMIN, OpsApi::reload),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.LIVE,
                            Role.VIEWER,
                            (api, _) -> api.parts.live().get()),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.READY,
                            Role.VIEWER,
                            (api, _) -> api.parts.ready().get()),
                    new Route(HttpMethod.GET, OpsPaths.METRICS, Role.VIEWER, OpsApi::metrics),
                    new Route(HttpMethod.GET, OpsPaths.OPENAPI, Role.VIEWER, OpsApi::openApi),
                    new Route(HttpMethod.GET, OpsPaths.FEED, Role.VIEWER, OpsApi::joinFeed));

    private final Parts parts;
    private final Feed feed;
    private final Watch watch;
    private final ImportDesk imports;
    private final PauseDesk pauses;
    private final TimelineDesk timelines;
    private final ParkedDesk parked;
    private final EditDesk edits;
    private final JobDesk jobs;
    private final AuditDesk audits;
    private final BackfillDesk backfills;
    private final TrafficDesk traffic;

    OpsApi(Parts parts, Feed feed, Watch watch, Hands hands, JobRunner runner) {
        this.parts = parts;
        this.feed = feed;
        this.watch = watch;
        this.imports = new ImportDesk(parts.imports());
        this.pauses = new PauseDesk(parts);
        this.timelines = new TimelineDesk(parts);
        this.edits = new EditDesk(parts, hands);
        this.parked = new ParkedDesk(parts, hands, edits, feed);
        this.jobs = new JobDesk(parts, edits, runner);
        this.audits = new AuditDesk(parts.hands().audits());
        this.backfills = new BackfillDesk(parts.hands().backfills());
        this.traffic = new TrafficDesk(parts.hands().replays());
    }

    /// Every route as `METHOD /path/{parameter}`.
    static Set<String> described() {
        return ROUTES.stream()
                .map(route -> route.method() + " " + route.path())
                .collect(Collectors.toUnmodifiableSet());
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route()
                .handler(
                        context -> {
                            context.response()
                                    .putHeader("Cache-Control", "no-store")
                                    .putHeader("X-Content-Type-Options", "nosniff");
                            context.next();
                        });
        for (Route route : ROUTES) {
            String path = route.path().replaceAll("\\{(\\w+)}", ":$1");
            io.vertx.ext.web.Route added = router.route(route.method(), path);
            if (route.method().equals(HttpMethod.POST)) {
                added.handler(BodyHandler.create(false).setBodyLimit(most(route)));
            }
            added.handler(context -> answer(context, route));
        }
        // Nothing is told to a stranger, not even that a path does not exist.
        router.route()
                .handler(
                        context ->
                                context.fail(
                                        operator(context)
                                                .<Throwable>map(
                                                        _ ->
                                                                Refusal.notFound(
                                                                        "There is nothing here; "
                                                                                + OpsPaths.OPENAPI
                                                                                + " lists what"
                                                                                + " there is."))
                                                .orElseGet(Refusal::unauthorized)));
        router.route().failureHandler(OpsAnswers::problem);
        return router;
    }

    private static int most(Route route) {
        return route.path().equals(OpsPaths.IMPORT_ROWS) ? MAX_ROWS : MAX_BODY;
    }

    private Optional<Operator> operator(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Authorization"))
                .flatMap(parts.tokens()::of);
    }

    private void answer(RoutingContext context, Route route) {
        Operator operator = operator(context).orElse(null);
        if (operator == null) {
            context.fail(Refusal.unauthorized());
            return;
        }
        if (!operator.role().reaches(route.role())) {
            context.fail(
                    Refusal.forbidden(
                            "This needs the role "
                                    + route.role().word()
                                    + "; your token has "
                                    + operator.role().word()
                                    + "."));
            return;
        }
        Future<?> future;
        try {
            future =
                    route.answer().apply(this, new Asked(context, operator, parts.tenants().get()));
        } catch (RuntimeException refused) {
            context.fail(refused);
            return;
        }
        future.onSuccess(body -> OpsAnswers.send(context, body)).onFailure(context::fail);
    }

    ParkedDesk parked() {
        return parked;
    }

    PauseDesk pauses() {
        return pauses;
    }

    TimelineDesk timelines() {
        return timelines;
    }

    EditDesk edits() {
        return edits;
    }

    JobDesk jobs() {
        return jobs;
    }

    AuditDesk audits() {
        return audits;
    }

    BackfillDesk backfills() {
        return backfills;
    }

    TrafficDesk traffic() {
        return traffic;
    }

    private Future<?> me(Asked asked) {
        return Future.succeededFuture(
                new Me(
                        asked.operator().name(),
                        asked.operator().role(),
                        asked.visible().stream().sorted().toList(),
                        parts.gateway()));
    }

    private Future<?> overview(Asked asked) {
        Set<String> scope = asked.scope();
        return Future.succeededFuture(
                fresh().only(scope::contains).overview(feed.instance(), feed.position()));
    }

    private Future<?> throughput(Asked asked) {
        return Future.succeededFuture(watch.throughput(asked.number("seconds", Rates.SECONDS)));
    }

    private Future<?> breakers(Asked asked) {
        Set<String> scope = asked.scope();
        return Future.succeededFuture(
                fresh().only(scope::contains).tenants().stream()
                        .flatMap(each -> each.breakers().stream())
                        .toList());
    }

    private Future<?> waiting(Asked asked) {
        return parts.reads().waiting(asked.scope(), asked.limit());
    }

    private Future<?> change(Asked asked) {
        return parts.reads()
                .change(asked.tenant(), asked.path("changeId"))
                .map(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                Refusal.notFound(
                                                        "No change of this tenant has the id "
                                                                + asked.path("changeId")
                                                                + ".")));
    }

    private Future<?> connections(Asked asked) {
        return Future.succeededFuture(parts.setup().connections(asked.scope()));
    }

    /// Resuming twice is resuming once, so that the key is only asked for.
    private Future<?> resume(Asked asked) {
        UUID _ = asked.once();
        Resume wish = asked.body(Resume.class);
        return parts.setup()
                .resume(
                        asked.tenant(),
                        asked.path("system"),
                        Optional.ofNullable(wish.user()),
                        asked.operator().name(),
                        Optional.ofNullable(wish.reason()).orElse(""))
                .map(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                Refusal.notFound(
                                                        "This tenant has no such connection to "
                                                                + asked.path("system")
                                                                + ".")));
    }

    /// Each address serves once, so that the key is only asked for: a second one does no harm.
    private Future<?> authorize(Asked asked) {
        UUID _ = asked.once();
        return parts.setup()
                .authorize(
                        asked.tenant(),
                        asked.path("system"),
                        Optional.ofNullable(asked.body(AuthorizationWish.class).user()),
                        asked.operator().name())
                .map(
                        begun ->
                                begun.orElseThrow(
                                        () ->
                                                Refusal.notFound(
                                                        "This tenant has no connection to "
                                                                + asked.path("system")
                                                                + " of this kind: its file says"
                                                                + " 'by: consent' where people"
                                                                + " grant access.")));
    }

    private Future<?> mappings(Asked asked) {
        return Future.succeededFuture(parts.setup().mappings(asked.visible()));
    }

    private Future<?> reload(Asked asked) {
        UUID _ = asked.once();
        return parts.setup()
                .reload(asked.operator().name())
                .map(_ -> parts.setup().mappings(asked.visible()));
    }

    private Future<?> metrics(Asked asked) {
        return Future.succeededFuture(
                new OpsAnswers.Text(
                        "text/plain; version=0.0.4; charset=utf-8", parts.metrics().scrape()));
    }

    private Future<?> openApi(Asked asked) {
        return Future.succeededFuture(
                new OpsAnswers.Text(
                        "application/json",
                        OpsAnswers.resource("/ops/openapi.json")
                                .replace("${version}", parts.gateway().version())));
    }

    private Future<?> joinFeed(Asked asked) {
        String since = asked.query("since").orElse("");
        return asked.context()
                .request()
                .toWebSocket()
                .map(
                        (ServerWebSocket socket) -> {
                            feed.join(socket, asked.operator(), since);
                            return OpsAnswers.ANSWERED;
                        });
    }

    private Snapshot fresh() {
        if (!watch.current()) {
            throw Refusal.unavailable(
                    "The database does not answer, so nothing true can be said. The gateway goes"
                            + " on by itself when it is back.");
        }
        return watch.last();
    }
}
