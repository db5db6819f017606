package drawbridge.sandbox.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Caller.Actor;
import drawbridge.sandbox.world.FaultGate.Fate;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The way in. For every call, in this order: who is it, what fault befalls it, what does it do,
/// the ledger, the answer. The whole of one call happens in one step of the event loop.
final class Door {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final World world;
    private final Desk desk;
    private final Consumer<Happened> told;

    /// A write that took effect.
    record Happened(Caller caller, Effect effect) {}

    /// Does what a route promises.
    private interface Work {
        Answer on(Shelves shelves, RoutingContext ctx) throws JsonProcessingException;
    }

    /// @param told hears of each effect after it is in the ledger
    Door(Vertx vertx, World world, Consumer<Happened> told) {
        this.vertx = vertx;
        this.world = world;
        this.desk = new Desk(world.product(), world.ledger()::upcoming);
        this.told = told;
    }

    /// The documented routes of one kind below `base`; who may use them is for `callers` to say.
    void open(Router router, String base, Kind kind, Callers callers) {
        var all = base + "/" + kind.plural();
        var one = all + "/:id";
        route(router, HttpMethod.GET, all, callers, (s, c) -> desk.list(kind, s, c.queryParams()));
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

    /// Answers whatever below `base` no route answers.
    void close(Router router, String base, Callers callers) {
        router.route(base + "/*").handler(ctx -> refuseUnknown(ctx, callers));
    }

    private void route(Router router, HttpMethod method, String path, Callers callers, Work work) {
        router.route(method, path).handler(ctx -> come(ctx, callers, work));
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
        var caller = callers.of(ctx);
        if (caller.isEmpty()) {
            ctx.response().putHeader("WWW-Authenticate", world.product().challenge());
            var refused =
                    new Refused(401, "unauthorized", "The credential is missing or not valid");
            answer(ctx, new Call(ctx, Optional.empty(), Optional.empty()), refused(refused));
            return;
        }
        if (caller.get().actor() != Actor.GATEWAY) {
            work(ctx, caller.get(), work, new Fate.Through(false, false));
            return;
        }
        boolean write = !ctx.request().method().equals(HttpMethod.GET);
        var fate = world.gate().next(write);
        long slow = world.gate().faults().slowMillis();
        if (slow > 0 && !(fate instanceof Fate.Down)) {
            vertx.setTimer(slow, _ -> meet(ctx, caller.get(), work, fate));
        } else {
            meet(ctx, caller.get(), work, fate);
        }
    }

    private void meet(RoutingContext ctx, Caller caller, Work work, Fate fate) {
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
            case Fate.Through through -> work(ctx, caller, work, through);
        }
    }

    private void work(RoutingContext ctx, Caller caller, Work work, Fate.Through fate) {
        Answer answer;
        try {
            answer = work.on(world.of(caller.account()), ctx);
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
                    new Answer(failed.status(), Map.of(), failed.body(), answer.effect()));
        }
        answer.effect()
                .filter(effect -> effect.op() != Effect.Op.NONE)
                .ifPresent(effect -> told.accept(new Happened(caller, effect)));
    }

    private void answer(RoutingContext ctx, Call call, Answer answer) {
        world.ledger()
                .append(call.entry(world.product(), Optional.of(answer.status()), answer.effect()));
        var response = ctx.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (answer.body().isPresent()) {
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
        return Answer.of(refused.status(), world.product().problem(refused));
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
