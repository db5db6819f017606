package drawbridge.intake;

import drawbridge.intake.IntakeMeters.Refused;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts what the ways in say on the wire: 202, or a problem document. What nobody foresaw is logged
/// here, once, and told without its insides.
final class IntakeAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeAnswers.class);

    /// What a sender is asked to wait before it tries again.
    private static final String RETRY_SECONDS = "1";

    private final IntakeMeters meters;

    IntakeAnswers(IntakeMeters meters) {
        this.meters = meters;
    }

    /// Headers of every answer; methods that nobody needs end here.
    static void guard(RoutingContext context) {
        context.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        HttpMethod method = context.request().method();
        if (method.equals(HttpMethod.TRACE) || method.equals(HttpMethod.CONNECT)) {
            context.response()
                    .putHeader("Allow", "GET, POST, PUT, DELETE")
                    .setStatusCode(405)
                    .end()
                    .onFailure(_ -> {});
            return;
        }
        context.next();
    }

    void give(RoutingContext context, Future<Answer> answer) {
        answer.onSuccess(
                        told -> {
                            told.headers().forEach((name, value) -> header(context, name, value));
                            send(context, told.status(), told.type(), told.body());
                        })
                .onFailure(context::fail);
    }

    void failed(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        if (context.failure() instanceof Refusal refusal) {
            meters.refused(refusal.reason());
            refuse(context, refusal);
            return;
        }
        int status = context.statusCode();
        if (status >= 400 && status < 500) {
            // The phrase of the status: RFC 9457, section 4.2.1.
            problem(context, status, context.response().setStatusCode(status).getStatusMessage());
            return;
        }
        LOG.atError().setCause(context.failure()).log("A delivery failed without being stored");
        problem(context, 500, "The gateway failed");
    }

    private void refuse(RoutingContext context, Refusal refusal) {
        if (refusal.reason() == Refused.TOO_SLOW) {
            header(context, "Connection", "close");
        }
        switch (refusal.status()) {
            case 401 ->
                    header(
                            context,
                            "WWW-Authenticate",
                            PublicDocument.isFor(context.request().path())
                                    ? "Basic realm=\"Drawbridge\", charset=\"UTF-8\""
                                    : "Bearer");
            case 429, 503 -> header(context, "Retry-After", RETRY_SECONDS);
            default -> {
                // Nothing more to say.
            }
        }
        send(
                context,
                refusal.status(),
                "application/problem+json",
                Buffer.buffer(refusal.document()));
    }

    private static void header(RoutingContext context, String name, String value) {
        HttpServerResponse _ = context.response().putHeader(name, value);
    }

    private static void problem(RoutingContext context, int status, String title) {
        send(
                context,
                status,
                "application/problem+json",
                Buffer.buffer(
                        "{\"type\":\"about:blank\",\"title\":\""
                                + title
                                + "\",\"status\":"
                                + status
                                + "}"));
    }

    private static void send(RoutingContext context, int status, String type, Buffer body) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("Content-Type", type).end(body).onFailure(_ -> {});
    }
}
