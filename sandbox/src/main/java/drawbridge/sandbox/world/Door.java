package drawbridge.sandbox.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Caller.Actor;
import drawbridge.sandbox.world.FaultGate.Fate;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The way in. For every call, in this order: who is it, what fault befalls it, what does it do,
/// the ledger, the answer. The whole of one call happens in one step of the event loop.
final class Door {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "Content-Type";

    private final Vertx vertx;
    private final World world;
    private final Desk desk;
    private final Consumer<Happened> told;
    private final Function<Refused, Answer> refusing;

    /// A write that took effect.
    record Happened(Caller caller, Effect effect) {}

    /// Does what a route promises.
    private interface Work {
        Answer on(Reach reach, RoutingContext ctx) throws JsonProcessingException;
    }

    /// Does one call that stands for many.
    private interface Many {
        List<Bulk.Item> in(ObjectNode body);
    }

    /// What happens to a call that gets through.
    private interface Step {
        void go(RoutingContext ctx, Caller caller, Fate.Through fate);
    }

    /// @param told hears of each effect after it is in the ledger
    Door(Vertx vertx, World world, Consumer<Happened> told) {
        this(
                vertx,
                world,
                told,
                refused -> Answer.of(refused.status(), world.product().problem(refused)));
    }

    /// @param refusing how it says no
    Door(Vertx vertx, World world, Consumer<Happened> told, Function<Refused, Answer> refusing) {
        this.vertx = vertx;
        this.world = world;
        this.desk = new Desk(world.product(), world.ledger()::upcoming);
        this.told = told;
        this.refusing = refusing;
    }

    /// The routes of a side door; who may use them is for `callers` to say.
    void open(Router router, SideDoor side, Callers callers) {
        for (var way : side.ways()) {
            route(
                    router,
                    way.method(),
                    way.path(),
                    callers,
                    (reach, ctx) -> way.work().on(new Records(desk, reach), ctx));
        }
    }

    /// The documented routes of one kind below `base`; who may use them is for `callers` to say.
    void open(Router router, String base, Kind kind, Callers callers) {
        var all = base + "/" + kind.plural();
        var one = all + "/:id";
        if (world.product().batches()) {
            bulk(router, all + "/batch", callers, body -> Bulk.creates(desk, kind, body));
        }
        if (kind.goesInBulk()) {
            bulk(router, all + "/batch-delete", callers, body -> Bulk.deletes(desk, kind, body));
        }
        route(router, HttpMethod.GET, all, callers, (s, c) -> desk.list(kind, s, c.queryParams()));
        if (kind.setAt().isPresent()) {
            setting(router, base, kind, kind.setAt().get(), callers);
            router.route(all).handler(ctx -> forbid(ctx, callers, "GET"));
            return;
        }
        route(router, HttpMethod.POST, all, callers, (s, c) -> desk.create(kind, s, body(c)));
        route(router, HttpMethod.GET, one, callers, (s, c) -> desk.read(kind, s, id(c)));
        route(
                router,
                HttpMethod.PATCH,
                one,
                callers,
                (s, c) -> desk.change(kind, s, id(c), body(c), ifMatch(c)));
        if (kind.deletable()) {
            route(
                    router,
                    HttpMethod.DELETE,
                    one,
                    callers,
                    (s, c) -> desk.delete(kind, s, id(c), ifMatch(c)));
        }
        var allowed = kind.deletable() ? "GET, PATCH, DELETE" : "GET, PATCH";
        router.route(all).handler(ctx -> forbid(ctx, callers, "GET, POST"));
        router.route(one).handler(ctx -> forbid(ctx, callers, allowed));
    }

    /// The routes of a kind whose records are set, each at a path that names it.
    private void setting(Router router, String base, Kind kind, String at, Callers callers) {
        var path = base + at;
        route(router, HttpMethod.GET, path, callers, (s, c) -> desk.read(kind, s, id(kind, c)));
        route(
                router,
                HttpMethod.PUT,
                path,
                callers,
                (s, c) -> desk.set(kind, s, c.pathParams(), body(c)));
        router.route(path).handler(ctx -> forbid(ctx, callers, "GET, PUT"));
    }

    private static String id(Kind kind, RoutingContext ctx) {
        return kind.idOf(ctx.pathParams());
    }

