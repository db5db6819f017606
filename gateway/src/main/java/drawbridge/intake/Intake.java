package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.intake.IntakeMeters.Refused;
import drawbridge.journal.PushReads;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.SystemSpec;
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
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The public port: what systems send to us. A 202 is answered after the commit and never before.
///
/// ```
/// POST   /v1/tenants/{tenant}/hooks/{system}       a webhook, signed
/// PUT    /v1/tenants/{tenant}/{resource}/{id}      a push: the record as it is now
/// DELETE /v1/tenants/{tenant}/{resource}/{id}      a push: the record is gone
/// POST   /v1/tenants/{tenant}/{resource}/batch     many pushes in one request
/// GET    /v1/tenants/{tenant}/changes/{change}     what became of a change
/// GET    /openapi.json, /docs                      all this, described
/// ```
public final class Intake {

    /// What the ways in stand on.
    ///
    /// @param mappings asked at each request
    /// @param front told of every webhook
    /// @param reads what somebody who pushes may ask of the journal
    /// @param started false until the journal can be asked; until then everything is put off
    public record Ports(
            Supplier<Mappings> mappings,
            Secrets secrets,
            Journal journal,
            WebhookFront front,
            PushReads reads,
            Clock clock,
            Dice dice,
            MeterRegistry meters,
            BooleanSupplier started) {}

    private final Ports ports;

    /// One route, and who answers there.
    private record Door(
            HttpMethod method,
            String path,
            BiFunction<Intake, RoutingContext, Future<Answer>> answer) {}

    private static final String TENANT = "/v1/tenants/{tenant}";

    private static final List<Door> DOORS =
            List.of(
                    new Door(HttpMethod.POST, TENANT + "/hooks/{system}", Intake::webhook),
                    new Door(
                            HttpMethod.PUT,
                            TENANT + "/{resource}/{id}",
                            (intake, context) -> intake.pushes.put(context)),
                    new Door(
                            HttpMethod.DELETE,
                            TENANT + "/{resource}/{id}",
                            (intake, context) -> intake.pushes.delete(context)),
                    new Door(
                            HttpMethod.POST,
                            TENANT + "/{resource}/batch",
                            (intake, context) -> intake.batch.post(context)),
                    new Door(
                            HttpMethod.GET,
                            TENANT + "/changes/{change}",
                            (intake, context) -> intake.status.get(context)),
                    new Door(
                            HttpMethod.GET,
                            "/openapi.json",
                            (intake, context) -> intake.document.openApi(context)),
                    new Door(
                            HttpMethod.GET,
                            "/docs",
                            (intake, context) -> intake.document.docs(context)));

    private final IntakeMeters meters;
    private final Appending appending;
    private final BodyReader bodies;
    private final Pushes pushes;
    private final PushBatch batch;
    private final PushStatus status;
    private final PublicDocument document;

    private Intake(Vertx vertx, Ports ports, Duration bodyTime) {
        this.ports = ports;
        this.meters = new IntakeMeters(ports.meters());
        this.appending = new Appending(ports.journal(), meters, ports.clock()::monotonicNanos);
        this.bodies = new BodyReader(vertx, ports.started(), bodyTime);
        Pushers pushers = new Pushers(ports.mappings(), ports.secrets());
        PushTaking taking = new PushTaking(appending, ports.reads());
        this.pushes = new Pushes(pushers, bodies, taking, ports.dice());
        this.batch = new PushBatch(pushers, bodies, taking, meters, ports.dice());
        this.status = new PushStatus(pushers, ports.reads(), ports.started());
        this.document = new PublicDocument(pushers);
    }

    /// A server with every limit set and the routes in it; it is not listening yet.
    public static HttpServer server(Vertx vertx, Ports ports) {
        return vertx.createHttpServer(PublicServer.options())
                // What a stranger's connection breaks of is no error of ours.
                .connectionHandler(connection -> connection.exceptionHandler(_ -> {}))
                .requestHandler(router(vertx, ports));
    }

    public static Router router(Vertx vertx, Ports ports) {
        return router(vertx, ports, PublicServer.BODY_TIME);
    }

    /// @param bodyTime how long a body may take to arrive
    static Router router(Vertx vertx, Ports ports, Duration bodyTime) {
        Intake intake = new Intake(vertx, ports, bodyTime);
        IntakeAnswers answers = new IntakeAnswers(intake.meters);
        Router router = Router.router(vertx);
        router.route().handler(IntakeAnswers::guard);
        for (Door door : DOORS) {
            router.route(door.method(), door.path().replaceAll("\\{(\\w+)}", ":$1"))
                    .handler(
                            context -> answers.give(context, door.answer().apply(intake, context)));
        }
        router.route().failureHandler(answers::failed);
        for (int status : new int[] {400, 404, 405}) {
            Router _ = router.errorHandler(status, answers::failed);
        }
        return router;
    }

    /// Every route as `METHOD /path/{parameter}`.
    static Set<String> described() {
        return DOORS.stream()
                .map(door -> door.method() + " " + door.path())
                .collect(Collectors.toUnmodifiableSet());
    }

    // ---- Webhooks

    /// What is known once a webhook is known to be genuine.
    private record Hook(
            Mappings mappings, TenantSpec tenant, SystemSpec system, WebhookSpec spec) {}

    private Future<Answer> webhook(RoutingContext context) {
        return bodies.read(context)
                .compose(
                        body -> {
                            Hook hook = genuine(context, body);
                            return bodies.away(body.length, () -> content(context, hook, body))
                                    .compose(changes -> store(context, hook, changes));
                        })
                .map(Answer::taken);
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
                                Headers.of(context, "webhook-id"),
                                Headers.of(context, "webhook-timestamp"),
                                Headers.of(context, "webhook-signature")),
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
            case GENUINE -> new Hook(mappings, tenant.get(), system.get(), spec.get());
            case HEADERS -> throw Refusal.unauthorized(Refused.HEADERS);
            case SIGNATURE -> throw Refusal.unauthorized(Refused.SIGNATURE);
            case STAMP -> throw Refusal.unauthorized(Refused.STAMP);
        };
    }

    private List<Incoming> content(RoutingContext context, Hook hook, byte[] body) {
        Reception reception =
                new Reception(hook.mappings(), hook.tenant(), ports.dice(), Headers.trace(context));
        TenantId tenant = TenantId.named(hook.tenant().name());
        return new WebhookContent(
                        hook.system(),
                        hook.spec(),
                        reception,
                        (resource, changed) -> ports.front().arrived(tenant, resource, changed))
                .read(body);
    }

    private Future<Value.Obj> store(RoutingContext context, Hook hook, List<Incoming> changes) {
        if (changes.isEmpty()) {
            return Future.succeededFuture(told("accepted", Map.of("changes", Value.of(0))));
        }
        String id = Headers.of(context, "webhook-id").orElse("");
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

    private static String status(List<Receipt> receipts) {
        return receipts.stream().allMatch(Receipt::duplicate) ? "duplicate" : "accepted";
    }

    private static Value.Obj told(String status, Map<String, Value> more) {
        Map<String, Value> members = new LinkedHashMap<>(more);
        members.put("status", Value.of(status));
        return new Value.Obj(members);
    }
}
