package drawbridge.sandbox.nasty;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import drawbridge.sandbox.world.Accounts;
import drawbridge.sandbox.world.Ledger;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// The server. Its handbook, as far as there is one:
///
/// - `GET /legacy/meetings?from=&to=&offset=&maxSize=` lists what begins between two times, in
///   seconds since 1970. No more than 50 at once, or it answers 403; 404 where there is none.
/// - `POST /legacy/meetings` makes one and answers its id, a bare number.
/// - `GET`, `POST` and `DELETE /legacy/meetings/{id}` read, change in part and delete it.
/// - `GET /legacy/people?mail=&offset=&maxSize=`, `POST` there, and `GET /legacy/people/{id}`.
/// - `X-Key` opens it. Bodies are XML. Whatever is wrong is answered by 500.
///
/// There is no version, no reference of the caller's, no key for doing a thing once, and no list of
/// what changed lately.
public final class NastyApi extends VerticleBase {

    private static final int MOST = 50;
    private static final String XML = "application/xml";
    private static final String TEXT = "text/plain";

    private final Accounts accounts;
    private final Path folder;
    private final String host;
    private final int port;
    private final long seed;
    private final InstantSource clock;
    private final Map<String, Books> books = new HashMap<>();
    private final Map<String, Notices> notices = new HashMap<>();
    private @Nullable Running running;

    private record Running(HttpServer server, HttpClient client, Ledger ledger) {}

    private record Reply(int status, String type, String body) {}

    /// @param host the address to listen at
    /// @param port 0 for any that is free
    /// @param folder gets the ledger; it must not hold one yet
    /// @param seed decides the ids of deliveries
    public NastyApi(
            Accounts accounts, Path folder, String host, int port, long seed, InstantSource clock) {
        this.accounts = accounts;
        this.folder = folder;
        this.host = host;
        this.port = port;
        this.seed = seed;
        this.clock = clock;
    }

    /// Where it listens; only after the start.
    public String url() {
        return "http://" + host + ":" + running().server.actualPort();
    }

    @Override
    public Future<?> start() throws IOException {
        var ledger = Ledger.begin(folder, clock);
        var client = vertx.createHttpClient();
        var dice = new Random(seed);
        var router = Router.router(vertx);
        router.route().handler(BodyHandler.create(false).setBodyLimit(1 << 20));
        var all = "/legacy/meetings";
        var one = all + "/:id";
        router.get(all).handler(ctx -> answer(ctx, this::meetings));
        router.post(all).handler(ctx -> answer(ctx, this::make));
        router.get(one).handler(ctx -> answer(ctx, this::meeting));
        router.post(one).handler(ctx -> answer(ctx, this::change));
        router.delete(one).handler(ctx -> answer(ctx, this::delete));
        router.get("/legacy/people").handler(ctx -> answer(ctx, this::people));
        router.post("/legacy/people").handler(ctx -> answer(ctx, this::person));
        router.get("/legacy/people/:id").handler(ctx -> answer(ctx, this::onePerson));
        for (var account : accounts.all()) {
            var name = account.account();
            books.put(name, new Books(clock));
            notices.put(name, new Notices(vertx, client, accounts, name, dice));
        }
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(port, host)
                .onSuccess(server -> running = new Running(server, client, ledger));
    }

    @Override
    public Future<?> stop() throws IOException {
        if (running == null) {
            return Future.succeededFuture();
        }
        running.ledger.close();
        return running.client.close();
    }

    private void answer(RoutingContext ctx, BiFunction<RoutingContext, String, Reply> work) {
        var key = ctx.request().getHeader("X-Key");
        var account = key == null ? null : accounts.opened(key).orElse(null);
        Reply reply;
        if (account == null) {
            reply = new Reply(401, TEXT, "Who are you?");
        } else {
            try {
                reply = work.apply(ctx, account.account());
            } catch (IllegalArgumentException | DateTimeException _) {
                reply = new Reply(500, TEXT, "Internal error");
            }
        }
        var entry = JsonNodeFactory.instance.objectNode();
        entry.put("account", account == null ? null : account.account());
        entry.put("kind", "call");
        entry.put("method", ctx.request().method().name());
        entry.put("path", ctx.request().path());
        entry.put("query", ctx.request().query());
        entry.put("status", reply.status());
        running().ledger.append(entry);
        ctx.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", reply.type())
                .end(reply.body());
    }

    private Reply meetings(RoutingContext ctx, String account) {
        var from = Instant.ofEpochSecond(number(ctx, "from"));
        var to = Instant.ofEpochSecond(number(ctx, "to"));
        return page(ctx, "meetings", "meeting", books(account).meetings(from, to));
    }

    private Reply people(RoutingContext ctx, String account) {
        var mail = ctx.request().getParam("mail", "");
        return page(ctx, "people", "person", books(account).people(mail));
    }

    private static Reply page(
            RoutingContext ctx, String root, String name, Stream<Map<String, String>> all) {
        int size = (int) number(ctx, "maxSize");
        if (size > MOST) {
            return new Reply(403, TEXT, "Forbidden");
        }
        List<Map<String, String>> rows = all.skip(number(ctx, "offset")).limit(size).toList();
        return rows.isEmpty() ? nothing() : new Reply(200, XML, XmlForm.list(root, name, rows));
    }

    private Reply make(RoutingContext ctx, String account) {
        var asked = XmlForm.read("meeting", ctx.body().asString());
        int id = books(account).make(asked);
        tell(account, id, "meeting.edited", books(account).meeting(id).orElse(Map.of()));
        return new Reply(200, TEXT, Integer.toString(id));
    }

    private Reply meeting(RoutingContext ctx, String account) {
        return books(account)
                .meeting(id(ctx))
                .map(found -> new Reply(200, XML, XmlForm.one("meeting", found)))
                .orElseGet(NastyApi::nothing);
    }

    private Reply change(RoutingContext ctx, String account) {
        var asked = XmlForm.read("meeting", ctx.body().asString());
        var changed = books(account).change(id(ctx), asked);
        changed.ifPresent(fields -> tell(account, id(ctx), "meeting.edited", fields));
        return changed.isPresent() ? new Reply(200, TEXT, "OK") : nothing();
    }

    private Reply delete(RoutingContext ctx, String account) {
        if (!books(account).delete(id(ctx))) {
            return nothing();
        }
        tell(account, id(ctx), "meeting.removed", Map.of());
        return new Reply(200, TEXT, "OK");
    }

    private Reply person(RoutingContext ctx, String account) {
        int id = books(account).person(XmlForm.read("person", ctx.body().asString()));
        return new Reply(200, TEXT, Integer.toString(id));
    }

    private Reply onePerson(RoutingContext ctx, String account) {
        return books(account)
                .person(id(ctx))
                .map(found -> new Reply(200, XML, XmlForm.one("person", found)))
                .orElseGet(NastyApi::nothing);
    }

    private static Reply nothing() {
        return new Reply(404, TEXT, "Nothing");
    }

    private void tell(String account, int id, String event, Map<String, String> fields) {
        var partial = new LinkedHashMap<>(fields);
        partial.remove("id");
        var teller = notices.get(account);
        if (teller != null) {
            teller.tell(id, event, partial);
        }
    }

    private Books books(String account) {
        return books.computeIfAbsent(account, _ -> new Books(clock));
    }

    private static int id(RoutingContext ctx) {
        return Integer.parseInt(ctx.pathParam("id"));
    }

    private static long number(RoutingContext ctx, String name) {
        return Long.parseLong(ctx.request().getParam(name, ""));
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the sandbox is not running");
        }
        return running;
    }
}
