package drawbridge.ops;

import drawbridge.crossing.engine.Journal;
import drawbridge.opsapi.Act;
import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.ActionState;
import drawbridge.opsapi.Gateway;
import drawbridge.opsapi.Health;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.News;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Resolve;
import drawbridge.opsapi.Role;
import drawbridge.opsapi.Side;
import drawbridge.tenant.TenantId;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The routes of the ops API. Each stands once in the table of `ROUTES`, with the role that it
/// needs; there is no way to add one without a role.
public final class OpsApi {

    private static final int MAX_BODY = 64 * 1024;

    /// What the API needs from the rest of the gateway.
    ///
    /// @param tenants the names of all tenants
    /// @param live whether the process works at all
    /// @param ready whether it can take and cross changes now
    /// @param metrics where every part of the gateway keeps its figures
    public record Parts(
            Tokens tokens,
            OpsReads reads,
            Journal journal,
            Gateway gateway,
            Supplier<Set<String>> tenants,
            Supplier<Future<Health>> live,
            Supplier<Future<Health>> ready,
            PrometheusMeterRegistry metrics) {}

    private record Asked(RoutingContext context, Operator operator) {

        String path(String name) {
            return context.pathParam(name);
        }

        Optional<String> query(String name) {
            return Optional.ofNullable(context.request().getParam(name)).filter(v -> !v.isEmpty());
        }
    }

    private record Route(
            HttpMethod method,
            String path,
            Role role,
            BiFunction<OpsApi, Asked, Future<?>> answer) {}

    private static final List<Route> ROUTES =
            List.of(
                    new Route(HttpMethod.GET, OpsPaths.ME, Role.VIEWER, OpsApi::me),
                    new Route(HttpMethod.GET, OpsPaths.OVERVIEW, Role.VIEWER, OpsApi::overview),
                    new Route(HttpMethod.GET, OpsPaths.THROUGHPUT, Role.VIEWER, OpsApi::throughput),
                    new Route(HttpMethod.GET, OpsPaths.BREAKERS, Role.VIEWER, OpsApi::breakers),
                    new Route(HttpMethod.GET, OpsPaths.PARKED, Role.VIEWER, OpsApi::parked),
                    new Route(
                            HttpMethod.GET,
                            OpsPaths.PARKED_ITEM,
                            Role.OPERATOR,
                            OpsApi::parkedItem),
                    new Route(HttpMethod.POST, OpsPaths.RESOLVE, Role.OPERATOR, OpsApi::resolve),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.REPLAY,
                            Role.OPERATOR,
                            (api, asked) ->
                                    api.act(asked, ParkedAction.REPLAY, Journal.Verb.REPLAY)),
                    new Route(
                            HttpMethod.POST,
                            OpsPaths.DISCARD,
                            Role.OPERATOR,
                            (api, asked) ->
                                    api.act(asked, ParkedAction.DISCARD, Journal.Verb.DISCARD)),
                    new Route(HttpMethod.GET, OpsPaths.WAITING, Role.VIEWER, OpsApi::waiting),
                    new Route(HttpMethod.GET, OpsPaths.CHANGE, Role.VIEWER, OpsApi::change),
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

