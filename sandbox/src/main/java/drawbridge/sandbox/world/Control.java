package drawbridge.sandbox.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.util.function.IntSupplier;

/// The switches behind the scenes, for who runs the sandbox: faults, ledger, accounts, and changes
/// that nobody is told of.
final class Control {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final IntSupplier waiting;
    private final Credentials credentials;

    Control(World world, IntSupplier waiting, Credentials credentials) {
        this.world = world;
        this.waiting = waiting;
        this.credentials = credentials;
    }

    void open(Router router) {
        router.route("/control/*").handler(this::guard);
        router.get("/control/health").handler(this::health);
        router.get("/control/faults").handler(ctx -> end(ctx, faults()));
        router.put("/control/faults").handler(this::setFaults);
        router.put("/control/switches").handler(this::setSwitches);
        router.get("/control/ledger").handler(this::ledger);
        router.put("/control/accounts/:account").handler(this::putAccount);
        router.post("/control/grants/revoke").handler(this::revoke);
        router.put("/control/records/:account/:kind/:id").handler(this::changeUntold);
        router.delete("/control/records/:account/:kind/:id").handler(this::deleteUntold);
    }

    /// Whether the request carries the control token.
    boolean opens(HttpServerRequest request) {
        var given = request.getHeader("Authorization");
        return given != null && Secrets.same("Bearer " + world.accounts().control(), given);
    }

    private void guard(RoutingContext ctx) {
        if (opens(ctx.request())) {
            ctx.next();
        } else {
            ctx.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(ctx, 401, "The control token is missing or not valid");
        }
    }

    private void health(RoutingContext ctx) {
        end(
                ctx,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("status", "up")
                        .put("ledger", world.ledger().upcoming() - 1)
                        .put("waiting", waiting.getAsInt()));
    }

    private JsonNode faults() {
        return JSON.valueToTree(world.gate().faults());
    }

    private void setFaults(RoutingContext ctx) {
        try {
            world.gate().set(JSON.readValue(text(ctx), Faults.class));
            end(ctx, faults());
        } catch (JsonProcessingException wrong) {
            refuse(ctx, 400, reason(wrong));
        }
    }

    /// Takes features of the product away, or gives them back: `{"recurrence": false}`.
    private void setSwitches(RoutingContext ctx) {
        try {
            var asked = JSON.readTree(text(ctx));
            var known = world.product().switches();
            for (var member : asked.properties()) {
                if (!known.contains(member.getKey()) || !member.getValue().isBoolean()) {
                    refuse(ctx, 400, "There is no such switch: " + member.getKey());
                    return;
                }
            }
            asked.properties()
                    .forEach(
                            member ->
                                    world.product()
                                            .turn(member.getKey(), member.getValue().asBoolean()));
            ctx.response().setStatusCode(204).end();
        } catch (JsonProcessingException wrong) {
            refuse(ctx, 400, reason(wrong));
        }
    }

    private static String reason(JsonProcessingException wrong) {
        return wrong.getCause() instanceof IllegalArgumentException ours
                ? String.valueOf(ours.getMessage())
                : wrong.getOriginalMessage();
    }

    private void ledger(RoutingContext ctx) {
        var after = ctx.queryParams().get("after");
        try {
            end(ctx, world.ledger().after(after == null ? 0 : Long.parseLong(after)));
        } catch (NumberFormatException _) {
            refuse(ctx, 400, "after must be a number");
        }
    }

    private void putAccount(RoutingContext ctx) {
        try {
            var written = JSON.readTree(text(ctx));
            if (!(written instanceof com.fasterxml.jackson.databind.node.ObjectNode object)) {
                refuse(ctx, 400, "The body must be a JSON object");
                return;
            }
            object.put("account", ctx.pathParam("account"));
            var change = JSON.treeToValue(object, Account.class);
            boolean known = world.accounts().named(change.account()).isPresent();
            if (!known && !change.hasCredential()) {
                refuse(ctx, 400, "A new account needs a key, oauth or grants");
                return;
            }
            world.accounts().put(change);
            ctx.response().setStatusCode(known ? 204 : 201).end();
        } catch (JsonProcessingException wrong) {
            refuse(ctx, 400, reason(wrong));
        }
    }

    private void revoke(RoutingContext ctx) {
        try {
            var asked = JSON.readTree(text(ctx));
            var account = world.accounts().named(asked.path("account").asText());
            var user = asked.path("user").asText();
            if (account.filter(known -> credentials.revoke(known, user)).isPresent()) {
                ctx.response().setStatusCode(204).end();
            } else {
                refuse(ctx, 404, "There is no such grant");
            }
        } catch (JsonProcessingException wrong) {
            refuse(ctx, 400, reason(wrong));
        }
    }

    /// Lays the body over a record as somebody does who works on the database itself: nobody is
    /// told, the record bears the same revision as before and an older time of change, and no list
    /// of what changed lately shows it.
    private void changeUntold(RoutingContext ctx) {
        try {
            if (!(JSON.readTree(text(ctx))
                    instanceof com.fasterxml.jackson.databind.node.ObjectNode fields)) {
                refuse(ctx, 400, "The body must be a JSON object");
                return;
            }
            untold(
                    ctx,
                    doc -> {
                        var changed = doc.fields().deepCopy();
                        changed.setAll(fields);
                        return doc.untold(doc.deleted(), changed);
                    });
        } catch (JsonProcessingException wrong) {
            refuse(ctx, 400, reason(wrong));
        }
    }

    private void deleteUntold(RoutingContext ctx) {
        untold(ctx, doc -> doc.untold(true, doc.fields()));
    }

    private void untold(RoutingContext ctx, java.util.function.UnaryOperator<Doc> change) {
        var shelf =
                world.accounts()
                        .named(ctx.pathParam("account"))
                        .map(account -> world.of(account).of(ctx.pathParam("kind")));
        var doc = shelf.flatMap(known -> known.living(ctx.pathParam("id")));
        if (doc.isEmpty()) {
            refuse(ctx, 404, "There is no such record");
            return;
        }
        shelf.orElseThrow().put(change.apply(doc.get()));
        ctx.response().setStatusCode(204).end();
    }

    private static String text(RoutingContext ctx) {
        var text = ctx.body().asString();
        return text == null ? "" : text;
    }

    static void end(RoutingContext ctx, JsonNode body) {
        ctx.response().putHeader("Content-Type", "application/json").end(body.toString());
    }

    static void refuse(RoutingContext ctx, int status, String reason) {
        ctx.response().setStatusCode(status);
        end(ctx, JsonNodeFactory.instance.objectNode().put("error", reason));
    }
}
