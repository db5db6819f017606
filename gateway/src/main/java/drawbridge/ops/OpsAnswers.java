package drawbridge.ops;

import drawbridge.opsapi.Health;
import drawbridge.opsapi.HealthStatus;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.Problem;

import io.vertx.ext.web.RoutingContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Puts answers and failures on the wire. A failure that nobody foresaw is logged here, once, and
/// told without any of its insides.
final class OpsAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(OpsAnswers.class);

    /// The answer has been given already.
    static final Object ANSWERED = new Object();

    record Text(String type, String text) {}

    private OpsAnswers() {}

    static void send(RoutingContext context, Object body) {
        if (body == ANSWERED) {
            return;
        }
        if (body instanceof Text(String type, String text)) {
            context.response().putHeader("Content-Type", type).end(text).onFailure(_ -> {});
            return;
        }
        if (body instanceof Health health && health.status() == HealthStatus.DOWN) {
            context.response().setStatusCode(503);
        }
        context.response()
                .putHeader("Content-Type", "application/json")
                .end(OpsJson.write(body))
                .onFailure(_ -> {});
    }

    static void problem(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        Problem problem = describe(context);
        if (problem.status() == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
        }
        if (problem.status() == 503) {
            context.response().putHeader("Retry-After", "1");
        }
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .end(OpsJson.write(problem))
                .onFailure(_ -> {});
    }

    private static Problem describe(RoutingContext context) {
        String path = context.request().path();
        Throwable failure = context.failure();
        if (failure instanceof Refusal refusal) {
            return refusal.problem(path);
        }
        int status = context.statusCode();
        if (status == 413) {
            return new Problem(
                    "about:blank", "Too large", 413, "The body is too large.", path, null);
        }
        if (status >= 400 && status < 500) {
            // The phrase of the status: RFC 9457, section 4.2.1.
            String title = context.response().setStatusCode(status).getStatusMessage();
            return new Problem("about:blank", title, status, null, path, null);
        }
        LOG.atError().setCause(failure).addKeyValue("path", path).log("An ops request failed");
        return new Problem(
                "about:blank",
                "The gateway failed",
                500,
                "The cause is in the gateway's log.",
                path,
                null);
    }

    static String resource(String name) {
        try (InputStream in = OpsAnswers.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
