package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import drawbridge.sandbox.world.Caller.Actor;
import drawbridge.sandbox.world.Door.Happened;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One sandbox, listening at one address. One instance, so that everything happens in order.
public final class SandboxServer extends VerticleBase {

    private static final long LARGEST_BODY = 1 << 20;

    /// RFC 9110 §5.6.7; a server that has a clock says what time it is (§6.6.1).
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private final Product product;
    private final Accounts accounts;
    private final Path folder;
    private final String host;
    private final int port;
    private final long seed;
    private final InstantSource clock;
    private final String document;
    private @Nullable Running running;

    private record Running(
            World world, Outbox outbox, FactsFile facts, HttpServer server, Router router) {}

    /// @param host the address to listen at
    /// @param port 0 for any that is free
    /// @param folder gets the ledger and the facts; it must not hold a ledger yet
    public SandboxServer(
            Product product,
            Accounts accounts,
            Path folder,
            String host,
            int port,
            long seed,
            InstantSource clock) {
        this.product = product;
        this.accounts = accounts;
        this.folder = folder;
        this.host = host;
        this.port = port;
        this.seed = seed;
        this.clock = clock;
        this.document = document(product);
    }

    /// Where it listens; only after the start.
    public String url() {
        return "http://" + host + ":" + running().server.actualPort();
    }

    Router router() {
        return running().router;
    }

    @Override
    public Future<?> start() throws IOException {
        var gate = new FaultGate(new Random(seed));
        var world = new World(product, accounts, Ledger.begin(folder, clock), gate, clock);
        var outbox = new Outbox(vertx, accounts, world.ledger(), gate, new Random(seed + 1));
        var live = new Live(vertx);
        var facts = new FactsFile(world, folder);
        var router = routes(world, outbox, live, facts);
        vertx.setPeriodic(1_000, _ -> facts.tick());
        var options =
                new HttpServerOptions()
                        .setHost(host)
                        .setPort(port)
                        .setIdleTimeout(60)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return vertx.createHttpServer(options)
                .requestHandler(router)
                .listen()
                .onSuccess(server -> running = new Running(world, outbox, facts, server, router));
    }

    @Override
    public Future<?> stop() throws IOException {
        Future<Void> closed = Future.succeededFuture();
        if (running != null) {
            closed = running.outbox.close();
            running.facts.writeAll();
            running.world.ledger().close();
        }
        return closed;
    }

    private Router routes(World world, Outbox outbox, Live live, FactsFile facts) {
        var router = Router.router(vertx);
        router.route().handler(this::date);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.get("/openapi.json").handler(this::describe);
        var tokens = new Tokens(clock);
        var credentials = new Credentials(product, accounts, tokens);
        if (product.givesTokens()) {
            new TokenDesk(vertx, world, tokens).open(router);
        }
        var control = new Control(world, outbox::waiting, credentials);
        control.open(router);
        new Testimony(world).open(router);
        Consumer<Happened> told =
                happened -> {
                    facts.changed();
                    tell(happened, outbox, live);
                };
        var door = new Door(vertx, world, told);
        for (var side : product.sideDoors()) {
            new Door(vertx, world, told, side::refused)
                    .open(router, side, ctx -> caller(ctx, control, credentials));
        }
        for (var kind : product.kinds()) {
            door.open(router, product.basePath(), kind, ctx -> caller(ctx, control, credentials));
        }
        door.close(router, product.basePath(), ctx -> caller(ctx, control, credentials));
        new PageDoor(world, live).open(router, door);
        refuse(router, new Refused(404, "not_found", "There is no such path"));
        refuse(router, new Refused(413, "too_large", "The body is larger than 1 MiB"));
        return router;
    }

    private void date(RoutingContext ctx) {
        ctx.response().putHeader("Date", HTTP_DATE.format(clock.instant()));
        ctx.next();
    }

    /// Whatever is refused with this status by nobody else.
    private void refuse(Router router, Refused refused) {
        router.errorHandler(
                refused.status(),
                ctx ->
                        ctx.response()
                                .setStatusCode(refused.status())
                                .putHeader("Content-Type", "application/json")
                                .end(product.problem(refused).toString()));
    }

    private Optional<Caller> caller(RoutingContext ctx, Control control, Credentials credentials) {
        var request = ctx.request();
        if ("traffic".equals(request.getHeader("X-Sandbox-Actor"))) {
            var account = request.getHeader("X-Sandbox-Account");
            return control.opens(request) && account != null
                    ? accounts.named(account).map(found -> new Caller(Actor.TRAFFIC, found))
                    : Optional.empty();
        }
        return credentials.caller(request.headers());
    }

    private void tell(Happened happened, Outbox outbox, Live live) {
        var caller = happened.caller();
        product.message(caller.account(), caller.actor(), happened.effect())
                .ifPresent(outbox::send);
        live.changed(caller.account().account());
    }

    private void describe(RoutingContext ctx) {
        ctx.response().putHeader("Content-Type", "application/json").end(document);
    }

    private static String document(Product product) {
        var yaml = PageDoor.read("/drawbridge/sandbox/" + product.name() + "/openapi.yaml");
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(yaml).toString();
        } catch (IOException broken) {
            throw new IllegalStateException("the OpenAPI document cannot be read", broken);
        }
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the sandbox is not running");
        }
        return running;
    }
}