    /// Answers whatever below `base` no route answers.
    void close(Router router, String base, Callers callers) {
        router.route(base + "/*").handler(ctx -> refuseUnknown(ctx, callers));
    }

    private void route(Router router, HttpMethod method, String path, Callers callers, Work work) {
        router.route(method, path).handler(ctx -> come(ctx, callers, work));
    }

    private void bulk(Router router, String path, Callers callers, Many many) {
        router.post(path)
                .handler(
                        ctx ->
                                come(
                                        ctx,
                                        callers,
                                        (c, caller, fate) -> bulk(c, caller, many, fate)));
    }

    private void forbid(RoutingContext ctx, Callers callers, String allowed) {
        ctx.response().putHeader("Allow", allowed);
        come(
                ctx,
                callers,
                (_, _) -> {
                    throw new Refused(405, "method_not_allowed", "Not allowed on this path");
                });
    }

    private void refuseUnknown(RoutingContext ctx, Callers callers) {
        come(
                ctx,
                callers,
                (_, _) -> {
                    throw new Refused(404, "not_found", "There is no such path");
                });
    }

    private void come(RoutingContext ctx, Callers callers, Work work) {
        come(ctx, callers, (c, caller, fate) -> work(c, caller, work, fate));
    }

    private void come(RoutingContext ctx, Callers callers, Step step) {
        var caller = callers.of(ctx);
        if (caller.isEmpty()) {
            turnAway(ctx, new Call(ctx, Optional.empty(), Optional.empty()));
            return;
        }
        if (caller.get().actor() != Actor.GATEWAY) {
            step.go(ctx, caller.get(), new Fate.Through(false, false));
            return;
        }
        boolean write = !ctx.request().method().equals(HttpMethod.GET);
        var fate = world.gate().next(write);
        long slow = world.gate().faults().slowMillis();
        if (slow > 0 && !(fate instanceof Fate.Down)) {
            vertx.setTimer(slow, _ -> meet(ctx, caller.get(), step, fate));
        } else {
            meet(ctx, caller.get(), step, fate);
        }
    }

    private void turnAway(RoutingContext ctx, Call call) {
        ctx.response().putHeader("WWW-Authenticate", world.product().challenge());
        var refused = new Refused(401, "unauthorized", "The credential is missing or not valid");
        answer(ctx, call, refused(refused));
    }

    private void meet(RoutingContext ctx, Caller caller, Step step, Fate fate) {
        switch (fate) {
            case Fate.Down(boolean reset) -> {
                var call = new Call(ctx, Optional.of(caller), Optional.of("down"));
                if (reset) {
                    breakOff(ctx, call, Optional.empty());
                } else {
                    answer(ctx, call, refused(new Refused(503, "unavailable", "Out of service")));
                }
            }
            case Fate.Throttled(int seconds) -> {
                ctx.response().putHeader("Retry-After", Integer.toString(seconds));
                var call = new Call(ctx, Optional.of(caller), Optional.of("throttle"));
                call.retryAfterSeconds = Optional.of(seconds);
                answer(ctx, call, refused(new Refused(429, "rate_limited", "Too many calls")));
            }
            case Fate.Failed() ->
                    answer(
                            ctx,
                            new Call(ctx, Optional.of(caller), Optional.of("error")),
                            refused(new Refused(500, "internal", "Something went wrong")));
            case Fate.Unauthorized() ->
                    turnAway(ctx, new Call(ctx, Optional.of(caller), Optional.of("unauthorized")));
            case Fate.Nonsense() ->
                    throw new IllegalStateException("only the token endpoint talks nonsense");
            case Fate.Through through -> step.go(ctx, caller, through);
        }
    }

    private void work(RoutingContext ctx, Caller caller, Work work, Fate.Through fate) {
        Answer answer;
        try {
            answer = work.on(reach(caller), ctx);
        } catch (Refused refused) {
            answer = refused(refused);
        } catch (JsonProcessingException broken) {
            answer = refused(new Refused(400, "malformed", "The body is not JSON"));
        }
        boolean lost = fate.lost() && answer.effect().isPresent();
        var call =
                new Call(ctx, Optional.of(caller), lost ? Optional.of("lost") : Optional.empty());
        if (!lost) {
            answer(ctx, call, answer);
        } else if (fate.reset()) {
            breakOff(ctx, call, answer.effect());
        } else {
            var failed = refused(new Refused(500, "internal", "Something went wrong"));
            answer(
                    ctx,
                    call,
                    new Answer(failed.status(), failed.headers(), failed.body(), answer.effect()));
        }
        tell(caller, answer);
    }

