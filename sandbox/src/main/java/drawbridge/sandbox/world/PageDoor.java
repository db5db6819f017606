package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.repeats.Occurrences;
import drawbridge.sandbox.world.Caller.Actor;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// The page for people, and the routes it lives on. Its session is a cookie that only it gets; the
/// gateway's credential is never in it.
final class PageDoor {

    private static final int MOST_DAYS = 42;

    private final World world;
    private final Live live;
    private final String cookie;
    private final String session = Secrets.token();

    PageDoor(World world, Live live) {
        this.world = world;
        this.live = live;
        this.cookie = world.product().name() + "_page";
    }

    void open(Router router, Door door) {
        serve(router, "/", "index.html", "text/html; charset=utf-8");
        serve(router, "/page/page.js", "page.js", "text/javascript; charset=utf-8");
        serve(router, "/page/page.css", "page.css", "text/css; charset=utf-8");
        serve(router, "/page/series.js", "series.js", "text/javascript; charset=utf-8");
        var part = world.product().pagePart();
        serve(router, "/page/" + part + ".js", part + ".js", "text/javascript; charset=utf-8");
        serve(router, "/page/" + part + ".css", part + ".css", "text/css; charset=utf-8");
        var calendar = read("/drawbridge/sandbox/world/calendar.js");
        router.get("/page/calendar.js")
                .handler(ctx -> send(ctx, calendar, "text/javascript; charset=utf-8"));
        router.get("/page/api/accounts").handler(this::accounts);
        router.get("/page/api/:account/live").handler(this::join);
        router.get("/page/api/:account/calendar").handler(this::calendar);
        for (var kind : world.product().kinds()) {
            door.open(router, "/page/api/:account", kind, this::caller);
        }
        door.close(router, "/page/api", this::caller);
    }

    private Optional<Caller> caller(RoutingContext ctx) {
        return account(ctx).map(account -> new Caller(Actor.PAGE, account));
    }

    private Optional<Account> account(RoutingContext ctx) {
        return known(ctx)
                ? world.accounts().named(String.valueOf(ctx.pathParam("account")))
                : Optional.empty();
    }

    private boolean known(RoutingContext ctx) {
        var given = ctx.request().getCookie(cookie);
        return given != null && Secrets.same(session, given.getValue());
    }

    private void accounts(RoutingContext ctx) {
        if (!known(ctx)) {
            ctx.response().setStatusCode(401).end();
            return;
        }
        var names = JsonNodeFactory.instance.arrayNode();
        world.accounts().all().forEach(account -> names.add(account.account()));
        send(ctx, names.toString(), "application/json");
    }

    private void join(RoutingContext ctx) {
        account(ctx)
                .ifPresentOrElse(
                        account -> live.join(account.account(), ctx.response()),
                        () -> ctx.response().setStatusCode(401).end());
    }

    private void calendar(RoutingContext ctx) {
        var account = account(ctx);
        if (account.isEmpty()) {
            ctx.response().setStatusCode(401).end();
            return;
        }
        try {
            var from = LocalDate.parse(String.valueOf(ctx.queryParams().get("from")));
            int days = Integer.parseInt(String.valueOf(ctx.queryParams().get("days")));
            var person = String.valueOf(ctx.queryParams().get("person"));
            var product = world.product();
            var kind = product.calendarKind();
            var until = from.plusDays(Math.clamp(days, 1, MOST_DAYS));
            var found = JsonNodeFactory.instance.arrayNode();
            world.of(account.get())
                    .of(kind)
                    .all()
                    .filter(doc -> !doc.deleted())
                    .filter(doc -> product.inCalendar(doc, person, from, until))
                    .forEach(doc -> found.add(shown(doc, from, until)));
            send(ctx, found.toString(), "application/json");
        } catch (DateTimeException | NumberFormatException _) {
            ctx.response().setStatusCode(400).end("from, days and person are needed");
        }
    }

    /// A record, and of a series its occurrences on these days, for the page alone.
    private ObjectNode shown(Doc doc, LocalDate from, LocalDate until) {
        var product = world.product();
        var record = product.render(product.calendarKind(), doc);
        product.series(doc)
                .ifPresent(
                        series ->
                                record.set("occurrences", Occurrences.shown(series, from, until)));
        return record;
    }

    private void serve(Router router, String path, String file, String type) {
        var text = read("/drawbridge/sandbox/" + world.product().name() + "/" + file);
        router.get(path).handler(ctx -> send(ctx, text, type));
    }

    private void send(RoutingContext ctx, String text, String type) {
        if (ctx.request().path().equals("/")) {
            ctx.response()
                    .addCookie(
                            Cookie.cookie(cookie, session)
                                    .setPath("/")
                                    .setHttpOnly(true)
                                    .setSameSite(CookieSameSite.STRICT));
        }
        Map.of(
                        "Content-Type", type,
                        "Cache-Control", "no-store",
                        "X-Content-Type-Options", "nosniff",
                        "Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
                .forEach(ctx.response()::putHeader);
        ctx.response().end(text);
    }

    static String read(String resource) {
        try (var stream = PageDoor.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("missing from the build: " + resource);
            }
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
