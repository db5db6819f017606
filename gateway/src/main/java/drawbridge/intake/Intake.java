package drawbridge.intake;

import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Journal;
import drawbridge.journal.PushReads;
import drawbridge.journal.SweepHints;
import drawbridge.mapping.Mappings;
import drawbridge.system.Consents;
import drawbridge.system.Fetch;
import drawbridge.tenant.Secrets;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The public port: what systems send to us. A 202 is answered after the commit and never before.
///
/// ```
/// POST   /v1/tenants/{tenant}/hooks/{system}       a webhook, signed
/// GET    /v1/tenants/{tenant}/hooks/{system}       a sender asks whether we are there
/// PUT    /v1/tenants/{tenant}/{resource}/{id}      a push: the record as it is now
/// DELETE /v1/tenants/{tenant}/{resource}/{id}      a push: the record is gone
/// POST   /v1/tenants/{tenant}/{resource}/batch     many pushes in one request
/// GET    /v1/tenants/{tenant}/changes/{change}     what became of a change
/// GET    /v1/oauth2/callback                       a browser comes back from a page that asked for access
/// GET    /openapi.json, /docs                      all this, described
/// ```
public final class Intake {

    /// What the ways in stand on.
    ///
    /// @param mappings asked at each request
    /// @param front told of every webhook
    /// @param hints told of lists that are to be read at once
    /// @param reads what somebody who pushes may ask of the journal
    /// @param consents takes what a browser brings back whose person was asked to grant access
    /// @param started false until the journal can be asked; until then everything is put off
    public record Ports(
            Supplier<Mappings> mappings,
            Secrets secrets,
            Journal journal,
            WebhookFront front,
            SweepHints hints,
            PushReads reads,
            Function<Map<String, String>, Future<Consents.Told>> consents,
            Clock clock,
            Dice dice,
            MeterRegistry meters,
            BooleanSupplier started) {}

    /// One route, and who answers there.
    ///
    /// @param further whether segments may follow
    private record Door(
            HttpMethod method,
            String path,
            BiFunction<Intake, RoutingContext, Future<Answer>> answer,
            boolean further) {

        Door(
                HttpMethod method,
                String path,
                BiFunction<Intake, RoutingContext, Future<Answer>> answer) {
            this(method, path, answer, false);
        }

        List<String> routes() {
            String route = path.replaceAll("\\{(\\w+)}", ":$1");
            return further ? List.of(route, route + "/*") : List.of(route);
        }
    }

    private static final String TENANT = "/v1/tenants/{tenant}";

    private static final List<Door> DOORS =
            List.of(
                    new Door(
                            HttpMethod.POST,
                            TENANT + "/hooks/{system}",
                            (intake, context) -> intake.webhooks.post(context),
                            true),
                    new Door(
                            HttpMethod.GET,
                            TENANT + "/hooks/{system}",
                            (intake, context) -> intake.webhooks.get(context),
                            true),
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
                            Consents.PATH,
                            (intake, context) -> intake.consents.get(context)),
                    new Door(
                            HttpMethod.GET,
                            "/openapi.json",
                            (intake, context) -> intake.document.openApi(context)),
                    new Door(
                            HttpMethod.GET,
                            "/docs",
                            (intake, context) -> intake.document.docs(context)));

    private final IntakeMeters meters;
    private final Webhooks webhooks;
    private final Pushes pushes;
    private final PushBatch batch;
    private final PushStatus status;
    private final ConsentPage consents;
    private final PublicDocument document;

    private Intake(Vertx vertx, Ports ports, Duration bodyTime) {
        this.meters = new IntakeMeters(ports.meters());
        Appending appending = new Appending(ports.journal(), meters, ports.clock()::monotonicNanos);
        BodyReader bodies = new BodyReader(vertx, ports.started(), bodyTime);
        this.webhooks = new Webhooks(ports, bodies, appending, new Fetch(vertx));
        Pushers pushers = new Pushers(ports.mappings(), ports.secrets());
        PushTaking taking = new PushTaking(appending, ports.reads());
        this.pushes = new Pushes(pushers, bodies, taking, ports.dice());
        this.batch = new PushBatch(pushers, bodies, taking, meters, ports.dice());
        this.status = new PushStatus(pushers, ports.reads(), ports.started());
        this.consents = new ConsentPage(ports.consents());
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
            for (String route : door.routes()) {
                router.route(door.method(), route)
                        .handler(
                                context ->
                                        answers.give(
                                                context, door.answer().apply(intake, context)));
            }
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
}
