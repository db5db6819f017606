package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.intake.IntakeMeters.Refused;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.WebhookSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.Value;
import drawbridge.tenant.Secrets;
import drawbridge.tenant.Secrets.Purpose;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The public port: what systems send to us. A 202 is answered after the commit and never before.
///
/// ```
/// POST   /v1/tenants/{tenant}/hooks/{system}       a webhook, signed
/// PUT    /v1/tenants/{tenant}/{resource}/{id}      a push: the record as it is now
/// DELETE /v1/tenants/{tenant}/{resource}/{id}      a push: the record is gone
/// ```
public final class Intake {

    /// What the ways in stand on.
    ///
    /// @param mappings asked at each request
    /// @param front told of every webhook
    /// @param started false until the journal can be asked; until then everything is put off
    public record Ports(
            Supplier<Mappings> mappings,
            Secrets secrets,
            Journal journal,
            WebhookFront front,
            Clock clock,
            Dice dice,
            MeterRegistry meters,
            BooleanSupplier started) {}

    private static final int LARGE = 256 * 1024;
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Vertx vertx;
    private final Ports ports;
    private final IntakeMeters meters;
    private final Appending appending;
    private final RawBody bodies;

    private Intake(Vertx vertx, Ports ports) {
        this.vertx = vertx;
        this.ports = ports;
        this.meters = new IntakeMeters(ports.meters());
        this.appending = new Appending(ports.journal(), meters, ports.clock()::monotonicNanos);
        this.bodies = new RawBody(vertx);
    }

    /// A server with every limit set and the routes in it; it is not listening yet.
    public static HttpServer server(Vertx vertx, Ports ports) {
        return vertx.createHttpServer(PublicServer.options())
                // What a stranger's connection breaks of is no error of ours.
                .connectionHandler(connection -> connection.exceptionHandler(_ -> {}))
                .requestHandler(router(vertx, ports));
    }

    public static Router router(Vertx vertx, Ports ports) {
        Intake intake = new Intake(vertx, ports);
        IntakeAnswers answers = new IntakeAnswers(intake.meters);
        Router router = Router.router(vertx);
        router.route().handler(IntakeAnswers::guard);
        router.post("/v1/tenants/:tenant/hooks/:system")
                .handler(context -> answers.give(context, intake.webhook(context)));
        router.put("/v1/tenants/:tenant/:resource/:id")
                .handler(context -> answers.give(context, intake.push(context, false)));
        router.delete("/v1/tenants/:tenant/:resource/:id")
                .handler(context -> answers.give(context, intake.push(context, true)));
        router.route().failureHandler(answers::failed);
        for (int status : new int[] {400, 404, 405}) {
            Router _ = router.errorHandler(status, answers::failed);
        }
        return router;
    }

    // ---- Webhooks

    /// What is known once a webhook is known to be genuine.
    private record Hook(
            Mappings mappings,
            TenantSpec tenant,
            SystemSpec system,
            WebhookSpec spec,
            Optional<Instant> sent) {}

    private Future<Value.Obj> webhook(RoutingContext context) {
        return bodies.read(context)
                .map(this::afterStart)
                .compose(
                        body -> {
                            Hook hook = genuine(context, body);
                            return away(body.length, () -> content(context, hook, body))
                                    .compose(changes -> store(context, hook, changes));
                        });
    }

    /// @throws Refusal alike for every reason
    private Hook genuine(RoutingContext context, byte[] body) {
        Mappings mappings = ports.mappings().get();
        String tenantName = context.pathParam("tenant");
        String systemName = context.pathParam("system");
        Optional<TenantSpec> tenant = mappings.tenant(tenantName);
        Optional<SystemSpec> system =
                tenant.map(spec -> spec.connections().get(systemName)).map(Connection::system);
        Optional<WebhookSpec> spec = system.flatMap(SystemSpec::webhook);
        List<byte[]> keys =
                spec.flatMap(
                                _ ->
                                        ports.secrets()
                                                .value(
                                                        TenantId.named(tenantName),
                                                        systemName,
                                                        Purpose.WEBHOOK))
                        .map(StandardWebhook::keys)
                        .orElse(List.of());
        StandardWebhook.Verdict verdict =
                StandardWebhook.verify(
                        new StandardWebhook.Headers(
                                header(context, "webhook-id"),
                                header(context, "webhook-timestamp"),
                                header(context, "webhook-signature")),
                        body,
                        keys,
                        spec.map(WebhookSpec::tolerance).orElse(Duration.ofMinutes(5)),
                        ports.clock().now());
        if (tenant.isEmpty()) {
            throw Refusal.unauthorized(Refused.UNKNOWN_TENANT);
        }
        if (system.isEmpty() || spec.isEmpty()) {
            throw Refusal.unauthorized(Refused.UNKNOWN_SYSTEM);
        }
        return switch (verdict) {
            case GENUINE ->
                    new Hook(
                            mappings,
                            tenant.get(),
                            system.get(),
                            spec.get(),
                            header(context, "webhook-timestamp").flatMap(StandardWebhook::time));
            case HEADERS -> throw Refusal.unauthorized(Refused.HEADERS);
            case SIGNATURE -> throw Refusal.unauthorized(Refused.SIGNATURE);
            case STAMP -> throw Refusal.unauthorized(Refused.STAMP);
        };
    }

    private List<Incoming> content(RoutingContext context, Hook hook, byte[] body) {
        Reception reception =
                new Reception(hook.mappings(), hook.tenant(), ports.dice(), trace(context));
        TenantId tenant = TenantId.named(hook.tenant().name());
        return new WebhookContent(
                        hook.system(),
                        hook.spec(),
                        reception,
                        (resource, changed) ->
                                hook.sent()
                                        .ifPresent(
                                                sent ->
                                                        ports.front()
                                                                .arrived(
                                                                        tenant, resource, changed,
                                                                        sent)))
                .read(body);
    }

