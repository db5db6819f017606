package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.util.NoSuchElementException;

/// What the judge may ask: the records that people meet at, in neutral words. It stands behind the
/// guard of the control plane.
final class Testimony {

    private static final int MOST = 10_000;

    private final World world;

    Testimony(World world) {
        this.world = world;
    }

    void open(Router router) {
        var product = world.product();
        router.get("/control/facts").handler(ctx -> tell(ctx, "facts"));
        for (var name : product.moreFacts(new Shelves(world.clock())).keySet()) {
            router.get("/control/" + name).handler(ctx -> tell(ctx, name));
        }
        product.crowded()
                .ifPresent(
                        kind ->
                                router.get("/control/" + kind.plural())
                                        .handler(ctx -> page(ctx, kind)));
    }

    private void tell(RoutingContext ctx, String name) {
        var account = account(ctx);
        if (account.isEmpty()) {
            Control.refuse(ctx, 404, "There is no such account");
            return;
        }
        var shelves = world.of(account.get());
        var product = world.product();
        var facts =
                name.equals("facts")
                        ? product.facts(shelves)
                        : product.moreFacts(shelves).get(name);
        Control.end(ctx, facts == null ? JsonNodeFactory.instance.arrayNode() : facts);
    }

    private void page(RoutingContext ctx, Kind kind) {
        var account = account(ctx);
        if (account.isEmpty()) {
            Control.refuse(ctx, 404, "There is no such account");
            return;
        }
        try {
            var after = ctx.queryParams().get("after");
            var shelves = world.of(account.get());
            var page =
                    shelves.of(kind)
                            .page(
                                    after == null ? Place.FIRST : Place.parse(after).orElseThrow(),
                                    MOST,
                                    doc -> !doc.deleted());
            var body = JsonNodeFactory.instance.objectNode();
            var items = body.putArray("items");
            page.docs().forEach(doc -> items.add(world.product().fact(doc, shelves)));
            body.put("after", page.next().map(Place::toString).orElse(null));
            Control.end(ctx, body);
        } catch (NoSuchElementException _) {
            Control.refuse(ctx, 400, "after is not a place that a page gave");
        }
    }

    private java.util.Optional<Account> account(RoutingContext ctx) {
        var name = ctx.queryParams().get("account");
        return world.accounts().named(name == null ? "" : name);
    }
}
