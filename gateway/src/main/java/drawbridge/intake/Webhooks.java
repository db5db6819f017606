package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.intake.IntakeMeters.Refused;
import drawbridge.intake.StandardWebhook.Verdict;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.Value;
import drawbridge.mapping.WebhookSpec;
import drawbridge.mapping.WebhookSpec.Handshake;
import drawbridge.mapping.WebhookSpec.Place;
import drawbridge.mapping.WebhookSpec.Proof;
import drawbridge.mapping.WebhookSpec.Replies;
import drawbridge.system.Fetch;
import drawbridge.tenant.Secrets.Purpose;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes webhooks: proves them, reads them, stores them, and answers in the way of their sender.
///
/// A stranger sees the same whatever is wrong, and as the system's descriptor says, whether the
/// customer exists or not.
final class Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    /// A sender that asks whether we are there asks with less.
    private static final int LONGEST_ECHO = 2048;

    private static final int LONGEST_QUESTION = 16 * 1024;

    private static final Pointer ROOT = new Pointer(List.of());

    /// By what a webhook of a system that nobody knows is measured.
    private static final WebhookSpec NOBODYS =
            new WebhookSpec(
                    new Proof.StandardWebhooks(),
                    Duration.ofMinutes(5),
                    ROOT,
                    List.of(),
                    ROOT,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Replies.USUAL,
                    Map.of(),
                    Map.of());

    private final Intake.Ports ports;
    private final BodyReader bodies;
    private final Appending appending;
    private final SnsDesk sns;
    private final Strangers strangers;

    Webhooks(Intake.Ports ports, BodyReader bodies, Appending appending, Fetch fetch) {
        this.ports = ports;
        this.bodies = bodies;
        this.appending = appending;
        this.sns = new SnsDesk(fetch, ports.clock()::now);
        this.strangers = new Strangers(ports.clock()::monotonicNanos);
    }

    /// To whom a request is addressed.
    ///
    /// @param tenant empty where there is no such customer
    /// @param connection empty where the customer has none to the system
    /// @param spec of the system, whoever the customer is; [#NOBODYS] where it has none
    private record Addressed(
            Mappings mappings,
            String tenantName,
            String systemName,
            Optional<TenantSpec> tenant,
            Optional<Connection> connection,
            WebhookSpec spec) {

        SystemSpec system() {
            return connection.orElseThrow().system();
        }

        TenantId id() {
            return TenantId.named(tenantName);
        }

        String door() {
            return "/v1/tenants/" + tenantName + "/hooks/" + systemName;
        }
    }

    Future<Answer> post(RoutingContext context) {
        Addressed to = addressed(context);
        return bodies.read(context)
                .compose(body -> taken(context, to, request(context, to, body)))
                .recover(failure -> Future.failedFuture(told(to, failure)));
    }

    /// Only a sender that asks whether we are there.
    Future<Answer> get(RoutingContext context) {
        Addressed to = addressed(context);
        return Future.succeededFuture()
                .compose(
                        _ ->
                                asked(to, request(context, to, new byte[0]))
                                        .map(Future::succeededFuture)
                                        .orElseGet(
                                                () ->
                                                        Future.failedFuture(
                                                                Refusal.unauthorized(
                                                                        Refused.HEADERS))))
                .recover(failure -> Future.failedFuture(told(to, failure)));
    }

    private Addressed addressed(RoutingContext context) {
        Mappings mappings = ports.mappings().get();
        String tenantName = context.pathParam("tenant");
        String systemName = context.pathParam("system");
        Optional<TenantSpec> tenant = mappings.tenant(tenantName);
        Optional<Connection> connection =
                tenant.map(spec -> spec.connections().get(systemName))
                        .filter(one -> one.system().webhook().isPresent());
        WebhookSpec spec =
                Optional.ofNullable(mappings.systems().get(systemName))
                        .flatMap(SystemSpec::webhook)
                        .orElse(NOBODYS);
        return new Addressed(mappings, tenantName, systemName, tenant, connection, spec);
    }

    private static HookRequest request(RoutingContext context, Addressed to, byte[] body) {
        return HookRequest.of(
                context, to.door(), to.connection().flatMap(Connection::callback), body);
    }

    private Future<Answer> taken(RoutingContext context, Addressed to, HookRequest request) {
        Optional<Answer> handshake = asked(to, request);
        if (handshake.isPresent()) {
            return Future.succeededFuture(handshake.get());
        }
        int size = request.body().length;
        if (to.spec().proof() instanceof Proof.Sns spec) {
            return fromSns(context, to, request, spec);
        }
        return bodies.away(
                        size,
                        () ->
                                genuine(
                                        to,
                                        HookProof.verify(
                                                to.spec(),
                                                request,
                                                secret(to),
                                                ports.clock().now())))
                .compose(_ -> stored(context, to, request));
    }

    private Future<Answer> stored(RoutingContext context, Addressed to, HookRequest request) {
        Optional<Answer> challenge = challenged(to, request);
        if (challenge.isPresent()) {
            return Future.succeededFuture(challenge.get());
        }
        return bodies.away(request.body().length, () -> content(context, to, request))
                .compose(read -> store(to, read));
    }

    private Optional<String> secret(Addressed to) {
        return to.connection()
                .flatMap(_ -> ports.secrets().value(to.id(), to.systemName(), Purpose.WEBHOOK));
    }

    /// @throws Refusal alike for every reason
    private static Verdict genuine(Addressed to, Verdict verdict) {
        if (to.tenant().isEmpty()) {
            throw Refusal.unauthorized(Refused.UNKNOWN_TENANT);
        }
        if (to.connection().isEmpty()) {
            throw Refusal.unauthorized(Refused.UNKNOWN_SYSTEM);
        }
        return switch (verdict) {
            case GENUINE -> verdict;
            case HEADERS -> throw Refusal.unauthorized(Refused.HEADERS);
            case SIGNATURE -> throw Refusal.unauthorized(Refused.SIGNATURE);
            case STAMP -> throw Refusal.unauthorized(Refused.STAMP);
        };
    }

    private WebhookContent.Read content(RoutingContext context, Addressed to, HookRequest request) {
        Reception reception =
                new Reception(
                        to.mappings(),
                        to.tenant().orElseThrow(),
                        ports.dice(),
                        Headers.trace(context));
        return new WebhookContent(
                        to.system(),
                        to.spec(),
                        reception,
                        (resource, changed) -> ports.front().arrived(to.id(), resource, changed))
                .read(request);
    }

    /// A list that is to be read is noted before the delivery is known as stored: when it comes
    /// again as a duplicate, that has been done.
    private Future<Answer> store(Addressed to, WebhookContent.Read read) {
        Replies replies = to.spec().replies();
        if (read.changes().isEmpty()) {
            return Future.succeededFuture(
                    answer(replies.taken(), told("accepted", Map.of("changes", Value.of(0)))));
        }
        if (to.spec().isOnlyAHint()
                && !strangers.mayCome(to.id(), to.systemName(), read.changes().size())) {
            return Future.failedFuture(
                    Refusal.later(Refused.BUSY, "Too many unsigned webhooks at once."));
        }
        Delivery delivery = new Delivery(to.id(), Trigger.WEBHOOK, read.identity(), read.changes());
        return hinted(to, read)
                .compose(_ -> appending.append(delivery))
                .map(
                        receipts ->
                                answer(
                                        read.isUnreadable() ? replies.malformed() : replies.taken(),
                                        told(
                                                status(receipts),
                                                Map.of("changes", Value.of(receipts.size())))));
    }

    private Future<Void> hinted(Addressed to, WebhookContent.Read read) {
        return read.lists().isEmpty()
                ? Future.succeededFuture()
                : ports.hints()
                        .tell(to.id(), read.lists())
                        .recover(
                                failure -> {
                                    LOG.atWarn()
                                            .addKeyValue("cause", failure.toString())
                                            .log("A list that is to be read was not noted");
                                    return Future.failedFuture(
                                            Refusal.later(
                                                    Refused.JOURNAL,
                                                    "The journal did not answer."));
                                });
    }

    // ---- Who asks whether we are there

    /// What is asked in address or headers comes without a signature, whoever the customer is.
    private Optional<Answer> asked(Addressed to, HookRequest request) {
        return to.spec()
                .handshake()
                .filter(shake -> shake.echo().isOutsideTheBody())
                .flatMap(
                        shake ->
                                request.outside(shake.echo())
                                        .filter(
                                                text ->
                                                        !text.isEmpty()
                                                                && text.length() <= LONGEST_ECHO)
                                        .map(text -> echo(to, request, shake, text)));
    }

    /// What is asked in the body is answered to the genuine sender alone.
    private Optional<Answer> challenged(Addressed to, HookRequest request) {
        Optional<Handshake> shake =
                to.spec().handshake().filter(one -> !one.echo().isOutsideTheBody());
        if (shake.isEmpty() || request.body().length > LONGEST_QUESTION) {
            return Optional.empty();
        }
        try {
            Value whole = JsonText.parse(request.body());
            return request.find(shake.get().echo(), whole, whole)
                    .filter(Value.Text.class::isInstance)
                    .map(text -> ((Value.Text) text).text())
                    .filter(text -> !text.isEmpty() && text.length() <= LONGEST_ECHO)
                    .map(text -> echo(to, request, shake.get(), text));
        } catch (JsonText.Malformed noQuestion) {
            return Optional.empty();
        }
    }

    private Answer echo(Addressed to, HookRequest request, Handshake shake, String text) {
        if (shake.token().isPresent()) {
            Verdict _ =
                    genuine(
                            to,
                            HookProof.shown(
                                    request.outside(shake.token().get()),
                                    HookProof.words(secret(to))));
        }
        return switch (shake.as()) {
            case TEXT ->
                    new Answer(
                            200,
                            "text/plain; charset=utf-8",
                            Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)),
                            Map.of());
            case JSON ->
                    Answer.json(
                            200,
                            new Value.Obj(Map.of(name(shake.echo()), Value.of(text))),
                            Map.of());
        };
    }

    private static String name(Place place) {
        return switch (place) {
            case Place.InEvent(Pointer at) when !at.steps().isEmpty() -> at.steps().getLast();
            case Place.InBody(Pointer at) when !at.steps().isEmpty() -> at.steps().getLast();
            case Place.Header(String name, var _) -> name;
            case Place.Query(String name) -> name;
            case Place.InEvent _, Place.InBody _, Place.Segment _ -> "challenge";
        };
    }

    // ---- SNS

    private Future<Answer> fromSns(
            RoutingContext context, Addressed to, HookRequest request, Proof.Sns spec) {
        Optional<SnsMessage> message = SnsMessage.of(request.body());
        return sns.verify(spec, message, HookProof.words(secret(to)), to.spec().tolerance())
                .map(verdict -> genuine(to, verdict))
                .compose(
                        _ -> {
                            SnsMessage genuine = message.orElseThrow();
                            if (genuine.isNotification()) {
                                return stored(context, to, inside(request, genuine));
                            }
                            return genuine.asksToConfirm()
                                    ? confirmed(to, spec, genuine)
                                    : ended(to, genuine);
                        });
    }

    /// The events are in the message, which is text; its id is told like a header.
    private static HookRequest inside(HookRequest request, SnsMessage message) {
        return request.with(
                message.text("Message").getBytes(StandardCharsets.UTF_8),
                SNS_ID,
                message.text("MessageId"));
    }

    /// Where SNS says the id of a message, too; that of the body is the one that is signed.
    static final String SNS_ID = "x-amz-sns-message-id";

    private Future<Answer> confirmed(Addressed to, Proof.Sns spec, SnsMessage message) {
        return sns.confirm(spec, message)
                .map(
                        _ -> {
                            LOG.atInfo()
                                    .addKeyValue("tenant", to.tenantName())
                                    .addKeyValue("system", to.systemName())
                                    .addKeyValue("topic", message.text("TopicArn"))
                                    .log("A subscription is confirmed");
                            return answer(to.spec().replies().taken(), told("confirmed", Map.of()));
                        });
    }

    private static Future<Answer> ended(Addressed to, SnsMessage message) {
        LOG.atWarn()
                .addKeyValue("tenant", to.tenantName())
                .addKeyValue("system", to.systemName())
                .addKeyValue("topic", message.text("TopicArn"))
                .log("A subscription has ended: nothing is told any more; the sweep goes on");
        return Future.succeededFuture(answer(to.spec().replies().taken(), told("noted", Map.of())));
    }

    // ---- Answers

    private static String status(List<Receipt> receipts) {
        return receipts.stream().allMatch(Receipt::duplicate) ? "duplicate" : "accepted";
    }

    private static Value.Obj told(String status, Map<String, Value> more) {
        Map<String, Value> members = new LinkedHashMap<>(more);
        members.put("status", Value.of(status));
        return new Value.Obj(members);
    }

    private static Answer answer(int status, Value.Obj document) {
        return status == 204
                ? new Answer(204, "application/json", Buffer.buffer(), Map.of())
                : Answer.json(status, document, Map.of());
    }

    /// In the status that this sender understands. Whoever may come again is asked to.
    private static Throwable told(Addressed to, Throwable failure) {
        if (!(failure instanceof Refusal refusal)) {
            return failure;
        }
        Replies replies = to.spec().replies();
        return refusal.as(
                switch (refusal.reason()) {
                    case UNKNOWN_TENANT, UNKNOWN_SYSTEM -> replies.gone();
                    case HEADERS, SIGNATURE, STAMP, TOKEN -> replies.unauthorized();
                    case STARTING, BUSY, JOURNAL, PROOF -> replies.busy();
                    case TOO_LARGE -> replies.tooLarge();
                    case UNKNOWN_RESOURCE,
                            UNKNOWN_CHANGE,
                            MALFORMED,
                            ENCODED,
                            TOO_MANY,
                            TWICE,
                            KEY_USED,
                            NEWER_HELD,
                            TOO_SLOW ->
                            refusal.status();
                });
    }
}