    private Future<Value.Obj> store(RoutingContext context, Hook hook, List<Incoming> changes) {
        if (changes.isEmpty()) {
            return Future.succeededFuture(told("accepted", Map.of("changes", Value.of(0))));
        }
        String id = header(context, "webhook-id").orElse("");
        return appending
                .append(
                        new Delivery(
                                TenantId.named(hook.tenant().name()),
                                Trigger.WEBHOOK,
                                Optional.of(Hash.of("webhook", hook.system().name(), id)),
                                changes))
                .map(
                        receipts ->
                                told(
                                        status(receipts),
                                        Map.of("changes", Value.of(receipts.size()))));
    }

    // ---- Pushes

    /// What is known once a push is known to come from whom it says.
    private record Push(Mappings mappings, TenantSpec tenant, ResourceSpec spec, String id) {}

    private Future<Value.Obj> push(RoutingContext context, boolean delete) {
        return bodies.read(context)
                .map(this::afterStart)
                .compose(
                        body -> {
                            Push push = trusted(context);
                            Optional<Hash> key = idempotencyKey(context, push);
                            return away(body.length, () -> change(context, push, body, delete))
                                    .compose(change -> store(push, key, change));
                        });
    }

    /// @throws Refusal alike for every reason, until the sender is known
    private Push trusted(RoutingContext context) {
        Mappings mappings = ports.mappings().get();
        String name = context.pathParam("tenant");
        String shown = BearerToken.shown(header(context, "Authorization"));
        Optional<TenantSpec> tenant = mappings.tenant(name);
        List<Connection> connections =
                tenant.map(spec -> List.copyOf(spec.connections().values())).orElse(List.of());
        List<SystemSpec> trusting =
                connections.stream()
                        .filter(connection -> connection.push().isPresent())
                        .map(Connection::system)
                        .filter(system -> BearerToken.matches(shown, token(name, system)))
                        .toList();
        if (tenant.isEmpty()) {
            boolean _ = BearerToken.matches(shown, Optional.empty());
            throw Refusal.unauthorized(Refused.UNKNOWN_TENANT);
        }
        if (trusting.isEmpty()) {
            throw Refusal.unauthorized(Refused.TOKEN);
        }
        String resource = context.pathParam("resource");
        return trusting.stream()
                .flatMap(system -> system.resource(resource).stream())
                .findFirst()
                .map(spec -> new Push(mappings, tenant.get(), spec, context.pathParam("id")))
                .orElseThrow(
                        () ->
                                Refusal.unknownResource(
                                        resource, trusting.getFirst().resourceNames()));
    }

    private Optional<String> token(String tenant, SystemSpec system) {
        return ports.secrets().value(TenantId.named(tenant), system.name(), Purpose.PUSH);
    }

    private static Optional<Hash> idempotencyKey(RoutingContext context, Push push) {
        Optional<String> key = header(context, "Idempotency-Key");
        if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
            throw Refusal.malformed(
                    "The header Idempotency-Key must be 1 to 255 visible ASCII characters.");
        }
        return key.map(text -> Hash.of("push", push.spec().name().system(), text));
    }

    private Incoming change(RoutingContext context, Push push, byte[] body, boolean delete) {
        Reception reception =
                new Reception(push.mappings(), push.tenant(), ports.dice(), trace(context));
        Value.Obj state =
                delete
                        ? Value.Obj.EMPTY
                        : PushContent.read(push.tenant(), push.spec(), push.id(), body);
        return reception.change(
                push.spec(),
                push.id(),
                state,
                delete ? Bytes.NONE : Bytes.copyOf(body),
                delete,
                !delete);
    }

    private Future<Value.Obj> store(Push push, Optional<Hash> key, Incoming change) {
        return appending
                .append(
                        new Delivery(
                                TenantId.named(push.tenant().name()),
                                Trigger.PUSH,
                                key,
                                List.of(change)))
                .map(
                        receipts ->
                                told(
                                        status(receipts),
                                        Map.of(
                                                "change",
                                                Value.of(
                                                        receipts.getFirst().change().toString()))));
    }

    // ---- Both

    private byte[] afterStart(byte[] body) {
        if (!ports.started().getAsBoolean()) {
            throw Refusal.later(Refused.STARTING, "The gateway is starting.");
        }
        return body;
    }

    /// Large bodies are read off the event loop.
    private <T> Future<T> away(int size, java.util.concurrent.Callable<T> work) {
        return size > LARGE
                ? vertx.executeBlocking(work, false)
                : Future.succeededFuture().map(_ -> call(work));
    }

    private static <T> T call(java.util.concurrent.Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String status(List<Receipt> receipts) {
        return receipts.stream().allMatch(Receipt::duplicate) ? "duplicate" : "accepted";
    }

    private static Value.Obj told(String status, Map<String, Value> more) {
        Map<String, Value> members = new LinkedHashMap<>(more);
        members.put("status", Value.of(status));
        return new Value.Obj(members);
    }

    private static Optional<String> header(RoutingContext context, String name) {
        return Optional.ofNullable(context.request().getHeader(name)).map(String::strip);
    }

    private static Optional<String> trace(RoutingContext context) {
        return header(context, "traceparent").filter(text -> TRACE_PARENT.matcher(text).matches());
    }

    static Buffer json(Value.Obj document) {
        return Buffer.buffer(JsonText.write(document));
    }
}