    OpsApi(Parts parts, Feed feed, Watch watch) {
        this.parts = parts;
        this.feed = feed;
        this.watch = watch;
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
                added.handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
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
            future = route.answer().apply(this, new Asked(context, operator));
        } catch (RuntimeException refused) {
            context.fail(refused);
            return;
        }
        future.onSuccess(body -> OpsAnswers.send(context, body)).onFailure(context::fail);
    }

    private Future<?> me(Asked asked) {
        Set<String> tenants =
                parts.tenants().get().stream()
                        .filter(asked.operator()::sees)
                        .collect(Collectors.toCollection(java.util.TreeSet::new));
        return Future.succeededFuture(
                new Me(
                        asked.operator().name(),
                        asked.operator().role(),
                        List.copyOf(tenants),
                        parts.gateway()));
    }

    private Future<?> overview(Asked asked) {
        Set<String> scope = scope(asked);
        return Future.succeededFuture(
                fresh().only(scope::contains).overview(feed.instance(), feed.position()));
    }

    private Future<?> throughput(Asked asked) {
        return Future.succeededFuture(watch.throughput(number(asked, "seconds", Rates.SECONDS)));
    }

    private Future<?> breakers(Asked asked) {
        Set<String> scope = scope(asked);
        return Future.succeededFuture(
                fresh().only(scope::contains).tenants().stream()
                        .flatMap(each -> each.breakers().stream())
                        .toList());
    }

    private Future<?> parked(Asked asked) {
        return parts.reads()
                .parked(
                        new OpsReads.ParkedQuery(
                                scope(asked),
                                asked.query("kind")
                                        .map(
                                                word ->
                                                        word(
                                                                "kind",
                                                                word,
                                                                ParkedKind.values(),
                                                                ParkedKind::word)),
                                asked.query("flow"),
                                asked.query("state")
                                        .map(
                                                word ->
                                                        word(
                                                                "state",
                                                                word,
                                                                ParkedState.values(),
                                                                ParkedState::word)),
                                asked.query("cursor"),
                                Math.min(500, number(asked, "limit", 100))))
                .map(
                        page ->
                                new drawbridge.opsapi.Page<>(
                                        page.items().stream()
                                                .map(
                                                        item ->
                                                                Masked.forRole(
                                                                        item,
                                                                        asked.operator().role()))
                                                .toList(),
                                        page.next()));
    }

    private Future<?> parkedItem(Asked asked) {
        return parts.reads()
                .parkedItem(visible(asked), asked.path("id"))
                .map(found -> found.orElseThrow(() -> noSuchItem(asked)));
    }

    private Future<?> waiting(Asked asked) {
        return parts.reads().waiting(scope(asked), Math.min(500, number(asked, "limit", 100)));
    }

    private Future<?> change(Asked asked) {
        return parts.reads()
                .change(visible(asked), asked.path("changeId"))
                .map(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                Refusal.notFound(
                                                        "No change of this tenant has the id "
                                                                + asked.path("changeId")
                                                                + ".")));
    }

    private Future<?> resolve(Asked asked) {
        Resolve wish = body(asked, Resolve.class);
        return act(
                asked,
                wish.keep() == Side.ACME ? ParkedAction.KEEP_ACME : ParkedAction.KEEP_APP,
                wish.keep() == Side.ACME ? Journal.Verb.KEEP_ACME : Journal.Verb.KEEP_APP,
                wish.version(),
                Optional.ofNullable(wish.reason()));
    }

    private Future<?> act(Asked asked, ParkedAction action, Journal.Verb verb) {
        Act wish = body(asked, Act.class);
        return act(asked, action, verb, wish.version(), Optional.ofNullable(wish.reason()));
    }

    private Future<?> act(
            Asked asked,
            ParkedAction action,
            Journal.Verb verb,
            long version,
            Optional<String> reason) {
        String tenant = visible(asked);
        String id = asked.path("id");
        UUID parked = uuid("id", id);
        String key = asked.context().request().getHeader(OpsPaths.IDEMPOTENCY_KEY);
        if (key == null || key.isBlank()) {
            throw Refusal.badInput(
                    OpsPaths.IDEMPOTENCY_KEY,
                    "Send the header " + OpsPaths.IDEMPOTENCY_KEY + " with a value of your own.");
        }
        UUID once =
                UUID.nameUUIDFromBytes(
                        (asked.operator().name() + "\n" + key).getBytes(StandardCharsets.UTF_8));
        return parts.journal()
                .act(
                        new Journal.Act(
                                TenantId.named(tenant),
                                parked,
                                verb,
                                version,
                                asked.operator().name(),
                                reason.orElse(""),
                                once))
                .map(
                        answer ->
                                switch (answer) {
                                    case ACCEPTED ->
                                            told(
                                                    tenant,
                                                    id,
                                                    action,
                                                    ActionState.ACCEPTED,
                                                    "Accepted: the gateway carries it out now.");
                                    case DONE ->
                                            told(tenant, id, action, ActionState.DONE, "Done.");
                                    case REFUSED ->
                                            told(
                                                    tenant,
                                                    id,
                                                    action,
                                                    ActionState.REFUSED,
                                                    "This item does not allow it.");
                                    case STALE ->
                                            throw Refusal.stale(
                                                    "The item changed since you looked: load it"
                                                            + " again and decide anew.");
                                    case UNKNOWN -> throw noSuchItem(asked);
                                });
    }

    private ActionResult told(
            String tenant, String id, ParkedAction action, ActionState state, String sentence) {
        ActionResult result = new ActionResult(tenant, id, action, state, sentence);
        feed.tell(new News.ActionMoved(result));
        return result;
    }

    private Future<?> metrics(Asked asked) {
        return Future.succeededFuture(
                new OpsAnswers.Text(
                        "text/plain; version=0.0.4; charset=utf-8", parts.metrics().scrape()));
    }

    private Future<?> openApi(Asked asked) {
        return Future.succeededFuture(
                new OpsAnswers.Text("application/json", OpsAnswers.resource("/ops/openapi.json")));
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

    private Set<String> scope(Asked asked) {
        return asked.query("tenant")
                .map(tenant -> Set.of(seen(asked, tenant)))
                .orElseGet(
                        () ->
                                parts.tenants().get().stream()
                                        .filter(asked.operator()::sees)
                                        .collect(Collectors.toUnmodifiableSet()));
    }

    private String visible(Asked asked) {
        return seen(asked, asked.path("tenant"));
    }

    private String seen(Asked asked, String tenant) {
        if (!asked.operator().sees(tenant) || !parts.tenants().get().contains(tenant)) {
            throw Refusal.notFound("There is no tenant " + tenant + " that you may see.");
        }
        return tenant;
    }

    private static Refusal noSuchItem(Asked asked) {
        return Refusal.notFound(
                "No parked item of this tenant has the id " + asked.path("id") + ".");
    }

    private static <T> T body(Asked asked, Class<T> type) {
        String text = asked.context().body().asString();
        try {
            return OpsJson.read(text == null ? "" : text, type);
        } catch (RuntimeException unreadable) {
            throw Refusal.badInput(
                    "body",
                    "The body is not a "
                            + type.getSimpleName()
                            + ": "
                            + unreadable.getMessage()
                            + ".");
        }
    }

    private static UUID uuid(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            throw Refusal.badInput(field, "\"" + text + "\" is no id.");
        }
    }

    private static int number(Asked asked, String name, int otherwise) {
        return asked.query(name)
                .map(
                        text -> {
                            try {
                                int number = Integer.parseInt(text);
                                if (number < 1) {
                                    throw new NumberFormatException(text);
                                }
                                return number;
                            } catch (NumberFormatException notOne) {
                                throw Refusal.badInput(name, name + " is a whole number above 0.");
                            }
                        })
                .orElse(otherwise);
    }

    private static <E> E word(String field, String word, E[] all, Function<E, String> name) {
        return Arrays.stream(all)
                .filter(each -> name.apply(each).equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                Refusal.badInput(
                                        field,
                                        field
                                                + " is one of "
                                                + Arrays.stream(all)
                                                        .map(name)
                                                        .collect(Collectors.joining(", "))
                                                + "."));
    }
}