    private void bulk(RoutingContext ctx, Caller caller, Many many, Fate.Through fate) {
        List<Bulk.Item> items;
        try {
            items = many.in(body(ctx));
        } catch (Refused refused) {
            answer(ctx, new Call(ctx, Optional.of(caller), Optional.empty()), refused(refused));
            return;
        } catch (JsonProcessingException broken) {
            var refused = new Refused(400, "malformed", "The body is not JSON");
            answer(ctx, new Call(ctx, Optional.of(caller), Optional.empty()), refused(refused));
            return;
        }
        var call =
                new Call(
                        ctx,
                        Optional.of(caller),
                        fate.lost() ? Optional.of("lost") : Optional.empty());
        var told = JsonNodeFactory.instance.objectNode();
        var results = told.putArray("results");
        for (var item : items) {
            var answer = item(caller, item);
            world.ledger()
                    .append(
                            call.entry(
                                    world.product(),
                                    Optional.of(answer.status()),
                                    answer.effect(),
                                    item.asked()));
            tell(caller, answer);
            results.add(result(answer));
        }
        if (!fate.lost()) {
            respond(ctx, Answer.of(200, told));
        } else if (fate.reset()) {
            ctx.request().connection().close();
        } else {
            respond(ctx, refused(new Refused(500, "internal", "Something went wrong")));
        }
    }

    private Answer item(Caller caller, Bulk.Item item) {
        try {
            return item.work().apply(reach(caller));
        } catch (Refused refused) {
            return refused(refused);
        }
    }

    private static ObjectNode result(Answer answer) {
        var result = JsonNodeFactory.instance.objectNode().put("status", answer.status());
        if (answer.status() < 300) {
            answer.body().ifPresent(record -> result.set("record", record));
        } else if (answer.body().orElseThrow() instanceof ObjectNode problem) {
            result.setAll(problem);
        }
        return result;
    }

    private void tell(Caller caller, Answer answer) {
        answer.effect()
                .filter(effect -> effect.op() != Effect.Op.NONE)
                .ifPresent(effect -> told.accept(new Happened(caller, effect)));
    }

    private Reach reach(Caller caller) {
        return new Reach(world.product(), world.of(caller.account()), caller.confined());
    }

    private void answer(RoutingContext ctx, Call call, Answer answer) {
        world.ledger()
                .append(call.entry(world.product(), Optional.of(answer.status()), answer.effect()));
        respond(ctx, answer);
    }

    private static void respond(RoutingContext ctx, Answer answer) {
        var response = ctx.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (answer.headers().containsKey(TYPE) && answer.body().isPresent()) {
            response.end(answer.body().get().asText());
        } else if (answer.body().isPresent()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(answer.body().get().toString());
        } else {
            response.end();
        }
    }

    private void breakOff(RoutingContext ctx, Call call, Optional<Effect> effect) {
        world.ledger().append(call.entry(world.product(), Optional.empty(), effect));
        ctx.request().connection().close();
    }

    private Answer refused(Refused refused) {
        return refusing.apply(refused);
    }

    private static String id(RoutingContext ctx) {
        return String.valueOf(ctx.pathParam("id"));
    }

    private static String ifMatch(RoutingContext ctx) {
        return ctx.request().getHeader(HttpHeaders.IF_MATCH);
    }

    static ObjectNode body(RoutingContext ctx) throws JsonProcessingException {
        if (!speaksJson(ctx.request())) {
            throw new Refused(415, "unsupported_media_type", "The body must be application/json");
        }
        var buffer = ctx.body().buffer();
        JsonNode node = buffer == null ? null : JSON.readTree(buffer.toString());
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new Refused(400, "malformed", "The body must be a JSON object");
    }

    private static boolean speaksJson(HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null || type.matches("(?i)\\s*application/(merge-patch\\+)?json\\s*(;.*)?");
    }
}
